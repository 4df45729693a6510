"""The content files as models: flow.yaml, wording.yaml and changes.yaml of a questionnaire, and what all
questionnaires share.
"""

from typing import Annotated, Any

from pydantic import Discriminator, Field, Tag

from selfassess.engine.legal_facts import NUMBERS, OUTCOMES, RULE_SETS
from selfassess.engine.schema import WITH_OPTIONS, Alarm, QuestionKind, Tier
from selfassess.loading.field_types import (
    Day,
    Flag,
    InterruptId,
    LeadingFacts,
    Names,
    OneOrMore,
    RouteId,
    SetFacts,
    SignalName,
    Text,
    When,
    Whole,
    Wording,
    one_of,
)
from selfassess.loading.validation import ContentModel
from selfassess.rules.benefits import Benefit

PURPOSES = [
    "good_day",
    "matters",
    "strengths",
    "helpers",
    "offers",
    "goals",
    "measure",
    "agreement",
    "tasks",
    "home_on",
]
"""What an answer is for later: the plan, a request, or the result page."""
REQUESTS = [
    "needs_assessment",
    "carers_assessment",
    "occupational_therapy",
    "hub_appointment",
    "safeguarding_concern",
    "child_concern",
    "review",
    "call_back",
    "children_help",
]
Purpose = Annotated[Text, one_of(PURPOSES)]
Requests = Annotated[tuple[Annotated[Text, one_of(REQUESTS)], ...], OneOrMore]
Area = Annotated[Text, one_of(sorted(OUTCOMES["adult"] | OUTCOMES["carer"]))]

# flow.yaml


class OptionEntry(ContentModel):
    """One answer to choose."""

    id: Text
    worse: Whole | None = None
    alone: Flag = False
    sets: SetFacts = ()
    needs: Names = ()
    interrupt: InterruptId | None = None
    alarm: Alarm | None = None


class _QuestionEntry(ContentModel):
    id: Text
    kind: QuestionKind
    show_when: When | None = None
    skippable: Flag = True
    ordered: Flag = True
    about_other: Flag = False
    purpose: Purpose | None = Field(None, alias="keeps")


class ChoiceEntry(_QuestionEntry):
    """A question with answers of its own to choose from."""

    options: tuple[OptionEntry, ...]


class AreaEntry(_QuestionEntry):
    """A question about an area of daily life, whose answers are those that the law tells apart.

    `signal` is set by every difficulty. `needs` are by answer; those under `any` are for each difficulty and
    for "not sure".
    """

    area: Area
    signal: SignalName | None = None
    needs: dict[Text, Names] = Field(default_factory=dict)


class OpenEntry(_QuestionEntry):
    """A question that is answered in writing: words, a number, an amount or a place on a scale."""

    fact: Annotated[Text, one_of(NUMBERS)] | None = None
    least: Whole = 0
    most: Whole = 2000


def _question_form(raw: Any) -> str:
    """Which model a question is held against; where its kind is missing or wrong, the one that it looks like."""
    if not isinstance(raw, dict):
        return "open"
    if "area" in raw:
        return "area"
    kind = raw.get("kind")
    is_choice = kind in WITH_OPTIONS or ("options" in raw and kind not in list(QuestionKind))
    return "choice" if is_choice else "open"


QuestionEntry = Annotated[
    Annotated[ChoiceEntry, Tag("choice")]
    | Annotated[AreaEntry, Tag("area")]
    | Annotated[OpenEntry, Tag("open")],
    Discriminator(_question_form),
]


class SectionEntry(ContentModel):
    """A part of a questionnaire with its questions."""

    id: Text
    questions: tuple[QuestionEntry, ...]


class VoiceEntry(ContentModel):
    """The question and the answers by which somebody answers for another person, and the question that says
    who they are.
    """

    question: Text
    other: Names
    person: Text | None = None


class MentionEntry(ContentModel):
    """A benefit that the result may mention, and when."""

    benefit: Benefit
    when: When | None = None


class MigrationEntry(ContentModel):
    """How answers that were saved under `version` become those of the next version."""

    version: Whole
    rename: dict[Text, Text] = Field(default_factory=dict)
    options: dict[Text, dict[Text, Text]] = Field(default_factory=dict)
    drop: Names = ()
    split: dict[Text, dict[Text, dict[Text, Text]]] = Field(default_factory=dict)


