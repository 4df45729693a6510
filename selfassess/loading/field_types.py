"""The types of values in content files: texts, numbers, words in two voices, conditions, facts and
citations.
"""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Discriminator,
    PlainValidator,
    StringConstraints,
    Tag,
    ValidationInfo,
)

from selfassess.engine.conditions import All, AnyOf, Condition, Is, Not, Pair
from selfassess.engine.legal_facts import FOR_THE_RECORD, MONEY_AND_BENEFITS, NEEDS_FACTS, VERDICTS
from selfassess.engine.phrases import Phrase, is_personal, unknown_marks
from selfassess.loading.validation import (
    ContentModel,
    context_of,
    mistake,
    referring_to,
    unknown_value,
)

YES_NO = ("yes", "no", "not_sure")

# Single values


def _whole(value: Any) -> Any:
    if not isinstance(value, str) or not value.lstrip("-").isdigit():
        raise mistake(f"{value!r} is no whole number")
    return int(value)


def _flag(value: Any) -> bool:
    if value not in ("yes", "no"):
        raise mistake(unknown_value(value, ("yes", "no")))
    return bool(value == "yes")


def _day(value: Any) -> date:
    try:
        return date.fromisoformat(value)
    except (TypeError, ValueError) as error:
        raise mistake("a day is written as 2026-11-23") from error


def one_of(choices: Iterable[str]) -> AfterValidator:
    """Return the mark of a type whose values are one of those given."""
    known = list(choices)
    return AfterValidator(referring_to(lambda _context: known))


def _as_list(value: Any) -> Any:
    return [value] if isinstance(value, str) else value


Text = Annotated[str, StringConstraints(min_length=1)]
Whole = Annotated[int, BeforeValidator(_whole)]
Flag = Annotated[bool, BeforeValidator(_flag)]
Day = Annotated[date, BeforeValidator(_day)]
OneOrMore = BeforeValidator(_as_list)
"""The mark of a list that may be written as a single value."""
Names = Annotated[tuple[Text, ...], OneOrMore]
RouteId = Annotated[Text, AfterValidator(referring_to(lambda context: context.routes))]
SignalName = Annotated[Text, AfterValidator(referring_to(lambda context: context.signals))]
InterruptId = Annotated[Text, AfterValidator(referring_to(lambda context: context.interrupts))]


def _listed_law(cites: str, info: ValidationInfo) -> str:
    if not any(cites == law or cites.startswith(f"{law} ") for law in context_of(info).laws):
        raise mistake(
            f"{cites} begins with no law named under `laws` in facts.yaml; add it there, or mend the name"
        )
    return cites


Citation = Annotated[Text, AfterValidator(_listed_law)]
"""A section of a law that facts.yaml lists."""

# Words


def _words(text: str) -> str:
    for mark in sorted(unknown_marks(text)):
        raise mistake(f"{{{mark}}} is not filled by anything; use {{who}}, {{Who}}, {{who's}} or {{Who's}}")
    return text


def _words_for_everybody(text: str, info: ValidationInfo) -> str:
    if is_personal(text) and not context_of(info).one_voice:
        raise mistake(
            "these words speak of the reader; write `you:` and `other:` (on somebody's behalf),"
            " or `both:` if one line serves"
        )
    return text


Words = Annotated[Text, AfterValidator(_words)]


class _TwoVoices(ContentModel):
    you: Words
    other: Words


class _OneLineForBoth(ContentModel):
    both: Words


def _form(raw: Any) -> str:
    """In which of its three forms a phrase is written."""
    if not isinstance(raw, dict):
        return "everybody"
    return "both" if "both" in raw else "two"


def _phrase(written: str | _TwoVoices | _OneLineForBoth) -> Phrase:
    if isinstance(written, _TwoVoices):
        return Phrase(written.you, written.other)
    text = written if isinstance(written, str) else written.both
    return Phrase(text, text)


if TYPE_CHECKING:
    Wording = Phrase
else:
    # A line that serves for everybody; `you` and `other`; or `both`, where one line serves though it says
    # "you".
    Wording = Annotated[
        Annotated[Words, AfterValidator(_words_for_everybody), Tag("everybody")]
        | Annotated[_TwoVoices, Tag("two")]
        | Annotated[_OneLineForBoth, Tag("both")],
        Discriminator(_form),
        AfterValidator(_phrase),
    ]

# Conditions


def _condition(raw: Any) -> Condition:
    """When something is so: `all:`, `any:`, `not:`, or a question's id (or a fact) with its values."""
    if not isinstance(raw, dict):
        raise mistake("names with values (name: value) are needed here")
    parts = [_part(name, value) for name, value in raw.items()]
    return parts[0] if len(parts) == 1 else All(tuple(parts))


def _part(name: str, value: Any) -> Condition:
    if name in ("all", "any"):
        if not isinstance(value, list):
            raise mistake(f"a list is needed under {name}")
        parts = tuple(_condition(item) for item in value)
        return All(parts) if name == "all" else AnyOf(parts)
    if name == "not":
        return Not(_condition(value))
    values = _as_list(value)
    if not isinstance(values, list) or not all(isinstance(one, str) and one for one in values):
        raise mistake(f"{name} needs one value, or a list of values")
    return Is(name, frozenset(values))


When = Annotated[Condition, PlainValidator(_condition)]

# Facts: mappings from a fact to its value, or to several


def _pairs(raw: Any) -> Any:
    """A mapping as a list of pairs, so that each of them is checked for itself and every mistake is named."""
    if not isinstance(raw, dict):
        raise mistake("names with values (name: value) are needed here")
    return [(fact, value) for fact, values in raw.items() for value in _as_list(values)]


def _known_pair(values: Mapping[str, tuple[str, ...]], unknown: str) -> AfterValidator:
    """Return the mark of a pair whose fact and value are known. `unknown`: what an unknown fact is not."""

    def check(pair: Pair, info: ValidationInfo) -> Pair:
        fact, value = pair
        known = {**values, **{f"signal.{name}": YES_NO for name in context_of(info).signals}}
        if fact not in known:
            raise mistake(f"{fact} is {unknown}; use one of: {', '.join(sorted(known))}")
        if value not in known[fact]:
            raise mistake(unknown_value(value, known[fact]))
        return pair

    return AfterValidator(check)


_NO_FACT = "no fact of the rules and no signal named in routes.yaml"
_NO_VERDICT = "no verdict of the rules and no signal"
_SetPair = Annotated[
    tuple[Text, Text], _known_pair({**NEEDS_FACTS, **FOR_THE_RECORD, **MONEY_AND_BENEFITS}, _NO_FACT)
]
_VerdictPair = Annotated[tuple[Text, Text], _known_pair(VERDICTS, _NO_VERDICT)]
SetFacts = Annotated[tuple[_SetPair, ...], BeforeValidator(_pairs)]
"""The facts that an answer sets."""
LeadingFacts = Annotated[frozenset[_VerdictPair], BeforeValidator(_pairs)]
"""The verdicts of the rules and the signals that lead to a next step; any one is enough."""
