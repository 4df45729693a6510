"""A browser on the running site: one server and one browser for each worker, one visitor for each test.

Every visitor is checked at the end: no request went to another host, and the console has no errors.
"""

import itertools
import os
import shutil
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeVar
from urllib.parse import urlsplit
from zlib import crc32

import pytest
from click.testing import Result
from flask import Flask
from playwright.sync_api import (
    Browser,
    BrowserContext,
    ConsoleMessage,
    Page,
    Playwright,
    Request,
    ViewportSize,
    expect,
    sync_playwright,
)
from playwright.sync_api import (
    Error as PlaywrightError,
)

from accounts.organizations import matching_organizations
from accounts.roles import Role
from scripts.ensure_browser import browser as whole_chromium
from scripts.ensure_browser import headless_shell
from tests.accounts import account_with_roles, session_cookie
from tests.conftest import NOW, make_app, make_settings
from tests.e2e.server import ELSEWHERE

T = TypeVar("T")
ROOT = Path(__file__).resolve().parents[2]
HERE = Path(__file__).resolve().parent
PHONE: ViewportSize = {"width": 390, "height": 844}
DESKTOP: ViewportSize = {"width": 1280, "height": 900}
SCREENS = {True: "desktop", False: "phone"}.__getitem__
"""Names the screens of a test with the parameter `desktop`."""
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
    # No request leaves the machine. Routing requests through the driver would do the same, but would turn the
    # browser's cache off.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
)
PHONES = {"phone", "watched_phone"}
"""The fixtures that run a test once with JavaScript and once without."""
START_SECONDS = 180
PATIENCE_MS = 30_000
"""Milliseconds until a step fails. Long, because a machine that runs all tests at once can be slow."""

expect.set_options(timeout=PATIENCE_MS)


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark the tests that drive a real browser, and those of a phone that `make test` leaves out."""
    for item in items:
        if HERE not in item.path.parents:
            continue
        item.add_marker(pytest.mark.e2e)
        if isinstance(item, pytest.Function) and hasattr(item, "callspec"):
            for fixture in PHONES & item.callspec.params.keys():
                if item.callspec.params[fixture] is not quick_with_script(item.originalname):
                    item.add_marker(pytest.mark.slow)


def quick_with_script(test: str) -> bool:
    """Return whether `make test` runs this test of a phone with JavaScript; if not, it runs it without.

    A hash of the name spreads the tests evenly. `make test-slow` runs the other half.
    """
    return crc32(test.encode()) % 2 == 0


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Add what the visitor saw to the report of a failed test, so that the report alone explains the
    failure."""
    report = yield
    if report.failed and report.when == "call" and isinstance(item, pytest.Function):
        for visitor in item.funcargs.values():
            if isinstance(visitor, Visitor):
                report.sections.append(("What the visitor saw", visitor.sight()))
    return report


@dataclass
class Site:
    """A running server: its address, its data folder, and the id of its main process.

    Its log lies beside the data folder.
    """

    origin: str
    data_dir: Path
    server: int

    @property
    def elsewhere(self) -> str:
        """The address to which "Exit this page" leads."""
        return _elsewhere(self.origin)

    def run(self, *command: str) -> str:
        """Run a command of the site in this process, and return what it prints. Fails where the command
        does.

        It runs in a thread of its own, because Playwright has an event loop in this one, and the end of an
        application context wants to begin one.
        """
        with ThreadPoolExecutor(1) as thread:
            result = thread.submit(self._invoke, command).result()
        assert result.exit_code == 0, f"{result.output}\n{result.exception!r}"
        return result.stdout

    def _invoke(self, command: Sequence[str]) -> Result:
        return self._application.test_cli_runner().invoke(args=list(command))

    def session_of_everything(self) -> tuple[str, str, str]:
        """Begin a session of somebody with every role, who owns a group; return name and value of its cookie, and
        the id of the group."""
        return self.within(_session_of_everything)

    def within(self, work: Callable[[Flask], T]) -> T:
        """Call a function with an application that has the data of the site, in a thread of its own (see
        run).
        """
        with ThreadPoolExecutor(1) as thread:
            return thread.submit(work, self._application).result()

    @cached_property
    def _application(self) -> Flask:
        return make_app(make_settings(self.data_dir))


def _session_of_everything(app: Flask) -> tuple[str, str, str]:
    with app.app_context():
        group = matching_organizations("Ings Lane Luncheon Club")[0].id
    person = account_with_roles(app, "everything@example.org", *Role, organization_id=group)
    return (*session_cookie(app, person), group)


def _elsewhere(origin: str) -> str:
    return f"http://localhost:{urlsplit(origin).port}{ELSEWHERE}"


