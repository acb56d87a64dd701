"""Requests as the model of their service reads them."""

import gzip
import io
import json
import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Iterator
from urllib.parse import parse_qsl

from botocore.exceptions import UnknownServiceError
from botocore.model import Shape
from moto.core.model import OperationModel, ServiceModel
from moto.core.parse import PROTOCOL_PARSERS
from moto.core.request import determine_request_protocol
from moto.core.utils import get_service_model
from werkzeug.datastructures import EnvironHeaders, MultiDict

# How botocore calls a service that signs by another name.
NAMES = {
    "elasticloadbalancing": "elbv2",
    "monitoring": "cloudwatch",
    "tagging": "resourcegroupstaggingapi",
    "states": "stepfunctions",
}

LONGEST = 1024 * 1024
"""What is longer is data."""


class Unmodelled(Exception):
    """There is no model of the service or the operation."""


class Unread(Exception):
    """The request cannot be read here."""


@dataclass(frozen=True)
class ModelledRequest:
    """A request with what it says, by the names of the model."""

    service: str
    protocol: str
    operation: OperationModel
    parameters: dict[str, Any] | None
    """None: it cannot be read as the model has it."""


def read_request(environ: dict[str, Any]) -> ModelledRequest | None:
    """Reads a signed request; None for one that is unsigned. The body stays to be read again."""
    signed = re.search(r"Credential=[^/]+/\d+/[^/]+/([^/]+)/aws4_request", environ.get("HTTP_AUTHORIZATION", ""))
    if signed is None:
        return None
    signing = signed.group(1).lower()
    if environ.get("HTTP_SMITHY_PROTOCOL") == "rpc-v2-cbor":
        raise Unread(f"{signing} by CBOR")
    headers = EnvironHeaders(environ)
    query = MultiDict(parse_qsl(environ.get("QUERY_STRING", ""), keep_blank_values=True))
    model = model_of(NAMES.get(signing, signing))
    body = body_of(environ, headers, is_data=model.service_name == "s3" and not query)
    content_type = headers.get("Content-Type", "").split(";")[0]
    is_form = content_type == "application/x-www-form-urlencoded" and model.service_name != "s3"
    form = parse_qsl(body.decode(), keep_blank_values=True) if is_form else []
    values = MultiDict([*query.items(multi=True), *form])
    name, path = action_of(model, environ, headers, values)
    operation = model.operation_model(name)
    try:
        protocol = determine_request_protocol(model, content_type)
        parser = PROTOCOL_PARSERS[protocol](operation)
    except (KeyError, NotImplementedError) as error:
        raise Unread(f"{signing} by {content_type or 'nothing'}") from error
    request = {
        "method": environ["REQUEST_METHOD"],
        "values": values,
        "headers": headers,
        "body": body,
        "url_path": environ["PATH_INFO"],
        "url_params": path,
    }
    try:
        # As it is written: the parser makes a list of a text, and a text of a number.
        parameters = json.loads(body or b"{}") if protocol == "json" else parser.parse(request)
    except (ValueError, TypeError, AttributeError, KeyError):
        parameters = None
    return ModelledRequest(model.service_name, protocol, operation, parameters)


@cache
def model_of(service: str) -> ServiceModel:
    try:
        return get_service_model(service)
    except UnknownServiceError as unknown:
        raise Unmodelled(service) from unknown


def body_of(environ: dict[str, Any], headers: EnvironHeaders, is_data: bool) -> bytes:
    """The body of a request that says what is asked; nothing of one that is data."""
    length = int(environ.get("CONTENT_LENGTH") or 0)
    if is_data or length == 0:
        return b""
    if length > LONGEST:
        raise Unread("a body that is too long")
    body = environ["wsgi.input"].read(length)
    environ["wsgi.input"] = io.BytesIO(body)
    return gzip.decompress(body) if headers.get("Content-Encoding") == "gzip" else body


def action_of(
    model: ServiceModel, environ: dict[str, Any], headers: EnvironHeaders, values: MultiDict
) -> tuple[str, dict[str, str]]:
    """The operation that is asked for, and what the path names."""
    named = values.get("Action") or headers.get("X-Amz-Target", "").rpartition(".")[2]
    if named:
        if named not in model.operation_names:
            raise Unmodelled(f"{model.service_name}:{named}")
        return named, {}
    method, path = environ["REQUEST_METHOD"], environ["PATH_INFO"]
    best: tuple[int, str, dict[str, str]] | None = None
    for route in routes_of(model.service_name, method):
        match = route.path.match(path)
        if match is None or not all(values.get(key) == value for key, value in route.literals.items()):
            continue
        if not all(name in values for name in route.query) or not all(name in headers for name in route.headers):
            continue
        if best is None or route.weight > best[0]:
            best = route.weight, route.operation, match.groupdict()
    if best is None:
        raise Unmodelled(f"{model.service_name}:{method} {path}")
    return best[1], best[2]


@dataclass(frozen=True)
class Route:
    """How an operation of REST is asked for."""

    operation: str
    path: re.Pattern[str]
    literals: dict[str, str]
    query: tuple[str, ...]
    headers: tuple[str, ...]
    weight: int


@cache
def routes_of(service: str, method: str) -> tuple[Route, ...]:
    return tuple(make_routes(model_of(service), method))


def make_routes(model: ServiceModel, method: str) -> Iterator[Route]:
    for name in model.operation_names:
        operation = model.operation_model(name)
        # What has another name by now is asked for by the same address.
        if operation.http["method"] != method or operation.deprecated:
            continue
        uri, _, query = operation.http["requestUri"].partition("?")
        literals = dict(parse_qsl(query, keep_blank_values=True))
        shape = operation.input_shape
        required = [shape.members[member] for member in (shape.required_members if shape else [])]
        asked, sent = names_at(required, "querystring"), names_at(required, "header")
        pattern = re.sub(r"\{(\w+)(\+?)\}", group, uri.rstrip("/"))
        fixed = len(re.sub(r"\{[^}]*\}", "", uri))
        weight = 1000 * (len(literals) + len(asked) + len(sent)) + fixed + uri.count("{")
        yield Route(name, re.compile(f"^{pattern}/?$"), literals, asked, sent, weight)


def names_at(members: list[Shape], location: str) -> tuple[str, ...]:
    """What the members of a location are called there."""
    return tuple(each.serialization["name"] for each in members if each.serialization.get("location") == location)


def group(found: re.Match[str]) -> str:
    """A part of a path that names something; one with a plus goes to the end."""
    return f"(?P<{found[1]}>{'.+' if found[2] else '[^/]+'})"
