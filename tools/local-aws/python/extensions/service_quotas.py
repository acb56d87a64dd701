"""Service Quotas of what this local AWS counts: VPCs, Elastic IP addresses, concurrent executions of Lambda.

moto 5.2.1 knows the default quotas of VPC and nothing else, no account's own, and no request for more. Here ``GetServiceQuota`` says what
applies in the Region, ``GetAWSDefaultServiceQuota`` what applies to everybody, and what ``RequestServiceQuotaIncrease`` asks for applies
from then on (``account_quotas.py``): AWS grants some requests at once and others after days, and answers ``PENDING`` to either. A new
account (``_account.py``) starts with ten concurrent executions.

Could go upstream, but for the granting, which is nobody's decision here.

References: https://docs.aws.amazon.com/servicequotas/2019-06-24/apireference/Welcome.html,
https://docs.aws.amazon.com/vpc/latest/userguide/amazon-vpc-limits.html and
https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
"""

import json
from functools import wraps
from typing import Any

from _quotas import QUOTAS, Quota, grant, quota_of
from moto.core.exceptions import JsonRESTError
from moto.core.utils import unix_time
from moto.moto_api._internal import mock_random as random
from moto.servicequotas.exceptions import NoSuchResource
from moto.servicequotas.models import ServiceQuotasBackend, servicequotas_backends
from moto.servicequotas.responses import ServiceQuotasResponse


def apply() -> None:
    """Adds the operations, and puts these quotas before moto's own."""
    get = ServiceQuotasBackend.get_service_quota

    @wraps(get)
    def get_service_quota(self: ServiceQuotasBackend, service_code: str, quota_code: str) -> dict[str, Any]:
        quota = QUOTAS.get((service_code, quota_code))
        if quota is None:
            return get(self, service_code, quota_code)
        return described(self, quota, quota_of(self.account_id, self.region_name, quota))

    ServiceQuotasBackend.get_service_quota = get_service_quota
    ServiceQuotasResponse.get_aws_default_service_quota = get_aws_default_service_quota
    ServiceQuotasResponse.request_service_quota_increase = request_service_quota_increase


def get_aws_default_service_quota(self: ServiceQuotasResponse) -> str:
    """What applies to an account that asked for no more."""
    asked = json.loads(self.body)
    quota = QUOTAS.get((asked["ServiceCode"], asked["QuotaCode"]))
    if quota is None:
        # moto knows only defaults of others.
        return json.dumps({"Quota": self.backend.get_service_quota(asked["ServiceCode"], asked["QuotaCode"])})
    return json.dumps({"Quota": described(self.backend, quota, quota.default)})


def request_service_quota_increase(self: ServiceQuotasResponse) -> str:
    """Grants what is asked for, if it is more."""
    asked = json.loads(self.body)
    quota = QUOTAS.get((asked["ServiceCode"], asked["QuotaCode"]))
    if quota is None:
        raise NoSuchResource()
    backend = servicequotas_backends[self.current_account][self.region]
    if asked["DesiredValue"] <= quota_of(backend.account_id, backend.region_name, quota):
        raise JsonRESTError(
            "IllegalArgumentException",
            "You must provide a quota value greater than the current quota value.",
        )
    grant(backend.account_id, backend.region_name, quota, int(asked["DesiredValue"]))
    described_quota = described(backend, quota, asked["DesiredValue"])
    requested = {
        **{name: described_quota[name] for name in ("ServiceCode", "QuotaCode", "QuotaName", "QuotaArn", "GlobalQuota", "Unit")},
        "Id": random.get_random_hex(38),
        "DesiredValue": asked["DesiredValue"],
        "Status": "PENDING",
        "Created": unix_time(),
    }
    return json.dumps({"RequestedQuota": requested})


def described(backend: ServiceQuotasBackend, quota: Quota, value: float) -> dict[str, Any]:
    return {
        "ServiceCode": quota.service,
        "QuotaCode": quota.code,
        "QuotaName": quota.name,
        "QuotaArn": f"arn:aws:servicequotas:{backend.region_name}:{backend.account_id}:{quota.service}/{quota.code}",
        "Value": float(value),
        "Unit": "None",
        "Adjustable": True,
        "GlobalQuota": False,
    }
