"""Checks of every HTML page that a test fetches.

Each check returns the faults of a page, in words; an empty list: none.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from hashlib import sha256
from urllib.parse import unquote, urlsplit
from xml.etree.ElementTree import Element

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from core.csrf import cookie_name
from information.after_exit import COOKIE as EXIT_COOKIE
from tests.html_tree import parse_html
from tests.known_routes import decides, matches_no_route

FIELDS = {"input", "select", "textarea"}
UNLABELLED = {"hidden", "submit", "button", "image", "reset"}
POINTERS = (
    "aria-labelledby",
    "aria-describedby",
    "aria-controls",
    "aria-owns",
    "aria-activedescendant",
    "aria-errormessage",
)


@dataclass(frozen=True)
class Parsed:
    """One page: its source, its tree, what the parser complained of, the application and the page's own
    path."""

    source: str
    tree: Element
    errors: list[str]
    app: Flask
    path: str

    def all(self, *names: str) -> Iterator[Element]:
        return (element for element in self.tree.iter() if element.tag in names)

    @property
    def ids(self) -> list[str]:
        return [
            element.attrib["id"]
            for element in self.tree.iter()
            if isinstance(element.tag, str) and "id" in element.attrib
        ]


def words(element: Element) -> str:
    """Return the text of an element as one line."""
    return " ".join("".join(element.itertext()).split())


def parse(source: str, app: Flask, path: str = "/") -> Parsed:
    """Parse a page as a browser does, and keep the parse errors."""
    tree, errors = parse_html(source)
    return Parsed(source, tree, errors, app, path)


def valid_html(page: Parsed) -> list[str]:
    return page.errors


def one_heading_that_begins_the_title(page: Parsed) -> list[str]:
    headings = [words(element) for element in page.all("h1")]
    titles = [words(element) for element in page.all("title")][:1]
    if len(headings) != 1:
        return [f"there are {len(headings)} h1 headings; a page has one"]
    # A form that was sent back says so first, as GOV.UK's error summary asks for.
    if not titles or not titles[0].removeprefix("Error: ").startswith(headings[0]):
        return [f"the title {titles} does not begin with the h1 '{headings[0]}'"]
    return []


def unique_ids(page: Parsed) -> list[str]:
    return [f"the id '{name}' is used {n} times" for name, n in Counter(page.ids).items() if n > 1]


def pointers_lead_somewhere(page: Parsed) -> list[str]:
    known, lost = set(page.ids), []
    for element in page.tree.iter():
        if isinstance(element.tag, str):
            named = [(name, value) for name in POINTERS for value in element.attrib.get(name, "").split()]
            named += (
                [("for", element.attrib["for"])] if element.tag == "label" and "for" in element.attrib else []
            )
            lost += [
                f"{element.tag} {name} names '{value}', which is not there"
                for name, value in named
                if value not in known
            ]
    return lost


def _labels(page: Parsed) -> set[str]:
    return {element.attrib.get("for", "") for element in page.all("label") if words(element)}


def labelled_fields(page: Parsed) -> list[str]:
    labels = _labels(page)
    wrapped = {
        id(field)
        for label in page.all("label")
        if words(label)
        for field in label.iter()
        if field.tag in FIELDS
    }
    bare = []
    for field in page.all(*FIELDS):
        named = (
            field.attrib.get("id") in labels
            or field.attrib.get("aria-label")
            or field.attrib.get("aria-labelledby")
        )
        if field.attrib.get("type") not in UNLABELLED and not named and id(field) not in wrapped:
            bare.append(f"the {field.tag} '{field.attrib.get('name', '')}' has no label")
    return bare


def nothing_inline(page: Parsed) -> list[str]:
    found = []
    for element in page.tree.iter():
        if not isinstance(element.tag, str):
            continue
        if (
            element.tag == "script"
            and "src" not in element.attrib
            and element.attrib.get("type") != "application/ld+json"
        ):
            found.append("there is an inline script")
        if element.tag == "style" or "style" in element.attrib:
            found.append(f"there is inline style ({element.tag})")
        found += [f"{element.tag} has {name}" for name in element.attrib if name.startswith("on")]
        if element.attrib.get("href", "").lower().startswith("javascript:"):
            found.append("a link runs a script")
    return found


def language_is_said(page: Parsed) -> list[str]:
    return [] if page.tree.attrib.get("lang") else ["html has no lang"]


def telephone_is_there(page: Parsed) -> list[str]:
    phone = page.app.extensions["settings"].council_phone
    visible = words(next(page.all("body")))
    return [] if phone in visible else [f"the council's number {phone} is not on the page"]


def _leads_nowhere(page: Parsed, address: str, method: str) -> bool:
    parts = urlsplit(address)
    if parts.scheme or parts.netloc or not parts.path:
        return False
    if not parts.path.startswith("/"):
        return True
    return matches_no_route(page.app, unquote(parts.path), method)


def _addresses(page: Parsed) -> Iterator[tuple[str, str]]:
    for element in page.tree.iter():
        if element.tag in ("a", "link", "area"):
            yield element.attrib.get("href", ""), "GET"
        elif element.tag in ("img", "script", "iframe", "source"):
            yield element.attrib.get("src", ""), "GET"
        elif element.tag == "form":
            yield element.attrib.get("action", ""), element.attrib.get("method", "get").upper()


def links_lead_somewhere(page: Parsed) -> list[str]:
    lost = sorted({address for address, method in _addresses(page) if _leads_nowhere(page, address, method)})
    known = set(page.ids)
    fragments = {address for address, _ in _addresses(page) if address.startswith("#") and len(address) > 1}
    return [f"'{address}' leads to no route" for address in lost] + [
        f"'{fragment}' is not on the page" for fragment in sorted(fragments) if fragment[1:] not in known
    ]


def everything_has_a_name(page: Parsed) -> list[str]:
    nameless = []
    for element in page.all("a", "button", "summary"):
        pictures = [picture.attrib.get("alt", "") for picture in element.iter("img")]
        if not (
            words(element)
            or element.attrib.get("aria-label")
            or element.attrib.get("aria-labelledby")
            or any(pictures)
        ):
            nameless.append(f"a {element.tag} has no words ({element.attrib.get('href', '')})")
    return nameless + [
        f"img {element.attrib.get('src')} has no alt"
        for element in page.all("img")
        if "alt" not in element.attrib
    ]


def forms_are_protected(page: Parsed) -> list[str]:
    """A search changes nothing, and needs no token."""
    bare = []
    for form in page.all("form"):
        if form.attrib.get("method", "get").lower() == "post" and form.attrib.get("role") != "search":
            names = {field.attrib.get("name") for field in form.iter("input")}
            bare += (
                []
                if "csrf_token" in names
                else [f"the form to '{form.attrib.get('action', '')}' has no csrf_token"]
            )
    return bare


def one_main(page: Parsed) -> list[str]:
    number = len(list(page.all("main")))
    return [] if number == 1 else [f"there are {number} main elements; a page has one"]


_MONEY_OR_ELIGIBILITY = re.compile(
    r"\b(may be able to get|what (help )?you (can|may) get|who can get help|savings|whatever (your )?money"
    r"|how much money|care may cost|paying for care|pay for (all|part) of|benefits? worth|council tax)\b",
    re.IGNORECASE,
)
_INDEPENDENT = ("/advice/independent-money-advice", "/advice/advocacy")
_OTHER_PEOPLES_WORDS = (
    "/group/",
    "/moderation/",
    "/content",
    "/service/",
    "/find",
    "/whats-on",
    "/my-list",
    "/list/",
    "/organisation",
    "/calls",
    "/people",
)
"""The beginnings of paths where groups describe themselves, editors write, or staff note what somebody else said: one
that names benefits is no page of ours about them.
"""


def money_has_independent_advice(page: Parsed) -> list[str]:
    """Return a fault for a page about money or eligibility with no link to advice from outside the council."""
    if page.path.startswith(_OTHER_PEOPLES_WORDS):
        return []
    named = [found for main in page.all("main") if (found := _MONEY_OR_ELIGIBILITY.search(words(main)))]
    links = [link.attrib.get("href", "") for main in page.all("main") for link in main.iter("a")]
    if not named or any(link.startswith(_INDEPENDENT) for link in links):
        return []
    return [f"'{named[0][0]}' is on the page, and no link to independent advice or advocacy"]


CHECKS: tuple[Callable[[Parsed], list[str]], ...] = (
    valid_html,
    one_heading_that_begins_the_title,
    unique_ids,
    pointers_lead_somewhere,
    labelled_fields,
    nothing_inline,
    language_is_said,
    telephone_is_there,
    links_lead_somewhere,
    everything_has_a_name,
    forms_are_protected,
    one_main,
    money_has_independent_advice,
)


def faults(source: str, app: Flask, path: str = "/") -> list[str]:
    """Return all faults of a page, each after the name of its check."""
    page = parse(source, app, path)
    return [f"{check.__name__}: {fault}" for check in CHECKS for fault in check(page)]


_TOKENS = re.compile(r'(name="csrf_token" value=")[^"]*')
_CLEAN: set[tuple[str, str, str]] = set()
"""The pages without faults, by what their application decides, path and digest: a second check of the same
page is saved.
"""


def new_faults(source: str, app: Flask, path: str = "/") -> list[str]:
    """Return the faults as `faults` does; a page that had none before is not parsed again, CSRF tokens
    aside."""
    page = decides(app), path, sha256(_TOKENS.sub(r"\1", source).encode()).hexdigest()
    found = [] if page in _CLEAN else faults(source, app, path)
    if not found:
        _CLEAN.add(page)
    return found


class PageCheckingClient(FlaskClient):
    """A test client that runs the page checks on every HTML page it fetches."""

    def open(self, *args: object, **kwargs: object) -> TestResponse:
        response = super().open(*args, **kwargs)
        if response.mimetype == "text/html" and not 300 <= response.status_code < 400:
            found = new_faults(response.get_data(as_text=True), self.application, response.request.path)
            assert not found, f"{response.request.path} has faults:\n  " + "\n  ".join(found)
        return response

    _token = ""
    _secret = ""
    """The CSRF token that was read last, and the cookie that it belongs to."""

    def token(self) -> str:
        """Return a CSRF token of this client, read from /clear without running the page checks.

        It is read once for each value of the cookie that it has to fit.
        """
        if not self._token or self._form_cookie() != self._secret:
            # After "Exit this page" every page leads away for a while.
            self.delete_cookie(EXIT_COOKIE)
            page = super().open("/clear").get_data(as_text=True)
            match = re.search(r'name="csrf_token" value="([^"]+)"', page)
            assert match, "the page /clear has no form"
            self._token, self._secret = match[1], self._form_cookie()
        return self._token

    def _form_cookie(self) -> str:
        cookie = self.get_cookie(cookie_name(self.application.extensions["settings"]))
        return cookie.value if cookie else ""

    def post_form(self, path: str, data: dict[str, object] | None = None, **kwargs: object) -> TestResponse:
        """Send a form as a browser does, with the token."""
        return self.post(path, data={"csrf_token": self.token(), **(data or {})}, **kwargs)
