"""What a role may do, for services that act with one: by action alone, without resources and conditions."""

import json
from fnmatch import fnmatchcase
from typing import Any, Iterator

from moto.iam.models import Role, iam_backends


def role_may(account_id: str, role_arn: str, action: str | None) -> bool:
    """Whether a role is there and, if an action is given, some policy of it allows that and none denies it."""
    roles = iam_backends[account_id]["aws"].roles.values()
    role = next((role for role in list(roles) if role.arn == role_arn), None)
    if role is None:
        return False
    if action is None:
        return True
    effects = {
        statement.get("Effect")
        for document in documents(role)
        for statement in as_list(document["Statement"])
        if any(fnmatchcase(action.lower(), pattern.lower()) for pattern in as_list(statement.get("Action", [])))
    }
    return "Allow" in effects and "Deny" not in effects


def documents(role: Role) -> Iterator[dict[str, Any]]:
    """The policies of a role, inline and attached."""
    for document in list(role.policies.values()):
        yield json.loads(document) if isinstance(document, str) else document
    for policy in list(role.managed_policies.values()):
        document = next(each.document for each in policy.versions if each.version_id == policy.default_version_id)
        yield json.loads(document) if isinstance(document, str) else document


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]
