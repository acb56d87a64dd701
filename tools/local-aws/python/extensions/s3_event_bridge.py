"""Buckets that send their events to EventBridge say so.

moto 5.2.1 keeps EventBridgeConfiguration and leaves it out of its answer. Terraform would plan to set it for ever.

Could go upstream.
"""

from typing import Any

from moto.core.responses import ActionResult
from moto.s3.responses import S3Response


def apply() -> None:
    """Adds it to the notification configuration of a bucket that has it."""
    answer = S3Response.get_bucket_notification

    def get_bucket_notification(self: S3Response) -> Any:
        configuration = self.backend.get_bucket_notification_configuration(self.bucket_name)
        if configuration is None or configuration.event_bridge is None:
            return answer(self)
        serialized = self.serialized

        def with_event_bridge(answered: ActionResult) -> Any:
            answered.result["EventBridgeConfiguration"] = {}
            return serialized(answered)

        self.serialized = with_event_bridge
        try:
            return answer(self)
        finally:
            del self.serialized

    S3Response.get_bucket_notification = get_bucket_notification
