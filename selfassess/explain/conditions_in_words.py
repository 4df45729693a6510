"""Conditions in words: when a question is asked, and what leads to a next step."""

from collections.abc import Collection

from core.messages import either
from core.messages import gettext as _
from selfassess.engine.conditions import All, AnyOf, Condition, Is, Not, Pair
from selfassess.engine.legal_facts import VERDICTS
from selfassess.engine.next_steps import in_order, with_routes_below
from selfassess.engine.phrases import Voice
from selfassess.engine.schema import QuestionKind, Questionnaire, Route
from selfassess.loading.fact_wording import FactWording, FactWordings


def asked_when(questionnaire: Questionnaire, condition: Condition, fact_wordings: FactWordings) -> str:
    """Return a condition in words, with questions as they are put to somebody about themselves.

    An example: “Who is this for?” is “Someone else”.
    """
    return _ConditionWriter(questionnaire, fact_wordings).holds(condition)


class _ConditionWriter:
    """Writes conditions of one questionnaire.

    `fails` says when one does not hold, without "it is not so that".
    """

    def __init__(self, questionnaire: Questionnaire, fact_wordings: FactWordings) -> None:
        self.questionnaire = questionnaire
        self.fact_wordings = fact_wordings

    def holds(self, condition: Condition) -> str:
        match condition:
            case Is(key, values) if key in self.questionnaire.by_id:
                return self._answer(key, values, refused=False)
            case Is(key, values):
                return _("what you told us counts as: %(facts)s", facts=self._facts(key, values))
            case All(parts):
                return self._joined(parts, _(", and "))
            case AnyOf(parts):
                return self._joined(parts, _(", or "))
            case Not(part):
                return self.fails(part)

    def fails(self, condition: Condition) -> str:
        match condition:
            case Is(key, values) if key in self.questionnaire.by_id:
                return self._answer(key, values, refused=True)
            case Is(key, values):
                return _("nothing you told us counts as: %(facts)s", facts=self._facts(key, values))
            # By De Morgan, "not (a and b)" is "not a, or not b".
            case All(parts):
                return self._joined(tuple(Not(part) for part in parts), _(", or "))
            case AnyOf(parts):
                return self._joined(tuple(Not(part) for part in parts), _(", and "))
            case Not(part):
                return self.holds(part)

    def _facts(self, key: str, values: Collection[str]) -> str:
        return either(self.fact_wordings.of((key, value)).words for value in sorted(values))

    def _joined(self, parts: tuple[Condition, ...], conjunction: str) -> str:
        written = []
        for part in parts:
            words = self.holds(part)
            written.append(f"({words})" if _is_compound(part) else words)
        return conjunction.join(written)

    def _answer(self, question_id: str, values: Collection[str], *, refused: bool) -> str:
        question = self.questionnaire.by_id[question_id]
        if question.options:
            values = [option.words.in_voice(Voice()) for option in question.options if option.id in values]
        words = {
            "question": question.text.in_voice(Voice()),
            "answers": either(f"“{value}”" for value in values),
        }
        several = question.kind is QuestionKind.MANY
        if refused and several:
            return _("“%(question)s” does not include %(answers)s", **words)
        if refused:
            return _("“%(question)s” is not %(answers)s", **words)
        if several:
            return _("“%(question)s” includes %(answers)s", **words)
        return _("“%(question)s” is %(answers)s", **words)


def _is_compound(condition: Condition) -> bool:
    match condition:
        case All(parts) | AnyOf(parts):
            return len(parts) > 1
        case Not(part):
            return _is_compound(part)
        case Is():
            return False


def possible_steps(questionnaire: Questionnaire) -> list[Route]:
    """Return the next steps that a questionnaire's result can show, the best first."""
    facts = _possible_facts(questionnaire)
    led_to = [route.id for route in questionnaire.shared.routes if route.always or route.when & facts]
    shown = with_routes_below(questionnaire, [*led_to, questionnaire.assessment])
    in_place = [
        other
        for route in questionnaire.shared.routes
        if route.id in shown
        for other, when in route.instead.items()
        if when & facts
    ]
    return in_order(questionnaire, shown.union(in_place))


def shown_when(
    route: Route, fact_wordings: FactWordings, questionnaire: Questionnaire | None = None
) -> list[FactWording]:
    """Return what leads to a next step, any of which is enough: verdicts of the rules first, then signals.

    With a questionnaire, only what can come up in it.
    """
    pairs = route.when | route.in_place_when
    if questionnaire:
        pairs &= _possible_facts(questionnaire)
    in_reading_order = sorted(pairs, key=lambda pair: (pair[0].startswith("signal."), pair))
    return [fact_wordings.of(pair) for pair in in_reading_order]


def _possible_facts(questionnaire: Questionnaire) -> frozenset[Pair]:
    """The facts that answers set, and all verdicts of the rules in use."""
    facts: set[Pair] = set()
    for option in questionnaire.options:
        facts.update(option.sets)
    for fact, values in VERDICTS.items():
        rule_set = fact.split(".")[0]
        if rule_set in questionnaire.rules:
            facts.update((fact, value) for value in values)
    return frozenset(facts)
