"""Regions that are opt-in, and whether the account has enabled them.

moto 5.2.1 takes some of them for Regions that need no opt-in, and others for ones that nobody enables; its Account Management knows no
Regions. ``LOCAL_AWS_OPT_IN_REGIONS`` names those that are opt-in, separated by commas: an account in use has enabled all of them, a new one
(``_account.py``) none until ``EnableRegion``, which takes AWS minutes to hours and is done here at once. Requests into one that is not
enabled are refused by the gateway, which asks ``GET /moto-api/disabled-regions``.

Could go upstream: the list and the operations, and whether they are enabled as an opt-in.

Reference: https://docs.aws.amazon.com/accounts/latest/reference/manage-acct-regions.html
"""

import json
import os
from typing import Any

from _account import is_fresh
from moto.account import urls as account_urls
from moto.account.responses import AccountResponse
from moto.core.exceptions import JsonRESTError
from moto.core.responses import ActionResult, EmptyResult
from moto.ec2.models.availability_zones_and_regions import Region, RegionsAndZonesBackend
from moto.moto_api._internal import urls as moto_urls

VARIABLE = "LOCAL_AWS_OPT_IN_REGIONS"

NEEDS_NO_OPT_IN, OPTED_IN, NOT_OPTED_IN = "opt-in-not-required", "opted-in", "not-opted-in"
OPT_STATUS = {NEEDS_NO_OPT_IN: "ENABLED_BY_DEFAULT", OPTED_IN: "ENABLED", NOT_OPTED_IN: "DISABLED"}


def apply() -> None:
    """Says of each Region what ``DescribeRegions`` is to say, and lets the account enable them."""
    opt_in = set(os.environ.get(VARIABLE, "").split(","))
    begins_as = NOT_OPTED_IN if is_fresh() else OPTED_IN
    for region in RegionsAndZonesBackend.regions:
        region.opt_in_status = begins_as if region.name in opt_in else NEEDS_NO_OPT_IN
    AccountResponse.enable_region = enable_region
    AccountResponse.disable_region = disable_region
    AccountResponse.get_region_opt_status = get_region_opt_status
    for name in ("enableRegion", "disableRegion", "getRegionOptStatus"):
        account_urls.url_paths[f"{{0}}/{name}$"] = AccountResponse.dispatch
    moto_urls.url_paths["{0}/moto-api/disabled-regions"] = disabled_regions


def enable_region(self: AccountResponse) -> EmptyResult:
    """Makes a Region one that is used like any other."""
    region_of(self, optional=True).opt_in_status = OPTED_IN
    return EmptyResult()


def disable_region(self: AccountResponse) -> EmptyResult:
    """Closes a Region; what stands in it stays."""
    region_of(self, optional=True).opt_in_status = NOT_OPTED_IN
    return EmptyResult()


def get_region_opt_status(self: AccountResponse) -> ActionResult:
    """Whether a Region is enabled."""
    region = region_of(self)
    return ActionResult({"RegionName": region.name, "RegionOptStatus": OPT_STATUS[region.opt_in_status]})


def region_of(self: AccountResponse, optional: bool = False) -> Region:
    """The Region that is asked about; one that is enabled for everybody cannot be switched."""
    name = self._get_param("RegionName")
    region = next((each for each in RegionsAndZonesBackend.regions if each.name == name), None)
    if region is None or (optional and region.opt_in_status == NEEDS_NO_OPT_IN):
        raise JsonRESTError("ValidationException", f"The Region {name} cannot be enabled or disabled.")
    return region


def disabled_regions(_request: Any, _url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """The names of those that are closed, as JSON."""
    names = [region.name for region in RegionsAndZonesBackend.regions if region.opt_in_status == NOT_OPTED_IN]
    return 200, {"Content-Type": "application/json"}, json.dumps(names)
