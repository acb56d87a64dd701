"""Log groups that services make again.

In moto 5.2.1 what is deleted stays deleted. In AWS a service that goes on writing makes its log group again, without its key, retention
and tags, and whoever creates it next is told that it exists:

- Container Insights of an ECS cluster, ``/aws/ecs/containerinsights/<cluster>/performance``;
- enhanced monitoring of RDS, ``RDSOSMetrics``.

As long as the cluster stands with Container Insights, or an instance is monitored, its group is there again
``LOCAL_AWS_LOG_GROUP_AGAIN_SECONDS`` (1) after it was deleted. Once the cluster is gone that happens one more time: its last metrics come
late.

Not for upstream: it has effects without a request.
"""

import os
import re
import threading
from functools import wraps
from weakref import WeakSet

from moto.ecs.models import ecs_backends
from moto.logs.models import LogsBackend
from moto.rds.models import rds_backends

SECONDS = "LOCAL_AWS_LOG_GROUP_AGAIN_SECONDS"
INSIGHTS = re.compile(r"^/aws/ecs/containerinsights/([^/]+)/performance$")
OS_METRICS = "RDSOSMetrics"

# The clusters that are gone and whose last metrics have come.
LAST_METRICS: "WeakSet[object]" = WeakSet()


def apply() -> None:
    """Looks again at what was deleted."""
    delete = LogsBackend.delete_log_group
    delay = float(os.environ.get(SECONDS, "1"))

    @wraps(delete)
    def delete_log_group(self: LogsBackend, log_group_name: str) -> None:
        delete(self, log_group_name)
        if log_group_name == OS_METRICS or INSIGHTS.match(log_group_name):
            timer = threading.Timer(delay, make_again, (self, log_group_name))
            timer.daemon = True
            timer.start()

    LogsBackend.delete_log_group = delete_log_group


def make_again(backend: LogsBackend, name: str) -> None:
    """Makes the group as a service does, if one still writes there."""
    if name in backend.groups:
        return
    insights = INSIGHTS.match(name)
    writes = os_is_monitored(backend) if insights is None else metrics_come(backend, insights.group(1))
    if writes:
        backend.create_log_group(name, {})


def os_is_monitored(backend: LogsBackend) -> bool:
    """Whether an instance of RDS stands with enhanced monitoring."""
    databases = list(rds_backends[backend.account_id][backend.region_name].databases.values())
    return any(getattr(database, "monitoring_interval", 0) for database in databases)


def metrics_come(backend: LogsBackend, cluster_name: str) -> bool:
    """Takes the next metrics of Container Insights: none without it, always while the cluster stands, and once after that."""
    cluster = ecs_backends[backend.account_id][backend.region_name].clusters.get(cluster_name)
    settings = (cluster.settings or []) if cluster is not None else []
    if not any(
        setting.get("name") == "containerInsights" and setting.get("value") != "disabled" for setting in settings
    ):
        return False
    if cluster.status == "ACTIVE":
        return True
    is_first = cluster not in LAST_METRICS
    LAST_METRICS.add(cluster)
    return is_first
