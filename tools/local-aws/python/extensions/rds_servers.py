"""Tells whoever started the local AWS what RDS holds, so that servers can stand behind its clusters.

``LOCAL_AWS_DATABASES_URL`` is where: without it, this changes nothing. After each call that changes something of RDS, the whole of what it
holds in every Region is sent there (``PUT /state``), and the call answers once the servers are so. A failover or a switchover of a
global cluster is over when it is over there (``POST /failover``, ``POST /switchover``); what is refused there is called off here. A
reboot and a failover within a Region are a short outage (``POST /restart``).

moto 5.2.1 keeps no password that a cluster of a global database is created with: it is kept here. Of a cluster that was restored to a point in
time it is told from which, and to when; of one that was restored from a snapshot, from which data. A snapshot is taken of the data as it
is then (``POST /snapshot``), and a copy of it is one of the same data. What a failover keeps of the old writer is there once that is back.

Not for upstream: it speaks to this project's ``src/databases``.
"""

import json
import os
import sys
import threading
import urllib.error
import urllib.parse
import urllib.request
import uuid
from datetime import datetime, timezone
from functools import wraps
from typing import Any, Optional

import rds_global_cluster
from moto.rds.models import DBCluster, DBClusterSnapshot, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

URL = os.environ.get("LOCAL_AWS_DATABASES_URL")
ACCOUNT_ID = os.environ.get("MOTO_ACCOUNT_ID", "123456789012")

TIMEOUT_SECONDS = 150
"""Longer than whatever is waited for there."""

CHANGING = (
    "create_db_cluster",
    "create_db_instance",
    "create_global_cluster",
    "delete_db_cluster",
    "delete_db_instance",
    "delete_global_cluster",
    "modify_db_cluster",
    "modify_db_cluster_parameter_group",
    "modify_global_cluster",
    "remove_from_global_cluster",
)


passwords: dict[str, str] = {}
"""The master passwords, by the ARN of the cluster."""

telling = threading.Lock()
"""What is told last is what holds last."""


def ask(method: str, path: str, body: Optional[dict[str, Any]] = None) -> dict[str, Any]:
    """Asks what stands behind the clusters. No proxy is in between: it is this machine."""
    data = None if body is None else json.dumps(body).encode()
    request = urllib.request.Request(f"{URL}{path}", data=data, method=method)
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    with opener.open(request, timeout=TIMEOUT_SECONDS) as answer:
        return json.load(answer)


def tell() -> None:
    """Sends all that RDS holds."""
    with telling:
        try:
            ask("PUT", "/state", state())
        except (urllib.error.URLError, TimeoutError) as error:
            # Said there too; the call itself has done what it does in RDS.
            print(f"The databases are not as RDS says: {error}", file=sys.stderr, flush=True)


def state() -> dict[str, Any]:
    with rds_global_cluster.lock:
        backends = list(rds_backends[ACCOUNT_ID].values())
        clusters = [cluster for backend in backends for cluster in list(backend.clusters.values())]
        home = rds_backends[ACCOUNT_ID][rds_global_cluster.HOME_REGION]
        return {
            "clusters": [describe(cluster) for cluster in clusters],
            "globalClusters": [
                {"identifier": found.global_cluster_identifier, "endpoint": found.endpoint}
                for found in list(home.global_clusters.values())
            ],
        }


def describe(cluster: DBCluster) -> dict[str, Any]:
    group = cluster.backend.db_cluster_parameter_groups.get(cluster.parameter_group)
    global_cluster = rds_global_cluster.global_cluster_of(cluster)
    return {
        "arn": cluster.db_cluster_arn,
        "identifier": cluster.db_cluster_identifier,
        "region": cluster.region,
        "resourceId": cluster.db_cluster_resource_id,
        "engine": cluster.engine,
        "engineVersion": cluster.engine_version,
        "port": int(cluster.port),
        "endpoint": cluster.endpoint,
        "readerEndpoint": cluster.reader_endpoint,
        "databaseName": cluster.database_name or None,
        "masterUsername": cluster.master_username or None,
        "masterPassword": passwords.get(cluster.db_cluster_arn),
        "iamAuthentication": cluster.iam_database_authentication_enabled,
        "parameters": {
            name: str(parameter["ParameterValue"])
            for name, parameter in (group.parameters.items() if group else ())
            if parameter.get("ParameterValue") is not None
        },
        "instances": [instance.db_instance_identifier for instance in cluster._members],
        "globalCluster": global_cluster.global_cluster_identifier if global_cluster else None,
        "writer": rds_global_cluster.writer_of(global_cluster) is cluster if global_cluster else True,
        "restoredFrom": getattr(cluster, "_restored_from", None),
    }


