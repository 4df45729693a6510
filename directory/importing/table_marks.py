"""Finds what the columns of a table say about publication, and tells the columns that are not read."""

from directory.importing.csv_table import CsvRow
from directory.open_referral import publication, values
from directory.open_referral.collector import Collector
from directory.open_referral.leftovers import is_understood, not_read, shown
from directory.open_referral.problems import MOST_OTHERS
from directory.open_referral.publication import Mark

_NOTES = frozenset(
    ["note", "notes", "comment", "comments", "remark", "remarks", "update", "updates", "info", "internal"]
)
_LONGEST_STATE = 80
_SHORT = 40


class TableMarks:
    """The marks of a table's rows. Counts the values of columns that are not read."""

    def __init__(self, extras: list[dict[str, str]]) -> None:
        self._ticked = _ticked_columns(extras)
        self._unread: dict[str, list[tuple[int, str, str]]] = {}

    def of_row(self, into: Collector, row: CsvRow, extra: dict[str, str]) -> list[str]:
        """Return the scopes that a row keeps back, each mark with a problem."""
        marks = [mark for column, text in row.items() if (mark := publication.mark_in_text(column, text))]
        for heading, text in extra.items():
            mark = _mark_of(heading, text)
            if mark:
                marks.append(mark)
            if not is_understood(heading, text) and values.raw(text):
                self._unread.setdefault(heading, []).append((into.row, into.record, text))
        marks += [
            Mark(_scope(heading), heading, "nothing")
            for heading in self._ticked
            if not values.raw(extra.get(heading))
        ]
        for mark in dict.fromkeys(marks):
            into.problem(mark.field, mark.what)
        return [mark.scope for mark in marks]

    def tell_unread(self, into: Collector) -> None:
        """Note one problem for each column that is not read: the number of its values and the first of them."""
        for heading, cells in self._unread.items():
            row, record, text = cells[0]
            into.at(row, record)
            others = dict.fromkeys(f"“{shown(other)}”" for _row, _record, other in cells[1:] if other != text)
            short = [other for other in others if len(other) <= _SHORT][:MOST_OTHERS]
            into.problem(heading, not_read(text), count=len(cells), others=tuple(short))


def _mark_of(heading: str, text: str) -> Mark | None:
    mark = publication.mark_of(heading, text) or publication.mark_in_text(heading, text, is_known=False)
    is_note = _NOTES & set(publication.tidy_words(heading).split())
    if (
        not mark
        and (is_note or not publication.is_about_publication(heading))
        and len(text) <= _LONGEST_STATE
    ):
        mark = publication.state_in_text("note", text) if is_note else None
    return mark


def _scope(heading: str) -> publication.Scope:
    mark = publication.mark_of(heading, "no")
    return mark.scope if mark else "record"


def _ticked_columns(extras: list[dict[str, str]]) -> list[str]:
    """Return the columns such as "show on website" that are ticked or empty, and never say no.

    An empty cell in such a column means no.
    """
    given: dict[str, set[str]] = {}
    for extra in extras:
        for heading, text in extra.items():
            if publication.mark_of(heading, "no") and not publication.mark_of(heading, "yes"):
                given.setdefault(heading, set()).add(publication.answer(text))
    return [heading for heading, answers in given.items() if answers == {"yes"}]
