"""Composite alarms.

moto 5.2.1 keeps and describes them, and has no PutCompositeAlarm to make one. As CloudWatch does, it refuses a rule over alarms that
are not there: what deploys a rule must deploy its alarms first. Nothing here evaluates a rule; SetAlarmState sets it like any other.

Could go upstream.
"""

import re

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import Alarm, CloudWatchBackend
from moto.cloudwatch.responses import CloudWatchResponse
from moto.core.responses import ActionResult, EmptyResult

REFERENCE = re.compile(r"""\b(?:ALARM|OK|INSUFFICIENT_DATA)\(\s*(?:"([^"]*)"|'([^']*)'|([^"'()\s]+))\s*\)""")


def apply() -> None:
    """Adds the operation, and lets an alarm tell its rule by the name that the API gives it."""
    CloudWatchResponse.put_composite_alarm = put_composite_alarm
    Alarm.alarm_rule = property(lambda self: self.rule)


def names_in(rule: str) -> list[str]:
    """The names of the alarms of a rule, which may give them as ARNs."""
    found = ["".join(match) for match in REFERENCE.findall(rule)]
    return [name.split(":alarm:", 1)[-1] for name in found]


def put_composite_alarm(self: CloudWatchResponse) -> ActionResult:
    """Makes a composite alarm, or gives the one of that name another rule or other actions. Its state lives on."""
    backend: CloudWatchBackend = self.cloudwatch_backend
    name, rule = self._get_param("AlarmName"), self._get_param("AlarmRule")
    names = names_in(rule)
    if not names:
        raise ValidationError("AlarmRule must contain at least one alarm")
    missing = sorted({other for other in names if other not in backend.alarms})
    if missing:
        raise ValidationError(
            f"Could not save the composite alarm as alarms [{', '.join(missing)}] in the alarm rule do not exist"
        )
    before = backend.alarms.get(name)
    alarm = backend.put_metric_alarm(
        name=name,
        namespace=None,
        metric_name=None,
        comparison_operator=None,
        evaluation_periods=None,
        period=None,
        threshold=None,
        statistic=None,
        description=self._get_param("AlarmDescription"),
        dimensions=[],
        alarm_actions=self._get_param("AlarmActions", []),
        ok_actions=self._get_param("OKActions", []),
        insufficient_data_actions=self._get_param("InsufficientDataActions", []),
        actions_enabled=self._get_bool_param("ActionsEnabled", True),
        rule=rule,
        tags=self._get_param("Tags", []),
    )
    if before is not None:
        for attribute in ("state_value", "state_reason", "state_reason_data", "state_updated_timestamp", "history"):
            setattr(alarm, attribute, getattr(before, attribute))
    return EmptyResult()
