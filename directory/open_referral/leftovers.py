"""Tells what a reader leaves out: values under unknown names, and marks that keep a record from the public."""

import json
from collections.abc import Collection, Iterator, Mapping
from typing import Any

from pydantic import ValidationInfo

from directory.open_referral import publication, values
from directory.open_referral.lenient import EMPTY, note
from directory.open_referral.publication import Mark, Scope
from directory.open_referral.status_words import HELD_STATUSES, OPEN_VALUES
from directory.schedules.open_referral import EXTRA

LINKS = frozenset(
    [
        "id",
        "service_id",
        "location_id",
        "organization_id",
        "organisation_id",
        "contact_id",
        "phone_id",
        "service_at_location_id",
        "link_id",
        "link_entity",
        "taxonomy_term_id",
        "accessibility_id",
        "schedule_id",
        "eligibility_id",
        "funding_id",
        "program_id",
        "held_back",
    ]
)
"""Names of links to the object around, and of ids: structure, not content."""
_NOTES = frozenset(
    [
        "note",
        "notes",
        "comment",
        "comments",
        "remark",
        "remarks",
        "status",
        "update",
        "updates",
        "message",
        "news",
        "alert",
    ]
)
_MOST_SHOWN = 2000


def shown(value: object) -> str:
    """Return a value as text for a problem, cut after 2,000 letters."""
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False, default=str)
    text = " ".join(text.split())
    return text if len(text) <= _MOST_SHOWN else text[: _MOST_SHOWN - 1] + "…"


def not_read(value: object) -> str:
    """Return the problem of a value that no field takes."""
    return f"is not read: “{shown(value)}”"


def examine(
    info: ValidationInfo, name: str, row: Mapping[str, Any], known: Collection[str], scope: Scope
) -> list[str]:
    """Note what the row says about publication and the values that are not read. Return the marks' scopes.

    name: the object's name for the problems; empty for the service itself.
    known: the names that a reader takes. scope: what an unspecific mark keeps back.
    """
    marks = list(dict.fromkeys(_marks(row, known, scope)))
    own = values.mapping(row.get(EXTRA))
    is_secret = own.get("secret") is True or own.get("secret_address") is True
    for mark in [each for each in marks if not (is_secret and each.scope == "address")]:
        note(info, _path(name, mark.field), mark.what)
    for key, value in row.items():
        if key not in known and not _is_link(key) and not _is_empty(value) and not is_understood(key, value):
            note(info, _path(name, key), not_read(value))
    return [mark.scope for mark in marks]


def _is_link(key: str) -> bool:
    return key in LINKS or publication.tidy_words(key).replace(" ", "_") in LINKS


def _is_empty(value: object) -> bool:
    if isinstance(value, list):
        return all(_is_empty(each) for each in value)
    if isinstance(value, dict):
        return all(_is_empty(each) for key, each in value.items() if key not in LINKS)
    return value in EMPTY or (isinstance(value, str) and not values.raw(value))


def _path(name: str, key: str) -> str:
    return f"{name}.{key}" if name else key


def is_understood(key: str, value: object) -> bool:
    """Return True for a value about publication that leaves nothing else to tell."""
    if not publication.is_about_publication(key) or isinstance(value, dict | list):
        return False
    tidy = publication.tidy_words(str(value))
    is_plain = publication.answer(value) != "unclear" and len(str(value)) <= 5
    return is_plain or tidy in OPEN_VALUES | HELD_STATUSES or publication.mark_of(key, value) is not None


def _marks(row: Mapping[str, Any], known: Collection[str], scope: Scope) -> Iterator[Mark]:
    for name, value in _attribute_pairs(row):
        mark = publication.mark_of(name, value, scope)
        if mark:
            yield mark
    for key, value in row.items():
        if key == EXTRA:
            continue
        if key not in known:
            yield from _marks_of_unknown(key, value, scope)
        elif isinstance(value, str):
            mark = publication.mark_in_text(key, value, scope)
            if mark:
                yield mark


def _attribute_pairs(row: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    """Yield name and value of an attribute: its label, its term or the term's taxonomy can be the name."""
    term = values.mapping(row.get("taxonomy_term"))
    if not term and "value" not in row:
        return
    term_name, value = values.first(term, "name", "term"), row.get("value")
    names = (row.get("label"), term_name, row.get("link_type"))
    yield from ((name, value) for name in names if isinstance(name, str) and value not in EMPTY)
    taxonomies = (term.get("taxonomy"), row.get("label"), row.get("link_type"))
    yield from ((name, term_name) for name in taxonomies if isinstance(name, str) and term_name)


def _marks_of_unknown(key: str, value: object, scope: Scope, depth: int = 0) -> Iterator[Mark]:
    mark = publication.mark_of(key, value, scope)
    if mark:
        yield mark
    elif isinstance(value, str):
        found = publication.mark_in_text(key, value, scope, is_known=False)
        if not found and _NOTES & set(publication.tidy_words(key).split()):
            found = publication.state_in_text(key, value)
        if found:
            yield found
    elif depth < 6:
        for inner, part in _parts(key, value):
            yield from _marks_of_unknown(inner, part, scope, depth + 1)


def _parts(key: str, value: object) -> Iterator[tuple[str, object]]:
    if isinstance(value, dict):
        pair = publication_pair(value)
        if pair:
            yield pair
        for name, part in value.items():
            yield str(name), part
    elif isinstance(value, list):
        for part in value:
            yield key, part


def publication_pair(row: Mapping[str, Any]) -> tuple[str, object] | None:
    """Return name and value of an object such as {"label": "visibility", "value": "hidden"}; None for others."""
    name = values.first(row, "label", "key", "field", "field_name", "property", "attribute", "name", "type")
    value = values.first(row, "value", "content", "data", "replacement_value", "values")
    return (name, value) if isinstance(name, str) and value is not None and name != value else None
