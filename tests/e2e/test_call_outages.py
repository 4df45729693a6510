"""A call that goes on while its web worker is killed, and while a supervisor gives it to somebody else.

The site runs in gunicorn with two workers, as in production.
"""

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask
from playwright.sync_api import Browser, Page, expect

from accounts.roles import Role
from tests.accounts import add_person, session_cookie
from tests.e2e.call_steps import call_began, take_call, written
from tests.e2e.conftest import START_SECONDS, Arrive, Site, Visitor, arrivals, served

pytestmark = pytest.mark.slow

SECONDS = 2
"""What was typed longer ago than this is stored, whatever happens to a worker."""


@pytest.fixture(scope="module")
def two_workers(demo_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    data_dir = tmp_path_factory.mktemp("outages") / "data"
    shutil.copytree(demo_folder, data_dir)
    with served(data_dir, workers=2) as site:
        yield site


@pytest.fixture
def arrive(two_workers: Site, browser: Browser) -> Iterator[Arrive]:
    """As everywhere, on the site with two workers."""
    with arrivals(two_workers, browser) as new:
        yield new


def workers_of(site: Site) -> list[int]:
    """Return the ids of the processes that gunicorn has started."""
    listed = subprocess.run(["ps", "-o", "pid=", "--ppid", str(site.server)], capture_output=True, text=True)
    return [int(one) for one in listed.stdout.split()]


def type_on(page: Page, box: str, seconds: float) -> list[tuple[float, str]]:
    """Type in a box for some seconds; return when it held which text, the oldest first."""
    page.locator(box).press("Control+End")
    held: list[tuple[float, str]] = []
    began = time.monotonic()
    while time.monotonic() - began < seconds:
        page.keyboard.type(f"{len(held)},", delay=40)
        text = page.locator(box).input_value()
        held.append((time.monotonic(), text))
    return held


def old_enough(held: list[tuple[float, str]], now: float) -> str:
    """Return the newest text that was typed more than SECONDS before `now`."""
    return [text for moment, text in held if moment < now - SECONDS][-1]


@pytest.mark.parametrize(("box", "killed"), [("said", 1)], ids=["one worker"])
def test_a_killed_worker_loses_nothing_typed_two_seconds_ago(arrive: Arrive, box: str, killed: int) -> None:
    visitor = arrive(desktop=True)
    page = take_call(visitor)
    assert not written(visitor).get(box)
    held = type_on(page, f"#{box}", 6)
    victims = workers_of(visitor.site)[:killed]
    assert len(victims) == killed
    now = time.monotonic()
    for worker in victims:
        os.kill(worker, signal.SIGKILL)
    # Nothing is awaited: this is what the next worker would find if the handler's computer had died as well.
    stored = written(visitor).get(box, "")
    assert stored.startswith(old_enough(held, now))
    # The handler goes on; the page sends what could not be stored, and says so.
    typed = type_on(page, f"#{box}", 3)[-1][1]
    # Where both were killed, a new one has to start first.
    expect(page.locator("[data-shown]")).to_have_text("Saved", timeout=START_SECONDS * 1000)
    page.reload()
    expect(page.locator(f"#{box}")).to_have_value(typed)
    assert written(visitor)[box] == typed
    # Broken connections are what this test is about.
    visitor.complaints.clear()


def signed_in(arrive: Arrive, name: str, role: Role) -> Visitor:
    """Return somebody new with this name, who is signed in."""
    visitor = arrive(desktop=True)

    def cookie(app: Flask) -> tuple[str, str]:
        address = f"{name.lower().replace(' ', '.')}@example.org"
        return session_cookie(app, add_person(app, address, role, name=name))

    key, value = visitor.site.within(cookie)
    visitor.context.add_cookies([{"name": key, "value": value, "url": visitor.site.origin}])
    return visitor


def test_who_gets_a_contact_reads_all_that_the_first_handler_types(arrive: Arrive) -> None:
    """Also what was typed after the contact was given away, and while the first handler was signed out."""
    first = signed_in(arrive, "Ann Ives", Role.CALL_HANDLER)
    second = signed_in(arrive, "Ben Oddy", Role.CALL_HANDLER)
    supervisor = signed_in(arrive, "Sue Tarn", Role.SUPERVISOR)
    page = first.go("/calls")
    page.get_by_role("button", name="Phone call").click()
    call_began(page)
    page.locator("#said").press_sequentially("She fell")
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    address = page.url.removeprefix(first.site.origin)
    _gives(supervisor.go(address), "Ben Oddy")
    page.locator("#said").press_sequentially(" on the stairs")
    # Said for some seconds above whatever the handler looks at, and from then on below the heading.
    notice = "Ben Oddy has this contact now. What you write is still kept."
    expect(page.locator("[data-status]")).to_have_text(notice)
    expect(page.locator("[data-call-handler]")).to_have_text(notice)
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    theirs = second.go(address)
    expect(theirs.locator("#said")).to_have_value("She fell on the stairs")
    account = [one for one in first.context.cookies() if "account" in str(one["name"])]
    first.context.clear_cookies(name=str(account[0]["name"]))
    page.locator("#said").press_sequentially(", twice")
    expect(page.locator("[data-shown]")).to_contain_text("you are signed out")
    expect(page.locator("#said")).to_have_value("She fell on the stairs, twice")
    first.context.add_cookies(account)  # type: ignore[arg-type]
    expect(page.locator("[data-shown]")).to_have_text("Saved")
    theirs.reload()
    expect(theirs.locator("#said")).to_have_value("She fell on the stairs, twice")
    first.complaints.clear()


def _gives(page: Page, name: str) -> None:
    page.locator(".call__give summary").first.click()
    page.get_by_label("Who takes it?").select_option(label=name)
    page.get_by_role("button", name="Give it").click()
    expect(page.get_by_role("status").first).to_be_visible()
