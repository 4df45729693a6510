"""Splits pasted words about opening hours into the parts that matter: days, times, weeks, exceptions."""

import html
import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum, auto

from rapidfuzz import fuzz, process

from directory.schedules.pasted.times import CLOCK, ClockTime, clock_time


class Kind(Enum):
    """What a part of the words says."""

    DAYS = auto()
    """Days of the week."""
    ORDINALS = auto()
    """Which of a month's weekdays: first, 3rd, last."""
    SPAN = auto()
    """From one time to another."""
    TIME = auto()
    """A time alone."""
    PART = auto()
    """Morning, lunchtime, afternoon or evening."""
    CLOSED = auto()
    EXCEPT = auto()
    TERM = auto()
    """Only in term time."""
    NO_BANK_HOLIDAYS = auto()
    SOME_WEEKS = auto()
    """Every second week, without saying which."""
    MONTHLY = auto()
    DATE = auto()
    """A date, a month or a holiday."""
    VAGUE = auto()
    """Words that say that the times are not fixed."""


@dataclass(frozen=True, slots=True)
class Token:
    """A part of the words: what it is, where it stands, and what it says.

    `days`: weekdays, Monday is 0. `plural`: the days repeat ("Tuesdays", "every Tuesday"). `ordinals`: 1 to
    5, or -1 for the last. `times`: one or two.
    """

    kind: Kind
    start: int
    end: int
    text: str
    days: tuple[int, ...] = ()
    plural: bool = False
    ordinals: tuple[int, ...] = ()
    times: tuple[ClockTime, ...] = ()


WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY = (
    r"(?:mon(?:day)?|tue(?:s(?:day)?)?|wed(?:nes(?:day)?)?|thu(?:r(?:s(?:day)?)?)?|fri(?:d(?:ay)?)?"
    r"|sat(?:ur(?:day)?)?|sun(?:day)?)(?:'?s|s')?(?![a-z])"
)
_SHORT = "(?:Mo|Tu|We|Th|Fr|Sa|Su)"
_TO = r"(?:\.?\s*(?:-|\bto\b|\buntil\b|\btill?\b|\bthrough\b|\bthru\b)\s*)"
_EVERY_DAY = (
    r"every ?day|each day|any day|daily|all week(?! end)"
    r"|(?:7|seven) days(?: (?:a|per|each))?(?: ?/ ?)?(?: week)?"
)
_JOINT = r"\s*(?:-|\bto\b|\bup to\b|\buntil\b|\btill?\b|\bthrough\b|\band\b|&)\s*"
"""What stands between two times; "and" only after "between" or "from"."""
_MONTH = (
    r"(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?"
    r"|nov(?:ember)?|dec(?:ember)?)\b\.?"
)
_NTH = r"(?:\d{1,2}(?:st|nd|rd|th)?)"
_DATE = (
    rf"\b{_NTH}(?:\s*(?:,|&|-|and|to)\s*{_NTH})*\s*(?:of\s+)?{_MONTH}(?:,?\s*(?:19|20)\d\d\b)?"
    rf"|\b{_MONTH}\s+\d{{1,2}}(?:st|nd|rd|th)?(?![\d:.]|\s*[ap]m)(?:,?\s*(?:19|20)\d\d\b)?"
    r"|(?<![\d.:])\d{1,2}(?P<between>[/.-])\d{1,2}(?P=between)(?:\d{4}|\d\d)(?![\d.:]\d)"
    r"|(?<![\d.:])\d{4}-\d\d-\d\d(?!\d)|(?<![\d.:/])[0-3]?\d/[01]?\d(?![\d/:.])"
    r"|\b(?:[6-9]|[12]\d|3[01])(?:st|nd|rd|th)\b"
    r"|\b(?:jan|feb|apr|aug|sept|oct|nov|dec)(?:uary|ruary|il|ust|ember|ober)?\b|\b(?:june|july)\b"
    r"|(?-i:\b(?:March|May)\b)|\b(?:christmas|xmas|easter|boxing day|new year'?s?|good friday)\b"
    r"|\b(?:half[- ]?terms?|ramadan|summer|winter)\b"
    r"|\bschool holidays?\b|\bbank holidays?\b|\bpublic holidays?\b"
)
_ORDINAL_WORDS = {"first": 1, "second": 2, "third": 3, "fourth": 4, "fifth": 5, "last": -1, "final": -1}
_ORDINAL = rf"(?:[1-5](?:st|nd|rd|th)|{'|'.join(_ORDINAL_WORDS)})"
_ORDINALS = rf"\b{_ORDINAL}(?:(?:\s*(?:,|&|/|\band\b|\bor\b)\s*)+(?:the\s+)?{_ORDINAL})*\b"
_SOME_WEEKS = (
    r"\bfortnight(?:ly|s)?\b|\balternat(?:e|ing|ely)\b|\bbi-?weekly\b|\bevery other\b"
    r"|\bevery (?:two|three|four|six|[2-9]) weeks?\b|\bevery (?:second|third|2nd|3rd) week\b(?! (?:of|in))"
    r"|\bweek [ab12]\b"
)
_NOT = r"(?:except(?: for| on)?|exclud(?:es|ing)|excl\.?|not(?: on| open on)?|closed(?: on)?|apart from|but not|no)"
_HOLIDAYS = r"(?:bank|public)(?: and (?:bank|public))? holidays?"
_TERM = (
    r"\b(?:in |during )?(?:school )?term[- ]?times?(?: only)?\b|\b(?:during|in) (?:school )?term\b"
    r"|\bterms? only\b"
    rf"|\b{_NOT}(?: in| during)?(?: the)? school holidays?\b"
)
_VAGUE = (
    r"\bvar(?:y|ies|ious|iable)\b|\btb[acd]\b|\bto be (?:confirmed|announced|agreed)\b|\bsubject to\b"
    r"|\b(?:most|some) (?:days|weeks|\w+days)\b|\bselected\b|\boccasional(?:ly)?\b|\bflexible\b"
    r"|\bapprox(?:imately)?\b|\busually\b|\bnormally\b|\bdepending\b|\birregular\b"
    r"|\bcheck (?:our|the) (?:website|facebook)\b"
)
_PATTERN = re.compile(
    "|".join(
        [
            rf"(?P<no_bank_holidays>\b{_NOT}\s+(?:on )?{_HOLIDAYS}\b"
            rf"|\b{_HOLIDAYS}\s*[:-]?\s*(?:closed|excluded|excepted)\b)",
            rf"(?P<with_bank_holidays>\bincluding {_HOLIDAYS}\b)",
            rf"(?P<term>{_TERM})",
            r"(?P<always>\b24 ?/ ?7\b|\b24[- ]?(?:hours|hrs|hr|h)\b(?: a day| per day)?|\bround the clock\b"
            r"|\ball day,? every day\b)",
            rf"(?P<span>(?P<between_times>\b(?:between|from)\s+)?{CLOCK}(?P<joint>{_JOINT}){CLOCK})",
            rf"(?P<date>{_DATE})",
            rf"(?P<some_weeks>{_SOME_WEEKS})",
            r"(?P<monthly>\bmonthly\b|\bonce (?:a|per|every) month\b|\bone \w+ (?:a|per|each|every) month\b)",
            rf"(?P<range>(?<![a-z]){_DAY}{_TO}{_DAY})",
            rf"(?P<day>(?<![a-z])(?:every\s+|each\s+)?{_DAY})",
            rf"(?P<short>(?-i:(?<![A-Za-z])(?P<short_from>{_SHORT})(?:-(?P<short_to>{_SHORT}))?"
            rf"(?=(?:,{_SHORT})*[\s,]*(?:\d|{_SHORT}\b))))",
            r"(?P<initials>(?-i:\bM\s?-\s?F\b))",
            r"(?P<weekdays>\bweek ?days?\b)",
            r"(?P<weekend>\bweek ?-?ends?\b)",
            rf"(?P<every_day>\b(?:{_EVERY_DAY})\b)",
            rf"(?P<ordinals>{_ORDINALS})",
            r"(?P<part>\b(?:mornings?|lunch ?times?|afternoons?|evenings?|nights?)\b)",
            r"(?P<closed>\b(?:closed|closes for|shut|not open)\b)",
            r"(?P<except>\b(?:except|excluding|excl|apart from|other than|but not|not)\b)",
            rf"(?P<vague>{_VAGUE})",
            rf"(?P<time>{CLOCK})",
        ]
    ),
    re.IGNORECASE,
)
_SIMPLE = {
    "term": Kind.TERM,
    "no_bank_holidays": Kind.NO_BANK_HOLIDAYS,
    "some_weeks": Kind.SOME_WEEKS,
    "monthly": Kind.MONTHLY,
    "date": Kind.DATE,
    "part": Kind.PART,
    "closed": Kind.CLOSED,
    "except": Kind.EXCEPT,
    "vague": Kind.VAGUE,
}
_GROUPS = {
    "initials": (0, 1, 2, 3, 4),
    "weekdays": (0, 1, 2, 3, 4),
    "weekend": (5, 6),
    "every_day": tuple(range(7)),
}
_NUMBERS_BEFORE = re.compile(
    r"(?:\b(?:ages?|aged|rooms?|floors?|units?|groups?|years?|yrs?|weeks?|levels?|over|under|stages?|numbers?|no|x"
    r"|route|bus)\.?|£|#)\s*$",
    re.IGNORECASE,
)
_NUMBERS_AFTER = re.compile(
    r"\s*(?:years?|yrs?|yr|months?|weeks?|people|places|olds?|minutes?|mins?|hours?|hrs?|miles?|sessions?|p\b"
    r"|%)",
    re.IGNORECASE,
)
_RUN_TOGETHER = re.compile(r"(?<=[a-z\d])(?=(?:Mon|Tues|Wednes|Thurs|Fri|Satur|Sun)day)")
"""Where the line end before a day was lost: "9am to 5pmTuesday"."""
_WORD = re.compile(r"[a-z]{6,10}", re.IGNORECASE)
_FIRST_WORD = re.compile(r"(?<=\w)\b")
_LIKE_A_DAY = 84
"""From which likeness, of 100, a word is a misspelt day of the week: "Wensday", "Thrusday"."""
_YEARS = range(2019, 2041)
"""Two such numbers are years: 2025-2026. As times they would be minutes of one evening."""


