"""The section about when a service runs, at all its places or at one of them.

The times are written as words in one box, or filled in as boxes. Exceptions and single dates are boxes in both.
"""

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from core import clock
from core.day_text import day_as_typed, read_day
from core.forms import Choice, Form, HiddenField, MaxLength, RadiosField, TextAreaField, YesField, form_class
from directory.open_referral.schema.schedules import Schedule
from directory.open_referral.schema.services import Service
from directory.schedules.pasted.choices import TimesAnswer, answers_to
from directory.schedules.pasted.reading import read_hours
from upkeep.desk.sections import time_rows
from upkeep.desk.sections.rows import row_field
from upkeep.desk.sections.section import Section, Surroundings, Values
from upkeep.desk.sections.time_rows import REPEATING, SINGLE, is_single, weeks_of
from upkeep.desk.sections.written_times import repeating, with_written, written

MOST_WORDS = 2000
BANK_HOLIDAYS = {
    "closed": _l("Not on bank holidays"),
    "open": _l("Also on bank holidays"),
    "": _l("I do not know, or it changes"),
}
_EXCEPTIONS = ("closed_bank_holidays", "term_time", "closed")
_MEANS = {"closed": True, "open": False, "": None}


class WhenForm(Form):
    """When it runs. The boxes are those of the rows that the listing has."""

    def validate(self, *arguments: Any, **options: Any) -> bool:
        """Return True where all times and dates can be read, and no question is left."""
        self._take_answer()
        fine = super().validate(*arguments, **options)
        return all([self._rows_are_whole(), self._dates_are_read(), self._words_are_clear()]) and bool(fine)

    def _take_answer(self) -> None:
        """Put the answer to a question into the words, where the words are still those that were asked about."""
        if "written" not in self or self["asked"].data != self["written"].data:
            return
        chosen = self["answer"].data
        found = dict(enumerate(answers_to(self["written"].data)))
        answer = found.get(int(chosen)) if chosen.isdigit() else None
        if answer is not None:
            self["written"].data = answer.text
            notes = (self["notes"].data, answer.note)
            self["notes"].data = "\n".join(dict.fromkeys(note for note in notes if note))

    def answers(self) -> list[TimesAnswer]:
        """Return what can be answered to the question about the words; none where nothing is asked."""
        asks = "written" in self and bool(self["written"].errors)
        return answers_to(self["written"].data) if asks else []

    def _rows_are_whole(self) -> bool:
        fine = True
        for row_id in self.row_ids("time"):
            names = {name: self[row_field("time", row_id, name)].data for name in REPEATING.names}
            for name, message in time_rows.row_problems(names).items():
                self[row_field("time", row_id, name)].errors = [message]
                fine = False
        return fine

    def _dates_are_read(self) -> bool:
        wrong = [line for line in _lines(self["closed_on"].data) if _day(line) is None]
        if wrong:
            message = _("“%(line)s” is not a date like 25 12 2026", line=wrong[0][:40])
            self["closed_on"].errors = [message]
        return not wrong

    def _words_are_clear(self) -> bool:
        if "written" not in self or not self["written"].data:
            return True
        questions = read_hours(self["written"].data).questions
        if questions:
            self["written"].errors = [questions[0]]
        return not questions

    def row_ids(self, prefix: str) -> list[str]:
        """Return the ids of the rows of boxes of one kind, in the order of the page."""
        first = {"time": "days", "event": "day"}[prefix]
        start, end = f"{prefix}-", f"-{first}"
        return [
            field.name.removeprefix(start).removesuffix(end)
            for field in self
            if field.name.startswith(start) and field.name.endswith(end)
        ]


def when_section(site_id: str = "", *, boxes: bool = False) -> Section:
    """Return the section of the times of the whole listing, or of one of its places by the id of its part."""

    def rows_of(record: Service) -> list[Schedule]:
        if not site_id:
            return list(record.schedules)
        return next(list(site.schedules) for site in record.service_at_locations if site.id == site_id)

    def form_kind(record: Service, _around: Surroundings) -> type[Form]:
        return _form_kind(rows_of(record), boxes=boxes, whole=not site_id)

    def values(record: Service, _around: Surroundings) -> Values:
        found = _values(rows_of(record), boxes=boxes)
        own = {"always": record.hours_kind == "always", "hours_text": record.hours_text}
        return found | ({} if site_id else own)

    def applied(record: Service, changed: Values, _around: Surroundings) -> Service:
        rows = _changed_rows(rows_of(record), changed)
        return _with_rows(record, site_id, rows, changed)

    return Section("when", _l("When it is on"), form_kind, values, applied)


