"""Replicas of a secret keep the key they were given.

moto 5.2.1 says of every replica that AWS's own key encrypts it, so that Terraform would remove and add the replica at every
apply, and nobody could see whether it is on the right key.

Could go upstream.
"""

from functools import wraps
from typing import Any

from moto.secretsmanager.models import FakeSecret, ReplicaSecret


def apply() -> None:
    """Puts the key into what is said of each replica."""
    create = FakeSecret.create_replicas

    @wraps(create)
    def create_replicas(
        self: FakeSecret, replica_regions: list[dict[str, str]], *args: Any, **kwargs: Any
    ) -> list[ReplicaSecret]:
        replicas = create(self, replica_regions, *args, **kwargs)
        keys = {replica["Region"]: replica.get("KmsKeyId") for replica in replica_regions or []}
        for replica in replicas:
            if keys.get(replica.region):
                replica.config["KmsKeyId"] = keys[replica.region]
        return replicas

    FakeSecret.create_replicas = create_replicas
