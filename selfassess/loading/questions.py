"""One question: its entry in flow.yaml and its words put together."""

from collections.abc import Iterator
from dataclasses import dataclass

from selfassess.engine.legal_facts import ABILITIES, ADULT_LIMBS, CARER_LIMBS, NUMBERS, OUTCOMES
from selfassess.engine.schema import NOT_SURE, WITH_OPTIONS, Option, Question, QuestionKind, SharedContent
from selfassess.loading.content_models import AreaEntry, ChoiceEntry, OpenEntry, OptionEntry, QuestionWording
from selfassess.loading.problems import ContentProblem
from selfassess.loading.shared import same_names
from selfassess.loading.yaml_file import Place, YamlFile

DIFFICULTY = {
    "able": 0,
    "pain_distress_anxiety": 2,
    "endangers": 2,
    "takes_longer": 2,
    "prompting": 2,
    "unable": 3,
    "does_not_apply": 0,
    NOT_SURE: 1,
}
"""The answers to an area in the order of the page, and how hard life is for who gives each: 0 is not hard, 1
not sure.
"""


@dataclass(frozen=True)
class QuestionReader:
    """Puts questions together and notes mistakes in `problems`."""

    flow: YamlFile
    wording: YamlFile
    shared: SharedContent
    problems: list[ContentProblem]

    def question(
        self, entry: ChoiceEntry | AreaEntry | OpenEntry, words: QuestionWording, section: str, place: Place
    ) -> Question:
        """Return the question whose entry stands at a place of flow.yaml."""
        options: tuple[Option, ...] = ()
        if isinstance(entry, ChoiceEntry):
            options = tuple(self._own_options(entry, words, place))
        elif isinstance(entry, AreaEntry):
            options = tuple(self._area_options(entry, words, place))
        written = entry if isinstance(entry, OpenEntry) else None
        question = Question(
            id=entry.id,
            kind=entry.kind,
            section=section,
            text=words.text,
            hint=words.hint,
            why=words.why,
            topic=words.topic,
            options=options,
            show_when=entry.show_when,
            skippable=entry.skippable,
            ordered=entry.ordered,
            about_other=entry.about_other,
            purpose=entry.purpose,
            fact=written.fact if written else None,
            least=written.least if written else 0,
            most=written.most if written else 2000,
            line=self.flow.line(place),
        )
        for message in faults(question):
            self.problems.append(self.flow.problem(place, message))
        return question

    def _own_options(self, entry: ChoiceEntry, words: QuestionWording, place: Place) -> Iterator[Option]:
        if words.options is None:
            message = "the answers of this question have no words; write them in wording.yaml under options"
            self.problems.append(self.flow.problem(place, message))
            return
        ids = [option.id for option in entry.options]
        self.problems.extend(same_names(ids, self.wording, ("questions", entry.id, "options"), "answer"))
        for option in entry.options:
            if option.id in words.options:
                yield _option(option, words)

    def _area_options(self, entry: AreaEntry, words: QuestionWording, place: Place) -> Iterator[Option]:
        """The answers to an area of daily life, in the words that all areas share or in the question's
        own.
        """
        own = words.options or {}
        answers = _area_answers(entry.area, may_not_apply="does_not_apply" in own)
        for name in {*own, *entry.needs} - {*answers, "any"}:
            message = f"{name} is no answer to an area of daily life here; take it out, or mend the name"
            self.problems.append(self.flow.problem((*place, "area"), message))
        for answer in answers:
            sets = [(entry.area, answer)]
            if entry.signal and answer not in ABILITIES:
                sets.append((f"signal.{entry.signal}", "yes"))
            needs = (*entry.needs.get("any", ()), *entry.needs.get(answer, ()))
            yield Option(
                id=answer,
                words=own.get(answer) or self.shared.area_options[answer],
                worse=DIFFICULTY[answer],
                alone=answer == NOT_SURE,
                sets=tuple(sets),
                needs=needs if DIFFICULTY[answer] else (),
            )


def _option(entry: OptionEntry, words: QuestionWording) -> Option:
    assert words.options is not None
    return Option(
        id=entry.id,
        words=words.options[entry.id],
        hint=words.option_hints.get(entry.id),
        worse=entry.worse,
        alone=entry.alone or entry.id == NOT_SURE,
        sets=entry.sets,
        needs=entry.needs,
        interrupt=entry.interrupt,
        alarm=entry.alarm,
    )


def _area_answers(area: str, *, may_not_apply: bool) -> list[str]:
    limbs = ADULT_LIMBS if area.startswith("adult.") else CARER_LIMBS
    known = {*limbs, *ABILITIES}
    if not may_not_apply:
        known.discard("does_not_apply")
    return [answer for answer in DIFFICULTY if answer in known]


def faults(question: Question) -> Iterator[str]:
    """Yield what is wrong with a question as a whole, and what to do."""
    if question.kind not in WITH_OPTIONS:
        yield from _open_faults(question)
        return
    counted = OUTCOMES["adult"] | OUTCOMES["carer"]
    facts = {fact for option in question.options for fact, _value in option.sets}
    if question.kind is QuestionKind.MANY and facts & counted:
        yield "an area of daily life has one answer; use kind: one"
    if NOT_SURE not in question.by_id:
        yield 'there is no way to say "not sure"; add the answer not_sure'
    if question.topic is None and any(option.needs for option in question.options):
        yield (
            "its answers lead to needs, so it needs a topic in wording.yaml,"
            " as in: because of what you told us about washing"
        )
    if question.ordered and any(option.worse is None for option in question.options):
        yield "its answers have no order; give each of them `worse: 0` and more, or say `ordered: no`"


def _open_faults(question: Question) -> Iterator[str]:
    if question.fact and question.kind is not NUMBERS[question.fact]:
        yield (
            f"{question.fact} is {NUMBERS[question.fact]}, and this question is answered by {question.kind};"
            " make the two fit"
        )
