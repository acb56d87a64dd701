"""Attributes of Aurora clusters and instances that moto 5.2.1 takes and does not tell again.

Terraform sets what it does not find, so every plan would find something to do, and an apply would wait for changes that change
nothing:

- Enhanced monitoring and Performance Insights of an instance.
- The certificate authority of an instance: AWS issues certificates of ``rds-ca-rsa2048-g1`` by default, moto says
  ``rds-ca-default``, and the provider then modifies and reboots each new instance.
- The scaling of a cluster that is not Serverless v1: moto describes an empty one, AWS none.

And what would stay behind: the automated snapshots of a cluster go with it unless ``DeleteAutomatedBackups`` says no.

Could go upstream.
"""

import inspect
from functools import wraps
from typing import Any, Optional

from moto.rds.models import DBCluster, DBInstance, RDSBackend
from moto.rds.responses import RDSResponse

DEFAULT_CERTIFICATE_AUTHORITY = "rds-ca-rsa2048-g1"
FREE_RETENTION_DAYS = 7


def apply() -> None:
    """Lets clusters and instances tell what they were given."""
    wrap_instance()
    DBCluster.scaling_configuration_info = property(scaling_configuration_info(DBCluster.scaling_configuration_info))
    wrap_deletion()


def scaling_configuration_info(moto_property: property) -> Any:
    def info(self: DBCluster) -> Optional[dict[str, Any]]:
        return moto_property.fget(self) if self.scaling_configuration else None

    return info


def wrap_instance() -> None:
    initialize = DBInstance.__init__
    signature = inspect.signature(initialize)

    @wraps(initialize)
    def initialize_with_insights(self: DBInstance, *args: Any, **kwargs: Any) -> None:
        initialize(self, *args, **kwargs)
        given = signature.bind(self, *args, **kwargs).arguments
        others = given.get("kwargs", {})
        if "ca_certificate_identifier" not in given:
            self.ca_certificate_identifier = DEFAULT_CERTIFICATE_AUTHORITY
        self.monitoring_interval = others.get("monitoring_interval") or 0
        self.monitoring_role_arn = others.get("monitoring_role_arn")
        # By the names that ModifyDBInstance gives them: moto's update sets attributes of these names.
        self.enable_performance_insights = bool(others.get("enable_performance_insights"))
        self.performance_insights_kms_key_id = others.get("performance_insights_kms_key_id")
        self.performance_insights_retention_period = others.get("performance_insights_retention_period")

    DBInstance.__init__ = initialize_with_insights
    DBInstance.performance_insights_enabled = property(lambda self: self.enable_performance_insights)
    DBInstance.performance_insights_retention_period = property(retention, set_retention)


def retention(self: DBInstance) -> Optional[int]:
    """Days; RDS keeps a week if nobody says otherwise."""
    return (self._insights_retention or FREE_RETENTION_DAYS) if self.enable_performance_insights else None


def set_retention(self: DBInstance, days: Optional[int]) -> None:
    self._insights_retention = days


def wrap_deletion() -> None:
    delete = RDSResponse.delete_db_cluster

    @wraps(delete)
    def delete_db_cluster(self: RDSResponse) -> Any:
        backend: RDSBackend = self.backend
        cluster = backend.clusters.get(self.params["DBClusterIdentifier"])
        result = delete(self)
        if cluster is not None and self.params.get("DeleteAutomatedBackups") is not False:
            for identifier, snapshot in list(backend.cluster_snapshots.items()):
                # A snapshot keeps a copy of its cluster.
                ours = snapshot.cluster.db_cluster_resource_id == cluster.db_cluster_resource_id
                if snapshot.snapshot_type == "automated" and ours:
                    del backend.cluster_snapshots[identifier]
        return result

    RDSResponse.delete_db_cluster = delete_db_cluster
