"""A hosted zone whose id is chosen: one that an environment names by its id stands before its stacks.

moto 5.2.1 chooses the id, as AWS does, but begins it with any letter or digit, where AWS's begin with a Z. Here they do, and a caller
reference that is an id of a zone becomes the zone's.

The letter could go upstream. Not for upstream: nobody chooses the id of a zone in AWS.
"""

import re
from functools import wraps
from typing import Any, Optional

from moto.route53.models import FakeZone, Route53Backend

ZONE_ID = re.compile(r"Z[A-Z0-9]{3,31}")


def apply() -> None:
    """Gives a zone the id that its caller reference is."""
    create = Route53Backend.create_hosted_zone

    @wraps(create)
    def create_hosted_zone(
        self: Route53Backend, name: str, private_zone: bool, caller_reference: Optional[str] = None, **kwargs: Any
    ) -> FakeZone:
        zone = create(self, name, private_zone, caller_reference=caller_reference, **kwargs)
        zone_id = caller_reference if caller_reference and ZONE_ID.fullmatch(caller_reference) else f"Z{zone.resource_id[:20]}"
        self.zones[zone_id] = self.zones.pop(zone.resource_id)
        zone.resource_id = zone_id
        return zone

    Route53Backend.create_hosted_zone = create_hosted_zone
