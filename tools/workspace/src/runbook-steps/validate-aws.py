"""Validates calls of the AWS CLI by its own model, without a network: a JSON list of argument lists on stdin, a list of errors on stdout."""

import contextlib
import io
import json
import os
import sys

os.environ.update(
    AWS_ACCESS_KEY_ID="none",
    AWS_SECRET_ACCESS_KEY="none",
    AWS_EC2_METADATA_DISABLED="true",
    AWS_CONFIG_FILE=os.devnull,
    AWS_SHARED_CREDENTIALS_FILE=os.devnull,
    AWS_PAGER="",
)

import jmespath  # noqa: E402
from awscli.clidriver import create_clidriver  # noqa: E402

driver = create_clidriver()
table = driver._get_command_table()


def is_modelled(args):
    """Whether a command is an operation of an API: waiters ask until something is so, and the CLI's own commands do more than ask."""
    if len(args) < 2 or args[0] not in table or args[1] == "wait":
        return False
    command = table[args[0]]
    operations = command._get_command_table() if hasattr(command, "_get_command_table") else {}
    return args[1] in operations and type(operations[args[1]]).__name__ == "ServiceOperation"


def error_of(args):
    # A document that is read when the call is made is not there yet.
    given = [a if not a.startswith("file") or "://" not in a else "{}" for a in args]
    for option, value in zip(args, args[1:]):
        if option == "--query":
            try:
                jmespath.compile(value)
            except Exception as error:  # noqa: BLE001
                return f"--query: {error}"
    if args and args[0] == "s3":
        return None if len(args) > 1 and args[1] in ("cp", "rm", "ls", "mv", "sync") else "unknown command of s3"
    if len(args) > 2 and args[1] == "wait":
        names = create_waiters(args[0])
        return None if args[2] in names else f"unknown waiter {args[2]}"
    if not is_modelled(args):
        return None if args[:2] in OWN else "unknown command"
    if "--cli-input-json" in given:
        return None
    with contextlib.redirect_stdout(io.StringIO()), contextlib.redirect_stderr(io.StringIO()) as said:
        try:
            code = driver.main(without_query(given))
        except SystemExit as ended:
            code = ended.code
    return None if code == 0 else (said.getvalue().strip().splitlines() or [f"exit code {code}"])[-1]


class Answered:
    """What stands for the answer of AWS: a call that its model takes is not made."""

    status_code = 200
    headers = {}


def answer(model, **_):
    return Answered(), {"Payload": io.BytesIO(b"{}")} if model.name == "Invoke" else {}


driver.session.register("before-call", answer)


def without_query(args):
    """What a query makes of an answer needs an answer; that it is one was seen before."""
    kept, skip = [], False
    for arg in args:
        if skip:
            skip = False
        elif arg == "--query":
            skip = True
        else:
            kept.append(arg)
    return kept


def create_waiters(service):
    model = driver.session.get_waiter_model(service)
    return [name_of(name) for name in model.waiter_names]


def name_of(name):
    return "".join(f"-{c.lower()}" if c.isupper() else c for c in name).strip("-").replace("d-b-", "db-")


OWN = [["cloudtrail", "validate-logs"], ["configure", "list"]]

json.dump([error_of(args) for args in json.load(sys.stdin)], sys.stdout)
