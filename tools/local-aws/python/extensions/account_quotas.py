"""How much of something an account may have, where moto 5.2.1 gives as much as is asked for.

VPCs (the default VPC is one), Elastic IP addresses and concurrent executions of Lambda as Service Quotas says (``service_quotas.py``): what
functions reserve must leave 100 to the others, or it is refused. Five trails in a Region (a multi-Region trail counts in each), which
nobody can raise. The tenth resource policy of CloudWatch Logs in a Region is moto's own last one.

``GetAccountSettings``, which moto does not have, tells the quota of Lambda.

Could go upstream: the operation, and the quotas as an opt-in, as moto has it for Lambda.

References: https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html,
https://docs.aws.amazon.com/awscloudtrail/latest/userguide/WhatIsCloudTrail-Limits.html,
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html and
https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html
"""

import json
from functools import wraps
from typing import Any

from _quotas import ADDRESSES, CONCURRENCY, VPCS, quota_of
from moto.awslambda import urls
from moto.awslambda.exceptions import InvalidParameterValueException
from moto.awslambda.models import LambdaBackend
from moto.awslambda.responses import LambdaResponse
from moto.cloudtrail.models import CloudTrailBackend, cloudtrail_backends
from moto.core.exceptions import JsonRESTError
from moto.ec2.exceptions import EC2ClientError
from moto.ec2.models import EC2Backend

TRAILS = 5
UNRESERVED = 100


def apply() -> None:
    """Refuses what is more than the quota."""
    limit_vpcs()
    limit_addresses()
    limit_trails()
    limit_reservations()
    LambdaResponse.get_account_settings = get_account_settings
    urls.url_paths[r"{0}/2016-08-19/account-settings/?$"] = LambdaResponse.dispatch


def limit_vpcs() -> None:
    create = EC2Backend.create_vpc

    @wraps(create)
    def create_vpc(self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        if len(self.vpcs) >= quota_of(self.account_id, self.region_name, VPCS):
            raise EC2ClientError("VpcLimitExceeded", "The maximum number of VPCs has been reached.")
        return create(self, *args, **kwargs)

    EC2Backend.create_vpc = create_vpc


def limit_addresses() -> None:
    allocate = EC2Backend.allocate_address

    @wraps(allocate)
    def allocate_address(self: EC2Backend, *args: Any, **kwargs: Any) -> Any:
        if len(self.addresses) >= quota_of(self.account_id, self.region_name, ADDRESSES):
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


def limit_reservations() -> None:
    put = LambdaBackend.put_function_concurrency

    @wraps(put)
    def put_function_concurrency(self: LambdaBackend, function_name: str, reserved_concurrency: str) -> str:
        reserved = int(reserved_concurrency) + reserved_by(self, but=function_name)
        if quota_of(self.account_id, self.region_name, CONCURRENCY) - reserved < UNRESERVED:
            raise InvalidParameterValueException(
                "Specified ReservedConcurrentExecutions for function decreases account's UnreservedConcurrentExecution "
                f"below its minimum value of [{UNRESERVED}]."
            )
        return put(self, function_name, reserved_concurrency)

    LambdaBackend.put_function_concurrency = put_function_concurrency


def reserved_by(backend: LambdaBackend, but: str = "") -> int:
    return sum(
        int(function.reserved_concurrency or 0) for function in backend.list_functions() if function.function_name != but
    )


def get_account_settings(self: LambdaResponse) -> tuple[int, dict[str, Any], str]:
    """What the account may run at once, and what of that is reserved by no function."""
    functions = list(self.backend.list_functions())
    quota = quota_of(self.backend.account_id, self.backend.region_name, CONCURRENCY)
    settings = {
        "AccountLimit": {
            "TotalCodeSize": 80530636800,
            "CodeSizeUnzipped": 262144000,
            "CodeSizeZipped": 52428800,
            "ConcurrentExecutions": quota,
            "UnreservedConcurrentExecutions": quota - reserved_by(self.backend),
        },
        "AccountUsage": {
            "TotalCodeSize": sum(int(getattr(function, "code_size", 0)) for function in functions),
            "FunctionCount": len(functions),
        },
    }
    return 200, {"Content-Type": "application/json"}, json.dumps(settings)