def _environment(data_dir: Path) -> dict[str, str]:
    own = {
        "SIGNPOST_DATA_DIR": str(data_dir),
        "SIGNPOST_COOKIE_SECURE": "false",
        "SIGNPOST_LOG_LEVEL": "WARNING",
    }
    # On a busy machine a page must not lose its optional parts, nor a search its turn.
    own |= {"SIGNPOST_PROXY_HOPS": "1", "SIGNPOST_STORE_WAIT_SECONDS": "30"}
    return {**os.environ, **own, "E2E_NOW": NOW.isoformat(), "PYTHONPATH": str(ROOT)}


@pytest.fixture(scope="session")
def site(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """Serve the demonstration borough on a free port."""
    data_dir = tmp_path_factory.mktemp("e2e") / "data"
    shutil.copytree(demo_folder, data_dir)
    with served(data_dir) as site:
        yield site


@contextmanager
def served(data_dir: Path, *, workers: int = 1) -> Iterator[Site]:
    """Serve the site in a data folder on a free port.

    The socket is opened here, so that no other process can take the port before the server does.
    """
    with (
        socket.create_server(("127.0.0.1", 0), backlog=64) as socket_,
        (data_dir.parent / "server.log").open("w") as log,
    ):
        command = [sys.executable, "-m", "gunicorn", "--bind", f"fd://{socket_.fileno()}"]
        command += ["--workers", str(workers), "--threads", "4", "--no-control-socket"]
        command += ["--log-level", "warning", "tests.e2e.server:create()"]
        origin = f"http://127.0.0.1:{socket_.getsockname()[1]}"
        environment = {**_environment(data_dir), "SIGNPOST_EXIT_URL": _elsewhere(origin)}
        environment["SIGNPOST_BASE_URL"] = origin
        process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=environment,
            pass_fds=[socket_.fileno()],
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            # The socket accepts the request at once; the answer comes when the application is up. The first
            # search reads the thesaurus and the index, so that no test has to wait for that.
            for path in ("/health/ready", "/find?q=falls"):
                with urllib.request.urlopen(origin + path, timeout=START_SECONDS) as answer:
                    assert answer.status == 200
            yield Site(origin, data_dir, process.pid)
        finally:
            process.terminate()
            process.wait(timeout=START_SECONDS)


@pytest.fixture(scope="session")
def playwright() -> Iterator[Playwright]:
    with sync_playwright() as started:
        yield started


@pytest.fixture(scope="session")
def browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the headless shell of Chromium, which has no back-forward cache: the driver can lose a page that
    the cache holds."""
    with _launched(playwright, headless_shell()) as started:
        yield started


@pytest.fixture(scope="session")
def remembering_browser(playwright: Playwright) -> Iterator[Browser]:
    """Start the whole Chromium with its back-forward cache, as people have it, for tests of the Back
    button."""
    with _launched(
        playwright, whole_chromium(), ignore_default_args=["--disable-back-forward-cache"]
    ) as started:
        yield started


@contextmanager
def _launched(playwright: Playwright, path: str, **options: Any) -> Iterator[Browser]:
    assert path, "there is no Chromium: run scripts/ensure_browser.py"
    started = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS), **options)
    yield started
    started.close()


@dataclass
class Visitor:
    """A person with a browser context of their own.

    `strays` are requests to other hosts, `complaints` the errors of the console.
    """

    site: Site
    context: BrowserContext
    page: Page
    javascript: bool
    strays: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def go(self, path: str) -> Page:
        """Open a page of the site."""
        self.page.goto(self.site.origin + path)
        return self.page

    @property
    def path(self) -> str:
        """The path and query of the page that is open."""
        parts = urlsplit(self.page.url)
        return parts.path + (f"?{parts.query}" if parts.query else "")

    def begin_anew(self) -> None:
        """Become somebody else in the same window: without cookies, storage, and findings, at another address."""
        # What a page keeps when it is left is kept before the storage is emptied.
        self.page.goto(f"{self.site.origin}/robots.txt")
        self.page.evaluate("localStorage.clear(); sessionStorage.clear()")
        self.context.clear_cookies()
        self.context.set_extra_http_headers(_address_of_its_own())
        self.page.set_viewport_size(DESKTOP)
        self.strays.clear()
        self.complaints.clear()

    def allowed(self, url: str, navigation: bool) -> bool:
        """Whether a request may be sent: to the site, or to the address of "Exit this page" as a page."""
        return url.startswith(f"{self.site.origin}/") or (url == self.site.elsewhere and navigation)

    def note(self, request: Request) -> None:
        """Note a request to another host, redirects included.

        The browser cannot resolve such hosts (see ARGUMENTS).
        """
        if not self.allowed(request.url, request.is_navigation_request()):
            self.strays.append(request.url)

    def sight(self) -> str:
        """Return the page in words: address, title, the text of its body, and the last lines of the
        server's log."""
        try:
            text = f"{self.page.url}\n{self.page.title()}\n{self.page.locator('body').inner_text(timeout=2_000)[:2_000]}"
        except PlaywrightError as error:
            text = f"{self.page.url}\n(the page does not answer: {error.message})"
        log = (self.site.data_dir.parent / "server.log").read_text()
        return f"{text}\n--- server ---\n{log[-2_000:]}"

    def hear(self, message: ConsoleMessage) -> None:
        """Note errors and warnings of the console.

        Left out are the status 4xx or 5xx of the page itself, which its test checks, and /favicon.ico, which
        browsers ask for.
        """
        address = str(message.location.get("url"))
        known = (
            address in (self.page.url, self.page.main_frame.url) or urlsplit(address).path == "/favicon.ico"
        )
        if message.type in ("error", "warning") and not (
            known and message.text.startswith("Failed to load resource")
        ):
            self.complaints.append(f"{message.type}: {message.text} ({address})")


Arrive = Callable[..., Visitor]
_numbers = itertools.count(1)


def _address_of_its_own() -> dict[str, str]:
    """Return a header with an IP address of its own for each visitor, because rate limits count by address.

    198.18.0.0/15 is reserved for tests (RFC 2544).
    """
    number = next(_numbers)
    return {"X-Forwarded-For": f"198.18.{number // 256}.{number % 256}"}


@contextmanager
def arrivals(site: Site, browser: Browser) -> Iterator[Arrive]:
    """Yield a function that makes visitors; at the end close their contexts and fail on strays and
    complaints."""
    visitors: list[Visitor] = []

    def new(*, javascript: bool = True, desktop: bool = False, **options: Any) -> Visitor:
        screen: dict[str, Any] = (
            {"viewport": DESKTOP} if desktop else {"viewport": PHONE, "has_touch": True, "is_mobile": True}
        )
        always = {
            "base_url": site.origin,
            "reduced_motion": "reduce",
            "locale": "en-GB",
            "timezone_id": "Europe/London",
            "extra_http_headers": _address_of_its_own(),
        }
        chosen = {**always, **screen, **options}
        context = browser.new_context(java_script_enabled=javascript, service_workers="block", **chosen)
        context.set_default_timeout(PATIENCE_MS)
        visitor = Visitor(site, context, context.new_page(), javascript)
        context.on("request", visitor.note)
        visitor.page.on("console", visitor.hear)
        visitor.page.on("pageerror", lambda error: visitor.complaints.append(f"exception: {error}"))
        visitors.append(visitor)
        return visitor

    try:
        yield new
    finally:
        for visitor in visitors:
            visitor.context.close()
    _went_well(visitors)


def _went_well(visitors: Sequence[Visitor]) -> None:
    """Fail on requests to other hosts, and on errors of the console."""
    assert [stray for visitor in visitors for stray in visitor.strays] == [], "requests left the site"
    assert [line for visitor in visitors for line in visitor.complaints] == [], "the browser complained"


@pytest.fixture
def arrive(site: Site, browser: Browser) -> Iterator[Arrive]:
    """Return the function that makes visitors.

    `arrive()` has a phone; `arrive(desktop=True)`, `arrive(javascript=False)`, and any option of a browser
    context.
    """
    with arrivals(site, browser) as new:
        yield new


@pytest.fixture(scope="session")
def kept_visitor(site: Site, browser: Browser) -> Iterator[Visitor]:
    with arrivals(site, browser) as new:
        yield new(desktop=True)


@pytest.fixture
def newcomer(kept_visitor: Visitor) -> Iterator[Visitor]:
    """Return a visitor with a desktop, in a window that other tests have used and left without a trace.

    A new window takes longer than a page: a process begins, and reads styles and scripts. Tests that install
    a clock or open more pages use `arrive`, because these stay with the window.
    """
    kept_visitor.begin_anew()
    yield kept_visitor
    _went_well([kept_visitor])


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def phone(request: pytest.FixtureRequest, arrive: Arrive) -> Visitor:
    """Return a visitor with a phone, once with JavaScript and once without."""
    return arrive(javascript=request.param)


@pytest.fixture
def arrive_remembering(site: Site, remembering_browser: Browser) -> Iterator[Arrive]:
    """As `arrive`, in the browser with the back-forward cache."""
    with arrivals(site, remembering_browser) as new:
        yield new


@pytest.fixture(params=[True, False], ids=["script", "plain"])
def watched_phone(request: pytest.FixtureRequest, arrive_remembering: Arrive) -> Visitor:
    """Return a visitor whose phone others look at, once with JavaScript and once without.

    The browser has its back-forward cache.
    """
    return arrive_remembering(javascript=request.param)
