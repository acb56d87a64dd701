"""Replication rules as they were put.

moto 5.2.1 keeps a replication configuration and answers with a part of it: each rule without its source selection criteria
(objects encrypted by KMS, changes of replicas), with a filter and a delete marker replication of moto's own. Terraform would
plan to set what it has just set, for ever.

moto refuses a source that is not versioned; S3 also refuses a destination that is not, or is not there.

Could go upstream.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.exceptions import MissingBucket, ReplicationConfigurationNotFoundError, S3ClientError
from moto.s3.models import S3Backend, s3_backends
from moto.s3.responses import S3Response

PARTS = (
    "ID",
    "Priority",
    "Prefix",
    "Filter",
    "Status",
    "SourceSelectionCriteria",
    "ExistingObjectReplication",
    "Destination",
    "DeleteMarkerReplication",
)


def filled(value: Any) -> Any:
    """What an element held: an empty text where xmltodict read nothing, and no attributes of the XML."""
    if isinstance(value, dict):
        return {key: filled(element) for key, element in value.items() if not key.startswith("@")}
    return "" if value is None else value


def get_bucket_replication(self: S3Response) -> Any:
    """The configuration, with every part of every rule that was put."""
    self.data["Action"] = "GetBucketReplication"
    replication = self.backend.get_bucket_replication(self.bucket_name)
    if not replication:
        raise ReplicationConfigurationNotFoundError(bucket_name=self.bucket_name)
    rules = [
        {part: filled(rule[part]) or ({} if part == "Filter" else "") for part in PARTS if part in rule}
        for rule in replication["Rule"]
    ]
    configuration = {"Role": replication["Role"], "Rules": rules}
    return self.serialized(ActionResult({"ReplicationConfiguration": configuration}))


def apply() -> None:
    """Puts the answer in the place of moto's, and looks at the destination before it takes a configuration."""
    put = S3Backend.put_bucket_replication

    def put_bucket_replication(self: S3Backend, bucket_name: str, replication: dict[str, Any]) -> None:
        rules = replication["Rule"]
        for rule in [rules] if isinstance(rules, dict) else rules:
            destination = rule["Destination"]["Bucket"].split(":")[-1]
            bucket = s3_backends[self.account_id][self.partition].buckets.get(destination)
            if bucket is None:
                raise MissingBucket(bucket=destination)
            if bucket.versioning_status != "Enabled":
                raise S3ClientError("InvalidRequest", "Destination bucket must have versioning enabled.")
        put(self, bucket_name, replication)

    S3Backend.put_bucket_replication = put_bucket_replication
    S3Response.get_bucket_replication = get_bucket_replication
