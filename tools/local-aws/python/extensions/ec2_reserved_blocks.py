"""Address blocks that no VPC may have.

moto 5.2.1 refuses a block by its size alone. AWS also refuses 0.0.0.0/8, 127.0.0.0/8, 169.254.0.0/16, and 224.0.0.0/4 and above, for the
first block of a VPC and for those that are added to it.

Could go upstream as it is. The code is that of a block of a wrong size; AWS's text for a reserved block is not documented.

Reference: https://docs.aws.amazon.com/vpc/latest/userguide/vpc-cidr-blocks.html
"""

import ipaddress
from functools import wraps
from typing import Any

from moto.ec2.exceptions import InvalidVPCRangeError
from moto.ec2.models import EC2Backend

RESERVED = tuple(
    ipaddress.IPv4Network(block) for block in ("0.0.0.0/8", "127.0.0.0/8", "169.254.0.0/16", "224.0.0.0/3")
)


def apply() -> None:
    """Refuses the blocks where moto takes them."""
    create, associate = EC2Backend.create_vpc, EC2Backend.associate_vpc_cidr_block

    @wraps(create)
    def create_vpc(self: EC2Backend, cidr_block: str, *args: Any, **kwargs: Any) -> Any:
        refuse_reserved(cidr_block)
        return create(self, cidr_block, *args, **kwargs)

    @wraps(associate)
    def associate_vpc_cidr_block(self: EC2Backend, vpc_id: str, cidr_block: str, *args: Any, **kwargs: Any) -> Any:
        if not (args and args[0]) and not kwargs.get("amazon_provided_ipv6_cidr_block"):
            refuse_reserved(cidr_block)
        return associate(self, vpc_id, cidr_block, *args, **kwargs)

    EC2Backend.create_vpc = create_vpc
    EC2Backend.associate_vpc_cidr_block = associate_vpc_cidr_block


def refuse_reserved(cidr_block: str) -> None:
    """Leaves what is no block to moto, which refuses it."""
    try:
        block = ipaddress.IPv4Network(str(cidr_block), strict=False)
    except ValueError:
        return
    if any(block.overlaps(reserved) for reserved in RESERVED):
        raise InvalidVPCRangeError(cidr_block)
