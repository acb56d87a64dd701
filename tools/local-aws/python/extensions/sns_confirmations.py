"""Subscriptions that wait until somebody confirms them, in a new account (``_account.py``).

moto 5.2.1 takes every subscription for confirmed, and ``ConfirmSubscription`` for one of any topic. In AWS a subscription by e-mail or HTTP
delivers nothing until the link in its first message is followed: it has no ARN but ``PendingConfirmation`` until then. Nobody receives mail
here, so the token of ``ConfirmSubscription`` is the address itself. In an account that is in use everybody has followed theirs.

Could go upstream as an opt-in, with tokens that are sent to endpoints of HTTP.

Reference: https://docs.aws.amazon.com/sns/latest/dg/SendMessageToHttp.confirm.html and
https://docs.aws.amazon.com/sns/latest/api/API_ConfirmSubscription.html
"""

from functools import wraps
from typing import Any

from _account import is_fresh
from moto.core.responses import ActionResult
from moto.sns.exceptions import SNSInvalidParameter, SNSNotFoundError
from moto.sns.models import SNSBackend, Subscription
from moto.sns.responses import SNSResponse

WAIT = ("email", "email-json", "http", "https")
PENDING = "PendingConfirmation"


def apply() -> None:
    """Makes them wait."""
    if not is_fresh():
        return
    subscribe, publish = SNSBackend.subscribe, Subscription.publish

    @wraps(subscribe)
    def subscribe_pending(self: SNSBackend, topic_arn: str, endpoint: str, protocol: str) -> Subscription:
        subscription = subscribe(self, topic_arn, endpoint, protocol)
        if protocol in WAIT and not subscription.confirmed:
            subscription.attributes[PENDING] = True
        return subscription

    @wraps(publish)
    def publish_if_confirmed(self: Subscription, *args: Any, **kwargs: Any) -> None:
        if not is_pending(self):
            publish(self, *args, **kwargs)

    SNSBackend.subscribe = subscribe_pending
    Subscription.publish = publish_if_confirmed
    SNSResponse.confirm_subscription = confirm_subscription
    for name in ("list_subscriptions", "list_subscriptions_by_topic"):
        setattr(SNSResponse, name, without_arns(getattr(SNSResponse, name)))


def is_pending(subscription: Subscription) -> bool:
    return subscription.attributes.get(PENDING) is True


def confirm_subscription(self: SNSResponse) -> ActionResult:
    """Confirms the one whose address is the token."""
    topic_arn, token = self._get_param("TopicArn"), self._get_param("Token")
    if topic_arn not in self.backend.topics:
        raise SNSNotFoundError("Topic does not exist")
    for subscription in self.backend.subscriptions.values():
        if subscription.topic_arn == topic_arn and subscription.endpoint == token and subscription.protocol in WAIT:
            subscription.attributes[PENDING] = False
            subscription.confirmed = True
            return ActionResult({"SubscriptionArn": subscription.arn})
    raise SNSInvalidParameter("Invalid parameter: Token")


def without_arns(listing: Any) -> Any:
    """A list of subscriptions in which those that wait have no ARN."""

    @wraps(listing)
    def listed(self: SNSResponse) -> ActionResult:
        result = listing(self)
        described = [
            {
                "SubscriptionArn": PENDING if is_pending(each) else each.arn,
                "Owner": each.owner,
                "Protocol": each.protocol,
                "Endpoint": each.endpoint,
                "TopicArn": each.topic_arn,
            }
            for each in result._result["Subscriptions"]
        ]
        result._result["Subscriptions"] = described
        return result

    return listed
