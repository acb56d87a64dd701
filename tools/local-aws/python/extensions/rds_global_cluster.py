"""Aurora global databases whose roles can be swapped.

moto 5.2.1 keeps a global cluster and its members, and has neither ``FailoverGlobalCluster`` nor ``SwitchoverGlobalCluster``.
Here both run in the background, as in AWS: the call returns a global cluster with a ``FailoverState`` (``pending``, then
``failing-over`` or ``switching-over``), and when that is empty again the target writes. How long each part takes is read from
the environment of serve.py, in seconds:

``LOCAL_AWS_GLOBAL_PENDING_SECONDS``       the checks before the operation begins (0.5)
``LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS``    a switchover, after that (2)
``LOCAL_AWS_GLOBAL_FAILOVER_SECONDS``      a failover, after that (2)
``LOCAL_AWS_GLOBAL_RESYNC_SECONDS``        how long a writer that was failed away from is ``pending-resync`` afterwards (2)

The global cluster is kept once, in moto's backend of us-east-1, and seen from every Region without a request between them: a
Region that the gateway has taken away goes on as a member, and the others can describe the global cluster and fail over.

Where servers stand behind the clusters (``rds_servers``), an operation takes as long as theirs does, if that is longer, and a member is
``pending-resync`` until its server follows.

What else is fixed, because Terraform or a drill meets it: filters of ``DescribeGlobalClusters``; the database's name and the
tags; ``ModifyGlobalCluster``, which raises a major version and refuses a minor one; ``RemoveFromGlobalCluster`` outside us-east-1; the ``ReplicationSourceIdentifier`` of a
secondary, which follows the writer; and the refusals of AWS that a configuration runs into: a cluster that joins a global
cluster which does not exist, or with another engine version; a secondary with master credentials, before the writer has an
instance, or encrypted and without a presigned URL; a managed password; deleting a member before it is removed. The snapshot that a failover takes of the old writer can be copied by
its ARN, which has a colon in its name.

Could go upstream but for the servers behind the clusters.

References: https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_FailoverGlobalCluster.html,
API_SwitchoverGlobalCluster.html, API_FailoverState.html and
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-disaster-recovery.html
"""

import os
import re
import sys
import threading
import time
from dataclasses import dataclass, field
from datetime import datetime, timezone
from functools import wraps
from typing import Any, Callable, Optional

from moto.core.responses import ActionResult
from moto.rds.exceptions import (
    DBClusterNotFoundError,
    InvalidDBClusterStateFault,
    InvalidParameterCombination,
    InvalidParameterValue,
    RDSClientError,
)
from moto.rds.models import DBCluster, GlobalCluster, RDSBackend, rds_backends
from moto.rds.responses import RDSResponse

HOME_REGION = "us-east-1"
CLUSTER_ARN = re.compile(r"^arn:aws[a-z-]*:rds:[a-z0-9-]+:\d{12}:cluster:.+$")

DEFAULT_SECONDS = {
    "LOCAL_AWS_GLOBAL_PENDING_SECONDS": 0.5,
    "LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS": 2.0,
    "LOCAL_AWS_GLOBAL_FAILOVER_SECONDS": 2.0,
    "LOCAL_AWS_GLOBAL_RESYNC_SECONDS": 2.0,
}

lock = threading.RLock()
"""moto answers in several threads; a swap must be seen whole."""


def seconds(name: str) -> float:
    """A duration, from the environment or its default."""
    text = os.environ.get(name)
    if text is None:
        return DEFAULT_SECONDS[name]
    try:
        value = float(text)
    except ValueError:
        value = -1
    if value < 0:
        raise SystemExit(f"{name} is '{text}': a number of seconds, 0 or more, is needed.")
    return value


def invalid_global_state(message: str) -> RDSClientError:
    """The refusal of an operation on a global cluster; moto's own class knows only that one is not empty."""
    return RDSClientError("InvalidGlobalClusterStateFault", message)


carry_out: Optional[Callable[["Operation"], bool]] = None
"""Swaps the roles of what stands behind the clusters, in a thread of its own once the checks are over; an operation ends when it has.
False calls the operation off. None where nothing stands behind them."""

