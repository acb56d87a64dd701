"""Vaults with an access policy and notifications.

moto 5.2.1 has no operation for either, and fails with status 500 for a vault without tags. Could go upstream.
"""

import json
from typing import Any

from _backup import address, backend, body, serve
from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Vault
from moto.backup.responses import BackupResponse


def apply() -> None:
    """Adds the operations, and lets go of a vault's tags with the vault."""
    serve(
        (
            put_backup_vault_access_policy,
            get_backup_vault_access_policy,
            delete_backup_vault_access_policy,
            put_backup_vault_notifications,
            get_backup_vault_notifications,
            delete_backup_vault_notifications,
        ),
        "/backup-vaults/(?P<name>[^/]+)/access-policy",
        "/backup-vaults/(?P<name>[^/]+)/notification-configuration",
    )
    create, delete = BackupBackend.create_backup_vault, BackupBackend.delete_backup_vault

    def create_backup_vault(self, *, backup_vault_tags=None, **kwargs):
        return create(self, backup_vault_tags=backup_vault_tags or {}, **kwargs)

    def delete_backup_vault(self, backup_vault_name):
        if backup_vault_name in self.vaults:
            self.tagger.delete_all_tags_for_resource(self.vaults[backup_vault_name].backup_vault_arn)
        delete(self, backup_vault_name)

    BackupBackend.create_backup_vault = create_backup_vault
    BackupBackend.delete_backup_vault = delete_backup_vault


def vault_of(self: BackupResponse) -> Vault:
    """The vault in the address."""
    return backend(self).describe_backup_vault(address(self)["backupVaultName"])


def identity(vault: Vault) -> dict[str, Any]:
    """What every answer about a vault begins with."""
    return {"BackupVaultName": vault.backup_vault_name, "BackupVaultArn": vault.backup_vault_arn}


def part_of(vault: Vault, part: str) -> Any:
    """A part of a vault that may not be there."""
    value = vault.__dict__.get(part)
    if value is None:
        raise ResourceNotFoundException(msg=f"Vault {vault.backup_vault_name} has no {part.replace('_', ' ')}")
    return value


def put_backup_vault_access_policy(self: BackupResponse) -> str:
    """Sets the policy of a vault."""
    vault_of(self).__dict__["access_policy"] = body(self)["Policy"]
    return "{}"


def get_backup_vault_access_policy(self: BackupResponse) -> str:
    """The policy of a vault, to the letter."""
    vault = vault_of(self)
    return json.dumps({**identity(vault), "Policy": part_of(vault, "access_policy")})


def delete_backup_vault_access_policy(self: BackupResponse) -> str:
    """Takes the policy off a vault."""
    vault_of(self).__dict__.pop("access_policy", None)
    return "{}"


def put_backup_vault_notifications(self: BackupResponse) -> str:
    """Names the topic of a vault and the events it hears of."""
    request = body(self)
    if not request.get("BackupVaultEvents"):
        raise InvalidRequestException(msg="BackupVaultEvents must name an event")
    vault_of(self).__dict__["notifications"] = {
        "SNSTopicArn": request["SNSTopicArn"],
        "BackupVaultEvents": request["BackupVaultEvents"],
    }
    return "{}"


def get_backup_vault_notifications(self: BackupResponse) -> str:
    """The topic of a vault and the events it hears of."""
    vault = vault_of(self)
    return json.dumps({**identity(vault), **part_of(vault, "notifications")})


def delete_backup_vault_notifications(self: BackupResponse) -> str:
    """Ends the notifications of a vault."""
    vault_of(self).__dict__.pop("notifications", None)
    return "{}"
