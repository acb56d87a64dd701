"""Replaces an operation of moto."""

from moto.sts.responses import TokenResponse

NAMES = []


def apply() -> None:
    """Makes STS answer with the names the extensions left."""
    TokenResponse.get_caller_identity = lambda _: ",".join(["first", *NAMES])
