"""Writes the history of records, in the caller's transaction."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import Any

from sqlalchemy import delete, exists, insert, or_, select, update
from sqlalchemy.orm import Session, aliased

from core import clock
from directory.models.editing import ListingVersion
from directory.versions.queries import column_of
from directory.versions.record_json import Record, as_json
from directory.versions.records import stored_records
from directory.versions.rows import table

_AT_ONCE = 500


@contextmanager
def versions_kept(
    session: Session, kind: str, ids: Iterable[str], *, actor: str, origin: str
) -> Iterator[None]:
    """Raise the version of the records that the block changes, and store what they were and what they are.

    `ids`: the records that are about to change or to be made. `kind`: "service" or "organization". The caller
    commits. A record that the block leaves as it was keeps its version, and one that it makes has version 1.
    """
    ids = list(dict.fromkeys(ids))
    session.flush()
    before = stored_records(session, kind, ids)
    yield
    session.flush()
    after = stored_records(session, kind, ids)
    changed = [each for each in after if each in before and _differs(before[each], after[each])]
    numbers = _numbers(session, kind, changed)
    rows = _first_rows(session, kind, {each: before[each] for each in changed}, numbers)
    _raise_versions(session, kind, changed)
    made = dict.fromkeys((each for each in after if each not in before), 0)
    for record_id, number in {**numbers, **made}.items():
        rows.append(_row(kind, after[record_id], number + 1, actor, origin))
    if rows:
        session.execute(insert(ListingVersion), rows)


def delete_old_versions(session: Session, upto: datetime) -> int:
    """Delete the versions from before a moment whose next one is from before it too; return how many.

    The present version of a record always stays. Commits.
    """
    later = aliased(ListingVersion)
    same = or_(
        later.service_id == ListingVersion.service_id, later.organization_id == ListingVersion.organization_id
    )
    replaced = exists().where(same, later.number > ListingVersion.number, later.published_at < upto)
    old = session.scalars(select(ListingVersion.id).where(ListingVersion.published_at < upto, replaced)).all()
    for start in range(0, len(old), _AT_ONCE):
        some = delete(ListingVersion).where(ListingVersion.id.in_(old[start : start + _AT_ONCE]))
        session.execute(some, execution_options={"synchronize_session": False})
    session.commit()
    return len(old)


def _differs(before: Record, after: Record) -> bool:
    """Return True where more than the moment of the last change differs."""
    moment = {"last_modified": None}
    return before.model_copy(update=moment) != after.model_copy(update=moment)


def _numbers(session: Session, kind: str, ids: list[str]) -> dict[str, int]:
    of = table(kind)
    rows = session.execute(select(of.c.id, of.c.version).where(of.c.id.in_(ids))).all()
    return {str(row[0]): int(row[1]) for row in rows}


def _raise_versions(session: Session, kind: str, ids: list[str]) -> None:
    if not ids:
        return
    of = table(kind)
    values: dict[str, Any] = {"version": of.c.version + 1}
    if kind == "service":
        # Without it the column's own rule would set the present moment over the one that was written.
        values["last_modified"] = of.c.last_modified
    session.execute(update(of).where(of.c.id.in_(ids)).values(values))


def _first_rows(
    session: Session, kind: str, before: dict[str, Record], numbers: dict[str, int]
) -> list[dict[str, Any]]:
    """Return rows for versions that are replaced and were never stored: those from before the first change."""
    if not before:
        return []
    column = column_of(kind)
    known = {
        (record_id, number)
        for record_id, number in session.execute(
            select(column, ListingVersion.number).where(column.in_(list(before)))
        )
    }
    return [
        _row(kind, record, numbers[record_id], "", "")
        for record_id, record in before.items()
        if (record_id, numbers[record_id]) not in known
    ]


def _row(kind: str, record: Record, number: int, actor: str, origin: str) -> dict[str, Any]:
    other = "organization_id" if kind == "service" else "service_id"
    moment = clock.now()
    if not origin:
        moment = getattr(record, "last_modified", None) or moment
    return {
        "id": clock.new_id(),
        f"{kind}_id": record.id,
        other: None,
        "number": number,
        "record": as_json(record),
        "published_at": moment,
        "actor": actor,
        "origin": origin,
    }
