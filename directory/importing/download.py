"""Downloads feeds: all pages in sequence, then the details when the list has short forms. Every request has
a time limit.
"""

import json
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, urlencode, urlsplit, urlunsplit

from directory.importing import detect_format
from directory.importing.detect_format import SourceError
from directory.importing.http import NotFetchedError, get
from directory.open_referral import values
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.progress import ProgressWrapper

MOST_PAGES = 5000
_AT_ONCE = 4
"""The number of details that are fetched at the same time."""

Fetch = Callable[[str], bytes]
"""A function that returns the body at an address, or raises NotFetchedError."""


@dataclass(slots=True)
class _Pages:
    rows: list[Any]
    complete: bool = True
    problem: str = ""


def read_url(url: str, source: str = "", progress: ProgressWrapper | None = None, fetch: Fetch = get) -> Feed:
    """Read a feed from its address. Raises SourceError when the first page cannot be read.

    When a later page fails, the services on earlier pages are used. The feed is then incomplete, so that no
    service counts as gone.
    """
    name = source or _without_query(url)
    try:
        text = detect_format.decode(fetch(url))
    except NotFetchedError as error:
        raise SourceError(str(error)) from error
    data = _json(text)
    if data is None:
        return detect_format.read_text(text, name, progress=progress)
    pages = _all_pages(url, data, fetch)
    if not pages.rows:
        raise SourceError(f"there are no services at {url}")
    rows, missing, problems = _with_details(url, pages.rows, fetch, progress)
    feed = detect_format.read_services(rows, name, progress)
    feed.complete = (
        pages.complete
        and detect_format.services_in(data) is not data
        and not (isinstance(data, dict) and pages.rows == [data])
    )
    feed.also_seen |= missing
    feed.problems = (
        ([ImportProblem(0, "", pages.problem)] if pages.problem else []) + problems + feed.problems
    )
    return feed


def _json(text: str) -> Any:
    try:
        return json.loads(text)
    except json.JSONDecodeError:
        return None


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))


def page_url(url: str, page: int) -> str:
    """Return the address of another page of the same list."""
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(page))])))


def _all_pages(url: str, data: Any, fetch: Fetch) -> _Pages:
    pages = _Pages(list(detect_format.services_in(data)))
    total = _total_pages(data)
    first = _page_number(data)
    for page in range(first + 1, first + total):
        try:
            more = json.loads(detect_format.decode(fetch(page_url(url, page))))
        except (NotFetchedError, json.JSONDecodeError) as error:
            pages.complete = False
            pages.problem = (
                f"page {page - first + 1} of {total} could not be read ({error}). "
                f"The {len(pages.rows)} services before it are used, and nothing counts as gone. "
                "Run the same command again later for the rest."
            )
            break
        pages.rows.extend(detect_format.services_in(more))
    return pages


def _total_pages(data: Any) -> int:
    pages = data.get("total_pages", data.get("totalPages", 1)) if isinstance(data, dict) else 1
    return min(pages, MOST_PAGES) if isinstance(pages, int) and pages > 0 else 1


def _page_number(data: Any) -> int:
    """Return the number of a page; some feeds count from 0."""
    number = data.get("page_number", data.get("number", 1)) if isinstance(data, dict) else 1
    return number if isinstance(number, int) and number >= 0 else 1


def _with_details(
    url: str, rows: list[Any], fetch: Fetch, progress: ProgressWrapper | None
) -> tuple[list[Any], set[str], list[ImportProblem]]:
    """Return the full services, the ids of services that could not be fetched, and the problems.

    A list of full records is returned unchanged. For short forms, each service is fetched by its id.
    """
    first = next((row for row in rows if isinstance(row, dict) and row.get("id")), None)
    if first is None or not detect_format.is_brief(rows) or not _has_more(url, first, fetch):
        return rows, set(), []
    full, missing, problems = [], set(), []
    answers = _details(url, rows, fetch)
    for number, row in enumerate(progress(rows) if progress else rows, 1):
        detail = next(answers)
        if isinstance(detail, dict):
            full.append(detail)
            continue
        missing.add(values.uuid(row.get("id")) if isinstance(row, dict) else "")
        problems.append(
            ImportProblem(
                number,
                "details",
                f"could not be fetched ({detail}): left as it is",
                values.name(row.get("name")),
            )
        )
    return full, missing - {""}, problems


def _detail(url: str, row: Any, fetch: Fetch) -> dict[str, Any] | str:
    parts = urlsplit(url)
    address = urlunsplit(parts._replace(path=f"{parts.path.rstrip('/')}/{row['id']}", query=""))
    try:
        record = json.loads(detect_format.decode(fetch(address)))
    except (NotFetchedError, json.JSONDecodeError) as error:
        return str(error)
    return record if isinstance(record, dict) and record.get("name") else "the answer is no service"


def _has_more(url: str, row: dict[str, Any], fetch: Fetch) -> bool:
    detail = _detail(url, row, fetch)
    return isinstance(detail, dict) and not detect_format.is_brief([detail])


def _details(url: str, rows: list[Any], fetch: Fetch) -> Iterator[dict[str, Any] | str]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(
            lambda row: (
                _detail(url, row, fetch) if isinstance(row, dict) and row.get("id") else "it has no id"
            ),
            rows,
        )
