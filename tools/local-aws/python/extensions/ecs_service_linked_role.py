"""The service-linked role of ECS, which a new account does not have.

moto 5.2.1 asks for no such role. In a new account (``_account.py``) a cluster with capacity providers is refused until
``AWSServiceRoleForECS`` was made, by ``iam:CreateServiceLinkedRole``; creating a cluster without them makes it.

Could go upstream as an opt-in.

Reference: https://docs.aws.amazon.com/AmazonECS/latest/developerguide/using-service-linked-roles.html
"""

from functools import wraps
from typing import Any

from _account import is_fresh
from moto.ecs.exceptions import InvalidParameterException
from moto.ecs.models import EC2ContainerServiceBackend
from moto.iam.models import iam_backends

PATH = "/aws-service-role/ecs.amazonaws.com/"
REFUSAL = "Unable to assume the service linked role. Please verify that the ECS service linked role exists."


def apply() -> None:
    """Looks for the role where a cluster gets its capacity."""
    if not is_fresh():
        return
    create, put = EC2ContainerServiceBackend.create_cluster, EC2ContainerServiceBackend.put_cluster_capacity_providers

    @wraps(create)
    def create_cluster(self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> Any:
        if len(args) > 4 and args[4] or kwargs.get("capacity_providers"):
            refuse_without_role(self)
        cluster = create(self, *args, **kwargs)
        iam = iam_backends[self.account_id]["aws"]
        if not has_role(self):
            iam.create_service_linked_role("ecs.amazonaws.com", "", "")
        return cluster

    @wraps(put)
    def put_cluster_capacity_providers(self: EC2ContainerServiceBackend, *args: Any, **kwargs: Any) -> Any:
        refuse_without_role(self)
        return put(self, *args, **kwargs)

    EC2ContainerServiceBackend.create_cluster = create_cluster
    EC2ContainerServiceBackend.put_cluster_capacity_providers = put_cluster_capacity_providers


def has_role(self: EC2ContainerServiceBackend) -> bool:
    return any(role.path == PATH for role in list(iam_backends[self.account_id]["aws"].roles.values()))


def refuse_without_role(self: EC2ContainerServiceBackend) -> None:
    if not has_role(self):
        raise InvalidParameterException(REFUSAL)
