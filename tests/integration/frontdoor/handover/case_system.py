"""A case system that takes requests over HTTP, and fails in the ways that real ones do."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from core import clock
from frontdoor.handover.signing import is_signed

SECRET = "a secret of the case system for tests"
LATE = timedelta(minutes=9)
"""How long after its arrival a late message is worked on."""


@dataclass
class CaseSystem:
    """What the case system has, and how it answers the next messages.

    `behaviours`: one for each message, then "ok". "STATUS CODE": an error, nothing is stored. "after" before
    it: the error comes after the message was stored. "drop": the connection ends; "drop after": the same, after
    storing. "late": the connection ends, and the message is stored 9 minutes later. "page": an HTML page.
    "half": half an answer, after storing. `is_idempotent`: a message id makes one referral.
    """

    is_idempotent: bool = False
    answers_look_ups: bool = True
    behaviours: list[str] = field(default_factory=list)
    headers: dict[str, str] = field(default_factory=dict)
    referrals: list[tuple[str, bytes]] = field(default_factory=list)
    late: list[tuple[datetime, str, bytes]] = field(default_factory=list)
    requests: list[str] = field(default_factory=list)
    unsigned: int = 0
    url: str = ""

    def store(self, message_id: str, body: bytes) -> bool:
        """Store a message, and return True; False for one that is there, where ids count."""
        if self.is_idempotent and self.reference(message_id):
            return False
        self.referrals.append((message_id, body))
        return True

    def reference(self, message_id: str) -> str:
        """Return the reference of the first referral of a message; empty where there is none."""
        numbers = [number for number, (one, _body) in enumerate(self.referrals, 1) if one == message_id]
        return f"CS-{numbers[0]}" if numbers else ""

    def count(self, message_id: str) -> int:
        """Return how many referrals a message has made."""
        return sum(one == message_id for one, _body in self.referrals)

    def work_off(self) -> None:
        """Store the late messages whose time has come."""
        due = [one for one in self.late if one[0] <= clock.now()]
        self.late = [one for one in self.late if one not in due]
        for _at, message_id, body in due:
            self.store(message_id, body)


def outcome(code: str, text: str = "A remark") -> dict[str, Any]:
    """Return an OperationOutcome with one issue."""
    return {
        "resourceType": "OperationOutcome",
        "issue": [{"severity": "error", "code": code, "diagnostics": text}],
    }


@contextmanager
def case_system(**values: Any) -> Iterator[CaseSystem]:
    """Run a case system on a free port of this machine."""
    system = CaseSystem(**values)

    class Handler(_Handler):
        case = system

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    system.url = f"http://127.0.0.1:{server.server_address[1]}/referrals"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    try:
        yield system
    finally:
        server.shutdown()
        server.server_close()


class _Handler(BaseHTTPRequestHandler):
    case: CaseSystem

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"]))
        message_id = self.headers["Idempotency-Key"]
        self._begin("POST", body)
        behaviour = self.case.behaviours.pop(0) if self.case.behaviours else "ok"
        if behaviour == "late":
            self.case.late.append((clock.now() + LATE, message_id, body))
            return
        first = self.case.store(message_id, body) if _stores(behaviour) else True
        self._answer(behaviour, message_id, first)

    def do_GET(self) -> None:
        message_id = self.path.rpartition("/")[2]
        self._begin("GET", message_id.encode())
        if not self.case.answers_look_ups:
            self._send(404, {"no": "such page"})
            return
        reference = self.case.reference(message_id)
        found = {"found": True, "reference": reference} if reference else {"found": False}
        self._send(200 if reference else 404, found)

    def _begin(self, method: str, signed: bytes) -> None:
        self.case.work_off()
        self.case.requests.append(method)
        now = clock.now().timestamp()
        self.case.unsigned += not is_signed((SECRET,), dict(self.headers), signed, now)

    def _answer(self, behaviour: str, message_id: str, first: bool) -> None:
        if behaviour.startswith("drop"):
            return
        if behaviour == "page":
            self._send_text(200, "<html>Please sign in</html>")
        elif behaviour == "half":
            self.send_response(201)
            self.send_header("Content-Length", "500")
            self.end_headers()
            self.wfile.write(b'{"reference": "CS')
        elif behaviour == "ok":
            if first:
                self._send(201, {"reference": self.case.reference(message_id)})
            else:
                self._send(409, outcome("duplicate"))
        else:
            status, code = behaviour.removeprefix("after ").split(" ")
            self._send(int(status), outcome(code))

    def _send(self, status: int, body: dict[str, Any]) -> None:
        self._send_text(status, json.dumps(body))

    def _send_text(self, status: int, text: str) -> None:
        self.send_response(status)
        for name, value in self.case.headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(text.encode())))
        self.end_headers()
        self.wfile.write(text.encode())

    def log_message(self, *_arguments: object) -> None:
        """Say nothing."""


def _stores(behaviour: str) -> bool:
    return behaviour in ("ok", "drop after", "half") or behaviour.startswith("after ")
