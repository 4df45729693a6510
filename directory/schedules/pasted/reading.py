"""Reads pasted words about opening hours: days and times, or a question about what the words leave open."""

import re
from collections.abc import Iterable
from dataclasses import replace

from directory.schedules.pasted import times
from directory.schedules.pasted.hours import EVERY_WEEK, PastedHours, WeeklyTimes
from directory.schedules.pasted.reader import Reader, in_words
from directory.schedules.pasted.tokens import Kind, Token, plain_text, tokens_of

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


def read_hours(pasted: str) -> PastedHours:
    """Return the days and times in words that somebody pasted, with questions about what the words leave
    open.

    Asked back: an end before its start without am or pm ("11.30-1.30"; "10-4" is plain), starts before eight
    without am or pm, single dates and exceptions, "fortnightly" without saying which weeks, days without
    times, times without days, and words such as "times vary".
    """
    text = plain_text(pasted[:_MOST_CHARACTERS])
    tokens = tokens_of(text)
    reader = Reader(text, tokens, _times_come_first(tokens))
    for number, token in enumerate(tokens):
        _READERS[token.kind](reader, number, token)
    return reader.finished()


def _times_come_first(tokens: Iterable[Token]) -> bool:
    kinds = [token.kind for token in tokens if token.kind in (Kind.DAYS, Kind.SPAN)]
    return bool(kinds) and kinds[0] is Kind.SPAN and Kind.DAYS in kinds and kinds[-1] is Kind.DAYS


def _read_days(reader: Reader, number: int, token: Token) -> None:
    if reader.weeks_unknown or (number + 1 < len(reader.tokens) and _is_of_a_date(reader, number, token)):
        reader.weeks_unknown, reader.lost_days, reader.group = False, True, []
        return
    reader.lost_days = False
    if reader.closing:
        if not _JOINED.fullmatch(reader.before(number)) and reader.tokens[number - 1].kind is Kind.DAYS:
            reader.closing = False
        else:
            reader.remove_days(token)
            return
    before = reader.tokens[number - 1] if number else None
    if before and before.kind is Kind.EXCEPT and _FILLER.fullmatch(reader.before(number)):
        reader.remove_days(token)
        return
    named = WeeklyTimes(token.days, (), reader.ordinals, reader.term_before)
    reader.ordinals = EVERY_WEEK
    if reader.times_first:
        reader.add_days_after_times(named)
        return
    if named.ordinals:
        reader.pending = [each for each in reader.pending if each.days != named.days or each.ordinals]
    if named not in reader.pending:
        reader.pending.append(named)


def _is_of_a_date(reader: Reader, number: int, token: Token) -> bool:
    """Return whether the day only says which day of the week a date is: "Tuesday 22 November"."""
    following = reader.tokens[number + 1]
    return (
        following.kind is Kind.DATE
        and not token.plural
        and bool(re.fullmatch(r"[\s,]*(?:the\b\s*)?", reader.gap(number)))
    )


def _read_ordinals(reader: Reader, number: int, token: Token) -> None:
    gap = reader.gap(number)
    if reader.next_kind(number) is Kind.DAYS and _FILLER.fullmatch(gap):
        weekly = re.search(r"\bevery\s*$", reader.before(number), re.IGNORECASE)
        if (
            weekly
            and token.ordinals[0] > 1
            and not re.search(r"\bmonths?\b", reader.text[token.end :][:60], re.IGNORECASE)
        ):
            reader.ask(_which_weeks(f"every {token.text} {reader.tokens[number + 1].text}"), token)
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


