"""Object Lock of buckets that hold something.

moto 5.2.1 takes another default retention, or none, for an empty bucket only. S3 takes it at any time, and Terraform takes the default
retention away before it empties a bucket that is to go.

Could go upstream.
"""

from moto.s3.exceptions import InvalidBucketState
from moto.s3.models import S3Backend


def apply() -> None:
    """Puts it in the place of moto's."""
    S3Backend.put_object_lock_configuration = put_object_lock_configuration


def put_object_lock_configuration(
    self: S3Backend,
    bucket_name: str,
    lock_enabled: bool,
    mode: str | None = None,
    days: int | None = None,
    years: int | None = None,
) -> None:
    """Sets how long new versions are locked. What is locked already stays so."""
    bucket = self.get_bucket(bucket_name)
    if not bucket.is_versioned:
        raise InvalidBucketState(
            "Versioning must be 'Enabled' on the bucket to apply a Object Lock configuration"
        )
    if lock_enabled:
        bucket.object_lock_enabled = True
    bucket.default_lock_mode = mode
    bucket.default_lock_days = days
    bucket.default_lock_years = years
