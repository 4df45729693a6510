"""Write down what a checkout of Signpost answers: searches, the text of every page, and a walk through every
check.

bench/compare.py calls this script once in each checkout, as `python compare_snapshot.py QUERIES_JSON
OUTPUT_JSON`. The current folder is the checkout. Only names that every version has are imported (create_app,
Settings, the clock).
"""

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

_UNSEEN = ("script", "style", "template", "noscript")
_MOST_STEPS = 80
_VARIES = (
    (re.compile(r"\b[A-Z0-9]{4}-[A-Z0-9]{4}(-[A-Z0-9]{2,4})?\b"), "REFERENCE"),
    (re.compile(r"\b[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}\b"), "UUID"),
)
"""What differs from one run to the next by its nature, and the word that is put in its place."""


def _tree(source: str) -> Element:
    parser = html5lib.HTMLParser(tree=html5lib.getTreeBuilder("etree"), namespaceHTMLElements=False)
    tree: Element = parser.parse(source)
    return tree


def _texts(element: Element) -> Iterator[str]:
    if element.tag in _UNSEEN or not isinstance(element.tag, str):
        return
    yield element.text or ""
    for child in element:
        yield from _texts(child)
        yield child.tail or ""


def visible_text(source: str) -> str:
    """Return the text that a reader of an HTML page can see, as one line."""
    text = " ".join(" ".join(_texts(_tree(source))).split())
    for pattern, word in _VARIES:
        text = pattern.sub(word, text)
    return text


def _answer_of(response: TestResponse) -> dict[str, Any]:
    body = response.get_data(as_text=True) if response.mimetype.startswith("text/") else ""
    text = visible_text(body) if response.mimetype == "text/html" else body
    return {"status": response.status_code, "location": response.headers.get("Location", ""), "text": text}


class Visitor:
    """A browser without scripts: follows redirects, and fills forms with the first choice and plain words."""

    def __init__(self, app: Flask) -> None:
        self.client: FlaskClient = app.test_client()
        self.seen: dict[str, dict[str, Any]] = {}

    def look(self, path: str) -> tuple[str, str]:
        """Fetch a page, through its redirects; return its address and its source."""
        for _hop in range(10):
            response = self.client.get(path)
            if response.status_code not in (301, 302, 303, 307, 308):
                break
            path = response.headers["Location"]
        self.seen.setdefault(path, _answer_of(response))
        return path, response.get_data(as_text=True)

    def send(self, page: str, action: str) -> tuple[str, str]:
        """Send the form with that action as a page has it; return where it led, and the source there."""
        data = _filled(_tree(page), action)
        response = self.client.post(action, data=data)
        if response.status_code in (302, 303):
            return self.look(response.headers["Location"])
        self.seen.setdefault(f"POST {action}", _answer_of(response))
        return action, response.get_data(as_text=True)


def _form(tree: Element, action: str) -> Element:
    return next(form for form in tree.iter("form") if form.attrib.get("action", "").endswith(action))


def _filled(tree: Element, action: str) -> dict[str, str]:
    form = _form(tree, action)
    data: dict[str, str] = {}
    for field in form.iter():
        name = field.attrib.get("name") if isinstance(field.tag, str) else None
        if not name or name in data or name in ("leave", "skip", "more", "afresh"):
            continue
        kind = field.attrib.get("type", "")
        if field.tag == "textarea":
            data[name] = "".join(field.itertext()).strip() or "Some plain words"
        elif field.tag == "input" and kind in ("radio", "checkbox", "hidden"):
            data[name] = field.attrib.get("value", "yes")
        elif field.tag == "input":
            data[name] = field.attrib.get("value") or _typed(name, field)
    return data


def _typed(name: str, field: Element) -> str:
    if "date" in name or "born" in name or "birth" in name:
        return "3 March 1950"
    if "mail" in name or field.attrib.get("type") == "email":
        return "someone@example.org"
    if "phone" in name or "number" in name:
        return "01632 960123"
    if "postcode" in name or "where" in name:
        return "S73 8"
    return "7" if field.attrib.get("inputmode") in ("numeric", "decimal") else "Some plain words"


def _walk_check(app: Flask, check: str, found: dict[str, Any]) -> None:
    visitor = Visitor(app)
    path, page = visitor.look(f"/check/{check}")
    path, page = visitor.send(page, f"/check/{check}/begin")
    for _step in range(_MOST_STEPS):
        if path.endswith("/answers"):
            break
        go_on = f"/check/{check}/go-on"
        path, page = visitor.send(page, go_on if f'action="{go_on}"' in page else path)
    visitor.look(f"/check/{check}/result")
    visitor.look("/my-plan")
    for kind in ("needs-assessment", "carers-assessment", "call-back"):
        _walk_request(visitor, kind)
    found.update({f"{check}: {address}": seen for address, seen in visitor.seen.items()})


def _walk_request(visitor: Visitor, kind: str) -> None:
    path, page = visitor.look(f"/ask/{kind}")
    for _step in range(12):
        if path.endswith("/check") or not path.startswith("/ask/"):
            return
        before = path
        path, page = visitor.send(page, path)
        if path == before:
            return


def _routes() -> list[str]:
    lines = [
        line.split() for line in Path("tests/routes.txt").read_text().splitlines() if line.startswith("GET")
    ]
    return [example.partition(">")[0] for line in lines for example in line[3:]]


def main(queries_file: str, output_file: str) -> None:
    """Make the demonstration borough in a temporary folder, ask everything, and write the answers."""
    from app import create_app
    from core import clock
    from core.settings import Settings

    moment = datetime(2026, 11, 23, 10, 0, tzinfo=clock.LONDON)
    clock.set_clock(lambda: moment)
    queries = json.loads(Path(queries_file).read_text())
    with tempfile.TemporaryDirectory() as folder:
        app = create_app(Settings(data_dir=Path(folder) / "data", cookie_secure=False, log_level="ERROR"))
        runner = app.test_cli_runner()
        for command in (["init"], ["directory", "demo"]):
            result = runner.invoke(args=command)
            if result.exit_code:
                sys.exit(f"{' '.join(command)}: {result.output} {result.exception!r}")
        lines = "".join(
            json.dumps({"id": str(n), "limit": 10, **query}) + "\n" for n, query in enumerate(queries)
        )
        answered = runner.invoke(args=["directory", "search", "--batch"], input=lines).output
        rows = [json.loads(line) for line in answered.splitlines() if line.startswith("{")]
        client = app.test_client()
        pages = {path: _answer_of(client.get(path)) for path in _routes()}
        walks: dict[str, Any] = {}
        for check in _checks(app):
            _walk_check(app, check, walks)
        proofs = runner.invoke(args=["selfassess", "check"]).output
    searches = {row["id"]: [row["results"], row.get("error", "")] for row in rows}
    answers = {"searches": searches, "pages": pages, "walks": walks, "proofs": proofs.splitlines()}
    Path(output_file).write_text(json.dumps(answers, ensure_ascii=False, indent=1, sort_keys=True))


def _checks(app: Flask) -> list[str]:
    page = app.test_client().get("/check/").get_data(as_text=True)
    return sorted(set(re.findall(r'href="/check/([a-z-]+)"', page)) - {"how-it-decides", "save"})


if __name__ == "__main__":
    sys.path.insert(0, str(Path.cwd()))
    main(sys.argv[1], sys.argv[2])
