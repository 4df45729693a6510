"""Probes a feed: what it is, what it can do, and in which of eight ways it breaks its promises.

The eight are those in which real feeds were seen to fail. A feed of version 1 promises none of them.
"""

import json
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import quote

from directory.importing import detect_format, record_formats
from directory.importing.detect_format import SourceError
from directory.importing.http import NotFetchedError, without_password
from directory.open_referral import v1, v3, values
from directory.pulling.addresses import SERVICES, is_web_address, list_of, root_of, with_parameters
from directory.pulling.visit import PROBE_SECONDS, REQUEST_SECONDS, Visit
from directory.source_files import unpacking

JsonObject = dict[str, Any]

PROFILE, OPENAPI, LISTS, NDJSON = "profile", "openapi", "list", "ndjson"
MODIFIED_AFTER, SEARCH, FULL, LICENCE, ROOT = "modified_after", "search", "full", "licence", "root"
FAULTS = (PROFILE, OPENAPI, LISTS, NDJSON, MODIFIED_AFTER, SEARCH, FULL, LICENCE, ROOT)
"""Codes of faults. The last one, a missing root, hides the first two and the licence."""

PAGING, PER_PAGE, WHOLE = "paging", "per_page", "whole"
"""Abilities beside those of the same name as a fault: pages, their size, and a list of whole records."""

_LISTS = (SERVICES, "organizations", "taxonomies", "taxonomy_terms", "service_at_locations")
_FUTURE, _PAST = date(2199, 1, 1), date(1990, 1, 1)
_NONSENSE = "xqzvwk"
_IS_UK = ("hsds-uk", "open referral uk", "openreferraluk")
_SAMPLE = "10"


@dataclass(frozen=True, slots=True)
class Fault:
    """One fault of a feed: its code, and what was seen."""

    code: str
    detail: str


@dataclass(slots=True)
class Probe:
    """What a probe found. `services_url`: the address of the list of services."""

    services_url: str
    kind: str = ""
    version: str = ""
    abilities: dict[str, bool] = field(default_factory=dict)
    faults: list[Fault] = field(default_factory=list)


def probe(url: str, seconds: float = PROBE_SECONDS) -> Probe:
    """Return what the feed at an address is and can do.

    The address is that of the feed or of its list of services. Raises SourceError when no services can be read.
    """
    return _Prober(url, Visit(seconds, each=REQUEST_SECONDS)).found()


