"""What a break, a new name, an end and a copy make of a record. Pure."""

from datetime import date
from typing import Any

from directory.open_referral.schema.base import OpenReferralObject, RootObject
from directory.open_referral.schema.services import Service
from directory.versions.record_json import part_kind
from directory.visibility import OPERATING, TEMPORARILY_CLOSED


def paused(record: Service, first: date, last: date | None, today: date) -> Service:
    """Return the record with a break from `first` to `last`; None: until somebody says that it is over."""
    status = TEMPORARILY_CLOSED if first <= today else OPERATING
    return record.model_copy(update={"paused_from": first, "paused_until": last, "status": status})


def reopened(record: Service) -> Service:
    """Return the record without a break."""
    return record.model_copy(update={"paused_from": None, "paused_until": None, "status": OPERATING})


def ended(record: Service, last: date, reason: str, successor_ids: list[str]) -> Service:
    """Return the record with its last day, why it ends, and what people can use instead."""
    others = [each for each in successor_ids if each != record.id]
    end = {"ends_on": last, "ended_reason": reason, "successor_ids": others}
    is_paused = record.status == TEMPORARILY_CLOSED
    # A break has no meaning for what has ended, and its own day would hide the last one.
    return (reopened(record) if is_paused else record).model_copy(update=end)


def renamed(record: Service, name: str) -> Service:
    """Return the record with a new name; the old one is found and shown as what it used to be called."""
    before = [each for each in (record.name, *record.former_names) if each != name]
    return record.model_copy(update={"name": name, "former_names": list(dict.fromkeys(before))})


def copied(record: Service, record_id: str, name: str) -> Service:
    """Return a new record with the same content, which nobody has checked and no feed knows.

    Parts are new rows; the places are the same.
    """
    fresh: dict[str, Any] = {
        "id": record_id,
        "name": name,
        "source_id": "",
        "former_names": [],
        "successor_ids": [],
        "assured_date": None,
        "checked_by": "",
        "last_modified": None,
        "starts_on": None,
        "ends_on": None,
        "ended_reason": "",
    }
    copy = reopened(record).model_copy(deep=True).model_copy(update=fresh)
    for part in _parts(copy):
        _forget_ids(part)
    return copy


def _parts(record: OpenReferralObject) -> list[OpenReferralObject]:
    """Return the parts that are rows of the record itself, without groups, places and terms."""
    found: list[OpenReferralObject] = []
    for name in type(record).model_fields:
        kind = part_kind(type(record), name)
        if kind is None or issubclass(kind, RootObject) or name == "taxonomy_term":
            continue
        value: Any = getattr(record, name)
        found += [each for each in (value if isinstance(value, list) else [value]) if each is not None]
    return found


def _forget_ids(part: OpenReferralObject) -> None:
    part.id = ""
    for inner in _parts(part):
        _forget_ids(inner)