def plain_text(pasted: str) -> str:
    """Return the words without HTML, with one form of dash, apostrophe and space, and lines parted by ";"."""
    text = re.sub(r"<br\s*/?>|</(?:p|li|div|tr)>|[\r\n]+", " ; ", html.unescape(pasted), flags=re.IGNORECASE)
    text = unicodedata.normalize("NFKC", re.sub(r"<[^>]{0,200}>", " ", text))
    text = re.sub("[‐-―−~]", "-", text).translate(str.maketrans("’‘`´", "''''"))
    text = _RUN_TOGETHER.sub(" ", text)
    text = re.sub(r"\b([ap])\.\s?m\b\.?", r"\1m", text, flags=re.IGNORECASE)
    text = re.sub(r"\bo'?\s?clock\b", "", text, flags=re.IGNORECASE)
    text = re.sub(r"\bhalf past (\d{1,2})\b", r"\1:30", text, flags=re.IGNORECASE)
    text = re.sub(r"(\d{1,2}:\d{2}):00\b", r"\1", text)
    return re.sub(r"\s+", " ", _WORD.sub(_as_a_day, text)).strip()


def _as_a_day(word: re.Match[str]) -> str:
    """Return the day of the week that a word is a misspelling of, or the word."""
    ending = "s" if word[0].lower().endswith("ys") else ""
    found = process.extractOne(
        word[0].lower().removesuffix(ending), WEEKDAYS, scorer=fuzz.ratio, score_cutoff=_LIKE_A_DAY
    )
    return found[0].capitalize() + ending if found else word[0]


