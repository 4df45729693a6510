"""Reads cells of a table of services: answers, dates, and ids of our closed lists."""

from calendar import monthrange
from datetime import date

from directory.importing.csv_table import CsvRow
from directory.open_referral import values
from directory.open_referral.collector import Collector
from directory.open_referral.publication import answer
from directory.schedules.parse_values import is_month_only


def says_yes(into: Collector, row: CsvRow, column: str) -> bool:
    """Return True for yes, and for words that are neither yes nor no: these columns keep things from the
    public.
    """
    said = answer(row.get(column))
    if said == "unclear":
        into.problem(column, f"“{row[column]}” is neither yes nor no: taken as yes")
    return said in ("yes", "unclear")


def ids(into: Collector, row: CsvRow, column: str, labels: dict[str, str]) -> list[str]:
    """Return ids of one of our closed lists. The cell holds ids, or labels as people read them."""
    by_words = {each.replace("_", " "): each for each in labels}
    by_words = {label.lower(): each for each, label in labels.items()} | by_words
    found_ids = []
    for part in values.listed(row.get(column)):
        each = by_words.get(part.lower().replace("_", " ").strip())
        if each:
            found_ids.append(each)
        else:
            into.problem(column, f"“{part}” is not one of: {', '.join(labels)}")
    return found_ids


def last_day(value: object) -> date | None:
    """Return a date; the last day of a month that is given without a day."""
    found = values.day(value)
    if found and is_month_only(value):
        return found.replace(day=monthrange(found.year, found.month)[1])
    return found
