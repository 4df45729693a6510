"""Answers to choose from, for what pasted words about opening hours leave open. Pure.

Each answer is the words with something put clearly, which are then read again. An answer is offered only where
the words say something certain with it, and leave less open.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from core.messages import gettext as _
from directory.schedules.pasted import times
from directory.schedules.pasted.hours import PastedHours
from directory.schedules.pasted.reader import in_words
from directory.schedules.pasted.reading import read_hours
from directory.schedules.pasted.times import Minutes
from directory.schedules.pasted.tokens import plain_text, tokens_of

_HALF_A_DAY, _DAY = 12 * 60, 24 * 60
_LONGEST = 10 * 60
_WHICH_WEEKS = "which weeks of the month"
_PATTERNS = ("first and third", "second and fourth")
_CLAUSE_ENDS = re.compile(r"[;.,()\n]")


@dataclass(frozen=True, slots=True)
class TimesAnswer:
    """An answer in words, the pasted words with it, and words to be shown beside the times, or none."""

    label: str
    text: str
    note: str = ""


def answers_to(pasted: str) -> list[TimesAnswer]:
    """Return answers to the first question about some pasted words; none where nothing is asked, and where the
    person has to write it again.
    """
    text = plain_text(pasted)
    read = read_hours(text)
    if not read.questions:
        return []
    start, end = read.places[0]
    if start == end:
        return []
    weeks = _weeks(text, start, end) if _WHICH_WEEKS in read.questions[0] else ()
    found = dict.fromkeys([*_spans(text, start, end), *weeks, *_as_note(text, start, end)])
    return [answer for answer in found if _is_clearer(read, read_hours(answer.text))]


def _is_clearer(before: PastedHours, after: PastedHours) -> bool:
    return bool(after.rules) and len(after.questions) < len(before.questions)


def _spans(text: str, start: int, end: int) -> Iterator[TimesAnswer]:
    """Yield two times with am or pm, for "11.30 - 1.30"."""
    token = next((each for each in tokens_of(text) if each.start == start and len(each.times) == 2), None)
    if token is None:
        return
    first, last = times.together(token.times[0], token.times[1]).minutes
    likeliest = (first, last)
    others = [((first + _HALF_A_DAY) % _DAY, last), (first, (last + _HALF_A_DAY) % _DAY)]
    others.append(((first + _HALF_A_DAY) % _DAY, (last + _HALF_A_DAY) % _DAY))
    for span in (likeliest, *(each for each in others if _is_likely(each))):
        words = in_words(span)
        yield TimesAnswer(words, f"{text[:start]}{words}{text[end:]}")


def _is_likely(span: Minutes) -> bool:
    return span[0] < span[1] <= span[0] + _LONGEST


def _weeks(text: str, start: int, end: int) -> Iterator[TimesAnswer]:
    """Yield which weeks of the month, for "fortnightly"."""
    for pattern in _PATTERNS:
        label = _("The %(which)s of the month", which=pattern)
        for words in (pattern, f"{pattern} of the month"):
            answer = TimesAnswer(label, f"{text[:start]}{words}{text[end:]}")
            if any(rule.ordinals for rule in read_hours(answer.text).rules):
                yield answer
                break


def _as_note(text: str, start: int, end: int) -> Iterator[TimesAnswer]:
    """Yield the words without the part that is not clear, which is then shown as it is."""
    before = [found.end() for found in _CLAUSE_ENDS.finditer(text[:start])]
    after = _CLAUSE_ENDS.search(text, end)
    begin, stop = before[-1] if before else 0, after.start() if after else len(text)
    note = " ".join(text[begin:stop].split())
    rest = f"{text[:begin].rstrip(' ,;(')}{text[stop:]}".strip()
    if note and read_hours(rest).rules:
        yield TimesAnswer(_("Show “%(words)s” as a note beside the times", words=note), rest, note)
