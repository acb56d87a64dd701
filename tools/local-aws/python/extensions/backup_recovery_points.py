"""Recovery points: jobs make them, vaults hold them, and not every one can be deleted.

moto 5.2.1 has neither jobs nor points, and deletes any vault. Here a job on demand, and a run of the plans, makes a point at once; what
it would keep is not kept.

- ``DeleteBackupVault`` is refused while the vault holds a point.
- ``DeleteRecoveryPoint`` acts with the role that made the point. If that role is gone, or lost its permission, the point stays and its
  status is ``EXPIRED``: so a vault must go before what its role may do.
- A Region backs up only what it is opted in to (``DescribeRegionSettings``). A plan skips the others: no job runs and none fails. A job
  on demand for one is refused. An account in use is opted in to all types; a new one (``_account.py``) to none.

``POST /moto-api/backup-plans/<Region>`` runs each rule of each plan of a Region once, with its copies, and answers with the points.

Could go upstream but for that run. Where AWS documents no text for a refusal, the text is ours and the code is AWS's.

References: https://docs.aws.amazon.com/aws-backup/latest/devguide/deleting-backups.html, deleting-a-vault.html,
service-opt-in (working-with-supported-services.html), API_StartBackupJob.html
"""

import json
import os
import re
import time
import uuid
from typing import Any, Iterator
from urllib.parse import unquote

from _account import is_fresh
from _backup import address, backend, body, filled, serve
from _iam import role_may
from backup_selections import selections_of
from moto.backup.exceptions import InvalidRequestException, ResourceNotFoundException
from moto.backup.models import BackupBackend, Vault, backup_backends
from moto.backup.responses import BackupResponse
from moto.moto_api._internal import urls

TYPES = (
    "Aurora",
    "CloudFormation",
    "DocumentDB",
    "DSQL",
    "DynamoDB",
    "EBS",
    "EC2",
    "EFS",
    "EKS",
    "FSx",
    "Neptune",
    "RDS",
    "Redshift",
    "S3",
    "SAP HANA on Amazon EC2",
    "Storage Gateway",
    "Timestream",
    "VirtualMachine",
)

TYPE_OF = (
    (re.compile(r"^arn:[^:]+:rds:[^:]+:[^:]+:cluster:"), "Aurora"),
    (re.compile(r"^arn:[^:]+:rds:[^:]+:[^:]+:db:"), "RDS"),
    (re.compile(r"^arn:[^:]+:s3:::"), "S3"),
    (re.compile(r"^arn:[^:]+:dynamodb:"), "DynamoDB"),
)

DELETES = {"Aurora": "rds:DeleteDBClusterSnapshot", "RDS": "rds:DeleteDBSnapshot"}
"""What the role of a point needs to delete it, where deleting it deletes something of another service."""


def apply() -> None:
    """Adds the operations, and lets a vault go only when it is empty."""
    serve(
        (
            start_backup_job,
            describe_backup_job,
            list_backup_jobs,
            list_recovery_points_by_backup_vault,
            describe_recovery_point,
            delete_recovery_point,
            describe_region_settings,
            update_region_settings,
        ),
        "/backup-jobs",
        "/backup-jobs/(?P<job>[^/]+)",
        "/backup-vaults/(?P<name>[^/]+)/recovery-points",
        # Also none: the list is asked for with a slash at its end.
        "/backup-vaults/(?P<name>[^/]+)/recovery-points/(?P<point>.*)",
        "/account-settings",
    )
    delete = BackupBackend.delete_backup_vault

    def delete_backup_vault(self: BackupBackend, backup_vault_name: str) -> None:
        vault = self.vaults.get(backup_vault_name)
        if vault is not None and points_of(vault):
            raise InvalidRequestException(msg="Backup vault cannot be deleted because it contains recovery points.")
        delete(self, backup_vault_name)

    BackupBackend.delete_backup_vault = delete_backup_vault
    # moto tells it by two names.
    held = property(lambda self: len(points_of(self)), lambda self, value: None)
    Vault.num_of_recovery_points = Vault.number_of_recovery_points = held
    urls.url_paths[r"{0}/moto-api/backup-plans/(?P<region>[^/]+)$"] = run_plans