class FlowFile(ContentModel):
    """flow.yaml: the questions in their order, and where the result may lead."""

    version: Whole
    rules: Annotated[tuple[Annotated[Text, one_of(RULE_SETS)], ...], OneOrMore]
    assessment: RouteId
    leads: Annotated[tuple[RouteId, ...], OneOrMore]
    sections: tuple[SectionEntry, ...]
    voice: VoiceEntry | None = None
    about: Names = ()
    tells_costs: Flag = Field(False, alias="means")
    mentions: tuple[MentionEntry, ...] = Field((), alias="worth")
    migrations: tuple[MigrationEntry, ...] = ()


class ChangeEntry(ContentModel):
    """changes.yaml, and the log of a rule set: one change."""

    on: Day
    version: Whole
    what: Text
    why: Text


# wording.yaml of a questionnaire


class QuestionWording(ContentModel):
    """The words of one question, and of its answers by their ids."""

    text: Wording
    hint: Wording | None = None
    why: Wording | None = None
    topic: Wording | None = None
    options: dict[Text, Wording] | None = None
    option_hints: dict[Text, Wording] = Field(default_factory=dict)


class WordingFile(ContentModel):
    """wording.yaml of a questionnaire. `people`: what {who} becomes, by the answer that says who they are."""

    title: Wording
    summary: Wording
    sections: dict[Text, Wording]
    questions: dict[Text, QuestionWording]
    people: dict[Text, Text] = Field(default_factory=dict)


# routes.yaml


class RouteEntry(ContentModel):
    """A next step, as in schema.Route."""

    id: Text
    rank: Whole
    tier: Tier
    when: LeadingFacts = frozenset()
    instead: dict[RouteId, LeadingFacts] = Field(default_factory=dict)
    adults_only: Flag = False
    brings_assessment: Flag = False
    always: Flag = False
    comes_along: Flag = True
    left_out_beside: RouteId | None = None
    requests: Requests = ()
    cites: Text | None = None


class InterruptEntry(ContentModel):
    """Where an interruption leads: an advice page and requests."""

    page: Text | None = None
    requests: Requests = ()


class BenefitPlace(ContentModel):
    """Where to ask about a benefit: an advice page, and a need with services that help to claim."""

    page: Text
    need: Text


class RoutesFile(ContentModel):
    """routes.yaml: signals, needs of people under 18, next steps, interruptions, and where to ask about
    benefits.
    """

    signals: Names
    needs_under_18: dict[Text, Names] = Field(default_factory=dict)
    routes: tuple[RouteEntry, ...]
    interrupts: dict[Text, InterruptEntry]
    benefits: dict[Text, BenefitPlace]


# wording.yaml that all questionnaires share


class RouteWording(ContentModel):
    """What a next step is, what it means for you, what to do, who does it, by when, and the law in plain
    words.
    """

    title: Wording
    say: Wording
    next: Wording
    who: Wording
    by_when: Wording
    by_when_before_home: Wording | None = None
    by_when_beside_urgent: Wording | None = None
    next_beside_urgent: Wording | None = None
    next_home_soon: Wording | None = None
    who_home_soon: Wording | None = None
    law: Wording
    title_at_home: Wording | None = None
    next_at_home: Wording | None = None
    next_refused: Wording | None = None
    say_to_other: Wording | None = None
    say_to_both: Wording | None = None
    say_feared: Wording | None = None
    say_alone: Wording | None = None


class InterruptWording(ContentModel):
    """The words of an interruption, which is shown at once after an answer that cannot wait."""

    title: Wording
    lines: tuple[Wording, ...]
    carry_on: Wording


class BenefitWording(ContentModel):
    """What a benefit is called and whom it is for."""

    name: Wording
    say: Wording


class MoneyWording(ContentModel):
    """The words about money, by the codes of the rules."""

    bands: dict[Text, Wording]
    notes: dict[Text, Wording]
    lines: dict[Text, Wording]
    benefits: dict[Text, BenefitWording]
    conditions: dict[Text, Wording]


class SharedWordingFile(ContentModel):
    """wording.yaml of content/assessments."""

    routes: dict[Text, RouteWording]
    interrupts: dict[Text, InterruptWording]
    reasons: dict[Text, Wording]
    areas: dict[Text, Wording]
    area_options: dict[Text, Wording]
    notes: dict[Text, Wording]
    money: MoneyWording
