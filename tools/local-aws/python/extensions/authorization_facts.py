"""What the gateway decides by who may do what: ``GET /moto-api/authorization-facts``.

moto 5.2.1 enforces policies only from a number of requests on, for every caller, without most resources and conditions. Here it is
the gateway that decides, for whoever signs as a session of a role; this tells it of sessions, of policies of all kinds as they
stand, and of the keys that resources are encrypted with, in one answer.

Not for upstream: it tells what this project's gateway decides by.
"""

import json
import os
from collections.abc import Iterable, Iterator
from typing import Any

from _sessions import all_sessions
from moto.awslambda.models import lambda_backends
from moto.backup.models import backup_backends
from moto.dynamodb.models import dynamodb_backends
from moto.ec2.models import ec2_backends
from moto.iam.models import iam_backends
from moto.kms.models import kms_backends
from moto.moto_api._internal import urls
from moto.rds.models import rds_backends
from moto.s3.models import s3_backends
from moto.secretsmanager.models import secretsmanager_backends
from moto.sns.models import sns_backends
from moto.sqs.models import sqs_backends
from moto.ssm.models import ssm_backends

Facts = dict[str, Any]


def apply() -> None:
    """Adds the address."""
    urls.url_paths["{0}/moto-api/authorization-facts"] = answer


