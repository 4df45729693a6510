"""Fetching an address: retries for busy servers, and limits of time and size."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from directory.importing import http
from directory.importing.http import NotFetchedError, get
from directory.source_files import unpacking
from tests.examples import sampled
from tests.hanging_names import hanging_names

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
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
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


def test_a_small_answer_that_unpacks_to_much_is_refused(
    serve: Serve, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(http, "BIGGEST_PAGE", 1_000_000)
    body = gzip.compress(b"[" + b" " * 2_000_000 + b"]")
    with pytest.raises(NotFetchedError, match="unpacks to more than"):
        get(serve(200, body=body, headers={"Content-Encoding": "gzip"}))


def test_a_file_that_unpacks_to_many_times_its_size_is_refused() -> None:
    packed = gzip.compress(b"0" * 40_000_000)
    with pytest.raises(unpacking.SourceError, match="200 times its size"):
        unpacking.gunzip(packed)


@pytest.mark.parametrize(
    "place",
    [
        "http://127.0.0.1:9/",
        "https://127.0.0.1:9/",
        "https://[::1]/",
        "https://10.0.0.1/",
        "https://169.254.169.254/latest/meta-data",
        "https://localhost/",
        "https://[::ffff:127.0.0.1]/",
        "ftp://feed.example.org/",
        "file:///etc/passwd",
    ],
)
def test_redirects_lead_to_public_https_addresses_only(serve: Serve, place: str) -> None:
    with pytest.raises(NotFetchedError, match=r"only https addresses are followed|not a public address"):
        get(serve(302, headers={"Location": place}))


@pytest.mark.parametrize(
    "beginning",
    sampled([b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n", b"HTTP/1.1 200 OK\r\nX-Slow: "], 2),
)
def test_a_body_that_never_ends_is_given_up(monkeypatch: pytest.MonkeyPatch, beginning: bytes) -> None:
    """One byte at a time is within each read's time limit, and not within the limit for the page."""
    monkeypatch.setattr(http, "TOTAL_SECONDS", 1)
    monkeypatch.setattr(http, "ATTEMPTS", 1)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with socket.create_server(("127.0.0.1", 0)) as server:
        threading.Thread(target=_dribble, args=(server, beginning), daemon=True).start()
        with pytest.raises(NotFetchedError, match="took too long"):
            get(f"http://127.0.0.1:{server.getsockname()[1]}/")


def _dribble(server: socket.socket, beginning: bytes) -> None:
    connection, _address = server.accept()
    with connection, suppress(OSError):
        connection.sendall(beginning)
        for _number in range(100):
            connection.sendall(b" ")
            time.sleep(0.05)


@pytest.mark.parametrize("proxy", ["", "http://127.0.0.1:9"])
def test_a_name_that_is_never_resolved_is_given_up(monkeypatch: pytest.MonkeyPatch, proxy: str) -> None:
    monkeypatch.setattr(http, "TIMEOUT_SECONDS", 0.1)
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("http_proxy", proxy)
    monkeypatch.delenv("no_proxy", raising=False)
    with hanging_names(), pytest.raises(NotFetchedError, match=r"http://feed\.example/ did not answer"):
        get("http://feed.example/")


def test_no_password_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http, "BACKOFF_SECONDS", 0)
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    with pytest.raises(NotFetchedError) as refused:
        get("http://user:hidden-word@127.0.0.1:9/services?key=hidden-key")
    assert "hidden" not in str(refused.value)


def test_a_password_is_sent_to_the_server_that_asks(serve: Serve) -> None:
    address = serve(200).replace("http://", "http://user:word@")
    assert get(address) == b"[]"
