"""A server in place of GOV.UK Notify, over real HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from uuid import uuid4

import pytest
from pydantic import SecretStr

from core.settings import Settings


@dataclass
class Notify:
    """What the server answers, and the requests it got.

    `status`: 0 for no answer at all. `drops`: it takes a request, and hangs up.
    """

    url: str = ""
    status: int = 201
    drops: bool = False
    requests: list[dict[str, object]] = field(default_factory=list)


@contextmanager
def notify_server() -> Iterator[Notify]:
    """Yield the server, and end it afterwards."""
    found, end = Notify(), threading.Event()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            found.requests.append(json.loads(self.rfile.read(int(self.headers["Content-Length"]))))
            if found.drops:
                self.close_connection = True
                return
            if not found.status:
                end.wait(60)
                return
            self.send_response(found.status)
            body = json.dumps(
                {"id": "1", "status_code": found.status, "errors": [{"message": "no"}]}
            ).encode()
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def log_message(self, *_arguments: object) -> None:
            """Print nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield found
    finally:
        end.set()
        server.shutdown()
        server.server_close()


def use_notify(settings: Settings, notify: Notify, monkeypatch: pytest.MonkeyPatch) -> None:
    """Send by this server."""
    for name, value in {
        "email_backend": "notify",
        "email_timeout": 5,
        "notify_url": notify.url,
        "notify_api_key": SecretStr(f"test-{uuid4()}-{uuid4()}"),
        "notify_template_id": "template",
    }.items():
        monkeypatch.setattr(settings, name, value)