def carry_out(operation: rds_global_cluster.Operation) -> bool:
    """Lets the servers swap their roles."""
    body = {"target": operation.target.db_cluster_arn}
    if operation.allow_data_loss:
        ask("POST", "/failover", {**body, "snapshot": operation.snapshot_identifier})
    else:
        ask("POST", "/switchover", body)
    return True


def is_synchronized(arn: str) -> bool:
    return ask("GET", f"/synchronized?cluster={urllib.parse.quote(arn)}")["synchronized"]


def apply() -> None:
    """Does nothing where nobody wants to be told."""
    if URL is None:
        return
    rds_global_cluster.carry_out = carry_out
    rds_global_cluster.is_synchronized = is_synchronized
    wrap_passwords()
    for name in CHANGING:
        wrap(name, lambda self, result: tell())
    wrap_snapshots()
    wrap("restore_db_cluster_from_snapshot", remember_snapshot)
    wrap("restore_db_cluster_to_point_in_time", remember_source)
    wrap("failover_db_cluster", lambda self, result: restart(result.result["DBCluster"]))
    wrap("reboot_db_instance", lambda self, result: reboot(self, result.result["DBInstance"]))


def wrap(name: str, then: Any) -> None:
    operation = getattr(RDSResponse, name)

    @wraps(operation)
    def wrapped(self: RDSResponse) -> Any:
        result = operation(self)
        then(self, result)
        return result

    setattr(RDSResponse, name, wrapped)


def restart(cluster: DBCluster) -> None:
    ask("POST", "/restart", {"cluster": cluster.db_cluster_arn})


def reboot(response: RDSResponse, instance: Any) -> None:
    """Of a cluster's instances one server stands for all: the outage is that of its writer."""
    cluster = response.backend.clusters.get(getattr(instance, "db_cluster_identifier", None))
    if cluster is not None and cluster.writer is instance:
        restart(cluster)


def remember_source(response: RDSResponse, result: Any) -> None:
    """From which cluster, and to when in milliseconds since the epoch; to the latest if no time was given."""
    source = response.params["SourceDBClusterIdentifier"]
    found = response.backend.clusters.get(source.split(":")[-1])
    time = response.params.get("RestoreToTime")
    if isinstance(time, str):
        time = datetime.fromisoformat(time.replace("Z", "+00:00"))
    at = None if time is None else (time if time.tzinfo else time.replace(tzinfo=timezone.utc)).timestamp() * 1000
    result.result["DBCluster"]._restored_from = {"source": found.db_cluster_arn, "at": at}


def remember_snapshot(response: RDSResponse, result: Any) -> None:
    """From the data of which snapshot; a cluster of which nobody kept data has none."""
    snapshot = response.backend.get_db_cluster_snapshot(response.params["SnapshotIdentifier"])
    result.result["DBCluster"]._restored_from = {"snapshot": getattr(snapshot, "_data", "")}


def wrap_snapshots() -> None:
    """A snapshot has data of its own; that of an unplanned failover is what the old writer had."""
    create, copy = RDSBackend.create_db_cluster_snapshot, RDSBackend.copy_db_cluster_snapshot

    @wraps(create)
    def create_db_cluster_snapshot(self: RDSBackend, *args: Any, **kwargs: Any) -> DBClusterSnapshot:
        snapshot = create(self, *args, **kwargs)
        if snapshot.db_cluster_snapshot_identifier.startswith("rds:"):
            snapshot._data = snapshot.db_cluster_snapshot_identifier
        else:
            snapshot._data = f"{self.region_name}-{uuid.uuid4()}"
            ask("POST", "/snapshot", {"cluster": snapshot.cluster.db_cluster_arn, "snapshot": snapshot._data})
        return snapshot

    @wraps(copy)
    def copy_db_cluster_snapshot(self: RDSBackend, source_db_cluster_snapshot_identifier: str, *args: Any, **kwargs: Any) -> DBClusterSnapshot:
        snapshot = copy(self, source_db_cluster_snapshot_identifier, *args, **kwargs)
        snapshot._data = getattr(self.get_db_cluster_snapshot(source_db_cluster_snapshot_identifier), "_data", "")
        return snapshot

    RDSBackend.create_db_cluster_snapshot = create_db_cluster_snapshot
    RDSBackend.copy_db_cluster_snapshot = copy_db_cluster_snapshot


def wrap_passwords() -> None:
    for name in ("create_db_cluster", "modify_db_cluster"):
        wrap(name, remember)


def remember(response: RDSResponse, result: Any) -> None:
    password = response.params.get("MasterUserPassword")
    if password:
        passwords[result.result["DBCluster"].db_cluster_arn] = password
