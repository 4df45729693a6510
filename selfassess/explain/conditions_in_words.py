"""When a question is asked and when a next step is shown, in words, for everybody who looks at how a questionnaire decides."""

from collections.abc import Collection

from selfassess.engine.conditions import All, AnyOf, Condition, Is, Not, Pair
from selfassess.engine.legal_facts import VERDICTS
from selfassess.engine.next_steps import closure, in_order
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import QuestionKind, Questionnaire, Route
from selfassess.loading.fact_wording import FactWording, FactWordings


def asked_when(questionnaire: Questionnaire, condition: Condition, fact_wordings: FactWordings) -> str:
    """A condition in the words of its questions, as they are put to somebody about themselves: “Who is this for?” is “Someone else”."""
    match condition:
        case Is(key, values) if key in questionnaire.by_id:
            return _answered(questionnaire, key, values)
        case Is(key, values):
            return f"what you told us counts as: {_either([fact_wordings.of((key, value)).words for value in sorted(values)])}"
        case All(parts):
            return _joined(questionnaire, parts, fact_wordings, ", and ")
        case AnyOf(parts):
            return _joined(questionnaire, parts, fact_wordings, ", or ")
        case Not(part):
            return _refused(questionnaire, part, fact_wordings)


def _refused(questionnaire: Questionnaire, condition: Condition, fact_wordings: FactWordings) -> str:
    """When a condition does not hold, said without "it is not so that"."""
    match condition:
        case Is(key, values) if key in questionnaire.by_id:
            return _answered(questionnaire, key, values, refused=True)
        case Is(key, values):
            return f"nothing you told us counts as: {_either([fact_wordings.of((key, value)).words for value in sorted(values)])}"
        case All(parts):
            return _joined(questionnaire, tuple(Not(part) for part in parts), fact_wordings, ", or ")
        case AnyOf(parts):
            return _joined(questionnaire, tuple(Not(part) for part in parts), fact_wordings, ", and ")
        case Not(part):
            return asked_when(questionnaire, part, fact_wordings)


def _joined(
    questionnaire: Questionnaire, parts: tuple[Condition, ...], fact_wordings: FactWordings, word: str
) -> str:
    said = [asked_when(questionnaire, part, fact_wordings) for part in parts]
    return word.join(f"({one})" if _is_compound(part) else one for one, part in zip(said, parts, strict=True))


def _is_compound(condition: Condition) -> bool:
    match condition:
        case All(parts) | AnyOf(parts):
            return len(parts) > 1
        case Not(part):
            return _is_compound(part)
        case Is():
            return False


def _answered(
    questionnaire: Questionnaire, key: str, values: Collection[str], *, refused: bool = False
) -> str:
    question = questionnaire.by_id[key]
    if question.options:
        values = [option.words.in_voice(Voice()) for option in question.options if option.id in values]
    several = question.kind is QuestionKind.MANY
    verb = ("does not include" if several else "is not") if refused else ("includes" if several else "is")
    return f"“{question.text.in_voice(Voice())}” {verb} {_either([f'“{value}”' for value in values])}"


def _either(words: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))


def steps_of(questionnaire: Questionnaire) -> list[Route]:
    """The next steps that a questionnaire's result can show, the best first."""
    led_to = [
        route.id
        for route in questionnaire.shared.routes
        if route.always or route.when & _sayable(questionnaire)
    ]
    return in_order(questionnaire, closure(questionnaire, [*led_to, questionnaire.assessment]))


def shown_when(
    route: Route, fact_wordings: FactWordings, questionnaire: Questionnaire | None = None
) -> list[FactWording]:
    """What leads to a next step, any of which is enough: what the rules say first, then what was told. Of a questionnaire, what it asks."""
    pairs = route.when & _sayable(questionnaire) if questionnaire else route.when
    return [
        fact_wordings.of(pair)
        for pair in sorted(pairs, key=lambda pair: (pair[0].startswith("signal."), pair))
    ]


def _sayable(questionnaire: Questionnaire) -> frozenset[Pair]:
    """What can come up: all that answers set, and whatever the rules in use say."""
    told = frozenset(
        pair for question in questionnaire.questions for option in question.options for pair in option.sets
    )
    return told | {
        (fact, value)
        for fact, values in VERDICTS.items()
        if fact.split(".")[0] in questionnaire.rules
        for value in values
    }
