"""What the result page says of money: what the rules indicate in words, and every figure with its days and
its source."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core import i18n
from selfassess.engine.money_indications import (
    BenefitIndication,
    FigureOnDay,
    FinancialPosition,
    MoneyIndications,
)
from selfassess.engine.path import Walk
from selfassess.engine.phrases import Phrase, Voice
from selfassess.engine.schema import MoneyWords
from selfassess.rules.benefits import Benefit
from selfassess.rules.charging import NOTE_CITES, Band, Note, Setting
from selfassess.rules.figures import Figure, Unit
from selfassess.rules.states import State

CARED_FOR = Voice("the person you look after")
CHARGING = "Care Act 2014 ss.14 and 17; SI 2014/2672"
DEFERRED = "Care Act 2014 s.34; SI 2014/2671"
FREE = "SI 2014/2672 reg 3"
AFTERCARE = "Mental Health Act 1983 s.117"
NHS_CHECK = "SI 2012/2996 reg 21"
_MARKS = {
    "upper": "upper_capital_limit",
    "lower": "lower_capital_limit",
    "free_up_to": "minor_adaptation_free_up_to",
    "kept": "deferred_payment_income_kept",
    "margin": "deferred_payment_interest_margin",
}
"""The figures that words in content/assessments/wording.yaml have marks for."""
_LATER = Note.HOME_IGNORED_12_WEEKS


@dataclass(frozen=True)
class Said:
    """One thing that is said, and its law.

    `words` are empty where a figure in them is not in force on that day.
    """

    words: str
    cites: str = ""


@dataclass(frozen=True)
class FigureView:
    """A figure: what it is called and how much it is; days, source and when it was checked, or none of it
    where none is in force."""

    label: str
    amount: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class BenefitView:
    """A benefit that is worth checking: what it is, why, what it also depends on, how much, its law, and
    where to ask."""

    id: str
    name: str
    say: str
    because: tuple[str, ...]
    depends: tuple[str, ...]
    figures: tuple[FigureView, ...]
    cites: tuple[str, ...]
    page: str
    need: str


@dataclass(frozen=True)
class CostView:
    """What care may cost.

    `left`: what must be left to live on; `free`: what costs nothing, whatever money somebody has.
    """

    band: Said
    counting: tuple[Said, ...]
    home: tuple[Said, ...]
    left: Said
    left_figures: tuple[FigureView, ...]
    extra: tuple[Said, ...]
    free: tuple[Said, ...]
    ask_for: tuple[Said, ...]


@dataclass(frozen=True)
class MoneyView:
    """The part of the result about money.

    `figures` are all that it names, for the fold with their sources.
    """

    cost: CostView | None
    benefits: tuple[BenefitView, ...]
    figures: tuple[FigureView, ...]


def money_view(path: Walk, found: MoneyIndications | None, names: Mapping[str, str]) -> MoneyView | None:
    """What the result page shows of money; nothing where the questionnaire says nothing of it.

    `names`: what each figure is called.
    """
    if found is None:
        return None
    cost = _Cost(path.questionnaire.shared.money, path.voice, found, names).view() if found.asked else None
    benefits = tuple(_benefit(path, one, names) for one in found.benefits)
    return MoneyView(cost, benefits, _figures([*found.amounts, *_left(found.position)], names))


@dataclass(frozen=True)
class _Cost:
    """The words about the cost of care, in the voice of the answers."""

    words: MoneyWords
    voice: Voice
    found: MoneyIndications
    names: Mapping[str, str]

    def view(self) -> CostView:
        means = self.found.position
        return CostView(
            band=self._band(means),
            counting=tuple(self._counting(means)),
            home=tuple(self._home(means)),
            left=self._line(_left_name(means), CHARGING),
            left_figures=_figures(_left(means), self.names),
            extra=(self._line("extra_costs", CHARGING), self._line("counted", CHARGING)),
            free=tuple(self._line(name, cites) for name, cites in _FREE.items()),
            ask_for=tuple(self._ask_for()),
        )

    def _band(self, means: FinancialPosition | None) -> Said:
        if self.found.figure_missing:
            return Said("", CHARGING)
        band = means.band if means else Band.UNCLEAR
        if band is Band.BETWEEN and (
            means is None or means.capital is None or means.tariff_income_weekly is None
        ):
            band = Band.UNCLEAR
        return self._said(self.words.bands[band], CHARGING)

    def _counting(self, means: FinancialPosition | None) -> Iterable[Said]:
        yield self._line("own_money", CHARGING)
        for note in means.notes if means else ():
            if note in (Note.OWN_SHARE_ONLY, Note.HIGHER_LIMIT_POSSIBLE):
                yield self._note(note)

    def _home(self, means: FinancialPosition | None) -> Iterable[Said]:
        """What becomes of the home, and why; for somebody who owns none, nothing."""
        if self.found.owner is State.NOT_MET:
            return
        notes = [note for note in (means.notes if means else ()) if note in _HOME]
        yield from (self._note(note) for note in notes)
        if not notes:
            yield self._line("home_open", CHARGING)
        if _home_may_count(means):
            yield self._line("deferred", DEFERRED)

    def _ask_for(self) -> Iterable[Said]:
        if self.found.nhs_check:
            yield self._line("nhs_check", NHS_CHECK)
        if self.found.aftercare:
            yield self._line("aftercare", AFTERCARE)

    def _note(self, note: Note) -> Said:
        return self._said(self.words.notes[note], NOTE_CITES[note])

    def _line(self, name: str, cites: str) -> Said:
        return self._said(self.words.lines[name], cites)

    def _said(self, phrase: Phrase, cites: str) -> Said:
        """The words with their figures; no words where one of these is not in force on that day."""
        marks = self._marks()
        if any(marks.get(mark) == "" for mark in phrase.marks):
            return Said("", cites)
        return Said(phrase.in_voice(self.voice, **marks), cites)

    def _marks(self) -> dict[str, str]:
        amounts = {one.id: one for one in self.found.amounts}
        marks = {mark: _plain(amounts[id].figure) for mark, id in _MARKS.items()}
        means = self.found.position
        if means and means.capital is not None and means.tariff_income_weekly is not None:
            marks |= {
                "capital": i18n.pounds(means.capital),
                "income": i18n.pounds(means.tariff_income_weekly),
            }
        return marks


_HOME = (
    Note.HOME_VALUE_NEEDED,
    Note.HOME_COUNTED,
    Note.HOME_IGNORED_LIVING_THERE,
    Note.HOME_IGNORED_TEMPORARY,
    Note.HOME_IGNORED_RELATIVE,
    Note.HOME_IGNORED_12_WEEKS,
)
_LEFT = {Setting.HOME: "left_home", Setting.CARE_HOME_PERMANENT: "left_care_home"}
_FREE: Mapping[str, str] = {
    "free_assessment": "Care Act 2014 ss.4, 9 and 14",
    "free_equipment": FREE,
    "free_short_term": FREE,
    "free_aftercare": AFTERCARE,
    "free_nhs": "National Health Service Act 2006 s.1",
}


def _home_may_count(means: FinancialPosition | None) -> bool:
    """Now or later: where it may, putting off payment is worth knowing of."""
    return means is not None and (means.home_counts is not State.NOT_MET or _LATER in means.notes)


def _left_name(means: FinancialPosition | None) -> str:
    """The line about what must be left: that of the setting, where there are figures for it."""
    return _LEFT.get(means.setting, "left") if means and means.setting and _left(means) else "left"


def _left(means: FinancialPosition | None) -> tuple[FigureOnDay, ...]:
    """The figures of what must be left to live on: all that the rules name but the limits."""
    limits = (_MARKS["upper"], _MARKS["lower"])
    return tuple(FigureOnDay(one.id, one) for one in (means.figures if means else ()) if one.id not in limits)


# Benefits


def _benefit(path: Walk, found: BenefitIndication, names: Mapping[str, str]) -> BenefitView:
    words, voice = path.questionnaire.shared.money, _voice(path, found.benefit)
    said = words.benefits[found.benefit]
    return BenefitView(
        id=str(found.benefit),
        name=said.name.in_voice(voice),
        say=said.say.in_voice(voice),
        because=tuple(words.conditions[name].in_voice(voice) for name in found.met),
        depends=tuple(words.conditions[name].in_voice(voice) for name in found.open),
        figures=_figures(found.amounts, names),
        cites=found.cites,
        page=said.page,
        need=said.need,
    )


def _voice(path: Walk, benefit: Benefit) -> Voice:
    """Whose benefit it is: where a carer answers, their own is Carer's Allowance; else it is that of
    whoever helps."""
    by_carer = "carer" in path.questionnaire.rules
    if benefit is Benefit.CARERS_ALLOWANCE:
        return Voice() if by_carer else Voice(path.voice.who or "you")
    return CARED_FOR if by_carer else path.voice


# Figures


def _figures(amounts: Iterable[FigureOnDay], names: Mapping[str, str]) -> tuple[FigureView, ...]:
    return tuple(_figure(names[amount.id], amount.figure) for amount in amounts)


def _figure(label: str, one: Figure | None) -> FigureView:
    if one is None:
        return FigureView(label)
    return FigureView(
        label, i18n.amount(one.amount, one.unit), one.valid_from, one.valid_to, one.source, one.checked_on
    )


def _plain(figure: Figure | None) -> str:
    """The amount alone; empty where there is none."""
    if figure is None:
        return ""
    return i18n.percent(figure.amount) if figure.unit is Unit.PERCENT else i18n.pounds(figure.amount)
