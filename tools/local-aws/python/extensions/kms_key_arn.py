"""Keys named by their ARN where moto 5.2.1 takes the id alone.

AWS takes either in every operation on a key. moto resolves an ARN in most of them, checks it in the four below, and then
looks it up among the ids: ``ScheduleKeyDeletion`` of an ARN ends with a KeyError and status 500.

Could go upstream.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.kms.models import KmsBackend

OPERATIONS = ("cancel_key_deletion", "disable_key", "enable_key", "schedule_key_deletion")


def apply() -> None:
    """Makes each of the operations resolve the ARN first."""
    for name in OPERATIONS:
        setattr(KmsBackend, name, by_id(getattr(KmsBackend, name)))


def by_id(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation, called with the id of its key."""

    @wraps(operation)
    def resolved(self: KmsBackend, key_id: str, *args: Any, **kwargs: Any) -> Any:
        return operation(self, self.get_key_id(key_id), *args, **kwargs)

    return resolved
