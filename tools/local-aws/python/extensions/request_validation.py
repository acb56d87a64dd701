"""Requests that the model of a service refuses.

moto 5.2.1 takes what it does not look at: a missing member, another type, a value that is none of an enumeration, a name that is too long.
Here every signed request is read by moto's own parser and held to botocore's model of the service. ``LOCAL_AWS_VALIDATION`` says what
comes of it:

``refuse``   what AWS refuses by the model alone is refused, with the service's own code (the default)
``report``   it is only reported
``off``      nothing is looked at

Patterns are never refused, as botocore's are not always what the service holds to. ``GET /moto-api/request-validation`` tells what was
found: how many requests were read, what the model refuses, patterns that do not match, operations without a model, and requests of a
protocol that cannot be read here (Smithy's RPC by CBOR). ``DELETE`` forgets it.

Could go upstream as an opt-in. Texts are those of AWS's common errors where it has any, else ours.

Reference: https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html and the "Common errors" of each service.
"""

import json
import os
import threading
from collections import Counter
from typing import Any, Callable, Iterable

from _request_checks import Violation, violations_of
from _request_errors import rendered
from _request_model import Unmodelled, Unread, read_request
from moto.moto_api._internal import urls
from moto.moto_server.werkzeug_app import DomainDispatcherApplication

VARIABLE = "LOCAL_AWS_VALIDATION"
MODES = ("refuse", "report", "off")

Environment = dict[str, Any]
Start = Callable[..., Any]

KINDS = ("read", "refused", "patterns", "unmodelled", "unread")

_found: dict[str, Counter[str]] = {name: Counter() for name in KINDS}
_lock = threading.Lock()


def apply() -> None:
    """Looks at every request before moto does."""
    mode = os.environ.get(VARIABLE, "refuse")
    if mode not in MODES:
        raise SystemExit(f"{VARIABLE} is '{mode}': one of {', '.join(MODES)} is needed.")
    urls.url_paths["{0}/moto-api/request-validation"] = answer
    if mode == "off":
        return
    dispatch = DomainDispatcherApplication.__call__

    def call(self: DomainDispatcherApplication, environ: Environment, start_response: Start) -> Iterable[bytes]:
        refused = look(environ)
        if refused is None or mode == "report":
            return dispatch(self, environ, start_response)
        status, headers, body = refused
        start_response(f"{status} Refused", headers)
        return [body]

    DomainDispatcherApplication.__call__ = call


def look(environ: dict[str, Any]) -> tuple[int, list[tuple[str, str]], bytes] | None:
    """The refusal of a request; None if the model takes it, or it cannot be read."""
    try:
        request = read_request(environ)
    except Unmodelled as unmodelled:
        count("unmodelled", str(unmodelled))
        return None
    except Unread as unread:
        count("unread", str(unread))
        return None
    except (ValueError, OSError) as error:
        # Another charset, or no gzip: moto says what it thinks of that.
        count("unread", type(error).__name__)
        return None
    if request is None:
        return None
    name = f"{request.service}:{request.operation.name}"
    count("read", name)
    refused: list[Violation] = []
    for violation in violations_of(request):
        if violation.kind == "pattern":
            count("patterns", f"{name} {violation.member}")
        else:
            refused.append(violation)
            count("refused", f"{name} {violation}")
    return rendered(request, refused) if refused else None


def count(kind: str, what: str) -> None:
    with _lock:
        _found[kind][what] += 1


def answer(request: Any, _url: str, _headers: Any) -> tuple[int, dict[str, str], str]:
    with _lock:
        if request.method == "DELETE":
            for counter in _found.values():
                counter.clear()
        return 200, {"Content-Type": "application/json"}, json.dumps(_found)