def tokens_of(text: str) -> list[Token]:
    """Return the parts of `plain_text` that say something about days and times, in order."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    at = 0
    while found := _PATTERN.search(text, at):
        at = found.end()
        name = found.lastgroup or ""
        if name in _SIMPLE:
            yield Token(_SIMPLE[name], *found.span(), found[0])
        elif name in _GROUPS:
            yield Token(Kind.DAYS, *found.span(), found[0], days=_GROUPS[name], plural=True)
        elif name == "always":
            whole_day = clock_time("00:00"), clock_time("24:00")
            yield Token(Kind.SPAN, *found.span(), found[0], times=whole_day)
            if "7" in found[0] or "every day" in found[0]:
                yield Token(Kind.DAYS, *found.span(), found[0], days=tuple(range(7)), plural=True)
        elif name in ("range", "day", "short"):
            yield _days(found, name)
        elif name == "ordinals":
            yield Token(Kind.ORDINALS, *found.span(), found[0], ordinals=_numbers_of(found[0]))
        elif name == "span":
            token = _span(text, found)
            if token:
                yield token
            else:
                at = found.start() + len(_FIRST_WORD.split(found[0], maxsplit=1)[0]) + 1
        elif name == "time" and _says_a_time(text, found.span()):
            yield Token(Kind.TIME, *found.span(), found[0], times=(clock_time(found[0]),))


def _days(found: re.Match[str], name: str) -> Token:
    if name == "short":
        names = [found["short_from"], found["short_to"] or found["short_from"]]
    else:
        names = re.findall(_DAY, found[0], re.IGNORECASE)
    first, last = _weekday(names[0]), _weekday(names[-1])
    days = tuple((first + step) % 7 for step in range((last - first) % 7 + 1))
    words = found[0].lower()
    plural = len(days) > 1 or words.startswith(("every", "each")) or words.rstrip(".'").endswith("s")
    return Token(
        Kind.DAYS,
        *found.span(),
        found[0],
        days=days,
        plural=plural and words not in ("tues", "weds", "thurs"),
    )


def _weekday(name: str) -> int:
    return [each[:2] for each in WEEKDAYS].index(name.lower()[:2])


def _numbers_of(words: str) -> tuple[int, ...]:
    found = re.findall(_ORDINAL, words, re.IGNORECASE)
    return tuple(dict.fromkeys(_ORDINAL_WORDS.get(each.lower()) or int(each[0]) for each in found))


def _span(text: str, found: re.Match[str]) -> Token | None:
    """Return a span of time, or None for a range of something else: ages, years, rooms."""
    inner = found[0][len(found["between_times"] or "") :]
    parts = re.split(
        r"\s*(?:-|\bto\b|\bup to\b|\buntil\b|\btill?\b|\bthrough\b|\band\b|&)\s*",
        inner,
        maxsplit=1,
        flags=re.IGNORECASE,
    )
    first, last = clock_time(parts[0]), clock_time(parts[1])
    start = found.start() + len(found["between_times"] or "")
    if not (first.possible and last.possible):
        return None
    if found["joint"].strip().lower() in ("and", "&") and not found["between_times"]:
        return None
    counts_something = _NUMBERS_BEFORE.search(text[:start]) or _NUMBERS_AFTER.match(text, found.end())
    if first.is_number and last.is_number and counts_something:
        return None
    if all(re.fullmatch(r"\d{4}", part) and int(part) in _YEARS for part in parts):
        return None
    return Token(Kind.SPAN, start, found.end(), inner, times=(first, last))


def _says_a_time(text: str, where: tuple[int, int]) -> bool:
    """Return whether a time alone is one: it has minutes or am or pm, and is no price and no year."""
    words = text[slice(*where)]
    time = clock_time(words)
    is_written_out = bool(time.half) or re.search("[:.h]", words) is not None
    return time.possible and is_written_out and not text[: where[0]].endswith(("£", "."))
