"""Targets that the gateway delivers to.

moto 5.2.1 ends ``PutEvents`` with status 500 where a matching rule leads to a topic or a function, and sends to queues without a look at
their policies. What leads to topics, functions and queues is left to ``src/events`` of this project, which evaluates policies and runs
schedules.

Could go upstream in part: a target that moto does not know should not fail the call.
"""

from functools import wraps
from typing import Any

from moto.events.models import Rule

DELIVERED_ELSEWHERE = (":sns:", ":lambda:", ":sqs:")


def apply() -> None:
    """Leaves these targets out while moto delivers."""
    send = Rule.send_to_targets

    @wraps(send)
    def send_to_targets(self: Rule, *args: Any, **kwargs: Any) -> None:
        everything = self.targets
        self.targets = [target for target in everything if not any(part in target["Arn"] for part in DELIVERED_ELSEWHERE)]
        try:
            send(self, *args, **kwargs)
        finally:
            self.targets = everything

    Rule.send_to_targets = send_to_targets
