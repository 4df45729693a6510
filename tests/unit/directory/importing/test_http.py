"""Fetching an address: retries for busy servers, and limits of time and size."""

import gzip
import threading
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from directory.importing import http
from directory.importing.http import NotFetchedError, get

Serve = Callable[..., str]


@pytest.fixture
def serve(monkeypatch: pytest.MonkeyPatch) -> Iterator[Serve]:
    """`serve(503, 200)` starts a server that answers with these codes in turn, and returns its address."""
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    servers: list[ThreadingHTTPServer] = []

    def start(*codes: int, body: bytes = b"[]", headers: dict[str, str] | None = None) -> str:
        waiting = list(codes)

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                self.send_response(waiting.pop(0))
                for name, value in (headers or {}).items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(body)))
                self.end_headers()
                self.wfile.write(body)

            def log_message(self, *_arguments: object) -> None:
                """Say nothing."""

        server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        servers.append(server)
        return f"http://127.0.0.1:{server.server_port}/services"

    yield start
    for server in servers:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("codes", [(200,), (503, 200), (429, 500, 200)])
def test_a_server_that_is_too_busy_is_asked_again(serve: Serve, codes: tuple[int, ...]) -> None:
    assert get(serve(*codes)) == b"[]"


@pytest.mark.parametrize(("codes", "code"), [((404, 200), 404), ((503, 503, 502), 502)])
def test_other_failures_are_told_with_their_code(serve: Serve, codes: tuple[int, ...], code: int) -> None:
    with pytest.raises(NotFetchedError, match=f"answered with code {code}"):
        get(serve(*codes))


def test_an_answer_may_be_compressed(serve: Serve) -> None:
    url = serve(200, body=gzip.compress(b'{"a": 1}'), headers={"Content-Encoding": "gzip"})
    assert get(url) == b'{"a": 1}'


def test_an_answer_that_is_too_large_is_refused(serve: Serve, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BIGGEST_PAGE", 10)
    with pytest.raises(NotFetchedError, match="larger than"):
        get(serve(200, body=b"x" * 11))


def test_an_address_without_a_server_is_reported(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(NotFetchedError, match="did not answer"):
        get("http://127.0.0.1:9/")


@pytest.mark.parametrize("url", ["file:///etc/hostname", "ftp://feed.example.org/", "feed.example.org"])
def test_only_web_addresses_are_read(url: str) -> None:
    with pytest.raises(NotFetchedError, match="http"):
        get(url)
