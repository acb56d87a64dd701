"""Topics say how they sign.

moto 5.2.1 keeps the attribute SignatureVersion of a topic and leaves it out of its answer. Terraform would plan to set it for
ever.

Could go upstream.
"""

from moto.core.responses import ActionResult
from moto.sns.responses import SNSResponse


def apply() -> None:
    """Adds what was set to the attributes of a topic; AWS's own default is 1."""
    answer = SNSResponse.get_topic_attributes

    def get_topic_attributes(self: SNSResponse) -> ActionResult:
        answered = answer(self)
        topic = self.backend.get_topic(self._get_param("TopicArn"))
        attributes = answered.result["Attributes"]
        attributes["SignatureVersion"] = getattr(topic, "signature_version", "1")
        return answered

    SNSResponse.get_topic_attributes = get_topic_attributes
