"""What kind of account the local AWS is: one that is in use, or one that was opened today."""

import os

FRESH = "LOCAL_AWS_FRESH_ACCOUNT"


def is_fresh() -> bool:
    """Whether nobody has used the account, asked for more of anything, or opted in to anything."""
    return os.environ.get(FRESH) == "1"
