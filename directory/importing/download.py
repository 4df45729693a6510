"""Downloads feeds: all pages in sequence, then the details when the list has short forms. Every request has
a time limit.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl, quote, urlencode, urlsplit, urlunsplit

from directory.importing import detect_format, record_formats
from directory.importing.detect_format import SourceError
from directory.importing.http import NotFetchedError, get, without_password
from directory.open_referral import values
from directory.open_referral.feed import Feed
from directory.open_referral.problems import ImportProblem
from directory.progress import ProgressWrapper
from directory.source_files import unpacking

MOST_PAGES = 2000
MOST_SECONDS = 3600
"""The greatest time for all pages of a feed. The pages before are used."""
MOST_BYTES = 1024 * 1024 * 1024
"""The greatest size of all pages of a feed."""
_LONGEST_ID = 200
_AT_ONCE = 4
"""The number of details that are fetched at the same time."""


class NoServicesError(SourceError):
    """An address answered without a service. `is_list`: the answer is a list, and the list is empty."""

    def __init__(self, message: str, *, is_list: bool) -> None:
        super().__init__(message)
        self.is_list = is_list


Fetch = Callable[[str], bytes]
"""A function that returns the body at an address, or raises NotFetchedError."""


@dataclass(slots=True)
class _Pages:
    rows: list[Any]
    complete: bool = True
    problem: str = ""


def read_url(url: str, source: str = "", progress: ProgressWrapper | None = None, fetch: Fetch = get) -> Feed:
    """Read a feed from its address. Raises SourceError when the first page cannot be read, and NoServicesError
    when it holds no service.

    When a later page fails, the services on earlier pages are used. The feed is then incomplete, so that no
    service counts as gone.
    """
    name = source or _without_query(url)
    try:
        content = unpacking.gunzip(fetch(url))
    except NotFetchedError as error:
        raise SourceError(str(error)) from error
    data = _json(content)
    if data is None:
        return detect_format.read_content(content, name, progress)
    problems: list[ImportProblem] = []
    pages = _all_pages(url, data, fetch, len(content), problems)
    if not pages.rows:
        is_list = isinstance(data, list) or detect_format.is_list(data)
        raise NoServicesError(f"there are no services at {without_password(url)}", is_list=is_list)
    rows, missing, not_fetched = _with_details(url, pages.rows, fetch, progress)
    feed = record_formats.read_services(rows, name, progress)
    feed.complete = pages.complete and detect_format.is_list(data)
    feed.also_seen |= missing
    first = [ImportProblem(0, "", pages.problem)] if pages.problem else []
    feed.problems = first + problems + not_fetched + feed.problems
    return feed


def _json(content: bytes) -> Any:
    """Return parsed JSON; None for content of other formats, JSON lines among them."""
    text = detect_format.decode(content)
    if text.lstrip()[:1] not in ("{", "["):
        return None
    data = detect_format.parse_json(text)
    return None if isinstance(data, list) and text.lstrip()[:1] == "{" else data


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return urlunsplit((parts.scheme, parts.netloc.rpartition("@")[2], parts.path.rstrip("/"), "", ""))


def page_url(url: str, page: int) -> str:
    """Return the address of another page of the same list."""
    parts = urlsplit(url)
    query = [(key, value) for key, value in parse_qsl(parts.query, keep_blank_values=True) if key != "page"]
    return urlunsplit(parts._replace(query=urlencode([*query, ("page", str(page))])))


def _all_pages(url: str, data: Any, fetch: Fetch, size: int, problems: list[ImportProblem]) -> _Pages:
    pages = _Pages(list(detect_format.services_in(data, problems)))
    total = _total_pages(data)
    first = _page_number(data)
    deadline = time.monotonic() + MOST_SECONDS
    seen = _ids(pages.rows)
    for page in range(first + 1, first + total):
        reason = _limit(page - first, size, deadline)
        try:
            content = b"" if reason else unpacking.gunzip(fetch(page_url(url, page)))
            more = (
                []
                if reason
                else detect_format.services_in(
                    detect_format.parse_json(detect_format.decode(content)), problems
                )
            )
        except (NotFetchedError, SourceError) as error:
            reason, more = str(error), []
        ids = _ids(more)
        if not reason and ids and ids <= seen:
            reason = "it repeats an earlier page"
        if reason:
            pages.complete = False
            pages.problem = (
                f"page {page - first + 1} of {total} could not be read ({reason}). "
                f"The {len(pages.rows)} services before it are used, and nothing counts as gone. "
                "Run the same command again later for the rest."
            )
            break
        size += len(content)
        seen |= ids
        pages.rows.extend(more)
    _check_total(pages, data)
    return pages


def _check_total(pages: _Pages, data: Any) -> None:
    """Call the pages incomplete when they hold fewer records than the feed says that it has.

    Records are missing when some were removed while the pages were read: what followed has moved up by one.
    """
    total = data.get("total_items", data.get("totalElements")) if isinstance(data, dict) else None
    distinct = len(_ids(pages.rows)) or len(pages.rows)
    if pages.complete and isinstance(total, int) and distinct < total:
        pages.complete = False
        pages.problem = (
            f"the feed says that it has {total} services and gave {distinct}. "
            "These are used, and nothing counts as gone."
        )


def _limit(number: int, size: int, deadline: float) -> str:
    """Return the limit that a feed has reached, in words; empty when it has reached none."""
    if number >= MOST_PAGES:
        return f"no more than {MOST_PAGES} pages are read"
    if size > MOST_BYTES:
        return f"no more than {MOST_BYTES // 1024 // 1024} MB are read"
    return f"no more than {MOST_SECONDS // 60} minutes are spent" if time.monotonic() > deadline else ""


def _ids(rows: list[Any]) -> set[str]:
    return {
        values.words(row.get("id")) for row in rows if isinstance(row, dict) and values.words(row.get("id"))
    }


def _total_pages(data: Any) -> int:
    pages = data.get("total_pages", data.get("totalPages", 1)) if isinstance(data, dict) else 1
    return pages if isinstance(pages, int) and not isinstance(pages, bool) and pages > 0 else 1


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
    if first is None or not record_formats.is_brief(rows) or not _has_more(url, first, fetch):
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
    record_id = str(row["id"])
    if record_id.strip(".") == "" or len(record_id) > _LONGEST_ID:
        return "its id cannot be part of an address"
    path = f"{parts.path.rstrip('/')}/{quote(record_id, safe='')}"
    try:
        content = unpacking.gunzip(fetch(urlunsplit(parts._replace(path=path, query=""))))
        record = detect_format.parse_json(detect_format.decode(content))
    except (NotFetchedError, SourceError) as error:
        return str(error)
    return record if isinstance(record, dict) and record.get("name") else "the answer is no service"


def _has_more(url: str, row: dict[str, Any], fetch: Fetch) -> bool:
    detail = _detail(url, row, fetch)
    return isinstance(detail, dict) and not record_formats.is_brief([detail])


def _details(url: str, rows: list[Any], fetch: Fetch) -> Iterator[dict[str, Any] | str]:
    with ThreadPoolExecutor(_AT_ONCE) as pool:
        yield from pool.map(
            lambda row: (
                _detail(url, row, fetch) if isinstance(row, dict) and row.get("id") else "it has no id"
            ),
            rows,
        )
