"""Sessions of roles: what functions sign their requests with."""

import threading
from typing import Any

from moto.awslambda.models import LambdaFunction
from moto.ec2.models import ec2_backends
from moto.sts.models import AssumedRole, sts_backends

# Which function a session is of, by its access key.
functions: dict[str, LambdaFunction] = {}

_sessions: dict[tuple[str, str], AssumedRole] = {}
_lock = threading.Lock()

# Longer than anything here lives, in seconds.
_DURATION = 36 * 60 * 60


def session_of(function: LambdaFunction) -> AssumedRole:
    """The session in which a function runs: of its role, named after it. It gets another one with another role."""
    with _lock:
        known = (str(function.function_arn), str(function.role))
        if known not in _sessions:
            session = sts_backends[function.account_id]["aws"].assume_role(
                region_name=function.region,
                role_session_name=str(function.function_name),
                role_arn=str(function.role),
                policy="",
                duration=_DURATION,
                external_id="",
            )
            functions[session.access_key_id] = function
            _sessions[known] = session
        return _sessions[known]


def all_sessions(account_id: str) -> list[dict[str, Any]]:
    """Every session of a role of the account that somebody holds the credentials of."""
    sessions = []
    for session in list(sts_backends[account_id]["aws"].assumed_roles):
        function = functions.get(session.access_key_id)
        sessions.append(
            {
                "accessKeyId": session.access_key_id,
                "secretAccessKey": session.secret_access_key,
                "sessionToken": session.session_token,
                "roleArn": session.role_arn,
                "sessionName": session.session_name,
                "policy": session.policy or None,
                "functionArn": str(function.function_arn) if function else None,
                "vpcId": vpc_of(function) if function else None,
            }
        )
    return sessions


def vpc_of(function: LambdaFunction) -> str | None:
    """The VPC that a function runs in, by its first subnet: moto itself says the same of every function."""
    subnets = ec2_backends[function.account_id][function.region].subnets
    for subnet_id in (function.vpc_config or {}).get("SubnetIds", []):
        for in_zone in list(subnets.values()):
            if subnet_id in in_zone:
                return in_zone[subnet_id].vpc_id
    return None
