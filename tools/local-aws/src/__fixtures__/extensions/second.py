"""Loaded after first.py: it extends what that one made."""

import first


def apply() -> None:
    """Adds a name to those of first.py."""
    first.NAMES.append("second")
