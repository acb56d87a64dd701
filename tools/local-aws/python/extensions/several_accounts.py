"""Accounts beside the one that the local AWS is started with.

moto 5.2.1 has as many accounts as it is asked for, but a server that is started with ``MOTO_ACCOUNT_ID`` takes every request for one of
that account, the sessions of another account's roles too. Here a request is one of the account that its access key belongs to: that of
the role whose session signs it; one of twelve digits is the administrator's of the account with that id.

Could go upstream, but for the administrators' keys: the variable is meant as a default, but goes before everything.
"""

import os
import re

from moto.core.responses import BaseResponse
from moto.iam.models import iam_backends

# moto itself reads keys of twenty characters alone.
ADMINISTRATOR = re.compile(r"\bCredential=(\d{12})/")


def apply() -> None:
    """Tells accounts apart."""
    BaseResponse.get_current_account = current_account


def current_account(self: BaseResponse) -> str:
    """The account that a request is made in."""
    administrator = ADMINISTRATOR.search(self.headers.get("Authorization", ""))
    if administrator:
        return administrator[1]
    return account_of_session(self.get_access_key()) or os.environ["MOTO_ACCOUNT_ID"]


def account_of_session(access_key: str) -> str | None:
    """Whose role a session is of that signs with a key."""
    for account_id, partitions in list(iam_backends.items()):
        if any(access_key in iam.access_keys for iam in list(partitions.values())):
            return str(account_id)
    return None