class _Prober:
    """Asks a feed, step by step."""

    def __init__(self, url: str, visit: Visit) -> None:
        self.url, self.visit = url, visit
        self.result = Probe(url)

    def found(self) -> Probe:
        data = self._first_page()
        rows = detect_format.services_in(data)
        first = next((row for row in rows if isinstance(row, dict)), {})
        self.result.kind = record_formats.kind_of(first)
        self._note_paging(data)
        root = self._root()
        if self.result.kind == v3.KIND:
            self.result.version = values.name(root.get("version"))
            self._check_root(root)
            self._check_ndjson()
        else:
            self.result.version = "1.0" if self.result.kind == v1.KIND else ""
        self._check_filters(first)
        self._check_full(rows)
        return self.result

    def _first_page(self) -> Any:
        """Return the first page of services: at the address itself, or below it. Raises SourceError."""
        problem: SourceError | None = None
        for url in dict.fromkeys((self.url, list_of(self.url, SERVICES))):
            try:
                data = self._json(url)
                rows = detect_format.services_in(data)
            except SourceError as error:
                problem = problem or error
                continue
            if any(record_formats.is_service(row) for row in rows):
                self.result.services_url = url
                return data
        raise problem or SourceError(f"there are no services at {without_password(self.url)}")

    def _json(self, url: str) -> Any:
        """Return the JSON at an address. Raises SourceError."""
        try:
            content = unpacking.gunzip(self.visit(url))
            return detect_format.parse_json(detect_format.decode(content))
        except NotFetchedError as error:
            raise SourceError(str(error)) from error

    def _status(self, url: str) -> int:
        """Return the status code of an address; 0 when it did not answer."""
        try:
            return self.visit.answer(url).status
        except NotFetchedError:
            return 0

    def _fault(self, code: str, detail: str) -> None:
        if self.result.kind == v3.KIND:
            self.result.faults.append(Fault(code, detail))

    def _note_paging(self, data: Any) -> None:
        pages = data.get("total_pages", data.get("totalPages")) if isinstance(data, dict) else None
        self.result.abilities[PAGING] = isinstance(pages, int) and pages > 1
        smaller = self._services(per_page="1")
        rows = len(detect_format.services_in(data))
        self.result.abilities[PER_PAGE] = rows > 1 and smaller is not None and len(smaller) == 1

    def _services(self, **parameters: str) -> list[Any] | None:
        """Return the services that the list gives with these parameters; None when it gives no list."""
        try:
            data = self._json(with_parameters(self.result.services_url, **parameters))
        except SourceError:
            return None
        is_list = isinstance(data, list) or detect_format.is_list(data)
        return detect_format.services_in(data) if is_list else None

    def _root(self) -> JsonObject:
        try:
            data = self._json(root_of(self.result.services_url) + "/")
        except SourceError:
            return {}
        return data if isinstance(data, dict) and not detect_format.services_in(data) else {}

    def _check_root(self, root: JsonObject) -> None:
        if not root:
            self._fault(ROOT, without_password(root_of(self.result.services_url) + "/"))
            self._check_lists(_LISTS)
            return
        profile = values.words(root.get("profile"))
        if not is_web_address(profile) or not 200 <= self._status(profile) < 300:
            self._fault(PROFILE, without_password(profile))
        self._check_lists(self._described_lists(root))
        licence = root.get("licence") or root.get("license")
        if not licence:
            self._fault(LICENCE, "")

    def _described_lists(self, root: JsonObject) -> tuple[str, ...]:
        """Return the lists that the feed's own description names, and note when that is no UK description."""
        address = values.words(root.get("openapi_url") or root.get("openapi"))
        try:
            description = self._json(address) if is_web_address(address) else None
        except SourceError:
            description = None
        if not isinstance(description, dict) or not isinstance(description.get("paths"), dict):
            self._fault(OPENAPI, without_password(address))
            return _LISTS
        about = json.dumps(description.get("info", "")).lower()
        if not any(sign in about for sign in _IS_UK):
            self._fault(OPENAPI, without_password(address))
        paths = {str(path).rstrip("/").rpartition("/")[2] for path in description["paths"]}
        return tuple(name for name in _LISTS if name in paths) or _LISTS

    def _check_lists(self, names: tuple[str, ...]) -> None:
        for name in names:
            url = with_parameters(list_of(self.result.services_url, name), per_page="1")
            status = self._status(url)
            if not 200 <= status < 300:
                self._fault(LISTS, f"/{name}: {status or '-'}")

    def _check_ndjson(self) -> None:
        url = with_parameters(self.result.services_url, format="ndjson")
        is_one_a_line = False
        try:
            lines = detect_format.decode(self.visit(url)).splitlines()
            rows = [json.loads(line) for line in lines if line.strip()]
            is_one_a_line = bool(rows) and all(record_formats.is_service(row) for row in rows)
        except (NotFetchedError, SourceError, ValueError, RecursionError):
            rows = []
        self.result.abilities[NDJSON] = is_one_a_line
        if not is_one_a_line:
            self._fault(NDJSON, "")

    def _check_filters(self, first: JsonObject) -> None:
        later = self._services(modified_after=_FUTURE.isoformat())
        earlier = self._services(modified_after=_PAST.isoformat())
        self.result.abilities[MODIFIED_AFTER] = later == [] and bool(earlier)
        if not self.result.abilities[MODIFIED_AFTER]:
            self._fault(MODIFIED_AFTER, "" if later is None else str(len(later)))
        none = self._services(search=_NONSENSE)
        words = values.name(first.get("name")).split()
        some = self._services(search=max(words, key=len)) if words else None
        self.result.abilities[SEARCH] = none == [] and bool(some)
        if not self.result.abilities[SEARCH]:
            self._fault(SEARCH, "" if none is None else str(len(none)))

    def _check_full(self, rows: list[Any]) -> None:
        """Note whether the list holds whole records, and whether it does so with `full`."""
        self.result.abilities[WHOLE] = not record_formats.is_brief(rows)
        full = self._services(full="true", per_page=_SAMPLE)
        self.result.abilities[FULL] = bool(full) and not record_formats.is_brief(full or [])
        if not self.result.abilities[FULL] and self._has_parts(rows):
            self._fault(FULL, "")

    def _has_parts(self, rows: list[Any]) -> bool:
        """Return whether services have parts: those of the list, or one of them by its own address."""
        if self.result.abilities[WHOLE]:
            return True
        given = next((row["id"] for row in rows if isinstance(row, dict) and row.get("id")), "")
        url = list_of(self.result.services_url, f"{SERVICES}/{quote(str(given), safe='')}")
        try:
            detail = self._json(url)
        except SourceError:
            return False
        return isinstance(detail, dict) and not record_formats.is_brief([detail])
