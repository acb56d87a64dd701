"""Which bucket takes access logs, by its policy.

moto 5.2.1 fails with status 500 on a policy with a statement for everybody (its principal is a text, not an object), and takes
a permission only if its resource is the whole bucket or the very prefix that is logged to. S3 looks at whether the logging
service may put an object under that prefix.

Could go upstream.
"""

import json
from fnmatch import fnmatchcase

from moto.s3.models import LOGGING_SERVICE_PRINCIPAL, FakeBucket


def listed(value: object) -> list:
    """A value that IAM takes alone or as a list, as a list."""
    return value if isinstance(value, list) else [value]


def may_log(target_bucket: FakeBucket, target_prefix: str | None) -> bool:
    """Whether a statement of the target's policy lets the logging service write under the prefix."""
    if not target_bucket.policy:
        return False
    log_file = f"{target_bucket.arn}/{target_prefix or ''}log"
    for statement in listed(json.loads(target_bucket.policy)["Statement"]):
        principal = statement.get("Principal")
        services = listed(principal.get("Service")) if isinstance(principal, dict) else []
        if (
            statement.get("Effect") == "Allow"
            and LOGGING_SERVICE_PRINCIPAL in services
            and "s3:PutObject" in listed(statement.get("Action"))
            and any(fnmatchcase(log_file, resource) for resource in listed(statement.get("Resource")))
        ):
            return True
    return False


def apply() -> None:
    """Puts it in the place of moto's."""
    FakeBucket._log_permissions_enabled_policy = staticmethod(may_log)