is_synchronized: Callable[[str], bool] = lambda arn: True
"""Whether what stands behind a cluster follows its writer."""


class Progress:
    """What has become of an operation beyond moto: None while it runs."""

    def __init__(self) -> None:
        self.swapped: Optional[bool] = None if carry_out else True


@dataclass(frozen=True)
class Operation:
    """A failover or a switchover that is under way."""

    source: DBCluster
    target: DBCluster
    allow_data_loss: bool
    started: float
    snapshot_identifier: str
    """What a failover keeps of the old writer."""
    progress: Progress = field(default_factory=Progress)

    @property
    def running_status(self) -> str:
        return "failing-over" if self.allow_data_loss else "switching-over"

    @property
    def running_from(self) -> float:
        return self.started + seconds("LOCAL_AWS_GLOBAL_PENDING_SECONDS")

    @property
    def ends(self) -> float:
        name = "LOCAL_AWS_GLOBAL_FAILOVER_SECONDS" if self.allow_data_loss else "LOCAL_AWS_GLOBAL_SWITCHOVER_SECONDS"
        return self.running_from + seconds(name)

    @property
    def status(self) -> str:
        return self.running_status if time.monotonic() >= self.running_from else "pending"


# Of a global cluster: what runs, and until when members are out of step.


def operation_of(cluster: GlobalCluster) -> Optional[Operation]:
    """What is under way; an operation whose time is over is finished first."""
    with lock:
        operation: Optional[Operation] = getattr(cluster, "_operation", None)
        if operation is None or time.monotonic() < operation.ends or operation.progress.swapped is None:
            return operation
        if operation.progress.swapped:
            finish(cluster, operation)
        cluster._operation = None
        return None


def finish(cluster: GlobalCluster, operation: Operation) -> None:
    """Swaps the roles."""
    operation.source.is_writer = False
    operation.target.is_writer = True
    if operation.allow_data_loss:
        # A managed failover takes the old writer back as a secondary and tries to keep what it had not sent.
        resynchronized = operation.ends + seconds("LOCAL_AWS_GLOBAL_RESYNC_SECONDS")
        resynchronizing(cluster)[operation.source.db_cluster_arn] = resynchronized
        operation.source.backend.create_auto_cluster_snapshot(
            operation.source.db_cluster_identifier, operation.snapshot_identifier
        )


def resynchronizing(cluster: GlobalCluster) -> dict[str, float]:
    if not hasattr(cluster, "_resynchronizing"):
        cluster._resynchronizing = {}
    return cluster._resynchronizing


def synchronization_status(cluster: GlobalCluster, arn: str) -> str:
    until = resynchronizing(cluster).get(arn)
    if until is None:
        return "connected"
    if time.monotonic() < until or not is_synchronized(arn):
        return "pending-resync"
    resynchronizing(cluster).pop(arn, None)
    return "connected"


def failover_state(self: GlobalCluster) -> Optional[dict[str, Any]]:
    operation = operation_of(self)
    if operation is None:
        return None
    return {
        "Status": operation.status,
        "FromDbClusterArn": operation.source.db_cluster_arn,
        "ToDbClusterArn": operation.target.db_cluster_arn,
        "IsDataLossAllowed": operation.allow_data_loss,
    }


def global_status(self: GlobalCluster) -> str:
    """As the operation says, once it is past its checks."""
    operation = operation_of(self)
    return "available" if operation is None or operation.status == "pending" else operation.status


def members_of(self: GlobalCluster) -> list[dict[str, Any]]:
    operation_of(self)
    writer = writer_of(self)
    return [
        {
            "DBClusterArn": member.db_cluster_arn,
            "IsWriter": member is writer,
            "Readers": [reader.db_cluster_arn for reader in self.members if reader is not writer]
            if member is writer
            else [],
            "GlobalWriteForwardingStatus": None if member is writer else "disabled",
            "SynchronizationStatus": "connected"
            if member is writer
            else synchronization_status(self, member.db_cluster_arn),
        }
        for member in self.members
    ]


def writer_of(cluster: GlobalCluster) -> Optional[DBCluster]:
    return next((member for member in cluster.members if member.is_writer), None)


# Of a cluster: whom it follows.