def _read_span(reader: Reader, number: int, token: Token) -> None:
    before = reader.tokens[number - 1] if number else None
    if before and before.kind is Kind.CLOSED and len(reader.before(number)) <= 30:
        reader.closed_between(token)
        return
    if reader.closing:
        reader.closing = False
    span = times.together(token.times[0], token.times[1], half=reader.half)
    reader.half = ""
    if span.doubtful:
        reader.ask(f"“{token.text}”: do you mean {in_words(span.minutes)}?", token)
    if reader.times_first:
        reader.spans.append(span.minutes)
    elif reader.pending:
        reader.group = list(range(len(reader.rules), len(reader.rules) + len(reader.pending)))
        reader.rules += [replace(each, spans=(span.minutes,)) for each in reader.pending]
        reader.pending = []
    elif reader.group:
        reader.add_span(token, span.minutes)
    elif not reader.lost_days:
        reader.spans.append(span.minutes)


def _read_time(reader: Reader, number: int, token: Token) -> None:
    """Ask for the end of a time that stands alone, unless the words say that it is something else."""
    if re.search(
        r"\b(?:last|final|lunch|served|orders?|entry|doors?|food|serving|start|by|before|arrive)\b",
        reader.before(number)[-40:],
        re.IGNORECASE,
    ):
        return
    if reader.pending:
        reader.ask(f"“{token.text}”: when does it begin and when does it end?", token)


def _read_part(reader: Reader, _number: int, token: Token) -> None:
    reader.half = next(half for part, half in _HALVES.items() if token.text.lower().startswith(part))


def _read_closed(reader: Reader, number: int, token: Token) -> None:
    following = reader.next_kind(number)
    if reader.pending:
        reader.pending = []
        return
    if following is Kind.DAYS and _FILLER.fullmatch(reader.gap(number)):
        reader.closing = True


def _read_except(reader: Reader, number: int, token: Token) -> None:
    if token.text.lower() == "not" or reader.next_kind(number) in (Kind.DAYS, Kind.DATE):
        return
    reader.ask(f"“{_around(reader, token)}”: on which dates is it not open?", token)


def _around(reader: Reader, token: Token) -> str:
    """Return a token with a few of the words after it, to be shown in a question."""
    return re.split(r"[;.)]", reader.text[token.start : token.end + 40])[0].strip()


def _read_term(reader: Reader, number: int, token: Token) -> None:
    if reader.pending:
        reader.pending = [replace(each, term_time=True) for each in reader.pending]
    elif reader.group:
        for place in reader.group:
            reader.rules[place] = replace(reader.rules[place], term_time=True)
    else:
        reader.term_before = True


def _read_no_bank_holidays(reader: Reader, _number: int, _token: Token) -> None:
    reader.closed_bank_holidays = True


def _read_some_weeks(reader: Reader, number: int, token: Token) -> None:
    following = reader.tokens[number + 1] if number + 1 < len(reader.tokens) else None
    if (
        following
        and following.kind is Kind.ORDINALS
        and re.fullmatch(r"[\s,(:;-]*(?:on the|the|on)?\s*", reader.gap(number))
    ):
        return
    if any(rule.ordinals for rule in [*reader.pending, *reader.rules[-1:]]):
        return
    reader.ask(_which_weeks(token.text), token)
    is_after_times = number > 0 and reader.tokens[number - 1].kind is Kind.SPAN
    is_of_those = is_after_times and not re.search("[,;.]", reader.before(number))
    if (
        following
        and following.kind is Kind.DAYS
        and _FILLER.fullmatch(reader.gap(number))
        and not is_of_those
    ):
        reader.weeks_unknown = True
    else:
        reader.drop_group()


def _read_monthly(reader: Reader, number: int, token: Token) -> None:
    if reader.ordinals or any(rule.ordinals for rule in [*reader.pending, *reader.rules[-1:]]):
        return
    if any(each.kind is Kind.ORDINALS for each in reader.tokens[number + 1 : number + 2]):
        return
    reader.ask(_which_weeks(token.text), token)
    reader.drop_group()


def _read_date(reader: Reader, _number: int, token: Token) -> None:
    if not any(question.endswith(_ON_A_DATE) for question in reader.questions):
        reader.ask(f"“{token.text}”{_ON_A_DATE}", token)


def _read_vague(reader: Reader, _number: int, token: Token) -> None:
    reader.ask(f"“{token.text}”: which times are certain?", token)


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
