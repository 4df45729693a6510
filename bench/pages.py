"""Time, SQL statements and weight of pages as a browser gets them on a first visit."""

import re
from collections.abc import Sequence
from dataclasses import replace
from urllib.parse import urlencode

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from bench import measure
from bench.measure import milliseconds
from bench.queries import Query
from core.db import db
from directory.models import Service
from directory.search.request import SearchRequest
from directory.search.service import search

_LOADED = re.compile(r"""<(?:link|script|img)\b[^>]*?\b(?:href|src)="(/[^"]+)"[^>]*>""")
_FONTS = re.compile(r"""url\(["']?(/[^"')]+\.woff2?)["']?\)""")
_NOT_LOADED = ("canonical", "alternate", "manifest", "search")


def address(request: SearchRequest) -> str:
    """Return the address of the results page of a search."""
    return f"/find?{urlencode(request.to_args(), doseq=True)}"


def times(app: Flask, queries: Sequence[Query]) -> list[float]:
    """Return the milliseconds of the results page of each query."""
    client = app.test_client()
    _get(client, address(queries[0].request))
    found = []
    for query in queries:
        url = address(query.request)
        found.append(milliseconds(lambda url=url: _get(client, url)))  # type: ignore[misc]
    return found


def _get(client: FlaskClient, url: str) -> str:
    answer = client.get(url)
    if answer.status_code != 200:
        raise AssertionError(f"{url} answered {answer.status_code}")
    return answer.get_data(as_text=True)


def statements(app: Flask, request: SearchRequest) -> int:
    """Return the number of SQL statements of a results page."""
    client = app.test_client()
    _get(client, address(request))
    with measure.statements(app) as sent:
        _get(client, address(request))
    return len(sent)


def with_facet(request: SearchRequest, facet: str, value: str) -> SearchRequest:
    """Return the request with one more value chosen in a facet, from page 1."""
    chosen = (*request.facets.get(facet, ()), value)
    return replace(request, page=1, facets={**request.facets, facet: chosen})


def with_results(app: Flask, queries: Sequence[Query], wanted: int) -> SearchRequest | None:
    """Return a search with exactly `wanted` results at places; filters are added until few results are
    left."""
    with app.test_request_context("/"):
        for query in queries:
            asked = query.request
            if "delivery" not in asked.facets:
                asked = with_facet(asked, "delivery", "place")
            for _ in range(6):
                found = search(asked)
                if len(found.hits) == wanted and not found.fallback:
                    return asked
                rare = min(
                    (v for f in found.facets for v in f.values if v.count >= wanted and not v.chosen),
                    key=lambda v: v.count,
                    default=None,
                )
                facet = next((f.id for f in found.facets if rare in f.values), None)
                if rare is None or facet is None:
                    break
                asked = with_facet(asked, facet, rare.id)
    return None


def weights(app: Flask, query: SearchRequest) -> dict[str, tuple[int, int]]:
    """Return, by page, the bytes of the page and of everything that is loaded with it, compressed, on a
    first visit."""
    with app.app_context():
        slug = db.session.scalar(
            select(Service.slug).join(Service.sites).where(~Service.professionals_only).order_by(Service.slug)
        )
    pages = {"home": "/", "results": address(query), "listing": f"/service/{slug}"}
    return {name: _weight(app.test_client(), url) for name, url in pages.items()}


def _weight(client: FlaskClient, url: str) -> tuple[int, int]:
    text = _get(client, url)
    page = _size(client, url)
    files = {
        link
        for tag in _LOADED.finditer(text)
        if not any(f'rel="{word}' in tag.group(0) for word in _NOT_LOADED)
        for link in [tag.group(1)]
    }
    fonts = {
        font
        for file in files
        if ".css" in file
        for font in _FONTS.findall(client.get(file).get_data(as_text=True))
    }
    return page, page + sum(_size(client, file) for file in files | fonts)


def _size(client: FlaskClient, url: str) -> int:
    answer = client.get(url, headers={"Accept-Encoding": "gzip"})
    if answer.status_code != 200:
        raise AssertionError(f"{url} answered {answer.status_code}")
    return len(answer.get_data())
