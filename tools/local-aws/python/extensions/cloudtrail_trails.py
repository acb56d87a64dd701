"""Trails that are named by their ARN, and their event selectors.

Terraform names a trail by its ARN once it is made. moto 5.2.1 fails with status 500 when it is to start or stop logging, and deletes
nothing while it says that it did. It also says of no trail that it has event selectors, so that Terraform never reads them and every
plan wants to set them.
"""

from typing import Any

from moto.cloudtrail.models import CloudTrailBackend, Trail

description = Trail.description


def apply() -> None:
    """Finds a trail by either name wherever one is asked for."""
    CloudTrailBackend.start_logging = start_logging
    CloudTrailBackend.stop_logging = stop_logging
    CloudTrailBackend.delete_trail = delete_trail
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


def description_with_selectors(self: Trail, include_region: bool = False) -> dict[str, Any]:
    """What moto says of the trail, and whether it has selectors of its own."""
    return {
        **description(self, include_region),
        "HasCustomEventSelectors": bool(self.event_selectors or self.advanced_event_selectors),
        "HasInsightSelectors": bool(self.insight_selectors),
    }
