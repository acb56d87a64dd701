"""Service-linked roles by the names that AWS gives them.

moto 5.2.1 makes a name of the service's principal (``AWSServiceRoleForecs``), so that whoever looks for ``AWSServiceRoleForECS`` finds
nothing; it takes a suffix of any service, lets anybody change and delete such a role, and names the second creation
``EntityAlreadyExists``, which IAM does not. A service that is not in the table keeps moto's name.

Could go upstream.

References: https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_aws-services-that-work-with-iam.html, from which each service's own
page is reached, and https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreateServiceLinkedRole.html. The texts are those that users
of Terraform and of the AWS CLI report.
"""

import inspect
from functools import wraps
from typing import Any, Callable

from moto.iam.exceptions import IAMException, InvalidInput
from moto.iam.models import IAMBackend, Role
from moto.moto_api._internal import mock_random as random

PATH = "/aws-service-role/"

# What follows ``AWSServiceRoleFor``, by the principal of the service.
SUFFIXES = {
    "autoscaling.amazonaws.com": "AutoScaling",
    "backup.amazonaws.com": "Backup",
    "cks.kms.amazonaws.com": "KeyManagementServiceCustomKeyStores",
    "cloudtrail.amazonaws.com": "CloudTrail",
    "config.amazonaws.com": "Config",
    "dms.amazonaws.com": "DMSServerless",
    "dynamodb.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_DynamoDBTable",
    "ecs.amazonaws.com": "ECS",
    "ecs.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_ECSService",
    "elasticache.amazonaws.com": "ElastiCache",
    "elasticfilesystem.amazonaws.com": "AmazonElasticFileSystem",
    "elasticloadbalancing.amazonaws.com": "ElasticLoadBalancing",
    "events.amazonaws.com": "CloudWatchEvents",
    "fis.amazonaws.com": "FIS",
    "mrk.kms.amazonaws.com": "KeyManagementServiceMultiRegionKeys",
    "opensearchservice.amazonaws.com": "AmazonOpenSearchService",
    "organizations.amazonaws.com": "Organizations",
    "rds.amazonaws.com": "RDS",
    "rds.application-autoscaling.amazonaws.com": "ApplicationAutoScaling_RDSCluster",
    "redshift.amazonaws.com": "Redshift",
    "replication.dynamodb.amazonaws.com": "DynamoDBReplication",
    "replication.ecr.amazonaws.com": "ECRReplication",
    "restore-testing.backup.amazonaws.com": "BackupRestoreTesting",
    "ssm.amazonaws.com": "AmazonSSM",
    "support.amazonaws.com": "Support",
    "trustedadvisor.amazonaws.com": "TrustedAdvisor",
    "wafv2.amazonaws.com": "WAFV2Logging",
}
TAKE_A_CUSTOM_SUFFIX = {"autoscaling.amazonaws.com"}

CHANGES = [
    "attach_role_policy",
    "delete_role",
    "delete_role_policy",
    "detach_role_policy",
    "put_role_policy",
    "update_assume_role_policy",
]


class UnmodifiableEntity(IAMException):
    """What a service owns is changed by it alone."""

    code = "UnmodifiableEntity"


def apply() -> None:
    """Names them, and protects them."""
    create = IAMBackend.create_service_linked_role

    @wraps(create)
    def create_service_linked_role(self: IAMBackend, service_name: str, description: str, suffix: str) -> Role:
        given = SUFFIXES.get(service_name)
        if given is None:
            return create(self, service_name, description, suffix)
        if suffix and service_name not in TAKE_A_CUSTOM_SUFFIX:
            raise InvalidInput(f"Custom suffix is not allowed for {service_name}")
        name = f"AWSServiceRoleFor{given}" + (f"_{suffix}" if suffix else "")
        if any(role.name == name for role in self.get_roles()):
            raise InvalidInput(
                f"Service role name {name} has been taken in this account, please try a different suffix."
            )
        role = create(self, service_name, description, suffix)
        role.name = name
        return role

    def delete_service_linked_role(self: IAMBackend, role_name: str) -> str:
        role = self.get_role(role_name)
        del self.roles[role.id]
        return f"task{role.path}{role.name}/{random.uuid4()}"

    IAMBackend.create_service_linked_role = create_service_linked_role
    IAMBackend.delete_service_linked_role = delete_service_linked_role
    for name in CHANGES:
        setattr(IAMBackend, name, protected(getattr(IAMBackend, name)))


def protected(change: Callable[..., Any]) -> Callable[..., Any]:
    """A change that is refused for a role of a service; it is made in the name of the role, which all of these take by this word."""

    @wraps(change)
    def changed(self: IAMBackend, *args: Any, **kwargs: Any) -> Any:
        name = inspect.signature(change).bind(self, *args, **kwargs).arguments["role_name"]
        if any(role.name == name and role.path.startswith(PATH) for role in self.get_roles()):
            raise UnmodifiableEntity(
                f"Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
            )
        return change(self, *args, **kwargs)

    return changed