def _form_kind(rows: Sequence[Schedule], *, boxes: bool, whole: bool) -> type[Form]:
    fields: dict[str, Any] = {}
    if boxes:
        shown = [row for row in rows if weeks_of(row)]
        for row_id in REPEATING.ids(shown):
            fields |= time_rows.repeating_fields(row_id)
    else:
        fields["written"] = TextAreaField(
            _l("Write or paste the times"),
            [MaxLength(MOST_WORDS)],
            hint=_l("Such as: Tuesdays and Thursdays 10am to 12 noon, first Friday of the month 2pm to 4pm."),
            rows=3,
            label_size="m",
        )
        fields |= {"asked": HiddenField(), "answer": HiddenField()}
    if whole:
        fields["always"] = YesField(_l("It is open all day and all night, every day"))
        fields["hours_text"] = TextAreaField(
            _l("If there are no set times, what should people know? (optional)"),
            [MaxLength(500)],
            hint=_l("Such as: We visit when it suits you."),
            rows=2,
            label_size="s",
        )
    fields["bank_holidays"] = RadiosField(
        _l("On bank holidays"),
        choices=[Choice(code, label) for code, label in BANK_HOLIDAYS.items()],
        label_size="s",
    )
    fields["term_time"] = YesField(_l("Only in school terms"))
    fields["closed_on"] = TextAreaField(
        _l("Dates when it is not on (optional)"),
        [MaxLength(MOST_WORDS)],
        hint=_l("One date on each line, such as 25 12 2026."),
        rows=2,
        label_size="s",
    )
    fields["notes"] = TextAreaField(
        _l("A note beside the times (optional)"),
        [MaxLength(500)],
        hint=_l("Such as: We close for two weeks in August."),
        rows=2,
        label_size="s",
    )
    for row_id in SINGLE.ids([row for row in rows if is_single(row)]):
        fields |= time_rows.single_fields(row_id)
    return form_class(fields, WhenForm)


def _values(rows: Sequence[Schedule], *, boxes: bool) -> Values:
    again = repeating(rows)
    found: Values = {
        "bank_holidays": _bank_holidays(again),
        "term_time": bool(again) and all(row.extra.get("term_time") is True for row in again),
        "closed_on": "\n".join(day_as_typed(day) for day in _closed(again)),
        "notes": "\n".join(dict.fromkeys(row.notes for row in again if row.notes)),
    }
    found |= SINGLE.values(filter(is_single, rows), time_rows.single_values)
    if boxes:
        return found | REPEATING.values([row for row in rows if weeks_of(row)], time_rows.row_values)
    return found | {"written": written(rows)}


def _bank_holidays(rows: Sequence[Schedule]) -> str:
    said = {row.extra.get("closed_bank_holidays") for row in rows}
    means = said.pop() if len(said) == 1 else None
    return {True: "closed", False: "open"}.get(means, "") if isinstance(means, bool) else ""


def _closed(rows: Sequence[Schedule]) -> list[date]:
    texts = {text for row in rows for text in row.extra.get("closed", [])}
    return sorted(date.fromisoformat(text) for text in texts)


def _lines(text: str) -> list[str]:
    return [line.strip() for line in text.splitlines() if line.strip()]


def _day(line: str) -> date | None:
    return read_day(line, clock.today())


def _changed_rows(rows: Sequence[Schedule], changed: Values) -> list[Schedule]:
    found = list(rows)
    if "written" in changed:
        found = with_written(found, read_hours(changed["written"]))
    repeated = REPEATING.applied(
        repeating(found), changed, time_rows.with_row_values, time_rows.new_repeating
    )
    singles = SINGLE.applied(
        [row for row in found if is_single(row)], changed, time_rows.with_single_values, time_rows.new_single
    )
    return [*(_with_exceptions(row, changed) for row in repeated), *singles]


def _with_exceptions(row: Schedule, changed: Values) -> Schedule:
    if "notes" in changed:
        row = row.model_copy(update={"notes": changed["notes"]})
    if not changed.keys() & {"bank_holidays", "term_time", "closed_on"}:
        return row
    extra = dict(row.extra)
    if "bank_holidays" in changed:
        extra["closed_bank_holidays"] = _MEANS[changed["bank_holidays"]]
    if "term_time" in changed:
        extra["term_time"] = changed["term_time"]
    if "closed_on" in changed:
        days = (_day(line) for line in _lines(changed["closed_on"]))
        extra["closed"] = sorted(day.isoformat() for day in days if day)
    kept = {
        name: value
        for name, value in extra.items()
        if value or (name == "closed_bank_holidays" and value is False)
    }
    return row if kept == row.extra else row.model_copy(update={"extra": kept})


def _with_rows(record: Service, site_id: str, rows: list[Schedule], changed: Values) -> Service:
    if site_id:
        sites = [
            site.model_copy(update={"schedules": rows}) if site.id == site_id else site
            for site in record.service_at_locations
        ]
        record = record.model_copy(update={"service_at_locations": sites})
    else:
        always = changed.get("always", record.hours_kind == "always" and not rows)
        text = changed.get("hours_text", record.hours_text)
        kind = "always" if always else "unknown"
        record = record.model_copy(
            update={"schedules": [] if always else rows, "hours_text": text, "hours_kind": kind}
        )
    return record if not changed else record.model_copy(update={"hours_kind": _kind(record)})


def _kind(record: Service) -> str:
    rows = [*record.schedules, *(row for site in record.service_at_locations for row in site.schedules)]
    if any(row.has_days for row in rows):
        return "scheduled"
    return "always" if record.hours_kind == "always" else "unknown"


WHEN, WHEN_BOXES = when_section(), when_section(boxes=True)