def answer(_request: Any, _url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """All facts, as JSON."""
    account_id = os.environ["MOTO_ACCOUNT_ID"]
    resources = [entry for source in SOURCES for entry in source(account_id)]
    facts = {
        "accountId": account_id,
        "sessions": [session for account in accounts() for session in all_sessions(account)],
        "roles": {arn: role for account in accounts() for arn, role in roles(account)},
        "policies": {arn: document for arn, document, _ in resources if document},
        "keys": {arn: key for arn, _, key in resources if key},
        "aliases": {key.arn: sorted(key.aliases) for key in keys(account_id)},
        "secrets": {f"{secret.region} {name_of(secret)}": secret.arn for secret in secrets(account_id)},
        "members": dict(members(account_id)),
        "endpoints": list(endpoints(account_id)),
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(facts)


def accounts() -> list[str]:
    """Every account that was used so far: roles of others are assumed from the one that is asked about."""
    return list(iam_backends)


def each(backends: Any, account_id: str) -> list[Any]:
    """The backends of every Region that was used so far."""
    return [backend for _, backend in list(backends[account_id].items())]


def roles(account_id: str) -> Iterator[tuple[str, Facts]]:
    """What is attached to each role."""
    iam = iam_backends[account_id]["aws"]
    for role in list(iam.roles.values()):
        attached = [{"id": policy.arn, "document": document_of(policy)} for policy in role.managed_policies.values()]
        inline = [{"id": name, "document": document} for name, document in role.policies.items()]
        boundary = iam.managed_policies.get(role.permissions_boundary_arn)
        yield (
            role.arn,
            {
                "trust": text(role.assume_role_policy_document),
                "policies": [{**policy, "document": text(policy["document"])} for policy in attached + inline],
                "boundary": {"id": boundary.arn, "document": text(document_of(boundary))} if boundary else None,
            },
        )


def document_of(policy: Any) -> Any:
    """The version of a managed policy that is in force."""
    return next(version.document for version in policy.versions if version.version_id == policy.default_version_id)


def text(document: Any) -> str:
    """A policy as JSON, however it is kept."""
    if isinstance(document, bytes):
        return document.decode()
    return document if isinstance(document, str) else json.dumps(document)


Entry = tuple[str, str | None, str | None]


def keys(account_id: str) -> Iterable[Any]:
    """Every key."""
    return [key for kms in each(kms_backends, account_id) for key in list(kms.keys.values())]


def key_entries(account_id: str) -> Iterator[Entry]:
    """Keys and their policies."""
    for key in keys(account_id):
        yield key.arn, text(key.policy), None


def key_arn(account_id: str, region: str, reference: str | None) -> str | None:
    """The ARN of a customer key by whatever names it; of AWS's own, nothing."""
    if not reference or "alias/aws/" in reference:
        return None
    name = reference.rsplit(":", 1)[-1].removeprefix("key/")
    for key in list(kms_backends[account_id][region].keys.values()):
        if name == key.id or name in key.aliases:
            return key.arn
    return None


def topics(account_id: str) -> Iterator[Entry]:
    """Topics."""
    for sns in each(sns_backends, account_id):
        for topic in list(sns.topics.values()):
            yield topic.arn, topic.policy, key_arn(account_id, sns.region_name, topic.kms_master_key_id)


def queues(account_id: str) -> Iterator[Entry]:
    """Queues."""
    for sqs in each(sqs_backends, account_id):
        for queue in list(sqs.queues.values()):
            policy = text(queue.policy) if queue.policy else None
            yield queue.queue_arn, policy, key_arn(account_id, sqs.region_name, queue.kms_master_key_id)


def buckets(account_id: str) -> Iterator[Entry]:
    """Buckets, whose ARNs name no Region."""
    for bucket in list(s3_backends[account_id]["aws"].buckets.values()):
        policy = text(bucket.policy) if bucket.policy else None
        yield bucket.arn, policy, key_arn(account_id, bucket.region_name, default_key(bucket.encryption))


def default_key(encryption: Any) -> str | None:
    """The key that a bucket encrypts with by default."""
    rules = (encryption or {}).get("Rule", [])
    for rule in rules if isinstance(rules, list) else [rules]:
        return rule.get("ApplyServerSideEncryptionByDefault", {}).get("KMSMasterKeyID")
    return None


def tables(account_id: str) -> Iterator[Entry]:
    """Tables."""
    for dynamodb in each(dynamodb_backends, account_id):
        for table in list(dynamodb.tables.values()):
            key = (table.sse_specification or {}).get("KMSMasterKeyId")
            yield table.table_arn, None, key_arn(account_id, dynamodb.region_name, key)


def parameters(account_id: str) -> Iterator[Entry]:
    """Parameters that are encrypted."""
    for ssm in each(ssm_backends, account_id):
        for name in list(ssm._parameters):
            parameter = ssm._parameters[name][-1]
            if parameter.parameter_type == "SecureString":
                arn = f"arn:aws:ssm:{ssm.region_name}:{account_id}:parameter/{name.removeprefix('/')}"
                yield arn, None, key_arn(account_id, ssm.region_name, parameter.keyid)


def secrets(account_id: str) -> Iterable[Any]:
    """Secrets and replicas of secrets."""
    return [secret for manager in each(secretsmanager_backends, account_id) for secret in list(manager.secrets.values())]


def name_of(secret: Any) -> str:
    """The name of a secret; a replica has its source's."""
    return getattr(secret, "source", secret).name


def secret_entries(account_id: str) -> Iterator[Entry]:
    """Secrets, each with the key of its own Region."""
    for secret in secrets(account_id):
        key = getattr(secret, "config", {}).get("KmsKeyId") or getattr(secret, "kms_key_id", None)
        yield secret.arn, getattr(secret, "policy", None), key_arn(account_id, secret.region, key)


def databases(account_id: str) -> Iterator[Entry]:
    """Clusters and their snapshots."""
    for rds in each(rds_backends, account_id):
        for stored in [*list(rds.clusters.values()), *list(rds.cluster_snapshots.values())]:
            arn = getattr(stored, "db_cluster_snapshot_arn", None) or stored.db_cluster_arn
            yield arn, None, key_arn(account_id, rds.region_name, stored.kms_key_id)


def functions(account_id: str) -> Iterator[Entry]:
    """Functions and who may invoke them."""
    for backend in each(lambda_backends, account_id):
        for function in list(backend.list_functions()):
            policy = function.policy
            document = text(policy.get_policy()["Policy"]) if policy and policy.statements else None
            yield function.function_arn, document, None


def vaults(account_id: str) -> Iterator[Entry]:
    """Vaults."""
    for backup in each(backup_backends, account_id):
        for vault in list(backup.vaults.values()):
            policy = vault.__dict__.get("access_policy")
            yield vault.backup_vault_arn, policy, key_arn(account_id, backup.region_name, vault.encryption_key_arn)


SOURCES = (
    key_entries,
    topics,
    queues,
    buckets,
    tables,
    parameters,
    secret_entries,
    databases,
    functions,
    vaults,
)


def members(account_id: str) -> Iterator[tuple[str, list[str]]]:
    """The clusters of each global cluster."""
    for rds in each(rds_backends, account_id):
        for cluster in list(rds.global_clusters.values()):
            yield cluster.global_cluster_arn, [member.db_cluster_arn for member in cluster.members]


def endpoints(account_id: str) -> Iterator[Facts]:
    """The endpoints in each VPC: of which service, and what they let through."""
    for ec2 in each(ec2_backends, account_id):
        for endpoint in list(ec2.vpc_end_points.values()):
            yield {
                "region": ec2.region_name,
                "vpcId": endpoint.vpc_id,
                "id": endpoint.id,
                "service": endpoint.service_name.removeprefix(f"com.amazonaws.{ec2.region_name}."),
                "policy": text(endpoint.policy_document),
            }
