"""A feed of Open Referral UK 3.0 over real HTTP, which can break each promise of the standard."""

import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

from core.clock import stable_id

JsonObject = dict[str, Any]
_PARTS = ("service_at_locations", "schedules", "phones", "contacts", "cost_options", "attributes")
_PATHS = ("services", "organizations", "taxonomies", "taxonomy_terms", "service_at_locations")


def service(number: int, **more: Any) -> JsonObject:
    """Return a service with parts, the same each time for the same number."""
    service_id = stable_id("test feed", "service", str(number))
    group = stable_id("test feed", "organization", str(number % 5))
    place = stable_id("test feed", "location", str(number))
    return {
        "id": service_id,
        "name": f"Lunch club number{number}",
        "description": f"A warm meal and company every week, number {number}.",
        "status": "active",
        "last_modified": "2026-10-01T10:00:00+00:00",
        "organization": {"id": group, "name": f"Group {number % 5}", "description": "A charity."},
        "phones": [{"id": stable_id(service_id, "phone"), "number": f"01632 96{number % 10000:04d}"}],
        "schedules": [
            {
                "id": stable_id(service_id, "schedule"),
                "freq": "WEEKLY",
                "byday": "TU",
                "opens_at": "10:00",
                "closes_at": "12:00",
            }
        ],
        "service_at_locations": [
            {
                "id": stable_id(service_id, "site"),
                "location": {
                    "id": place,
                    "name": f"Hall {number}",
                    "location_type": "physical",
                    "addresses": [
                        {
                            "id": stable_id(place, "address"),
                            "address_1": f"{number} High Street",
                            "city": "Example",
                            "state_province": "South Yorkshire",
                            "postal_code": "S73 8CV",
                            "country": "GB",
                            "address_type": "physical",
                        }
                    ],
                },
            }
        ],
    } | more


@dataclass
class FakeFeed:
    """What the server has and does. `faults`: codes of `directory.pulling.probe`, and those of an evil day.

    hang: every request takes so many seconds. fails_at_page: that page and later ones answer 500.
    cut: bodies break off. asked: the addresses that were asked for.
    """

    services: list[JsonObject] = field(default_factory=list)
    faults: set[str] = field(default_factory=set)
    hang: float = 0.0
    fails_at_page: int = 0
    cut: bool = False
    raw: bytes | None = None
    version_1: bool = False
    etag: str = ""
    asked: list[str] = field(default_factory=list)
    url: str = ""

    def answer(self, path: str, query: dict[str, str]) -> tuple[int, Any]:
        """Return status and content: JSON, or bytes as they are."""
        name = path.strip("/")
        if self.raw is not None and name == "services":
            return 200, self.raw
        if name == "":
            return (404, {}) if self.version_1 or "root" in self.faults else (200, self._root())
        if name == "profile":
            return (404, {}) if "profile" in self.faults else (200, {"profile": "HSDS-UK-3.0"})
        if name == "openapi.json":
            title = "Human Services" if "openapi" in self.faults else "Open Referral UK Profile"
            return 200, {
                "openapi": "3.1.0",
                "info": {"title": title, "version": "3.0"},
                "paths": {f"/{path}": {} for path in _PATHS},
            }
        if name == "services":
            return self._services(query)
        if name.startswith("services/"):
            found = [one for one in self.services if one["id"] == name.removeprefix("services/")]
            return (200, found[0]) if found else (404, {})
        if name in _PATHS and not ("list" in self.faults and name == "taxonomies"):
            return 200, _envelope([], 1, 50)
        return 404, {}

    def _root(self) -> JsonObject:
        root = {
            "version": "HSDS-UK-3.0",
            "profile": f"{self.url}/profile",
            "openapi_url": f"{self.url}/openapi.json",
            "licence": {"name": "Open Government Licence v3.0"},
        }
        return {key: value for key, value in root.items() if key != "licence" or "licence" not in self.faults}

    def _services(self, query: dict[str, str]) -> tuple[int, Any]:
        rows = self.services
        if "modified_after" in query and "modified_after" not in self.faults:
            rows = [one for one in rows if one.get("last_modified", "")[:10] >= query["modified_after"]]
        if "search" in query and "search" not in self.faults:
            rows = [one for one in rows if query["search"].lower() in json.dumps(one).lower()]
        if query.get("full") != "true" or "full" in self.faults:
            rows = [{name: one[name] for name in one if name not in _PARTS} for one in rows]
        page = int(query.get("page", "1"))
        if self.fails_at_page and page >= self.fails_at_page:
            return 500, {}
        if query.get("format") == "ndjson" and "ndjson" not in self.faults:
            return 200, "".join(json.dumps(one) + "\n" for one in rows).encode()
        return 200, _envelope(rows, page, int(query.get("per_page", "50")), version_1=self.version_1)


def _envelope(rows: list[Any], page: int, per_page: int, *, version_1: bool = False) -> JsonObject:
    pages = max(1, -(-len(rows) // per_page))
    shown = rows[(page - 1) * per_page : page * per_page]
    if version_1:
        return {"totalElements": len(rows), "totalPages": pages, "number": page, "content": shown}
    return {
        "total_items": len(rows),
        "total_pages": pages,
        "page_number": page,
        "size": len(shown),
        "first_page": page == 1,
        "last_page": page == pages,
        "empty": not shown,
        "contents": shown,
    }


@contextmanager
def serving(feed: FakeFeed) -> Iterator[FakeFeed]:
    """Serve a feed at `feed.url` while the block runs."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            parts = urlsplit(self.path)
            feed.asked.append(self.path)
            time.sleep(feed.hang)
            if feed.etag and self.headers.get("If-None-Match") == feed.etag:
                self.send_response(304)
                self.end_headers()
                return
            query = {name: values[0] for name, values in parse_qs(parts.query).items()}
            status, content = feed.answer(parts.path, query)
            body = content if isinstance(content, bytes) else json.dumps(content).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(body)))
            if feed.etag and parts.path == "/services":
                self.send_header("ETag", feed.etag)
            self.end_headers()
            self.wfile.write(body[: len(body) // 2] if feed.cut else body)

        def log_message(self, *_arguments: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    feed.url = f"http://127.0.0.1:{server.server_port}"
    threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
    try:
        yield feed
    finally:
        server.shutdown()
        server.server_close()
