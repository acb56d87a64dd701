"""Objects that are to be replicated: what has changed, and copies of it in another bucket.

moto 5.2.1 keeps replication rules and replicates nothing. Here it keeps a list of what changes in buckets with rules, and makes replicas
when it is told to. Which rule applies, whether the role may, and when a copy arrives is decided by ``src/objects`` of this project,
which knows the faults of Regions and evaluates policies.

``GET /moto-api/object-replication``   the rules of every bucket, and the changes that nobody has decided on, in their order
``POST /moto-api/object-replication``  what became of changes: a list of ``{sequence, status}``, with ``status`` one of PENDING,
                                       COMPLETED, FAILED and NONE, and of a replica to make, ``{destination, replicaKmsKeyId}``

``HEAD`` and ``GET`` of an object say ``x-amz-replication-status``: of the source PENDING, COMPLETED or FAILED, of a replica REPLICA.

Not for upstream as it is: moto would have to decide by itself.

Reference: https://docs.aws.amazon.com/AmazonS3/latest/userguide/replication-what-is-isnot-replicated.html and replication-status.html
"""

import copy
import itertools
import json
import os
import threading
from functools import wraps
from typing import Any, Optional

from moto.moto_api._internal import urls
from moto.s3.models import FakeBucket, FakeDeleteMarker, FakeKey, S3Backend, s3_backends

STATUS = "x-amz-replication-status"

_changes: dict[int, dict[str, Any]] = {}
_numbers = itertools.count(1)
_lock = threading.RLock()
_making = threading.local()


def apply() -> None:
    """Takes note of every change of an object in a bucket with rules."""
    note_new_objects()
    note_delete_markers()
    note_metadata()
    tell_status()
    urls.url_paths["{0}/moto-api/object-replication"] = answer


def note(bucket: FakeBucket, kind: str, stored: Any) -> None:
    """One more change, unless it is one that replication itself makes, or nobody replicates the bucket."""
    if getattr(_making, "replica", False) or not getattr(bucket, "replication", None):
        return
    with _lock:
        number = next(_numbers)
        _changes[number] = {
            "sequence": number,
            "kind": kind,
            "bucket": bucket.name,
            "key": stored.name,
            "versionId": stored.version_id,
        }


def note_new_objects() -> None:
    put = S3Backend.put_object

    @wraps(put)
    def put_object(self: S3Backend, bucket_name: str, *args: Any, **kwargs: Any) -> FakeKey:
        key = put(self, bucket_name, *args, **kwargs)
        note(self.get_bucket(bucket_name), "object", key)
        return key

    S3Backend.put_object = put_object


def note_delete_markers() -> None:
    mark = S3Backend._set_delete_marker

    @wraps(mark)
    def set_delete_marker(self: S3Backend, bucket_name: str, key_name: str) -> FakeDeleteMarker:
        marker = mark(self, bucket_name, key_name)
        note(self.get_bucket(bucket_name), "delete-marker", marker)
        return marker

    S3Backend._set_delete_marker = set_delete_marker


def note_metadata() -> None:
    """Tags, access control lists and locks of an object that is there: of a new one they come with it."""
    tag, untag = S3Backend.put_object_tagging, S3Backend.delete_object_tagging
    control, retain, hold = S3Backend.put_object_acl, S3Backend.put_object_retention, S3Backend.put_object_legal_hold

    @wraps(tag)
    def put_object_tagging(self: S3Backend, key: FakeKey, *args: Any, **kwargs: Any) -> FakeKey:
        result = tag(self, key, *args, **kwargs)
        if key is not None and is_settled(key):
            note(self.get_bucket(key.bucket_name), "metadata", key)
        return result

    def named(operation: Any) -> Any:
        @wraps(operation)
        def wrapped(self: S3Backend, bucket_name: str, key_name: str, *args: Any, **kwargs: Any) -> Any:
            result = operation(self, bucket_name, key_name, *args, **kwargs)
            given = kwargs.get("version_id") or (args[0] if args and isinstance(args[0], str) else None)
            key = self.get_object(bucket_name, key_name, version_id=given)
            if isinstance(key, FakeKey) and is_settled(key):
                note(self.get_bucket(bucket_name), "metadata", key)
            return result

        return wrapped

    S3Backend.put_object_tagging = put_object_tagging
    S3Backend.delete_object_tagging = named(untag)
    S3Backend.put_object_acl = named(control)
    S3Backend.put_object_retention = named(retain)
    S3Backend.put_object_legal_hold = named(hold)


def is_settled(key: FakeKey) -> bool:
    """Whether the object itself was decided on: before that, its metadata comes with it."""
    return getattr(key, "replication_status", None) in ("COMPLETED", "FAILED", "REPLICA")


def tell_status() -> None:
    told = FakeKey.response_dict

    def response_dict(self: FakeKey) -> dict[str, Any]:
        status = getattr(self, "replication_status", None)
        return told.fget(self) if status is None else {**told.fget(self), STATUS: status}

    FakeKey.response_dict = property(response_dict)


