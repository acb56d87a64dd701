"""A cluster that is restored, to a point in time or from a snapshot, stands by itself.

moto 5.2.1 copies what a restored cluster was restored from, its membership in a global cluster included, and so makes it another
member, or is refused as one. AWS restores a cluster that belongs to no global database:
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/aurora-global-database-backup-restore.html

Could go upstream.
"""

import threading
from functools import wraps
from typing import Any, Optional

import rds_global_cluster
from moto.rds.models import DBCluster, RDSBackend, rds_backends

_restoring = threading.local()

MEMBERSHIP = ("global_cluster_identifier", "replication_source_identifier")


def apply() -> None:
    """Lets a restore carry no membership over."""
    wrap_creation()
    wrap_configuration()
    for name in ("restore_db_cluster_to_point_in_time", "restore_db_cluster_from_snapshot"):
        setattr(RDSBackend, name, restoring(getattr(RDSBackend, name)))


def wrap_creation() -> None:
    create = RDSBackend.create_db_cluster

    @wraps(create)
    def create_db_cluster(self: RDSBackend, kwargs: dict[str, Any]) -> DBCluster:
        if getattr(_restoring, "active", False):
            user = kwargs.get("master_username") or master_of(self, kwargs.get("global_cluster_identifier"))
            kwargs = {name: value for name, value in kwargs.items() if name not in MEMBERSHIP}
            kwargs["master_username"] = user
            # The password of what is restored is in it; moto refuses a cluster without one, and shows none to anybody.
            kwargs["master_user_password"] = kwargs.get("master_user_password") or "as-it-was-restored"
        return create(self, kwargs)

    RDSBackend.create_db_cluster = create_db_cluster


def master_of(backend: RDSBackend, identifier: Optional[str]) -> Optional[str]:
    """A secondary cluster has the master user of the one that it follows; moto keeps the name with the latter alone."""
    home = rds_backends[backend.account_id][rds_global_cluster.HOME_REGION]
    found = home.global_clusters.get(identifier)
    return next((member.master_username for member in found.members if member.master_username), None) if found else None


def wrap_configuration() -> None:
    """A member of a global database has no password in moto, which looks for one in whatever is restored from a snapshot."""
    configuration = DBCluster.get_cfg

    @wraps(configuration)
    def get_cfg(self: DBCluster) -> dict[str, Any]:
        self.__dict__.setdefault("_master_user_password", "")
        return configuration(self)

    DBCluster.get_cfg = get_cfg


def restoring(operation: Any) -> Any:
    @wraps(operation)
    def restore(*args: Any, **kwargs: Any) -> DBCluster:
        _restoring.active = True
        try:
            return operation(*args, **kwargs)
        finally:
            _restoring.active = False

    return restore
