"""Security group rules keep their descriptions, whatever they name as their peer.

moto 5.2.1 remembers the description of a rule that names a CIDR block only. Terraform would find it missing on every rule
that names a security group or a prefix list, and plan to set it for ever.

Could go upstream.
"""

import inspect

from moto.ec2.models.security_groups import SecurityGroupRule


def apply() -> None:
    """Looks for the description where EC2 takes it: with the block, the group or the prefix list."""
    initialize = SecurityGroupRule.__init__
    signature = inspect.signature(initialize)

    def initialize_with_prefix_list(self, *args, **kwargs):
        initialize(self, *args, **kwargs)
        arguments = signature.bind(self, *args, **kwargs).arguments
        self.prefix_list_description = (arguments.get("prefix_list_id") or {}).get("Description")

    def description(self):
        return (
            self.ip_range.get("Description")
            or self.source_group.get("Description")
            or self.prefix_list_description
        )

    SecurityGroupRule.__init__ = initialize_with_prefix_list
    SecurityGroupRule.description = property(description)
