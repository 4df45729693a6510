"""Take the pictures of docs/images: `make screenshots`. The demonstration borough is built in a temporary
folder for it.

To add a page, add a line to PICTURES. `--only NAME` takes the pictures of one line; `--to FOLDER` writes
elsewhere.
"""

import argparse
import tempfile
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from flask import Flask
from PIL import Image
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from app import create_app
from core import clock
from core.settings import ROOT, Settings
from scripts.ensure_browser import browser as browser_path
from tests.e2e.assess_steps import hurry_to, send_unseen, unseen

_COLOURS = 128
IMAGES = ROOT / "docs" / "images"
NOW = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
"""The moment that the pictures show, so that opening times are the same in every run."""

SCREENS: dict[str, ViewportSize] = {
    "phone": {"width": 390, "height": 844},
    "desktop": {"width": 1280, "height": 900},
}
FALLING = {
    "who_for": "me",
    "safe_now": "safe",
    "harm": "no",
    "safe_home": "falls",
    "connected": "lonely",
    "independent": "many",
    "caring": "no",
    "offer": "skill",
}
"""Answers of somebody who falls, to the quick check: question id to option id."""


def at(path: str) -> Callable[[Page], None]:
    """Return the way to a page that an address is enough for."""

    def go(page: Page) -> None:
        page.goto(path)

    return go


def result_of(answers: dict[str, str]) -> Callable[[Page], None]:
    """Return the way to the result of the quick check with these answers."""

    def go(page: Page) -> None:
        check = "/check/quick-check"
        send_unseen(page, f"{check}/begin", unseen(page, check))
        hurry_to(page, "quick-check/result", answers)

    return go


def question_after(question: str, answers: dict[str, str]) -> Callable[[Page], None]:
    """Return the way to a question of the quick check with these answers before it."""

    def go(page: Page) -> None:
        check = "/check/quick-check"
        send_unseen(page, f"{check}/begin", unseen(page, check))
        hurry_to(page, f"quick-check/{question}", answers)

    return go


def plan_of(answers: dict[str, str]) -> Callable[[Page], None]:
    """Return the way to the plan that is made from the result of the quick check with these answers."""

    def go(page: Page) -> None:
        result_of(answers)(page)
        page.get_by_role("button", name="Make my plan").click()
        page.wait_for_url("**/my-plan")

    return go


def as_person(name: str, link: str) -> Callable[[Page], None]:
    """Return the way to a page for which somebody of the demonstration signs in, through a link of their bar."""

    def go(page: Page) -> None:
        page.goto("/sign-in")
        page.get_by_role("button", name=name).click()
        if (menu := page.locator(".work-header__menu summary")).is_visible():
            menu.click()
        page.get_by_role("link", name=link).first.click()

    return go


def call_about(need: str, place: str) -> Callable[[Page], None]:
    """Return the way to the call screen of a new call, with what was found for a need near a place."""

    def go(page: Page) -> None:
        as_person("Ewa Malinowska", "Calls")(page)
        page.get_by_role("button", name="Phone call").click()
        page.get_by_label("Town or postcode").fill(place)
        page.get_by_label("What do they need?").fill(need)
        page.locator(".call-result").first.wait_for()

    return go


@dataclass(frozen=True)
class Picture:
    """A page to take: the beginning of its file names, the way to it, and the screens that it is taken on."""

    name: str
    open: Callable[[Page], None]
    screens: tuple[str, ...] = ("phone", "desktop")


PICTURES = (
    Picture("home", at("/")),
    Picture("results", at("/find?q=I+keep+falling&where=S73")),
    Picture(
        "listing",
        at("/service/steady-feet-balance-and-strength-classes?back=q%3DI%2Bkeep%2Bfalling%26where%3DS73"),
    ),
    Picture("question", question_after("independent", FALLING)),
    Picture("result", result_of(FALLING)),
    Picture("plan", plan_of(FALLING)),
    Picture("group", as_person("Maureen Firth", "Ings Lane Luncheon Club")),
    Picture("moderation", as_person("Priya Nair", "Moderation")),
    Picture("call", call_about("befriending", "S73"), ("desktop",)),
    Picture("requests", as_person("Yusuf Rahman", "Requests")),
)


def demonstration(folder: Path) -> Flask:
    """Return the application over a new demonstration borough in `folder`.

    Raises RuntimeError where a command fails.
    """
    app = create_app(Settings(data_dir=folder, cookie_secure=False, log_level="ERROR"))
    for command in (["init"], ["directory", "demo"], ["accounts", "demo"], ["frontdoor", "demo"]):
        result = app.test_cli_runner().invoke(args=command)
        if result.exit_code:
            raise RuntimeError(f"{' '.join(command)}: {result.output}")
    return app


class _Quiet(WSGIRequestHandler):
    """Answers requests without a line for each on standard error."""

    def log_request(self, *_said: object) -> None:
        pass


@contextmanager
def served(app: Flask) -> Iterator[str]:
    """Serve the application on a free port of the loopback interface, and yield its origin."""
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=_Quiet)
    thread = threading.Thread(target=partial(server.serve_forever, 0.1), daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        thread.join()


def take(browser: Browser, origin: str, picture: Picture, folder: Path) -> list[Path]:
    """Take one page on each of its screens; return the files that were written, as name-screen.png."""
    written = []
    for screen in picture.screens:
        context = browser.new_context(
            base_url=origin,
            viewport=SCREENS[screen],
            is_mobile=screen == "phone",
            reduced_motion="reduce",
            locale="en-GB",
            timezone_id="Europe/London",
        )
        page = context.new_page()
        picture.open(page)
        page.wait_for_load_state("networkidle")
        path = folder / f"{picture.name}-{screen}.png"
        page.screenshot(path=path)
        with Image.open(path) as image:
            # Pages have few colours: a palette takes a third of the room.
            image.convert("RGB").quantize(_COLOURS).save(path, optimize=True)
        written.append(path)
        context.close()
    return written


def main(arguments: Sequence[str] | None = None) -> None:
    """Take the pictures, and print the name of each file."""
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("--only", choices=[picture.name for picture in PICTURES], help="take one line alone")
    parser.add_argument("--to", type=Path, default=IMAGES, help="folder to write into")
    chosen = parser.parse_args(arguments)
    clock.set_clock(lambda: NOW)
    with (
        tempfile.TemporaryDirectory() as folder,
        served(demonstration(Path(folder) / "data")) as origin,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=browser_path() or None, args=["--no-sandbox"])
        for picture in PICTURES:
            if chosen.only in (None, picture.name):
                for path in take(browser, origin, picture, chosen.to):
                    print(path.name)
        browser.close()


if __name__ == "__main__":
    main()
