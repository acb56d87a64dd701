"""Health checks that follow a CloudWatch alarm.

moto 5.2.1 forgets which alarm such a check follows and what it makes of missing data, and answers with a port and an
interval that the check does not have: Terraform would want to set them for ever. Route 53 also copies the alarm's settings
when the check is made or updated, follows the copy, and refuses a check of an alarm that is not there:
https://docs.aws.amazon.com/Route53/latest/DeveloperGuide/health-checks-updating-cloudwatch-alarm-settings.html

Could go upstream.
"""

from typing import Any

from moto.cloudwatch.models import cloudwatch_backends
from moto.core.responses import ActionResult
from moto.route53.exceptions import InvalidInput
from moto.route53.models import HealthCheck
from moto.route53.responses import Route53

ENDPOINT_ONLY = ("IPAddress", "Port", "RequestInterval", "FailureThreshold", "MeasureLatency")


def alarm_configuration(account_id: str, identifier: dict[str, str]) -> dict[str, Any]:
    """A copy of the alarm's settings, as ``CloudWatchAlarmConfiguration`` of a health check has them."""
    alarms = cloudwatch_backends[account_id][identifier["Region"]].alarms
    alarm = alarms.get(identifier["Name"])
    if alarm is None:
        raise InvalidInput(f"The alarm {identifier['Name']} does not exist in {identifier['Region']}.")
    if not alarm.metric_name or not alarm.statistic:
        raise InvalidInput(f"The alarm {identifier['Name']} is not on one metric with a basic statistic.")
    return {
        "EvaluationPeriods": alarm.evaluation_periods,
        "Threshold": alarm.threshold,
        "ComparisonOperator": alarm.comparison_operator,
        "Period": alarm.period,
        "MetricName": alarm.metric_name,
        "Namespace": alarm.namespace,
        "Statistic": alarm.statistic,
        "Dimensions": [{"Name": dimension.name, "Value": dimension.value} for dimension in alarm.dimensions],
    }


def apply() -> None:
    """Remembers the alarm with the check, and answers with it."""
    create, update = Route53.create_health_check, Route53.update_health_check
    config_of = HealthCheck.health_check_config.fget

    def create_health_check(self: Route53) -> ActionResult:
        config = self._get_param("HealthCheckConfig")
        identifier = config.get("AlarmIdentifier")
        # Before the check is made: one that is refused must not stay.
        copy = alarm_configuration(self.current_account, identifier) if identifier else None
        result = create(self)
        check = result.result["HealthCheck"]
        check.alarm_identifier = identifier
        check.insufficient_data_health_status = config.get("InsufficientDataHealthStatus")
        check.cloud_watch_alarm_configuration = copy
        return result

    def update_health_check(self: Route53) -> ActionResult:
        known = self.backend.get_health_check(self._get_param("HealthCheckId"))
        identifier = self._get_param("AlarmIdentifier") or getattr(known, "alarm_identifier", None)
        copy = alarm_configuration(self.current_account, identifier) if identifier else None
        result = update(self)
        check = result.result["HealthCheck"]
        check.alarm_identifier = identifier
        check.cloud_watch_alarm_configuration = copy
        status = self._get_param("InsufficientDataHealthStatus")
        if status is not None:
            check.insufficient_data_health_status = status
        return result

    def health_check_config(self: HealthCheck) -> dict[str, Any]:
        config = config_of(self)
        if self.type_ != "CLOUDWATCH_METRIC":
            return config
        return {key: value for key, value in config.items() if key not in ENDPOINT_ONLY} | {
            "AlarmIdentifier": self.alarm_identifier,
            "InsufficientDataHealthStatus": self.insufficient_data_health_status,
        }

    Route53.create_health_check = create_health_check
    Route53.update_health_check = update_health_check
    HealthCheck.health_check_config = property(health_check_config)
    HealthCheck.alarm_identifier = None
    HealthCheck.insufficient_data_health_status = None
    HealthCheck.cloud_watch_alarm_configuration = None
