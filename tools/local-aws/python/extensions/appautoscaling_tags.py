"""Tags of scalable targets.

moto 5.2.1 has none of the three operations on them and drops those that a target is registered with. The AWS provider reads
them after every change and takes the HTTP 404 for a broken service.

Could go upstream.
"""

import json

from moto.applicationautoscaling.models import ApplicationAutoscalingBackend, FakeScalableTarget
from moto.applicationautoscaling.responses import ApplicationAutoScalingResponse
from moto.core.exceptions import JsonRESTError

register_scalable_target = ApplicationAutoScalingResponse.register_scalable_target


def apply() -> None:
    """Adds the operations, and keeps the tags of a registration."""
    ApplicationAutoScalingResponse.register_scalable_target = register
    ApplicationAutoScalingResponse.list_tags_for_resource = list_tags
    ApplicationAutoScalingResponse.tag_resource = tag
    ApplicationAutoScalingResponse.untag_resource = untag


def register(self: ApplicationAutoScalingResponse) -> str:
    """Registers the target; as in AWS, tags of one that is registered already stay as they are."""
    answer = register_scalable_target(self)
    target = target_of(self.applicationautoscaling_backend, json.loads(answer)["ScalableTargetARN"])
    if not hasattr(target, "tags"):
        target.tags = dict(self._get_param("Tags") or {})
    return answer


def list_tags(self: ApplicationAutoScalingResponse) -> str:
    """ListTagsForResource."""
    return json.dumps({"Tags": requested(self).tags})


def tag(self: ApplicationAutoScalingResponse) -> str:
    """TagResource."""
    requested(self).tags.update(self._get_param("Tags"))
    return "{}"


def untag(self: ApplicationAutoScalingResponse) -> str:
    """UntagResource."""
    tags = requested(self).tags
    for key in self._get_param("TagKeys"):
        tags.pop(key, None)
    return "{}"


def requested(self: ApplicationAutoScalingResponse) -> FakeScalableTarget:
    """The target that the request names."""
    return target_of(self.applicationautoscaling_backend, self._get_param("ResourceARN"))


def target_of(backend: ApplicationAutoscalingBackend, arn: str) -> FakeScalableTarget:
    """The target of an ARN, or AWS's error if there is none."""
    for targets in backend.targets.values():
        for target in targets.values():
            if target.arn == arn:
                return target
    raise JsonRESTError("ResourceNotFoundException", f"No scalable target found for {arn}")
