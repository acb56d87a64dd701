"""What the extensions of AWS Backup share: more operations and addresses for moto's responses."""

import json
from collections.abc import Callable, Iterable
from typing import Any

from moto.backup import urls
from moto.backup.models import BackupBackend
from moto.backup.responses import BackupResponse
from moto.core.responses import BaseResponse

Operation = Callable[[BackupResponse], Any]


def serve(operations: Iterable[Operation], *paths: str) -> None:
    """Makes moto answer the operations, each by its name in snake case, at these addresses."""
    # moto matches the service model's addresses to the letter, and some end in a slash that not every SDK sends.
    BackupResponse._get_action_from_method_and_request_uri = with_or_without_slash
    for operation in operations:
        setattr(BackupResponse, operation.__name__, operation)
    for path in paths:
        urls.url_paths[f"{{0}}{path}/?$"] = urls.response.dispatch


def with_or_without_slash(self: BackupResponse, method: str, request_uri: str) -> str:
    """The operation at an address, whether it ends in a slash or not."""
    path = request_uri.rstrip("/")
    for uri in (request_uri, path, f"{path}/"):
        action = BaseResponse._get_action_from_method_and_request_uri(self, method, uri)
        if action is not None:
            return action
    return None  # type: ignore[return-value]


def backend(response: BackupResponse) -> BackupBackend:
    """The AWS Backup of the request's account and Region."""
    return response.backup_backend


def address(response: BackupResponse) -> dict[str, str]:
    """What the address names, by the service model's names."""
    return {name: value.rstrip("/") for name, value in response.uri_match.groupdict().items()}


def body(response: BackupResponse) -> dict[str, Any]:
    """What the request carries."""
    return json.loads(response.body) if response.body else {}


def filled(attributes: dict[str, Any]) -> dict[str, Any]:
    """The attributes that have a value."""
    return {name: value for name, value in attributes.items() if value is not None}
