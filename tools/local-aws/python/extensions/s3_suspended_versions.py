"""Versions of a bucket whose versioning is suspended can be deleted.

moto 5.2.1 takes such a bucket for one that never kept versions, and deletes by key whatever version is named: a key with more
than one version ends with status 500. Terraform suspends versioning before it empties a bucket, so none could be destroyed.

Could go upstream.
"""

from typing import Any

from moto.s3.models import S3Backend


def apply() -> None:
    """Deletes a named version as in a bucket that keeps versions."""
    delete = S3Backend.delete_object

    def delete_object(
        self: S3Backend,
        bucket_name: str,
        key_name: str,
        version_id: str | None = None,
        bypass: bool = False,
    ) -> tuple[bool, dict[str, Any]]:
        bucket = self.get_bucket(bucket_name)
        if version_id is None or bucket.versioning_status != "Suspended":
            return delete(self, bucket_name, key_name, version_id, bypass)
        bucket.versioning_status = "Enabled"
        try:
            return delete(self, bucket_name, key_name, version_id, bypass)
        finally:
            bucket.versioning_status = "Suspended"

    S3Backend.delete_object = delete_object