def global_cluster_of(cluster: DBCluster) -> Optional[GlobalCluster]:
    clusters = rds_backends[cluster.account_id][HOME_REGION].global_clusters.values()
    return next((found for found in clusters if cluster in found.members), None)


def replication_source(self: DBCluster) -> Optional[str]:
    """The writer a secondary follows. It moves to the other cluster when roles swap."""
    global_cluster = global_cluster_of(self)
    if global_cluster is None:
        return self.__dict__.get("_replication_source")
    operation_of(global_cluster)
    writer = writer_of(global_cluster)
    return None if writer is None or writer is self else writer.db_cluster_arn


def set_replication_source(self: DBCluster, value: Optional[str]) -> None:
    self.__dict__["_replication_source"] = value


def refuse_what_aws_refuses(backend: RDSBackend, parameters: dict[str, Any]) -> None:
    """The rules for a cluster that is created into a global cluster."""
    identifier = parameters.get("global_cluster_identifier")
    if not identifier:
        return
    global_cluster = find(backend.account_id, identifier)
    if parameters.get("manage_master_user_password"):
        raise InvalidParameterCombination("ManageMasterUserPassword isn't supported for an Aurora global database.")
    version = parameters.get("engine_version")
    if version and version != global_cluster.engine_version:
        raise InvalidParameterCombination(
            f"Engine version {version} does not match the engine version {global_cluster.engine_version} "
            f"of global cluster {identifier}."
        )
    writer = writer_of(global_cluster)
    if writer is None:
        return
    if parameters.get("master_username") or parameters.get("master_user_password"):
        raise InvalidParameterCombination(
            "Cannot specify user name or password for a secondary cluster of a global cluster."
        )
    if not writer.members:
        raise InvalidDBClusterStateFault(
            f"Source cluster: {writer.db_cluster_arn} is in a state which is not valid for physical replication."
        )
    if writer.storage_encrypted and not parameters.get("pre_signed_url"):
        raise InvalidParameterCombination(
            f"Source cluster {writer.db_cluster_arn} is encrypted; pre-signed URL has to be specified"
        )


# The operations.


def find(account_id: str, identifier: str) -> GlobalCluster:
    clusters = rds_backends[account_id][HOME_REGION].global_clusters
    if identifier not in clusters:
        raise RDSClientError("GlobalClusterNotFoundFault", f"Global cluster {identifier} not found")
    return clusters[identifier]


def describe_global_clusters(self: RDSResponse) -> ActionResult:
    identifier = self.params.get("GlobalClusterIdentifier")
    found = (
        [find(self.current_account, identifier)]
        if identifier
        else list(self.global_backend.global_clusters.values())
    )
    for condition in self.params.get("Filters", []):
        if condition["Name"] != "db-cluster-id":
            raise InvalidParameterValue(f"Unrecognized filter name: {condition['Name']}")
        found = [cluster for cluster in found if any(is_named(member, condition["Values"]) for member in cluster.members)]
    return ActionResult({"GlobalClusters": found})


def is_named(cluster: DBCluster, names: list[str]) -> bool:
    return cluster.db_cluster_arn in names or cluster.db_cluster_identifier in names


def create_global_cluster(self: RDSResponse) -> ActionResult:
    identifier = self.params["GlobalClusterIdentifier"]
    if identifier in self.global_backend.global_clusters:
        raise RDSClientError("GlobalClusterAlreadyExistsFault", f"Global cluster {identifier} already exists")
    cluster = self.global_backend.create_global_cluster(
        global_cluster_identifier=identifier,
        source_db_cluster_identifier=self.params.get("SourceDBClusterIdentifier"),
        engine=self.params.get("Engine"),
        engine_version=self.params.get("EngineVersion"),
        storage_encrypted=self.params.get("StorageEncrypted"),
        deletion_protection=self.params.get("DeletionProtection"),
    )
    cluster.database_name = self.params.get("DatabaseName")
    cluster.tags = self.params.get("Tags", [])
    return ActionResult({"GlobalCluster": cluster})


