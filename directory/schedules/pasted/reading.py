"""Reads pasted words about opening hours: days and times, or a question about what the words leave open."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, field, replace

from directory.schedules.pasted import times
from directory.schedules.pasted.hours import EVERY_WEEK, PastedHours, WeeklyTimes, time_at
from directory.schedules.pasted.times import Minutes
from directory.schedules.pasted.tokens import Kind, Token, plain_text, tokens_of
from directory.schedules.wording.days import weekdays_words
from directory.schedules.wording.times import time_words

_MOST_CHARACTERS = 4000
_ON_A_DATE = ": does it start, stop, close or change then?"
_HALVES = {"morning": "am", "lunch": "lunch", "afternoon": "pm", "evening": "pm", "night": "pm"}
_FILLER = re.compile(
    r"[\s,:;()/\-.]*(?:\b(?:the|of|on|every|each|week|open|from|at|is|are)\b[\s,:;()/\-.]*)*", re.IGNORECASE
)
_JOINED = re.compile(r"[\s,&/+]*(?:\b(?:and|or|on|the|every|each)\b[\s,&/+]*)*", re.IGNORECASE)
_OF_THE_MONTH = re.compile(
    r"\s*(?:weeks?\b|(?:of|in)\s+(?:the|each|every|a)\s+month|(?:of|in)\s+month|\)|each month|every month)",
    re.IGNORECASE,
)


@dataclass
class _Reader:
    """Goes through the parts of a text once. `rules` are those finished or still growing."""

    text: str
    tokens: list[Token]
    rules: list[WeeklyTimes] = field(default_factory=list)
    pending: list[WeeklyTimes] = field(default_factory=list)
    """Days that wait for their times, each with which of the month they are."""
    spans: list[Minutes] = field(default_factory=list)
    """Times that wait for their days, where times come first."""
    group: list[int] = field(default_factory=list)
    """The numbers of the rules that the latest times belong to."""
    questions: list[str] = field(default_factory=list)
    closed_bank_holidays: bool | None = None
    half: str = ""
    ordinals: tuple[int, ...] = EVERY_WEEK
    term_before: bool = False
    closing: bool = False
    """Whether the days that follow are days on which it is closed."""
    weeks_unknown: bool = False
    """Whether the days that follow are in some weeks, which are not known."""
    lost_days: bool = False
    """Whether the times that follow belong to days that are left out."""

    def ask(self, question: str) -> None:
        if question not in self.questions:
            self.questions.append(question)

    def gap(self, number: int) -> str:
        """Return the words between a token and the next one, or the end."""
        end = self.tokens[number + 1].start if number + 1 < len(self.tokens) else len(self.text)
        return self.text[self.tokens[number].end : end]

    def before(self, number: int) -> str:
        """Return the words between the previous token and this one."""
        start = self.tokens[number - 1].end if number else 0
        return self.text[start : self.tokens[number].start]

    def next_kind(self, number: int) -> Kind | None:
        return self.tokens[number + 1].kind if number + 1 < len(self.tokens) else None


def read_hours(pasted: str) -> PastedHours:
    """Return the days and times in words that somebody pasted, with questions about what the words leave
    open.

    Asked back: an end before its start without am or pm ("11.30-1.30"; "10-4" is plain), starts before eight
    without am or pm, single dates and exceptions, "fortnightly" without saying which weeks, days without
    times, times without days, and words such as "times vary".
    """
    text = plain_text(pasted[:_MOST_CHARACTERS])
    tokens = tokens_of(text)
    reader = _Reader(text, tokens)
    times_first = _times_come_first(tokens)
    for number, token in enumerate(tokens):
        _READERS[token.kind](reader, number, token, times_first)
    return _finished(reader, times_first)


def _times_come_first(tokens: Iterable[Token]) -> bool:
    kinds = [token.kind for token in tokens if token.kind in (Kind.DAYS, Kind.SPAN)]
    return bool(kinds) and kinds[0] is Kind.SPAN and Kind.DAYS in kinds and kinds[-1] is Kind.DAYS


def _read_days(reader: _Reader, number: int, token: Token, times_first: bool) -> None:
    if reader.weeks_unknown or (number + 1 < len(reader.tokens) and _is_of_a_date(reader, number, token)):
        reader.weeks_unknown, reader.lost_days, reader.group = False, True, []
        return
    reader.lost_days = False
    if reader.closing:
        if not _JOINED.fullmatch(reader.before(number)) and reader.tokens[number - 1].kind is Kind.DAYS:
            reader.closing = False
        else:
            _remove_days(reader, token)
            return
    before = reader.tokens[number - 1] if number else None
    if before and before.kind is Kind.EXCEPT and _FILLER.fullmatch(reader.before(number)):
        _remove_days(reader, token)
        return
    named = WeeklyTimes(token.days, (), reader.ordinals, reader.term_before)
    reader.ordinals = EVERY_WEEK
    if times_first:
        _times_before(reader, number, named)
        return
    if named.ordinals:
        reader.pending = [each for each in reader.pending if each.days != named.days or each.ordinals]
    if named not in reader.pending:
        reader.pending.append(named)


def _is_of_a_date(reader: _Reader, number: int, token: Token) -> bool:
    """Return whether the day only says which day of the week a date is: "Tuesday 22 November"."""
    following = reader.tokens[number + 1]
    return (
        following.kind is Kind.DATE
        and not token.plural
        and bool(re.fullmatch(r"[\s,]*(?:the\b\s*)?", reader.gap(number)))
    )


def _times_before(reader: _Reader, number: int, named: WeeklyTimes) -> None:
    if reader.spans:
        reader.group = [len(reader.rules)]
        reader.rules.append(replace(named, spans=tuple(reader.spans)))
        reader.spans = []
    elif reader.rules:
        reader.group.append(len(reader.rules))
        reader.rules.append(replace(named, spans=reader.rules[-1].spans))


def _remove_days(reader: _Reader, token: Token) -> None:
    """Take days out of those that were named last: "every day except Sunday", "closed Mondays"."""
    waiting = [replace(each, days=_without(each.days, token.days)) for each in reader.pending]
    reader.pending = [each for each in waiting if each.days]
    for place in reader.group if not reader.pending else ():
        rule = reader.rules[place]
        if len(rule.days) > 1:
            reader.rules[place] = replace(rule, days=_without(rule.days, token.days))


def _without(days: tuple[int, ...], others: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(day for day in days if day not in others)


def _read_ordinals(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    gap = reader.gap(number)
    if reader.next_kind(number) is Kind.DAYS and _FILLER.fullmatch(gap):
        weekly = re.search(r"\bevery\s*$", reader.before(number), re.IGNORECASE)
        if (
            weekly
            and token.ordinals[0] > 1
            and not re.search(r"\bmonths?\b", reader.text[token.end :][:60], re.IGNORECASE)
        ):
            reader.ask(_which_weeks(f"every {token.text} {reader.tokens[number + 1].text}"))
            reader.weeks_unknown = True
            return
        reader.ordinals = token.ordinals
        return
    if not _OF_THE_MONTH.match(gap):
        return
    if reader.pending:
        reader.pending = [replace(each, ordinals=each.ordinals or token.ordinals) for each in reader.pending]
    for place in reader.group if not reader.pending else ():
        reader.rules[place] = replace(reader.rules[place], ordinals=token.ordinals)


def _which_weeks(words: str) -> str:
    return f"“{words}”: which weeks of the month is it? For example, the first and third Tuesday."


def _read_span(reader: _Reader, number: int, token: Token, times_first: bool) -> None:
    before = reader.tokens[number - 1] if number else None
    if before and before.kind is Kind.CLOSED and len(reader.before(number)) <= 30:
        _closed_between(reader, token)
        return
    if reader.closing:
        reader.closing = False
    span = times.together(token.times[0], token.times[1], half=reader.half)
    reader.half = ""
    if span.doubtful:
        reader.ask(f"“{token.text}”: do you mean {_in_words(span.minutes)}?")
    if times_first:
        reader.spans.append(span.minutes)
    elif reader.pending:
        reader.group = list(range(len(reader.rules), len(reader.rules) + len(reader.pending)))
        reader.rules += [replace(each, spans=(span.minutes,)) for each in reader.pending]
        reader.pending = []
    elif reader.group:
        _add_span(reader, token, span.minutes)
    elif not reader.lost_days:
        reader.spans.append(span.minutes)


def _add_span(reader: _Reader, token: Token, minutes: Minutes) -> None:
    """Add further times to the days that have some: "9am-12pm and 1pm-5pm"."""
    for place in reader.group:
        rule = reader.rules[place]
        if any(_overlap(minutes, other) for other in rule.spans):
            reader.ask(f"“{token.text}”: is that a break, when it is closed, or a time when it is open?")
        else:
            reader.rules[place] = replace(rule, spans=(*rule.spans, minutes))


def _overlap(one: Minutes, other: Minutes) -> bool:
    return one[0] < max(other[1], other[0] + 1) and other[0] < max(one[1], one[0] + 1)


def _closed_between(reader: _Reader, token: Token) -> None:
    """Cut a break out of the times: "9am-5pm, closed 12-1 for lunch"."""
    start, end = times.together(token.times[0], token.times[1], half="lunch").minutes
    for place in reader.group:
        cut: list[Minutes] = []
        for span in reader.rules[place].spans:
            inside = span[0] < start < end < span[1]
            cut += [(span[0], start), (end, span[1])] if inside else [span]
        if len(cut) == len(reader.rules[place].spans):
            reader.ask(f"“{token.text}”: on which days is it closed then?")
        reader.rules[place] = replace(reader.rules[place], spans=tuple(cut))


def _in_words(minutes: Minutes) -> str:
    return f"{time_words(time_at(minutes[0]))} to {time_words(time_at(minutes[1]))}"


def _read_time(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    """Ask for the end of a time that stands alone, unless the words say that it is something else."""
    if re.search(
        r"\b(?:last|final|lunch|served|orders?|entry|doors?|food|serving|start|by|before|arrive)\b",
        reader.before(number)[-40:],
        re.IGNORECASE,
    ):
        return
    if reader.pending:
        reader.ask(f"“{token.text}”: when does it begin and when does it end?")


def _read_part(reader: _Reader, _number: int, token: Token, _times_first: bool) -> None:
    reader.half = next(half for part, half in _HALVES.items() if token.text.lower().startswith(part))


def _read_closed(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    following = reader.next_kind(number)
    if reader.pending:
        reader.pending = []
        return
    if following is Kind.DAYS and _FILLER.fullmatch(reader.gap(number)):
        reader.closing = True


def _read_except(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    if token.text.lower() == "not" or reader.next_kind(number) in (Kind.DAYS, Kind.DATE):
        return
    reader.ask(f"“{_around(reader, token)}”: on which dates is it not open?")


def _around(reader: _Reader, token: Token) -> str:
    """Return a token with a few of the words after it, to be shown in a question."""
    return re.split(r"[;.)]", reader.text[token.start : token.end + 40])[0].strip()


def _read_term(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    if reader.pending:
        reader.pending = [replace(each, term_time=True) for each in reader.pending]
    elif reader.group:
        for place in reader.group:
            reader.rules[place] = replace(reader.rules[place], term_time=True)
    else:
        reader.term_before = True


def _read_no_bank_holidays(reader: _Reader, _number: int, _token: Token, _times_first: bool) -> None:
    reader.closed_bank_holidays = True


def _read_some_weeks(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    following = reader.tokens[number + 1] if number + 1 < len(reader.tokens) else None
    if (
        following
        and following.kind is Kind.ORDINALS
        and re.fullmatch(r"[\s,(:;-]*(?:on the|the|on)?\s*", reader.gap(number))
    ):
        return
    if any(rule.ordinals for rule in [*reader.pending, *reader.rules[-1:]]):
        return
    reader.ask(_which_weeks(token.text))
    if following and following.kind is Kind.DAYS and _FILLER.fullmatch(reader.gap(number)):
        reader.weeks_unknown = True
    else:
        _drop_group(reader)


def _drop_group(reader: _Reader) -> None:
    """Leave out the days whose weeks are not known: which those are is not guessed."""
    if reader.pending:
        reader.pending = []
        reader.lost_days = True
        return
    reader.rules = [rule for place, rule in enumerate(reader.rules) if place not in reader.group]
    reader.group = []


def _read_monthly(reader: _Reader, number: int, token: Token, _times_first: bool) -> None:
    if reader.ordinals or any(rule.ordinals for rule in [*reader.pending, *reader.rules[-1:]]):
        return
    if any(each.kind is Kind.ORDINALS for each in reader.tokens[number + 1 : number + 2]):
        return
    reader.ask(_which_weeks(token.text))
    _drop_group(reader)


def _read_date(reader: _Reader, _number: int, token: Token, _times_first: bool) -> None:
    if not any(question.endswith(_ON_A_DATE) for question in reader.questions):
        reader.ask(f"“{token.text}”{_ON_A_DATE}")


def _read_vague(reader: _Reader, _number: int, token: Token, _times_first: bool) -> None:
    reader.ask(f"“{token.text}”: which times are certain?")


def _finished(reader: _Reader, times_first: bool) -> PastedHours:
    _take_late_ordinals(reader)
    rules = [rule for rule in reader.rules if rule.days and rule.spans]
    if reader.spans and (times_first or not rules):
        reader.ask("On which days are these times?")
    elif reader.spans:
        reader.ask(f"On which days is it open {_in_words(reader.spans[0])}?")
    if reader.pending and not times_first:
        reader.ask("What are the times on " + _days_in_words(reader.pending) + "?")
    if not rules and not reader.questions:
        reader.ask("Which days and times is it open? For example: Tuesdays 10am to 12 noon.")
    return PastedHours(tuple(_joined(rules)), tuple(reader.questions), reader.closed_bank_holidays)


def _take_late_ordinals(reader: _Reader) -> None:
    """Let days at the end say which of the month: "Thursday 11am-1pm (first Thursday of the month)"."""
    for late in [each for each in reader.pending if each.ordinals]:
        for place in reader.group:
            if reader.rules[place].days == late.days and not reader.rules[place].ordinals:
                reader.rules[place] = replace(reader.rules[place], ordinals=late.ordinals)
                reader.pending = [each for each in reader.pending if each != late]


def _days_in_words(waiting: list[WeeklyTimes]) -> str:
    return weekdays_words({day for each in waiting for day in each.days})


def _joined(rules: list[WeeklyTimes]) -> list[WeeklyTimes]:
    """Return rules without doubled times; the times of the same days are put together, in the order of the day."""
    together: dict[tuple[tuple[int, ...], tuple[int, ...], bool], list[Minutes]] = {}
    for rule in rules:
        spans = together.setdefault((rule.days, rule.ordinals, rule.term_time), [])
        spans += [span for span in rule.spans if span not in spans]
    return [
        WeeklyTimes(days, tuple(sorted(spans)), ordinals, term_time)
        for (days, ordinals, term_time), spans in together.items()
    ]


_READERS = {
    Kind.DAYS: _read_days,
    Kind.ORDINALS: _read_ordinals,
    Kind.SPAN: _read_span,
    Kind.TIME: _read_time,
    Kind.PART: _read_part,
    Kind.CLOSED: _read_closed,
    Kind.EXCEPT: _read_except,
    Kind.TERM: _read_term,
    Kind.NO_BANK_HOLIDAYS: _read_no_bank_holidays,
    Kind.SOME_WEEKS: _read_some_weeks,
    Kind.MONTHLY: _read_monthly,
    Kind.DATE: _read_date,
    Kind.VAGUE: _read_vague,
}
