"""How much of something an account may have, where moto 5.2.1 gives as much as is asked for.

The default quotas of AWS, which hold for every account that asked for no more: five VPCs (the default VPC is one) and five Elastic IP
addresses in a Region, five trails in a Region (a multi-Region trail counts in each). Concurrent executions of Lambda are 1000, and in a
new account 10 (``_account.py``): what is reserved must leave 100 to the others, or it is refused. moto knows that refusal where it is
told the quota. The tenth resource policy of CloudWatch Logs in a Region is moto's own last one.

``GetAccountSettings``, which moto does not have, tells the quota of Lambda.

Could go upstream: the operation, and the quotas as an opt-in, as moto has it for Lambda.

References: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html,
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

import json
import os
from functools import wraps
from typing import Any

from _account import is_fresh
from moto.awslambda import urls
from moto.awslambda.responses import LambdaResponse
from moto.cloudtrail.models import CloudTrailBackend, cloudtrail_backends
from moto.core.exceptions import JsonRESTError
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

VPCS = 5
ADDRESSES = 5
TRAILS = 5
CONCURRENCY = 1000
CONCURRENCY_OF_A_NEW_ACCOUNT = 10
UNRESERVED = 100

QUOTA = "MOTO_LAMBDA_CONCURRENCY_QUOTA"


def apply() -> None:
    """Refuses what is more than the quota."""
    os.environ.setdefault(QUOTA, str(CONCURRENCY_OF_A_NEW_ACCOUNT if is_fresh() else CONCURRENCY))
    limit_vpcs()
    limit_addresses()
    limit_trails()
    LambdaResponse.get_account_settings = get_account_settings
    urls.url_paths[r"{0}/2016-08-19/account-settings/?$"] = LambdaResponse.dispatch


def limit_vpcs() -> None:
    create = EC2Backend.create_vpc

    @wraps(create)
    def create_vpc(self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        if len(self.vpcs) >= VPCS:
            raise EC2ClientError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
        return create(self, *args, **kwargs)

    EC2Backend.create_vpc = create_vpc


def limit_addresses() -> None:
    allocate = EC2Backend.allocate_address

    @wraps(allocate)
    def allocate_address(self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        if len(self.addresses) >= ADDRESSES:
            raise EC2ClientError("AddressLimitExceeded", "The maximum number of addresses has been reached.")
        return allocate(self, *args, **kwargs)

    EC2Backend.allocate_address = allocate_address


def limit_trails() -> None:
    create = CloudTrailBackend.create_trail

    @wraps(create)
    def create_trail(self: CloudTrailBackend, *args: Any, **kwargs: Any) -> Any:
        others = [
            trail
            for region, backend in list(cloudtrail_backends[self.account_id].items())
            for trail in list(backend.trails.values())
            if region == self.region_name or trail.is_multi_region
        ]
        if len(others) >= TRAILS:
            raise JsonRESTError(
                "MaximumNumberOfTrailsExceededException",
                f"User: {self.account_id} already has {TRAILS} trails in {self.region_name}.",
            )
        return create(self, *args, **kwargs)

    CloudTrailBackend.create_trail = create_trail


def get_account_settings(self: LambdaResponse) -> tuple[int, dict[str, Any], str]:
    """What the account may run at once, and what of that is reserved by no function."""
    functions = list(self.backend.list_functions())
    reserved = sum(int(function.reserved_concurrency or 0) for function in functions)
    quota = int(os.environ[QUOTA])
    settings = {
        "AccountLimit": {
            "TotalCodeSize": 80530636800,
            "CodeSizeUnzipped": 262144000,
            "CodeSizeZipped": 52428800,
            "ConcurrentExecutions": quota,
            "UnreservedConcurrentExecutions": quota - reserved,
        },
        "AccountUsage": {
            "TotalCodeSize": sum(int(getattr(function, "code_size", 0)) for function in functions),
            "FunctionCount": len(functions),
        },
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(settings)