def modify_global_cluster(self: RDSResponse) -> ActionResult:
    cluster = find(self.current_account, self.params["GlobalClusterIdentifier"])
    if self.params.get("DeletionProtection") is not None:
        cluster.deletion_protection = self.params["DeletionProtection"]
    version = self.params.get("EngineVersion")
    if version and version != cluster.engine_version:
        if major_of(version) == major_of(cluster.engine_version):
            raise InvalidParameterValue(
                "ModifyGlobalCluster doesn't support minor version upgrades for Aurora global databases. "
                "To upgrade to a newer minor version, call ModifyDBCluster for each member of your global cluster."
            )
        for versioned in (cluster, *cluster.members):
            versioned.engine_version = version
    return ActionResult({"GlobalCluster": cluster})


def major_of(version: Optional[str]) -> str:
    """The major version, such as 15 of 15.10."""
    return str(version).partition(".")[0]


def engine_version_of(self: GlobalCluster) -> Optional[str]:
    """A global cluster has the version that all of its members have reached, or the one that it was given."""
    reached = {member.engine_version for member in self.members}
    return reached.pop() if len(reached) == 1 else self.__dict__.get("_engine_version")


def set_engine_version(self: GlobalCluster, value: Optional[str]) -> None:
    self.__dict__["_engine_version"] = value


def delete_global_cluster(self: RDSResponse) -> ActionResult:
    identifier = self.params["GlobalClusterIdentifier"]
    cluster = find(self.current_account, identifier)
    if cluster.deletion_protection:
        raise InvalidParameterCombination(
            "Cannot delete protected Global Cluster, please disable deletion protection and try again."
        )
    return ActionResult({"GlobalCluster": self.global_backend.delete_global_cluster(identifier)})


def remove_from_global_cluster(self: RDSResponse) -> ActionResult:
    cluster = find(self.current_account, self.params["GlobalClusterIdentifier"])
    name = self.params["DbClusterIdentifier"]
    with lock:
        if operation_of(cluster) is not None:
            raise invalid_global_state(f"Global cluster {cluster.global_cluster_identifier} is changing its writer.")
        member = next((member for member in cluster.members if is_named(member, [name])), None)
        if member is None:
            raise InvalidParameterValue(f"DB cluster {name} is not found in global cluster")
        if member.is_writer and len(cluster.members) > 1:
            raise invalid_global_state(
                f"{name} is the primary cluster of {cluster.global_cluster_identifier}; remove its secondary clusters first."
            )
        cluster.members.remove(member)
        member.global_cluster_identifier = None
        member.is_writer = False
    return ActionResult({"GlobalCluster": cluster})


def failover_global_cluster(self: RDSResponse) -> ActionResult:
    switchover, allow_data_loss = self.params.get("Switchover"), self.params.get("AllowDataLoss")
    if switchover is not None and allow_data_loss is not None:
        raise InvalidParameterCombination("AllowDataLoss and Switchover can't be specified together.")
    return begin(self, allow_data_loss=allow_data_loss is True)


def switchover_global_cluster(self: RDSResponse) -> ActionResult:
    return begin(self, allow_data_loss=False)


def begin(response: RDSResponse, allow_data_loss: bool) -> ActionResult:
    """Checks that the roles can be swapped, and starts to."""
    target_arn = response.params["TargetDbClusterIdentifier"]
    with lock:
        cluster = find(response.current_account, response.params["GlobalClusterIdentifier"])
        if not CLUSTER_ARN.match(target_arn):
            raise InvalidParameterValue(f"Malformed db cluster arn {target_arn}")
        target = next((member for member in cluster.members if member.db_cluster_arn == target_arn), None)
        if target is None:
            raise DBClusterNotFoundError(target_arn)
        if operation_of(cluster) is not None:
            raise invalid_global_state(
                f"Global cluster {cluster.global_cluster_identifier} is already failing over or switching over."
            )
        source = writer_of(cluster)
        if source is None or source is target:
            raise InvalidDBClusterStateFault(f"{target_arn} is already the primary cluster of the global cluster.")
        if not target.members:
            raise InvalidDBClusterStateFault(f"{target_arn} has no DB instance and can't become the primary cluster.")
        wanted = target.region if allow_data_loss else source.region
        if response.region != wanted:
            raise invalid_global_state(
                f"This operation must be called in {wanted}, the Region of the "
                f"{'target' if allow_data_loss else 'current primary'} cluster, not in {response.region}."
            )
        if not allow_data_loss and synchronization_status(cluster, target_arn) != "connected":
            raise InvalidDBClusterStateFault(f"{target_arn} is not synchronized with the primary cluster.")
        stamp = datetime.now(timezone.utc).strftime("%Y-%m-%d-%H-%M-%S")
        snapshot = f"rds:unplanned-global-failover-{source.db_cluster_identifier}-{stamp}"
        cluster._operation = Operation(source, target, allow_data_loss, time.monotonic(), snapshot)
        if carry_out:
            threading.Thread(target=carry, args=(cluster._operation,), daemon=True).start()
    return ActionResult({"GlobalCluster": cluster})


