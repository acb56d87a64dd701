"""Restore testing: plans and what they restore.

moto 5.2.1 has none of it. Plans and selections are kept and answered as AWS does, its limits on names among it; no test runs.

Could go upstream.
"""

import json
import re
from typing import Any

from _backup import address, backend, body, filled, serve
from moto.backup.exceptions import (
    AlreadyExistsException,
    InvalidParameterValueException,
    InvalidRequestException,
    ResourceNotFoundException,
)
from moto.backup.responses import BackupResponse
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random

NAME = re.compile(r"[A-Za-z0-9_]{1,50}")

Answer = tuple[int, dict[str, int], str]


def apply() -> None:
    """Adds the operations."""
    serve(
        (
            create_restore_testing_plan,
            get_restore_testing_plan,
            update_restore_testing_plan,
            delete_restore_testing_plan,
            list_restore_testing_plans,
            create_restore_testing_selection,
            get_restore_testing_selection,
            update_restore_testing_selection,
            delete_restore_testing_selection,
            list_restore_testing_selections,
        ),
        "/restore-testing/plans",
        "/restore-testing/plans/(?P<plan>[^/]+)",
        "/restore-testing/plans/(?P<plan>[^/]+)/selections",
        "/restore-testing/plans/(?P<plan>[^/]+)/selections/(?P<selection>[^/]+)",
    )


def plans(self: BackupResponse) -> dict[str, dict[str, Any]]:
    """The plans of the account and Region, by name."""
    return backend(self).__dict__.setdefault("restore_testing_plans", {})


def plan_of(self: BackupResponse) -> dict[str, Any]:
    """The plan in the address."""
    plan = plans(self).get(address(self)["RestoreTestingPlanName"])
    if plan is None:
        raise ResourceNotFoundException(msg="Restore Testing Plan not found")
    return plan


def selection_of(self: BackupResponse) -> dict[str, Any]:
    """The selection in the address."""
    selection = plan_of(self)["selections"].get(address(self)["RestoreTestingSelectionName"])
    if selection is None:
        raise ResourceNotFoundException(msg="Restore Testing Selection not found")
    return selection


def new_name(name: str, taken: dict[str, Any]) -> str:
    """The name, if AWS would take it."""
    if not NAME.fullmatch(name):
        raise InvalidParameterValueException(
            msg=f"{name} is no name: letters, digits and underscores only, at most 50"
        )
    if name in taken:
        raise AlreadyExistsException(msg=f"{name} already exists")
    return name


def answer(status: int, content: dict[str, Any] | None = None) -> Answer:
    """An answer with a status of its own, which moto takes from the headers."""
    return status, {"status": status}, "" if content is None else json.dumps(content)


def brief(settings: dict[str, Any], *names: str) -> dict[str, Any]:
    """Those of the settings that have a value."""
    return filled({name: settings.get(name) for name in names})


def create_restore_testing_plan(self: BackupResponse) -> Answer:
    """Makes a plan, with AWS's defaults for what is not said."""
    request = body(self)
    settings = request["RestoreTestingPlan"]
    name = new_name(settings["RestoreTestingPlanName"], plans(self))
    region, account = backend(self).region_name, backend(self).account_id
    arn = f"arn:aws:backup:{region}:{account}:restore-testing-plan:{name}-{mock_random.uuid4()}"
    plan = {
        "ScheduleExpressionTimezone": "Etc/UTC",
        "StartWindowHours": 24,
        **filled(settings),
        "RestoreTestingPlanArn": arn,
        "CreationTime": unix_time(),
    }
    plan["RecoveryPointSelection"] = {
        "ExcludeVaults": [],
        "SelectionWindowDays": 30,
        **filled(plan["RecoveryPointSelection"]),
    }
    plans(self)[name] = {"plan": plan, "selections": {}}
    backend(self).tag_resource(arn, request.get("Tags") or {})
    return answer(201, brief(plan, "CreationTime", "RestoreTestingPlanArn", "RestoreTestingPlanName"))


def get_restore_testing_plan(self: BackupResponse) -> str:
    """One plan, as it was made."""
    return json.dumps({"RestoreTestingPlan": plan_of(self)["plan"]})


def update_restore_testing_plan(self: BackupResponse) -> str:
    """Changes what the request names."""
    plan, changes = plan_of(self)["plan"], filled(body(self)["RestoreTestingPlan"])
    selection = {**plan["RecoveryPointSelection"], **filled(changes.get("RecoveryPointSelection") or {})}
    plan.update(changes, RecoveryPointSelection=selection, LastUpdateTime=unix_time())
    identity = brief(plan, "CreationTime", "RestoreTestingPlanArn", "RestoreTestingPlanName")
    return json.dumps({**identity, "UpdateTime": plan["LastUpdateTime"]})


def delete_restore_testing_plan(self: BackupResponse) -> Answer:
    """Deletes a plan that selects nothing any more."""
    plan = plan_of(self)
    if plan["selections"]:
        raise InvalidRequestException(msg="Restore Testing Plan has selections: delete them first")
    backend(self).tagger.delete_all_tags_for_resource(plan["plan"]["RestoreTestingPlanArn"])
    del plans(self)[plan["plan"]["RestoreTestingPlanName"]]
    return answer(204)


def list_restore_testing_plans(self: BackupResponse) -> str:
    """The plans, in brief."""
    members = [
        {name: value for name, value in plan["plan"].items() if name != "RecoveryPointSelection"}
        for plan in plans(self).values()
    ]
    return json.dumps({"RestoreTestingPlans": members})


def create_restore_testing_selection(self: BackupResponse) -> Answer:
    """Adds to a plan what it restores."""
    plan, settings = plan_of(self), filled(body(self)["RestoreTestingSelection"])
    name = new_name(settings["RestoreTestingSelectionName"], plan["selections"])
    selection = {
        "RestoreMetadataOverrides": {},
        "ValidationWindowHours": 0,
        **settings,
        "RestoreTestingPlanName": plan["plan"]["RestoreTestingPlanName"],
        "CreationTime": unix_time(),
    }
    plan["selections"][name] = selection
    return answer(201, selection_identity(plan, selection))


def selection_identity(plan: dict[str, Any], selection: dict[str, Any]) -> dict[str, Any]:
    """What AWS answers to whoever makes or changes a selection."""
    return {
        **brief(selection, "CreationTime", "RestoreTestingPlanName", "RestoreTestingSelectionName"),
        "RestoreTestingPlanArn": plan["plan"]["RestoreTestingPlanArn"],
    }


def get_restore_testing_selection(self: BackupResponse) -> str:
    """One selection, as it was made."""
    return json.dumps({"RestoreTestingSelection": selection_of(self)})


def update_restore_testing_selection(self: BackupResponse) -> str:
    """Changes what the request names."""
    selection = selection_of(self)
    selection.update(filled(body(self)["RestoreTestingSelection"]))
    return json.dumps({**selection_identity(plan_of(self), selection), "UpdateTime": unix_time()})


def delete_restore_testing_selection(self: BackupResponse) -> Answer:
    """Ends the tests of what was selected."""
    del plan_of(self)["selections"][selection_of(self)["RestoreTestingSelectionName"]]
    return answer(204)


def list_restore_testing_selections(self: BackupResponse) -> str:
    """The selections of a plan, in brief."""
    members = [
        brief(
            selection,
            "CreationTime",
            "IamRoleArn",
            "ProtectedResourceType",
            "RestoreTestingPlanName",
            "RestoreTestingSelectionName",
            "ValidationWindowHours",
        )
        for selection in plan_of(self)["selections"].values()
    ]
    return json.dumps({"RestoreTestingSelections": members})
