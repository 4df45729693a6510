"""A server in place of GOV.UK Notify, over real HTTP on this machine."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from uuid import NAMESPACE_URL, uuid4, uuid5

import pytest
from pydantic import SecretStr

from core.settings import Settings


@dataclass
class Notify:
    """What the server answers, and the requests it got.

    `status`: 0 for no answer at all. `drops`: it takes a request, and hangs up. `notifications`: what it answers
    about messages, by their references. `asked`: the paths of these questions.
    """

    url: str = ""
    status: int = 201
    drops: bool = False
    requests: list[dict[str, object]] = field(default_factory=list)
    notifications: dict[str, dict[str, object]] = field(default_factory=dict)
    asked: list[str] = field(default_factory=list)

    def says(self, reference: str, status: str, **more: object) -> dict[str, object]:
        """Set what the server answers about the message with this reference, and return it as a receipt."""
        found = self.notifications.setdefault(
            reference, {"id": self.id_of(reference), "reference": reference}
        )
        found |= {"status": status, "to": "07700 900123", **more}
        return found

    def id_of(self, reference: str) -> str:
        """Return the id that the server gives a message with this reference."""
        return str(uuid5(NAMESPACE_URL, reference))


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
            made = found.id_of(str(found.requests[-1].get("reference", "")))
            self._send(found.status, {"id": made, "status_code": found.status, "errors": [{"message": "no"}]})

        def do_GET(self) -> None:
            found.asked.append(self.path)
            path, _mark, query = self.path.partition("?")
            if path == "/v2/notifications":
                reference = parse_qs(query).get("reference", [""])[0]
                listed = [found.notifications[reference]] if reference in found.notifications else []
                self._send(200, {"notifications": listed})
                return
            by_id = {one["id"]: one for one in found.notifications.values()}
            one = by_id.get(path.rpartition("/")[2])
            missing = {
                "status_code": 404,
                "errors": [{"error": "NoResultFound", "message": "No result found"}],
            }
            self._send(200 if one else 404, one or missing)

        def _send(self, status: int, value: object) -> None:
            self.send_response(status)
            body = json.dumps(value).encode()
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
