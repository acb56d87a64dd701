"""What RDS offers of Aurora PostgreSQL in a Region: versions, and which instances of them in which zones.

moto 5.2.1 has no ``DescribeDBEngineVersions``, and its instances are those of us-east-1 some years ago, whichever Region is asked. Here every
version that AWS lists is offered in every Region and zone, with serverless instances, and with global databases but in four Regions; what was
retired (``rds_rules.py``) or never was is not. A new version reaches the Regions one after another: ``LOCAL_AWS_NOT_OFFERED`` names what has not,
such as ``eu-west-1/15.17``, separated by commas.

Could go upstream but for the list of versions, which ages.

References: https://docs.aws.amazon.com/AmazonRDS/latest/AuroraPostgreSQLReleaseNotes/aurorapostgresql-release-calendar.html,
https://docs.aws.amazon.com/AmazonRDS/latest/AuroraUserGuide/Concepts.Aurora_Fea_Regions_DB-eng.Feature.GlobalDatabase.html,
https://docs.aws.amazon.com/AmazonRDS/latest/APIReference/API_DescribeDBEngineVersions.html and
API_DescribeOrderableDBInstanceOptions.html
"""

import os
from functools import wraps
from typing import Any

from moto.core.responses import ActionResult
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend
from moto.rds.responses import RDSResponse

ENGINE = "aurora-postgresql"

MINORS = {
    "13": [9, 12, 13, 14, 15, 16, 18, 20, 21, 22],
    "14": [6, 9, 10, 11, 12, 13, 15, 17, 18, 19],
    "15": [10, 12, 13, 14, 15, 17],
    "16": [1, 2, 3, 4, 6, 8, 9, 10],
    "17": [4, 5, 6],
}
VERSIONS = [f"{major}.{minor}" for major, minors in MINORS.items() for minor in minors]

WITHOUT_GLOBAL_DATABASES = {"ap-east-2", "ap-southeast-6", "ap-southeast-7", "mx-central-1"}

VARIABLE = "LOCAL_AWS_NOT_OFFERED"

CLASSES = ["db.serverless", "db.r6g.large", "db.r6g.xlarge", "db.r6g.2xlarge", "db.r7g.large", "db.r7g.xlarge", "db.r7g.2xlarge"]


def apply() -> None:
    """Answers both questions for this engine."""
    options = RDSResponse.describe_orderable_db_instance_options

    @wraps(options)
    def describe_orderable_db_instance_options(self: RDSResponse) -> ActionResult:
        if self.params.get("Engine") != ENGINE:
            return options(self)
        instance_class = self.params.get("DBInstanceClass")
        zones = [{"Name": zone.name} for zone in RegionsAndZonesBackend.zones.get(self.region, [])]
        return ActionResult(
            {
                "OrderableDBInstanceOptions": [
                    option(version, each, zones, self.region)
                    for version in versions(self)
                    for each in CLASSES
                    if instance_class in (None, each)
                ]
            }
        )

    RDSResponse.describe_orderable_db_instance_options = describe_orderable_db_instance_options
    RDSResponse.describe_db_engine_versions = describe_db_engine_versions


def describe_db_engine_versions(self: RDSResponse) -> ActionResult:
    """The versions of this engine, or the one that is asked about; of none where it is another engine."""
    described = [] if self.params.get("Engine") not in (None, ENGINE) else versions(self)
    return ActionResult({"DBEngineVersions": [engine_version(version, self.region) for version in described]})


def versions(self: RDSResponse) -> list[str]:
    """Those that are asked about: one, those of a major version, or all."""
    asked = self.params.get("EngineVersion")
    not_offered = os.environ.get(VARIABLE, "").split(",")
    return [
        version
        for version in VERSIONS
        if asked in (None, version, version.split(".")[0]) and f"{self.region}/{version}" not in not_offered
    ]


def engine_version(version: str, region: str) -> dict[str, Any]:
    major = version.split(".")[0]
    return {
        "Engine": ENGINE,
        "EngineVersion": version,
        "MajorEngineVersion": major,
        "DBParameterGroupFamily": f"{ENGINE}{major}",
        "DBEngineDescription": "Aurora PostgreSQL",
        "DBEngineVersionDescription": f"Aurora PostgreSQL (compatible with PostgreSQL {version})",
        "SupportedEngineModes": ["provisioned"],
        "SupportsGlobalDatabases": region not in WITHOUT_GLOBAL_DATABASES,
        "SupportsReadReplica": False,
        "Status": "available",
    }


def option(version: str, instance_class: str, zones: list[dict[str, str]], region: str) -> dict[str, Any]:
    return {
        "Engine": ENGINE,
        "EngineVersion": version,
        "DBInstanceClass": instance_class,
        "LicenseModel": "postgresql-license",
        "AvailabilityZones": zones,
        "StorageType": "aurora",
        "SupportedEngineModes": ["provisioned"],
        "SupportsClusters": True,
        "SupportsGlobalDatabases": region not in WITHOUT_GLOBAL_DATABASES,
        "Vpc": True,
    }
