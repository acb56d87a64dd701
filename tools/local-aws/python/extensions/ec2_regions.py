"""Regions that are opt-in, and whether the account has enabled them.

moto 5.2.1 takes some of them for Regions that need no opt-in, and others for ones that nobody enables. ``LOCAL_AWS_OPT_IN_REGIONS`` names those
that are opt-in, separated by commas: an account in use has enabled all of them, a new one (``_account.py``) none. Requests into one that is
not enabled are refused by the gateway.

Could go upstream: the list, and whether they are enabled as an opt-in.

Reference: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""

import os

from _account import is_fresh
from moto.ec2.models.availability_zones_and_regions import RegionsAndZonesBackend

VARIABLE = "LOCAL_AWS_OPT_IN_REGIONS"


def apply() -> None:
    """Says of each Region what ``DescribeRegions`` is to say."""
    opt_in = set(os.environ.get(VARIABLE, "").split(","))
    enabled = "not-opted-in" if is_fresh() else "opted-in"
    for region in RegionsAndZonesBackend.regions:
        region.opt_in_status = enabled if region.name in opt_in else "opt-in-not-required"
