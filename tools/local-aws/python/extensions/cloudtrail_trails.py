"""Trails that are asked for by name or ARN, and their event selectors.

Terraform names a trail by its ARN once it is made. moto 5.2.1 fails with status 500 when such a trail is to start or stop logging,
deletes nothing while it says that it did, and describes every trail that can be seen, those of other Regions included, whichever was
asked for. It also says of no trail that it has event selectors, so that Terraform never reads them and every plan wants to set them.

Could go upstream.
"""

import json
from typing import Any

from moto.cloudtrail.models import CloudTrailBackend, Trail
from moto.cloudtrail.responses import CloudTrailResponse

description = Trail.description


def apply() -> None:
    """Finds a trail by either name wherever one is asked for."""
    CloudTrailBackend.start_logging = start_logging
    CloudTrailBackend.stop_logging = stop_logging
    CloudTrailBackend.delete_trail = delete_trail
    CloudTrailResponse.describe_trails = describe_trails
    Trail.description = description_with_selectors


def start_logging(self: CloudTrailBackend, name: str) -> None:
    self.get_trail(name).start_logging()


def stop_logging(self: CloudTrailBackend, name: str) -> None:
    self.get_trail(name).stop_logging()


def delete_trail(self: CloudTrailBackend, name: str) -> None:
    """Deletes the trail and its tags; a trail that is not there is an error, as in CloudTrail."""
    trail = self.get_trail(name)
    self.tagging_service.delete_all_tags_for_resource(trail.arn)
    del self.trails[trail.trail_name]


def describe_trails(self: CloudTrailResponse) -> str:
    """The trails asked for, by name in the Region or by ARN anywhere; all that can be seen if none is."""
    wanted = self._get_param("trailNameList") or []
    with_shadows = bool(wanted) or self._get_bool_param("includeShadowTrails", True)
    trails = [
        trail.description(include_region=True)
        for trail in self.cloudtrail_backend.describe_trails(with_shadows)
        if not wanted
        or trail.arn in wanted
        or (trail.trail_name in wanted and trail.region_name == self.region)
    ]
    return json.dumps({"trailList": trails})


def description_with_selectors(self: Trail, include_region: bool = False) -> dict[str, Any]:
    """What moto says of the trail, and whether it has selectors of its own."""
    return {
        **description(self, include_region),
        "HasCustomEventSelectors": bool(self.event_selectors or self.advanced_event_selectors),
        "HasInsightSelectors": bool(self.insight_selectors),
    }
