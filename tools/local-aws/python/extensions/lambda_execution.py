"""Functions of a Node.js runtime run as processes of this machine, where moto 5.2.1 wants Docker.

What is invoked is the zip file that was uploaded, in a process of its own that ends with the invocation, with the function's
environment, credentials of its role, and the time-out it was given. It calls AWS where the request came in, which is the gateway: a
Region that is dark for others is dark for it, and it may do what its role may. Functions of other runtimes are left to moto.

Whoever starts the local AWS may give every function more variables, such as ``NODE_OPTIONS`` with a module to load first:
``LOCAL_AWS_FUNCTION_VARIABLES`` names a JSON file with an object of texts, which is read anew at each invocation.

An asynchronous invocation, and one by SNS, answers at once and is retried never, whatever the function is configured for. One
invocation of a function waits for the one before it. Metrics in the embedded format are published from its log.

Not for upstream: what is uploaded runs as whoever started the server, and nothing confines it.
"""

import hashlib
import io
import json
import os
import shutil
import subprocess
import tempfile
import threading
import uuid
import zipfile
from collections import defaultdict
from functools import wraps
from pathlib import Path
from typing import Any

from _sessions import session_of
from flask import has_request_context, request
from moto.awslambda.models import LambdaFunction
from moto.cloudwatch.models import cloudwatch_backends
from moto.core.utils import utcfromtimestamp

# Reads the event from standard input and writes the answer to a file, because standard output is the log.
RUNNER = """
import { readFileSync, writeFileSync } from 'node:fs';
const { module, name, out, timeoutMs, context } = JSON.parse(process.argv[1]);
const event = JSON.parse(readFileSync(0, 'utf8') || '{}');
const answer = (errored, payload) => {
  writeFileSync(out, JSON.stringify({ errored, payload: payload === undefined ? null : payload }));
  process.exit(0);
};
try {
  const handler = (await import(module))[name];
  // Since the start of the process, whatever the time of day is said to be.
  answer(false, await handler(event, { ...context, getRemainingTimeInMillis: () => timeoutMs - performance.now() }));
} catch (error) {
  console.error(error);
  answer(true, { errorType: error.name, errorMessage: error.message });
}
"""

KEPT = ("PATH", "LANG", "NODE_EXTRA_CA_CERTS")
"""What a function gets of this process: nothing that leads to the credentials of whoever runs it."""

VARIABLES_FILE = "LOCAL_AWS_FUNCTION_VARIABLES"

_folder = tempfile.TemporaryDirectory(prefix="local-aws-functions-")
_locks: dict[str, threading.Lock] = defaultdict(threading.Lock)


def apply() -> None:
    """Replaces the invocation of functions whose runtime is Node.js."""
    by_docker = LambdaFunction.invoke

    @wraps(by_docker)
    def invoke(self: LambdaFunction, body: str, request_headers: Any, response_headers: Any) -> str | bytes:
        if not str(self.run_time).startswith("nodejs") or not getattr(self, "code_bytes", b""):
            return by_docker(self, body, request_headers, response_headers)
        endpoint = f"http://{request.host}" if has_request_context() else f"http://127.0.0.1:{os.environ['MOTO_PORT']}"
        # moto hands over no headers for a message of SNS.
        kind = request_headers.get("x-amz-invocation-type", "RequestResponse" if request_headers else "Event")
        if kind == "DryRun":
            return b""
        if kind == "Event":
            threading.Thread(target=run, args=(self, body, endpoint), daemon=True).start()
            return b""
        errored, payload = run(self, body, endpoint)
        if errored:
            response_headers["x-amz-function-error"] = "Unhandled"
        return payload

    LambdaFunction.invoke = invoke