def points_of(vault: Vault) -> dict[str, dict[str, Any]]:
    """The points of a vault, by ARN."""
    return vault.__dict__.setdefault("recovery_points", {})


def jobs_of(backup: BackupBackend) -> dict[str, dict[str, Any]]:
    """The jobs of a Region, by id."""
    return backup.__dict__.setdefault("backup_jobs", {})


def opt_in(backup: BackupBackend) -> dict[str, bool]:
    """What a Region backs up."""
    return backup.__dict__.setdefault("opt_in", {name: not is_fresh() for name in TYPES})


def type_of(resource_arn: str) -> str:
    """The type of a resource, by the names of AWS Backup."""
    return next((name for pattern, name in TYPE_OF if pattern.match(resource_arn)), "EBS")


def vault_named(backup: BackupBackend, name: str) -> Vault:
    if name not in backup.vaults:
        raise ResourceNotFoundException(msg=f"Backup vault {name} not found")
    return backup.vaults[name]


def make_point(backup: BackupBackend, vault: Vault, resource_arn: str, role_arn: str, lifecycle: Any) -> dict[str, Any]:
    """What a job leaves in a vault."""
    kind, number = type_of(resource_arn), str(uuid.uuid4())
    if kind in ("Aurora", "RDS"):
        snapshot = "cluster-snapshot" if kind == "Aurora" else "snapshot"
        arn = f"arn:aws:rds:{backup.region_name}:{backup.account_id}:{snapshot}:awsbackup:job-{number}"
    else:
        arn = f"arn:aws:backup:{backup.region_name}:{backup.account_id}:recovery-point:{number}"
    now = time.time()
    point = filled(
        {
            "RecoveryPointArn": arn,
            "BackupVaultName": vault.backup_vault_name,
            "BackupVaultArn": vault.backup_vault_arn,
            "ResourceArn": resource_arn,
            "ResourceType": kind,
            "IamRoleArn": role_arn,
            "Status": "COMPLETED",
            "CreationDate": now,
            "CompletionDate": now,
            "EncryptionKeyArn": vault.encryption_key_arn,
            "IsEncrypted": True,
            "Lifecycle": lifecycle,
        }
    )
    points_of(vault)[arn] = point
    return point


def record_job(backup: BackupBackend, vault: Vault, point: dict[str, Any]) -> dict[str, Any]:
    job = {
        "AccountId": backup.account_id,
        "BackupJobId": str(uuid.uuid4()),
        "BackupVaultName": vault.backup_vault_name,
        "BackupVaultArn": vault.backup_vault_arn,
        "RecoveryPointArn": point["RecoveryPointArn"],
        "ResourceArn": point["ResourceArn"],
        "ResourceType": point["ResourceType"],
        "IamRoleArn": point["IamRoleArn"],
        "CreationDate": point["CreationDate"],
        "CompletionDate": point["CompletionDate"],
        "State": "COMPLETED",
        "PercentDone": "100.0",
    }
    jobs_of(backup)[job["BackupJobId"]] = job
    return job


# The operations.


def start_backup_job(self: BackupResponse) -> str:
    """Backs a resource up, at once."""
    backup, request = backend(self), body(self)
    vault = vault_named(backup, request["BackupVaultName"])
    kind = type_of(request["ResourceArn"])
    if not opt_in(backup).get(kind):
        raise InvalidRequestException(msg=f"Resource type {kind} is not enabled for backup in Region {backup.region_name}.")
    point = make_point(backup, vault, request["ResourceArn"], request["IamRoleArn"], request.get("Lifecycle"))
    job = record_job(backup, vault, point)
    told = ("BackupJobId", "RecoveryPointArn", "CreationDate")
    return json.dumps({name: job[name] for name in told})


