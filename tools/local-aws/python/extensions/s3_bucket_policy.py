"""Bucket policies whose statements have conditions.

moto 5.2.1 takes a statement whose condition it cannot confirm for a denial, whatever its effect
(``IAMPolicyStatement.is_action_permitted``). A bucket that refuses plain HTTP, as every bucket should, so refuses
everything. In AWS a statement whose condition is not met does not apply, and the conditions in use (plain HTTP, an old
TLS, another account's service) are not met by a client of this AWS.

Not for upstream as it is: which conditions are never met is known of this server alone.
"""

import json

from moto.iam.access_control import IAMPolicy, PermissionResult
from moto.s3.models import FakeBucket


def get_permission(self: FakeBucket, action: str, resource: str) -> PermissionResult:
    """What the bucket's policy says of an action, statements with conditions left out."""
    if self.policy is None:
        return PermissionResult.NEUTRAL
    statements = json.loads(self.policy)["Statement"]
    if isinstance(statements, dict):
        statements = [statements]
    unconditional = [statement for statement in statements if not statement.get("Condition")]
    return IAMPolicy(json.dumps({"Statement": unconditional})).is_action_permitted(action, resource)


def apply() -> None:
    """Puts it in the place of moto's."""
    FakeBucket.get_permission = get_permission