def run(function: LambdaFunction, body: Any, endpoint: str) -> tuple[bool, bytes]:
    """Runs one invocation to its end; resolves to whether it failed, and to the answer."""
    with _locks[function.function_arn]:
        code = unpacked(function)
        module, _, name = str(function.handler).rpartition(".")
        request_id = str(uuid.uuid4())
        out = Path(_folder.name) / f"{request_id}.json"
        argument = {
            "module": next(str(path) for path in code.glob(f"{module}.*js")),
            "name": name,
            "out": str(out),
            "timeoutMs": int(function.timeout) * 1000,
            "context": {
                "awsRequestId": request_id,
                "functionName": function.function_name,
                "functionVersion": "$LATEST",
                "invokedFunctionArn": function.function_arn,
                "memoryLimitInMB": str(function.memory_size),
                "logGroupName": function.logs_group_name,
                "logStreamName": request_id,
                "callbackWaitsForEmptyEventLoop": True,
            },
        }
        failure = None
        try:
            done = subprocess.run(
                [shutil.which("node") or "node", "--input-type=module", "-e", RUNNER, "--", json.dumps(argument)],
                input=body if isinstance(body, (str, bytes)) else json.dumps(body),
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                text=True,
                cwd=code,
                env=environment(function, endpoint),
                timeout=int(function.timeout),
            )
            logs = done.stdout
        except subprocess.TimeoutExpired as expired:
            logs = expired.stdout.decode() if isinstance(expired.stdout, bytes) else expired.stdout or ""
            failure = f"{request_id} Task timed out after {function.timeout} seconds"
        function.logs_backend.ensure_log_group(function.logs_group_name)
        function.save_logs(logs if failure is None else f"{logs}{failure}\n")
        extract_metrics(function, logs)
        if failure is not None or not out.exists():
            message = failure or f"RequestId: {request_id} Error: Runtime exited"
            return True, json.dumps({"errorType": "Runtime.ExitError", "errorMessage": message}).encode()
        answer = json.loads(out.read_text())
        out.unlink()
        return bool(answer["errored"]), json.dumps(answer["payload"]).encode()


def extract_metrics(function: LambdaFunction, logs: str) -> None:
    """Publishes the metrics in a log's lines, as CloudWatch Logs does with those in its embedded format."""
    backend = cloudwatch_backends[function.account_id][function.region]
    for line in logs.splitlines():
        if not line.startswith('{"_aws"'):
            continue
        document = json.loads(line)
        for directive in document["_aws"]["CloudWatchMetrics"]:
            data = [
                {
                    "MetricName": metric["Name"],
                    "Value": value,
                    "Unit": metric.get("Unit", "None"),
                    "Dimensions": [{"Name": name, "Value": str(document[name])} for name in dimensions],
                    "Timestamp": utcfromtimestamp(document["_aws"]["Timestamp"] / 1000),
                }
                for dimensions in directive["Dimensions"]
                for metric in directive["Metrics"]
                for value in as_list(document[metric["Name"]])
            ]
            backend.put_metric_data(directive["Namespace"], data)


def as_list(value: Any) -> list[Any]:
    """A list as it is, anything else as its only element."""
    return value if isinstance(value, list) else [value]


def environment(function: LambdaFunction, endpoint: str) -> dict[str, str]:
    """What Lambda puts into a function's environment, and where AWS is."""
    kept = {name: os.environ[name] for name in KEPT if name in os.environ}
    session = session_of(function)
    return {
        **kept,
        "AWS_ACCESS_KEY_ID": session.access_key_id,
        "AWS_SECRET_ACCESS_KEY": session.secret_access_key,
        "AWS_SESSION_TOKEN": session.session_token,
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_REGION": function.region,
        "AWS_DEFAULT_REGION": function.region,
        "AWS_LAMBDA_FUNCTION_NAME": function.function_name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
        "AWS_LAMBDA_LOG_GROUP_NAME": function.logs_group_name,
        "AWS_EC2_METADATA_DISABLED": "true",
        # A home folder is found without HOME too.
        "AWS_CONFIG_FILE": os.devnull,
        "AWS_SHARED_CREDENTIALS_FILE": os.devnull,
        "_HANDLER": str(function.handler),
        **{name: str(value) for name, value in function.environment_vars.items()},
        **given_variables(),
    }


def given_variables() -> dict[str, str]:
    """What the file of ``LOCAL_AWS_FUNCTION_VARIABLES`` says now."""
    path = os.environ.get(VARIABLES_FILE)
    return json.loads(Path(path).read_text()) if path else {}


def unpacked(function: LambdaFunction) -> Path:
    """The folder with the function's code, unpacked once for each content."""
    folder = Path(_folder.name) / hashlib.sha256(function.code_bytes).hexdigest()
    if not folder.exists():
        staged = Path(tempfile.mkdtemp(dir=_folder.name))
        with zipfile.ZipFile(io.BytesIO(function.code_bytes)) as archive:
            archive.extractall(staged)
        try:
            staged.rename(folder)
        except OSError:
            # Somebody else was faster, with the same content.
            shutil.rmtree(staged)
    return folder
