"""What a backup plan backs up, and plans that change.

moto 5.2.1 has neither ``CreateBackupSelection`` nor ``UpdateBackupPlan``, deletes a plan that still selects something, and
refuses a plan with the name of a deleted one.

Could go upstream.
"""

import json

from _backup import address, backend, body, filled, serve
from moto.backup.exceptions import (
    AlreadyExistsException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from moto.backup.models import BackupBackend, Plan
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random


def apply() -> None:
    """Adds the operations, and holds plans to what AWS holds them to."""
    serve(
        (
            update_backup_plan,
            create_backup_selection,
            get_backup_selection,
            delete_backup_selection,
            list_backup_selections,
        ),
        "/backup/plans/(?P<plan>[^/]+)/selections",
        "/backup/plans/(?P<plan>[^/]+)/selections/(?P<selection>[^/]+)",
    )
    create = BackupBackend.create_backup_plan
    delete = BackupBackend.delete_backup_plan

    def create_backup_plan(self, backup_plan, *args, **kwargs):
        name = backup_plan["BackupPlanName"]
        for plan in self.plans.values():
            # Kept for whoever asks for it by its id, under a name that nobody can ask for.
            if plan.deletion_date is not None and plan.backup_plan["BackupPlanName"] == name:
                plan.backup_plan["BackupPlanName"] = f"{name} (deleted)"
        return create(self, backup_plan, *args, **kwargs)

    def delete_backup_plan(self, backup_plan_id):
        if backup_plan_id in self.plans and selections_of(self.plans[backup_plan_id]):
            raise InvalidRequestException(
                msg="Related backup plan selections must be deleted prior to backup plan deletion"
            )
        return delete(self, backup_plan_id)

    BackupBackend.create_backup_plan = create_backup_plan
    BackupBackend.delete_backup_plan = delete_backup_plan


def selections_of(plan: Plan) -> dict[str, dict]:
    """The selections of a plan, by id."""
    return plan.__dict__.setdefault("selections", {})


def plan_of(self: BackupResponse) -> Plan:
    """The plan in the address."""
    plan = backend(self).get_backup_plan(address(self)["backupPlanId"], None)
    if plan.deletion_date is not None:
        raise ResourceNotFoundException(msg="Failed reading Backup plan with provided version")
    return plan


def selection_of(self: BackupResponse) -> dict:
    """The selection in the address."""
    selection = selections_of(plan_of(self)).get(address(self)["selectionId"])
    if selection is None:
        # The message that the Terraform provider knows a lost selection by.
        raise ResourceNotFoundException(msg="Cannot find Backup plan selection")
    return selection


def update_backup_plan(self: BackupResponse) -> str:
    """Gives a plan other rules, and a new version."""
    plan = plan_of(self)
    changed = Plan(body(self)["BackupPlan"], plan.creator_request_id, backend(self))
    plan.backup_plan = changed.backup_plan
    plan.advanced_backup_settings = changed.advanced_backup_settings
    plan.version_id = changed.version_id
    return json.dumps(plan.to_dict())


def create_backup_selection(self: BackupResponse) -> str:
    """Adds a selection to a plan; its name is unique there."""
    plan, request = plan_of(self), body(self)
    selection = request["BackupSelection"]
    for other in selections_of(plan).values():
        if other["BackupSelection"]["SelectionName"] == selection["SelectionName"]:
            raise AlreadyExistsException(msg="Backup selection with the same name already exists")
    identity = {
        "SelectionId": str(mock_random.uuid4()),
        "BackupPlanId": plan.backup_plan_id,
        "CreationDate": unix_time(),
    }
    selections_of(plan)[identity["SelectionId"]] = filled(
        {**identity, "BackupSelection": selection, "CreatorRequestId": request.get("CreatorRequestId")}
    )
    return json.dumps(identity)


def get_backup_selection(self: BackupResponse) -> str:
    """One selection, as it was made."""
    return json.dumps(selection_of(self))


def delete_backup_selection(self: BackupResponse) -> str:
    """Ends the backups of what was selected."""
    del selections_of(plan_of(self))[selection_of(self)["SelectionId"]]
    return "{}"


def list_backup_selections(self: BackupResponse) -> str:
    """The selections of a plan, in brief."""
    members = [
        {
            **{name: value for name, value in selection.items() if name != "BackupSelection"},
            "SelectionName": selection["BackupSelection"]["SelectionName"],
            "IamRoleArn": selection["BackupSelection"]["IamRoleArn"],
        }
        for selection in selections_of(plan_of(self)).values()
    ]
    return json.dumps({"BackupSelectionsList": members})
