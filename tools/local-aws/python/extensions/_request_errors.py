"""Refusals of requests, as each service words them."""

import json
import uuid
from xml.sax.saxutils import escape

from _request_checks import Violation
from _request_model import ModelledRequest

# The code for a member that is missing, and that for one that cannot be, by service.
CODES = {
    "acm": ("ValidationException", "ValidationException"),
    "backup": ("MissingParameterValueException", "InvalidParameterValueException"),
    "cloudtrail": ("InvalidParameterCombinationException", "InvalidParameterCombinationException"),
    "ec2": ("MissingParameter", "InvalidParameterValue"),
    "ecs": ("InvalidParameterException", "InvalidParameterException"),
    "lambda": ("ValidationException", "ValidationException"),
    "logs": ("InvalidParameterException", "InvalidParameterException"),
    "rds": ("MissingParameter", "InvalidParameterValue"),
    "route53": ("InvalidInput", "InvalidInput"),
    "s3": ("MalformedXML", "InvalidArgument"),
    "secretsmanager": ("InvalidParameterException", "InvalidParameterException"),
    "sns": ("InvalidParameter", "InvalidParameter"),
    "sqs": ("MissingParameter", "InvalidParameterValue"),
    "wafv2": ("WAFInvalidParameterException", "WAFInvalidParameterException"),
}

BY_PROTOCOL = {
    "ec2": ("MissingParameter", "InvalidParameterValue"),
    "query": ("ValidationError", "ValidationError"),
    "json": ("ValidationException", "ValidationException"),
    "rest-json": ("ValidationException", "ValidationException"),
    "rest-xml": ("InvalidInput", "InvalidInput"),
}

# Those of IAM for tags: https://docs.aws.amazon.com/IAM/latest/APIReference/API_TagRole.html
IAM_TAGS = "InvalidInput"


def code_of(request: ModelledRequest, violation: Violation) -> str:
    missing, invalid = CODES.get(request.service, BY_PROTOCOL[request.protocol])
    if request.service == "iam" and violation.kind == "tags":
        return IAM_TAGS
    if violation.kind == "type" and request.protocol in ("json", "rest-json"):
        return "SerializationException"
    return missing if violation.kind == "missing" else invalid


def rendered(request: ModelledRequest, violations: list[Violation]) -> tuple[int, list[tuple[str, str]], bytes]:
    """One error for all of them, with the code of the first."""
    code = code_of(request, violations[0])
    count = len(violations)
    found = "; ".join(each.told for each in violations)
    if violations[0].kind == "tags":
        found = violations[0].constraint
    detected = f"{count} validation error{'' if count == 1 else 's'} detected: "
    message = found if violations[0].kind == "tags" else f"{detected}{found}"
    number = str(uuid.uuid4())
    if request.protocol in ("json", "rest-json"):
        body = json.dumps({"__type": code, "message": message}).encode()
        return 400, headers_of("application/x-amz-json-1.1", body, [("x-amzn-ErrorType", code)]), body
    error = f"<Error><Code>{escape(code)}</Code><Message>{escape(message)}</Message></Error>"
    if request.protocol == "ec2":
        text = f"<Response><Errors>{error}</Errors><RequestID>{number}</RequestID></Response>"
    elif request.service == "s3":
        text = error.replace("</Error>", f"<RequestId>{number}</RequestId></Error>")
    else:
        typed = error.replace("<Code>", "<Type>Sender</Type><Code>")
        text = f"<ErrorResponse>{typed}<RequestId>{number}</RequestId></ErrorResponse>"
    body = f'<?xml version="1.0" encoding="UTF-8"?>\n{text}'.encode()
    return 400, headers_of("text/xml", body, []), body


def headers_of(kind: str, body: bytes, more: list[tuple[str, str]]) -> list[tuple[str, str]]:
    return [("Content-Type", kind), ("Content-Length", str(len(body))), *more]
