"""ECS services that are what they were asked to be, with their tasks running.

moto 5.2.1 keeps half of what CreateService is told, so that Terraform would plan the other half for ever; calls a service
with a capacity provider strategy one on EC2; and starts no task, so that nobody who waits for a steady state gets there.

Could go upstream but for the tasks, which nothing runs.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any

from moto.core.responses import ActionResult
from moto.ecs.models import Service
from moto.ecs.responses import EC2ContainerServiceResponse

# What moto leaves out, and how Service would call it.
KEPT = {
    "availabilityZoneRebalancing": "availability_zone_rebalancing",
    "capacityProviderStrategy": "capacity_provider_strategy",
    "deploymentConfiguration": "deployment_configuration",
    "enableECSManagedTags": "enable_ecs_managed_tags",
    "enableExecuteCommand": "enable_execute_command",
    "healthCheckGracePeriodSeconds": "health_check_grace_period_seconds",
}


def apply() -> None:
    """Completes a service whenever it is created or updated."""
    for name in ("create_service", "update_service"):
        setattr(EC2ContainerServiceResponse, name, completed(getattr(EC2ContainerServiceResponse, name)))


def completed(operation: Callable[[Any], ActionResult]) -> Callable[[Any], ActionResult]:
    """The operation, followed by what AWS would have kept and done."""

    @wraps(operation)
    def complete(self: EC2ContainerServiceResponse) -> ActionResult:
        request = dict(self._get_params())
        result = operation(self)
        service = result.result["service"]
        for key, attribute in KEPT.items():
            if request.get(key) is not None:
                setattr(service, attribute, request[key])
        if request.get("capacityProviderStrategy"):
            service.launch_type = None
        settle(service)
        return result

    return complete


def settle(service: Service) -> None:
    """Every task of the newest definition runs, and the deployment of it is complete."""
    service.running_count = service.desired_count
    service.pending_count = 0
    for deployment in service.deployments:
        deployment.update(
            desiredCount=service.desired_count,
            runningCount=service.desired_count,
            pendingCount=0,
            failedTasks=0,
            rolloutState="COMPLETED",
            rolloutStateReason=f"ECS deployment {deployment['id']} completed.",
            taskDefinition=service.task_definition,
            launchType=service.launch_type,
            capacityProviderStrategy=getattr(service, "capacity_provider_strategy", []),
        )
