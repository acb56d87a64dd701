"""Serves moto's AWS on a free loopback port for as long as standard input stays open.

Prints one line of JSON when it is ready: ``{"port": 40123, "version": "5.2.1"}``. Ends when standard input reaches its
end, which is when the process that started it is gone, in whatever way it went. ``MOTO_ACCOUNT_ID`` sets the account.

Usage: serve.py [extensions folder]
"""

import importlib.util
import json
import os
import sys
import threading
from pathlib import Path

HOST = "127.0.0.1"


def load_extensions(folder: Path) -> None:
    """Loads every module of a folder in the order of their names and calls its ``apply()``, which changes moto.

    A module whose name begins with an underscore is a helper of others and left alone.
    """
    # An extension may import its neighbours.
    sys.path.insert(0, str(folder))
    for path in sorted(folder.glob("*.py")):
        if path.name.startswith("_"):
            continue
        spec = importlib.util.spec_from_file_location(path.stem, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[path.stem] = module
        spec.loader.exec_module(module)
        if not callable(getattr(module, "apply", None)):
            raise SystemExit(f"The extension {path} has no function apply(): add one that changes moto as its name says.")
        module.apply()


def exit_with_parent() -> None:
    """Ends this process when standard input does, in the middle of whatever its threads are doing."""
    # Not sys.stdin: a thread that waits in a buffered reader makes the interpreter abort when it shuts down.
    while os.read(0, 4096):
        pass
    os._exit(0)


def main() -> None:
    """Loads moto and its extensions, then serves."""
    threading.Thread(target=exit_with_parent, daemon=True).start()

    import moto
    from moto.moto_server.werkzeug_app import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class QuietHandler(WSGIRequestHandler):
        """Logs no request: the gateway records them all."""

        def log_request(self, *_: object, **__: object) -> None:
            pass

    here = Path(__file__).resolve().parent
    load_extensions(Path(sys.argv[1]) if len(sys.argv) > 1 else here / "extensions")
    app = DomainDispatcherApplication(create_backend_app)
    server = make_server(HOST, 0, app, threaded=True, request_handler=QuietHandler)
    # moto reads it where it calls itself.
    os.environ["MOTO_PORT"] = str(server.server_port)
    print(json.dumps({"port": server.server_port, "version": moto.__version__}), flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
