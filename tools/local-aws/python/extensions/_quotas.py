"""What an account may have in a Region of what can be raised, and what of it was granted."""

from dataclasses import dataclass

from _account import is_fresh


@dataclass(frozen=True)
class Quota:
    """A quota of a Region that can be raised."""

    service: str
    code: str
    name: str
    default: int
    of_a_new_account: int


VPCS = Quota("vpc", "L-F678F1CE", "VPCs per Region", 5, 5)
ADDRESSES = Quota("ec2", "L-0263D0A3", "EC2-VPC Elastic IPs", 5, 5)
CONCURRENCY = Quota("lambda", "L-B99A9384", "Concurrent executions", 1000, 10)
QUOTAS = {(quota.service, quota.code): quota for quota in (VPCS, ADDRESSES, CONCURRENCY)}

GRANTED: dict[tuple[str, str, Quota], int] = {}


def quota_of(account_id: str, region: str, quota: Quota) -> int:
    """How much of something an account may have in a Region."""
    begins_with = quota.of_a_new_account if is_fresh() else quota.default
    return GRANTED.get((account_id, region, quota), begins_with)


def grant(account_id: str, region: str, quota: Quota, value: int) -> None:
    """Lets an account have as much from now on."""
    GRANTED[(account_id, region, quota)] = value
