"""A metric is its namespace, its name and all of its dimensions, and has percentiles.

moto 5.2.1 keeps whatever PutMetricData brings it. GetMetricData then takes a metric of another namespace for the one that is asked for
if the dimensions are the same, one with dimensions for one without, and knows no percentile. An alarm that leaves a dimension out, or
names the wrong namespace, would see data that it never sees on AWS.

PutMetricData takes the namespaces of AWS's own services, which AWS keeps for itself (a name must not begin with ``AWS/``): the local AWS
has nothing else that would publish what a database or a load balancer measures, so this is left as it is.

Could go upstream.
"""

import math
from datetime import datetime, timedelta
from typing import Any, Optional

from moto.cloudwatch.models import CloudWatchBackend, Dimension, MetricAggregatedDatum, MetricDatumBase, Statistics


def apply() -> None:
    """Answers each query for one metric by the samples of that metric; expressions stay what they were."""
    answer = CloudWatchBackend.get_metric_data

    def get_metric_data(
        self: CloudWatchBackend,
        queries: list[dict[str, Any]],
        start_time: datetime,
        end_time: datetime,
        scan_by: str = "TimestampAscending",
    ) -> list[dict[str, Any]]:
        own = [query for query in queries if "MetricStat" in query and query.get("ReturnData", True)]
        others = [query for query in queries if query not in own]
        # moto's own answer also checks the times, of which no sample is needed.
        answered = answer(self, others, start_time, end_time, scan_by)
        samples = self.get_all_metrics()
        start, end = start_time.replace(microsecond=0), end_time.replace(microsecond=0)
        return [result(query, samples, start, end, scan_by) for query in own] + answered

    CloudWatchBackend.get_metric_data = get_metric_data


def identity(dimensions: list[Dimension]) -> list[tuple[Optional[str], Optional[str]]]:
    """What tells the dimensions of one metric from those of another."""
    return sorted((dimension.name, dimension.value) for dimension in dimensions)


def result(
    query: dict[str, Any], samples: list[MetricDatumBase], start: datetime, end: datetime, scan_by: str
) -> dict[str, Any]:
    """The datapoints of one query."""
    stat = query["MetricStat"]
    metric, statistic, unit = stat["Metric"], stat["Stat"], stat.get("Unit")
    period = int(stat["Period"])
    asked = sorted((each["Name"], each["Value"]) for each in metric.get("Dimensions", []))
    periods: dict[int, list[MetricDatumBase]] = {}
    for sample in samples:
        if (
            sample.name == metric["MetricName"]
            and sample.namespace == metric["Namespace"]
            and start <= sample.timestamp < end
            and (unit is None or (sample.unit or "None") == unit)
            and identity(sample.dimensions) == asked
        ):
            periods.setdefault(int((sample.timestamp - start).total_seconds() // period), []).append(sample)
    order = sorted(periods, reverse=scan_by == "TimestampDescending")
    return {
        "id": query["Id"],
        "label": query.get("Label") or f"{metric['MetricName']} {statistic}",
        "timestamps": [start + timedelta(seconds=period * index) for index in order],
        "values": [value(periods[index], statistic, start) for index in order],
        "status_code": "Complete",
    }


def value(samples: list[MetricDatumBase], statistic: str, at: datetime) -> Any:
    """What samples come to: a percentile by the nearest rank, anything else as moto has it."""
    if not (statistic.startswith("p") and statistic[1:].replace(".", "", 1).isdigit()):
        statistics = Statistics([statistic], at)
        statistics.metric_data = samples
        return statistics.get_statistics_for_type(statistic)
    # CloudWatch has no percentile of what was summed up before it was published, unless all values were the same.
    values = sorted(sample.max if isinstance(sample, MetricAggregatedDatum) else sample.value for sample in samples)
    rank = math.ceil(len(values) * float(statistic[1:]) / 100)
    return values[max(rank, 1) - 1]
