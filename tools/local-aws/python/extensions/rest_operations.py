"""How the operations of a service look as requests of REST: ``GET /moto-api/rest-operations?service=<signing name>``.

The gateway needs the operation of a request to say which action of IAM it is. Other protocols name it; of REST it follows from
method, path, query and headers as botocore's model of the service describes them. A service without such a model has none.
moto 5.2.1 routes by addresses of its own, which are not told.

Not for upstream: it tells what this project's gateway names requests by.
"""

import json
from typing import Any
from urllib.parse import parse_qsl, urlsplit

from botocore.exceptions import UnknownServiceError
from botocore.loaders import Loader
from moto.moto_api._internal import urls

Operation = dict[str, Any]


def apply() -> None:
    """Adds the address."""
    urls.url_paths["{0}/moto-api/rest-operations"] = answer


def answer(_request: Any, url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    """The operations of one service, as JSON."""
    service = dict(parse_qsl(urlsplit(url).query)).get("service", "")
    return 200, {"Content-Type": "application/json"}, json.dumps(operations_of(service))


def operations_of(service: str) -> list[Operation]:
    """Every operation that the service's model describes as one of REST."""
    try:
        model = Loader().load_service_model(service, "service-2")
    except UnknownServiceError:
        return []
    if not model["metadata"]["protocol"].startswith("rest-"):
        return []
    return [operation_of(model, name) for name, described in model["operations"].items() if not described.get("deprecated")]


def operation_of(model: Any, name: str) -> Operation:
    """What tells an operation from others: its method, the template of its path, and what its query and headers must have."""
    described = model["operations"][name]
    path, _, query = described["http"]["requestUri"].partition("?")
    shape = model["shapes"].get(described.get("input", {}).get("shape", ""), {})
    required = [shape["members"][member] for member in shape.get("required", [])]
    return {
        "name": name,
        "method": described["http"]["method"],
        "path": path,
        "query": dict(parse_qsl(query, keep_blank_values=True)),
        "requiredQuery": [member["locationName"] for member in required if member.get("location") == "querystring"],
        "requiredHeaders": [member["locationName"].lower() for member in required if member.get("location") == "header"],
    }
