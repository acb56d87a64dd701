"""Conditional writes that are atomic.

DynamoDB checks a write's condition and writes in one step. moto 5.2.1 checks and then writes, and the server takes requests in
threads: of two who ask for one lease at the same time both could be told that it is theirs.

Could go upstream.
"""

from collections.abc import Callable
from functools import wraps
from threading import RLock
from typing import Any

from moto.dynamodb.models import DynamoDBBackend

OPERATIONS = ("delete_item", "put_item", "transact_write_items", "update_item")

_one_at_a_time = RLock()


def apply() -> None:
    """Lets one write at a time check and write."""
    for name in OPERATIONS:
        setattr(DynamoDBBackend, name, atomic(getattr(DynamoDBBackend, name)))


def atomic(operation: Callable[..., Any]) -> Callable[..., Any]:
    """The operation, alone while it runs."""

    @wraps(operation)
    def alone(*args: Any, **kwargs: Any) -> Any:
        with _one_at_a_time:
            return operation(*args, **kwargs)

    return alone
