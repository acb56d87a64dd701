"""What moto 5.2.1 forgets of a function's configuration: its key, its dead-letter queue, its logging.

moto reads neither ``KMSKeyArn`` nor ``DeadLetterConfig`` nor ``LoggingConfig``, and never updates ``TracingConfig``, so that every
plan wants to set them again. What is given is kept, and answered as it was given.

Could go upstream.
"""

from functools import wraps
from typing import Any

from moto.awslambda.models import LambdaFunction

ECHOED = ("KMSKeyArn", "DeadLetterConfig", "LoggingConfig")


def apply() -> None:
    """Keeps what a function is created or updated with, and adds it to its configuration."""
    init = LambdaFunction.__init__
    get_configuration = LambdaFunction.get_configuration
    update_configuration = LambdaFunction.update_configuration

    @wraps(init)
    def initialize(self: LambdaFunction, account_id: str, spec: dict[str, Any], *args: Any, **kwargs: Any) -> None:
        init(self, account_id, spec, *args, **kwargs)
        self.echoed = {name: spec[name] for name in ECHOED if spec.get(name)}

    @wraps(get_configuration)
    def configuration(self: LambdaFunction, *args: Any, **kwargs: Any) -> dict[str, Any]:
        return {**get_configuration(self, *args, **kwargs), **self.echoed}

    @wraps(update_configuration)
    def update(self: LambdaFunction, config_updates: dict[str, Any]) -> dict[str, Any]:
        self.echoed = {**self.echoed, **{name: config_updates[name] for name in ECHOED if name in config_updates}}
        self.tracing_config = config_updates.get("TracingConfig") or self.tracing_config
        return update_configuration(self, config_updates)

    LambdaFunction.__init__ = initialize
    LambdaFunction.get_configuration = configuration
    LambdaFunction.update_configuration = update
