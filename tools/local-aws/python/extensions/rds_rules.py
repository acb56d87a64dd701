"""What RDS refuses of Aurora clusters and instances, where moto 5.2.1 takes it.

- A cluster lives in three zones: more cannot be named, and an instance cannot be in a fourth.
- A version of Aurora PostgreSQL that was retired can no longer be created.
- The version of a member of a global database: a major one is raised by ``ModifyGlobalCluster`` alone, a minor one by
  ``ModifyDBCluster`` of each member, those that follow first.

Could go upstream but for the list of retired versions, which ages.

References: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.AuroraHighAvailability.html,
aurora-global-database-upgrade.html and the texts that users of Terraform report
(hashicorp/terraform-provider-aws issues 28761, 36107, 45398).
"""

from functools import wraps
from typing import Any

from moto.rds.exceptions import InvalidParameterCombination, InvalidParameterValue, RDSClientError
from moto.rds.models import DBCluster, RDSBackend
from rds_global_cluster import global_cluster_of, major_of, writer_of

ZONES = 3

RETIRED = {"aurora-postgresql": {f"15.{minor}" for minor in range(2, 10)}}


def apply() -> None:
    """Asks these rules first."""
    create_cluster, modify_cluster = RDSBackend.create_db_cluster, RDSBackend.modify_db_cluster
    create_instance = RDSBackend.create_db_instance

    @wraps(create_cluster)
    def create_db_cluster(self: RDSBackend, kwargs: dict[str, Any]) -> DBCluster:
        refuse_version(kwargs)
        if len(kwargs.get("availability_zones") or []) > ZONES:
            raise InvalidParameterValue(f"You cannot specify more than {ZONES} availability zones.")
        cluster = create_cluster(self, kwargs)
        if not kwargs.get("availability_zones"):
            cluster.availability_zones = zones_of(self, cluster)
        return cluster

    @wraps(modify_cluster)
    def modify_db_cluster(self: RDSBackend, kwargs: dict[str, Any]) -> DBCluster:
        cluster = self.clusters.get(kwargs.get("db_cluster_identifier", ""))
        version = kwargs.get("engine_version")
        if cluster is not None and version and version != cluster.engine_version:
            refuse_member_version(cluster, version)
        return modify_cluster(self, kwargs)

    @wraps(create_instance)
    def create_db_instance(self: RDSBackend, db_kwargs: dict[str, Any]) -> Any:
        cluster = self.clusters.get(db_kwargs.get("db_cluster_identifier") or "")
        zone = db_kwargs.get("availability_zone")
        if cluster is not None and zone and zone not in cluster.availability_zones:
            raise RDSClientError(
                "InvalidVPCNetworkStateFault",
                f"Availability zone '[{zone}]' is unavailable in this region, please choose another zone set.",
            )
        return create_instance(self, db_kwargs)

    RDSBackend.create_db_cluster = create_db_cluster
    RDSBackend.modify_db_cluster = modify_db_cluster
    RDSBackend.create_db_instance = create_db_instance


def zones_of(backend: RDSBackend, cluster: DBCluster) -> list[str]:
    """The three zones that RDS chooses: those of the subnet group first, where moto takes the first three of the Region."""
    group = backend.subnet_groups.get(cluster.db_subnet_group_name)
    own = [subnet.availability_zone for subnet in group._subnets] if group is not None else []
    return list(dict.fromkeys([*sorted(own), *cluster.availability_zones]))[:ZONES]


def refuse_version(kwargs: dict[str, Any]) -> None:
    """A version that AWS does not offer any more; what is restored may have it."""
    engine, version = kwargs.get("engine"), kwargs.get("engine_version")
    if version in RETIRED.get(str(engine), ()):
        raise InvalidParameterCombination(f"Cannot find version {version} for {engine}")


def refuse_member_version(cluster: DBCluster, version: str) -> None:
    """The order in which the members of a global database take a version."""
    global_cluster = global_cluster_of(cluster)
    if global_cluster is None:
        return
    if major_of(version) != major_of(cluster.engine_version):
        raise InvalidParameterCombination(
            "Major Version Upgrade isn't supported in a single member of a global cluster. "
            "Use ModifyGlobalCluster to upgrade all the members."
        )
    if cluster is writer_of(global_cluster) and any(
        member.engine_version != version for member in global_cluster.members if member is not cluster
    ):
        raise InvalidParameterValue(
            f"Cannot upgrade DB cluster '{cluster.db_cluster_identifier}' to engine version {version} as global replica(s) are "
            "running lower version. Please upgrade global replicas first before upgrading the primary member."
        )
