"""Metric filters that a log group has by their names.

In moto 5.2.1 ``PutMetricFilter`` adds one more filter of the same name, and the first one goes on answering: a filter that is changed
stays as it was, and every plan wants to change it again. It also takes any number of them, of log groups that do not exist, and keeps
those of a group that was deleted. In AWS a filter of that name is replaced, a group has to exist, holds 100 filters at most, and takes
them with it.

Could go upstream: all of it.
"""

from functools import wraps

from moto.logs.exceptions import LimitExceededException, ResourceNotFoundException
from moto.logs.metric_filters import MetricFilters
from moto.logs.models import LogsBackend

# https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html, "Metric filters": it cannot be changed.
FILTERS_OF_A_GROUP = 100


def apply() -> None:
    """Has a log group know its filters by name."""
    put = LogsBackend.put_metric_filter
    delete_filter = LogsBackend.delete_metric_filter
    delete_group = LogsBackend.delete_log_group

    @wraps(put)
    def put_metric_filter(
        self: LogsBackend, filter_name: str, filter_pattern: str, log_group_name: str, *args: object
    ) -> None:
        if log_group_name not in self.groups:
            raise ResourceNotFoundException()
        others = [each for each in filters_of(self, log_group_name) if each["filterName"] != filter_name]
        if len(others) >= FILTERS_OF_A_GROUP:
            raise LimitExceededException()
        forget(self.filters, log_group_name, filter_name)
        put(self, filter_name, filter_pattern, log_group_name, *args)

    @wraps(delete_filter)
    def delete_metric_filter(self: LogsBackend, filter_name: str, log_group_name: str) -> None:
        if log_group_name not in self.groups:
            raise ResourceNotFoundException()
        if not any(each["filterName"] == filter_name for each in filters_of(self, log_group_name)):
            raise ResourceNotFoundException("The specified metric filter does not exist.")
        forget(self.filters, log_group_name, filter_name)

    @wraps(delete_group)
    def delete_log_group(self: LogsBackend, log_group_name: str) -> None:
        delete_group(self, log_group_name)
        forget(self.filters, log_group_name)

    LogsBackend.put_metric_filter = put_metric_filter
    LogsBackend.delete_metric_filter = delete_metric_filter
    LogsBackend.delete_log_group = delete_log_group


def filters_of(backend: LogsBackend, log_group_name: str) -> "list[dict[str, object]]":
    """The filters of a log group."""
    return [each for each in backend.filters.metric_filters if each["logGroupName"] == log_group_name]


def forget(filters: MetricFilters, log_group_name: str, filter_name: "str | None" = None) -> None:
    """Takes a filter of a log group away, or all of them."""
    filters.metric_filters = [
        each
        for each in filters.metric_filters
        if each["logGroupName"] != log_group_name or filter_name not in (None, each["filterName"])
    ]