# What is told.


def answer(request: Any, _full_url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    backend = s3_backends[os.environ["MOTO_ACCOUNT_ID"]]["aws"]
    with _lock:
        if request.method == "POST":
            for outcome in json.loads(request.data):
                settle(backend, outcome)
            told: dict[str, Any] = {}
        else:
            told = {"buckets": buckets_of(backend), "changes": changes_of(backend)}
    return 200, {"Content-Type": "application/json"}, json.dumps(told)


def buckets_of(backend: S3Backend) -> dict[str, Any]:
    """Every bucket, with its Region, and its rules if it has any."""
    return {
        bucket.name: {"region": bucket.region_name, "replication": getattr(bucket, "replication", None)}
        for bucket in list(backend.buckets.values())
    }


def changes_of(backend: S3Backend) -> list[dict[str, Any]]:
    return [{**change, **state_of(backend, change)} for change in _changes.values()]


def stored_of(backend: S3Backend, change: dict[str, Any]) -> Any:
    """The version or marker that a change is about; None if it is gone."""
    bucket = backend.buckets.get(change["bucket"])
    versions = bucket.keys.getlist(change["key"], []) if bucket is not None else []
    return next((each for each in versions or [] if each.version_id == change["versionId"]), None)


def state_of(backend: S3Backend, change: dict[str, Any]) -> dict[str, Any]:
    """What a rule and a policy may ask of an object, as it is now."""
    stored = stored_of(backend, change)
    if stored is None:
        return {"gone": True}
    if isinstance(stored, FakeDeleteMarker):
        return {"gone": False, "bytes": 0, "tags": {}, "isReplica": getattr(stored, "is_replica", False)}
    return {
        "gone": False,
        "bytes": stored.size,
        "tags": backend.tagger.get_tag_dict_for_resource(stored.arn),
        "encryption": stored.encryption,
        "kmsKeyId": stored.kms_key_id,
        "isReplica": getattr(stored, "replication_status", None) == "REPLICA",
    }


# What is done.


def settle(backend: S3Backend, outcome: dict[str, Any]) -> None:
    """Makes the replica, if one is asked for, and keeps the status of the source."""
    change = _changes.get(outcome["sequence"])
    if change is None:
        return
    stored = stored_of(backend, change)
    status = outcome["status"]
    if status != "PENDING":
        del _changes[outcome["sequence"]]
    if stored is None:
        return
    if outcome.get("destination"):
        _making.replica = True
        try:
            make_replica(backend, change, stored, outcome["destination"], outcome.get("replicaKmsKeyId"))
        finally:
            _making.replica = False
    if isinstance(stored, FakeKey) and status != "NONE" and getattr(stored, "replication_status", None) != "REPLICA":
        stored.replication_status = status


def make_replica(backend: S3Backend, change: dict[str, Any], stored: Any, destination: str, kms_key_id: Optional[str]) -> None:
    bucket = backend.get_bucket(destination)
    versions = list(bucket.keys.getlist(stored.name, []) or [])
    there = next((each for each in versions if each.version_id == stored.version_id), None)
    if isinstance(stored, FakeDeleteMarker):
        if there is None:
            replica: Any = copy.copy(stored)
            replica.is_replica = True
            place(bucket, versions, replica)
        return
    if there is None:
        there = copy_of(stored, destination, kms_key_id)
        place(bucket, versions, there)
    there.set_acl(stored.acl)
    there.lock_mode, there.lock_until, there.lock_legal_status = stored.lock_mode, stored.lock_until, stored.lock_legal_status
    backend.tagger.delete_all_tags_for_resource(there.arn)
    backend.tagger.copy_tags(stored.arn, there.arn)


def copy_of(stored: FakeKey, destination: str, kms_key_id: Optional[str]) -> FakeKey:
    """The same version in another bucket, under the key of that bucket's Region."""
    replica = FakeKey(
        name=stored.name,
        value=stored.value,
        account_id=stored.account_id,
        region_name=stored.region_name,
        storage=stored.storage_class,
        etag=stored.etag.strip('"'),
        is_versioned=True,
        version_id=stored.version_id,
        multipart=stored.multipart,
        bucket_name=destination,
        encryption="aws:kms" if kms_key_id else stored.encryption,
        kms_key_id=kms_key_id,
        bucket_key_enabled=stored.bucket_key_enabled,
        checksum_value=stored.checksum_value,
        checksum_type=stored.checksum_type,
        checksum_parts=stored.checksum_parts,
    )
    replica._metadata = copy.copy(stored._metadata)
    replica.checksum_algorithm = stored.checksum_algorithm
    replica.website_redirect_location = stored.website_redirect_location
    replica.last_modified = stored.last_modified
    replica.replication_status = "REPLICA"
    return replica


def place(bucket: FakeBucket, versions: list[Any], replica: Any) -> None:
    """Among the versions of its key, by when each was made."""
    bucket.keys.setlist(replica.name, sorted([*versions, replica], key=lambda each: each.last_modified))