def describe_backup_job(self: BackupResponse) -> str:
    job = jobs_of(backend(self)).get(address(self)["backupJobId"])
    if job is None:
        raise ResourceNotFoundException(msg="Could not find backup job.")
    return json.dumps(job)


def list_backup_jobs(self: BackupResponse) -> str:
    return json.dumps({"BackupJobs": list(jobs_of(backend(self)).values())})


def list_recovery_points_by_backup_vault(self: BackupResponse) -> str:
    """What the vault holds."""
    vault = vault_named(backend(self), address(self)["backupVaultName"])
    return json.dumps({"RecoveryPoints": list(points_of(vault).values())})


def point_of(self: BackupResponse) -> tuple[Vault, dict[str, Any]]:
    """The point in the address, and its vault."""
    vault = vault_named(backend(self), address(self)["backupVaultName"])
    arn = unquote(address(self)["recoveryPointArn"])
    if arn not in points_of(vault):
        raise ResourceNotFoundException(msg=f"Cannot find recovery point {arn}.")
    return vault, points_of(vault)[arn]


def describe_recovery_point(self: BackupResponse) -> str:
    return json.dumps(point_of(self)[1])


def delete_recovery_point(self: BackupResponse) -> str:
    """Deletes a point, if the role that made it still may; else it expires and stays."""
    vault, point = point_of(self)
    if role_may(backend(self).account_id, point["IamRoleArn"], DELETES.get(point["ResourceType"])):
        del points_of(vault)[point["RecoveryPointArn"]]
    else:
        point["Status"] = "EXPIRED"
        point["StatusMessage"] = f"Insufficient privileges of {point['IamRoleArn']} to delete the recovery point."
    return ""


def describe_region_settings(self: BackupResponse) -> str:
    managed = {"DynamoDB": False, "EFS": True}
    settings = {"ResourceTypeOptInPreference": opt_in(backend(self)), "ResourceTypeManagementPreference": managed}
    return json.dumps(settings)


def update_region_settings(self: BackupResponse) -> str:
    opt_in(backend(self)).update(body(self).get("ResourceTypeOptInPreference") or {})
    return ""


# The plans.


def run_plans(_request: Any, full_url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """Runs each rule of each plan of a Region once."""
    region = full_url.rstrip("/").rsplit("/", 1)[-1]
    backup = backup_backends[os.environ["MOTO_ACCOUNT_ID"]][region]
    return 200, {"Content-Type": "application/json"}, json.dumps({"RecoveryPoints": list(points_due(backup))})


def points_due(backup: BackupBackend) -> Iterator[dict[str, Any]]:
    for plan in list(backup.plans.values()):
        if plan.deletion_date is not None:
            continue
        for selection in selections_of(plan).values():
            chosen = selection["BackupSelection"]
            for resource_arn in chosen.get("Resources", []):
                # No job runs for a type that the Region is not opted in to, and none fails.
                if not opt_in(backup).get(type_of(resource_arn)):
                    continue
                for rule in plan.backup_plan["Rules"]:
                    yield from points_of_rule(backup, rule, resource_arn, chosen["IamRoleArn"])


def points_of_rule(backup: BackupBackend, rule: dict[str, Any], resource_arn: str, role_arn: str) -> Iterator[dict[str, Any]]:
    vault = vault_named(backup, rule["TargetBackupVaultName"])
    point = make_point(backup, vault, resource_arn, role_arn, rule.get("Lifecycle"))
    record_job(backup, vault, point)
    yield point
    for copy in rule.get("CopyActions") or []:
        _, _, _, region, _, _, name = copy["DestinationBackupVaultArn"].split(":")
        elsewhere = backup_backends[backup.account_id][region]
        yield make_point(elsewhere, vault_named(elsewhere, name), resource_arn, role_arn, copy.get("Lifecycle"))
