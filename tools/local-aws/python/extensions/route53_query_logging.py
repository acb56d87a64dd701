"""Query logging into a log group that is named by its ARN as CloudWatch Logs gives it today.

moto 5.2.1 finds the group only if ``:*`` follows, which AWS takes as well but does not ask for, and which Terraform's
``aws_cloudwatch_log_group.arn`` does not have.

Could go upstream.
"""

from functools import wraps
from typing import Any

from moto.route53.models import QueryLoggingConfig, Route53Backend

ANY_STREAM = ":*"


def apply() -> None:
    """Looks for the group by the longer ARN, and answers with the one that was given."""
    create = Route53Backend.create_query_logging_config

    @wraps(create)
    def create_query_logging_config(
        self: Route53Backend, hosted_zone_id: str, log_group_arn: str, **kwargs: Any
    ) -> QueryLoggingConfig:
        config = create(self, hosted_zone_id, log_group_arn.removesuffix(ANY_STREAM) + ANY_STREAM, **kwargs)
        config.cloud_watch_logs_log_group_arn = log_group_arn
        return config

    Route53Backend.create_query_logging_config = create_query_logging_config