def carry(operation: Operation) -> None:
    """Lets what stands behind the clusters swap its roles once the checks are over."""
    time.sleep(max(0, operation.running_from - time.monotonic()))
    try:
        operation.progress.swapped = bool(carry_out and carry_out(operation))
    except Exception as error:
        print(f"An operation on a global cluster was called off: {error}", file=sys.stderr, flush=True)
        operation.progress.swapped = False


# How they get in.

OPERATIONS = (
    create_global_cluster,
    delete_global_cluster,
    describe_global_clusters,
    failover_global_cluster,
    modify_global_cluster,
    remove_from_global_cluster,
    switchover_global_cluster,
)


def apply() -> None:
    """Adds the operations, and lets clusters and global clusters tell who writes."""
    for name in DEFAULT_SECONDS:
        seconds(name)
    for operation in OPERATIONS:
        setattr(RDSResponse, operation.__name__, operation)
    GlobalCluster.failover_state = property(failover_state)
    GlobalCluster.global_cluster_members = property(members_of)
    # moto assigns it once; what an assignment says does not matter.
    GlobalCluster.status = property(global_status, lambda self, value: None)
    GlobalCluster.engine_version = property(engine_version_of, set_engine_version)
    DBCluster.replication_source_identifier = property(replication_source, set_replication_source)
    wrap_cluster_operations()
    wrap_tagging()
    wrap_snapshots()


def wrap_cluster_operations() -> None:
    create, delete = RDSBackend.create_db_cluster, RDSBackend.delete_db_cluster

    @wraps(create)
    def create_db_cluster(self: RDSBackend, kwargs: dict[str, Any]) -> DBCluster:
        with lock:
            refuse_what_aws_refuses(self, kwargs)
            return create(self, kwargs)

    @wraps(delete)
    def delete_db_cluster(self: RDSBackend, cluster_identifier: str, *args: Any, **kwargs: Any) -> DBCluster:
        cluster = self.clusters.get(cluster_identifier)
        if cluster is not None and global_cluster_of(cluster) is not None:
            raise InvalidDBClusterStateFault(
                "This cluster is a part of a global cluster, please remove it from globalcluster first"
            )
        return delete(self, cluster_identifier, *args, **kwargs)

    RDSBackend.create_db_cluster = create_db_cluster
    RDSBackend.delete_db_cluster = delete_db_cluster


def wrap_tagging() -> None:
    """A global cluster's ARN names no Region, and moto looks for it in the Region of the call."""
    lookup = RDSBackend._get_resource_for_tagging

    @wraps(lookup)
    def get_resource_for_tagging(self: RDSBackend, arn: str) -> Any:
        _, separator, identifier = arn.partition(":global-cluster:")
        return find(self.account_id, identifier) if separator else lookup(self, arn)

    RDSBackend._get_resource_for_tagging = get_resource_for_tagging


def wrap_snapshots() -> None:
    """moto takes what follows the last colon of an ARN for the name; that of an automated snapshot begins with ``rds:``."""
    get = RDSBackend.get_db_cluster_snapshot

    @wraps(get)
    def get_db_cluster_snapshot(self: RDSBackend, db_snapshot_identifier: str) -> Any:
        _, separator, name = db_snapshot_identifier.partition(":cluster-snapshot:")
        if separator and name in self.cluster_snapshots:
            return self.cluster_snapshots[name]
        return get(self, db_snapshot_identifier)

    RDSBackend.get_db_cluster_snapshot = get_db_cluster_snapshot
