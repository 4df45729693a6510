"""The view model of money on the result page: statements about the cost of care, benefits worth checking, and
every figure with its days and source. Pure."""

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
FREE_SUPPORT = "SI 2014/2672 reg 3"
AFTERCARE = "Mental Health Act 1983 s.117"
NHS_CHECK = "SI 2012/2996 reg 21"
_FIGURE_OF_MARK = {
    "upper": "upper_capital_limit",
    "lower": "lower_capital_limit",
    "free_up_to": "minor_adaptation_free_up_to",
    "kept": "deferred_payment_income_kept",
    "margin": "deferred_payment_interest_margin",
}
"""Ids of figures, by the mark that stands for each in the words of content/assessments/wording.yaml."""
_HOME_COUNTS_LATER = Note.HOME_IGNORED_12_WEEKS


@dataclass(frozen=True)
class MoneyStatement:
    """A statement about money, and the law that it rests on.

    `words`: empty where a figure in the statement is not in force on the day of the result.
    """

    words: str
    cites: str = ""


@dataclass(frozen=True)
class FigureView:
    """A figure of the law: its label, amount, first and last day, source, and the day when it was checked.

    Where no amount is in force, the figure has its label only. `amount`: with its unit, such as "£23,250".
    """

    label: str
    amount: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    checked_on: date | None = None


@dataclass(frozen=True)
class BenefitView:
    """A benefit that is worth checking.

    `because`: conditions that the answers meet; `depends`: conditions that are still open. `page` and `need`:
    ids of the page of advice, and of the need whose services help with the benefit.
    """

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
    """Statements about what care may cost.

    `band`: about the capital limits; `counting`: whose money counts; `home`: about the value of the home.
    `left`: what must be left to live on; `free`: what costs nothing, whatever money somebody has.
    `extra`: costs and income that count too; `ask_for`: other help that pays for care.
    """

    band: MoneyStatement
    counting: tuple[MoneyStatement, ...]
    home: tuple[MoneyStatement, ...]
    left: MoneyStatement
    left_figures: tuple[FigureView, ...]
    extra: tuple[MoneyStatement, ...]
    free: tuple[MoneyStatement, ...]
    ask_for: tuple[MoneyStatement, ...]


@dataclass(frozen=True)
class MoneyView:
    """The part of the result about money.

    `cost`: None where the questionnaire does not ask about the cost of care. `figures`: all that the part
    names, listed once more with their sources.
    """

    cost: CostView | None
    benefits: tuple[BenefitView, ...]
    figures: tuple[FigureView, ...]


def money_view(
    path: Walk, indications: MoneyIndications | None, figure_labels: Mapping[str, str]
) -> MoneyView | None:
    """Return what the result page shows about money; None where there are no indications.

    `figure_labels`: the label of each figure, by its id.
    """
    if indications is None:
        return None
    cost = None
    if indications.asked:
        wording = path.questionnaire.shared.money
        cost = _CostStatements(wording, path.voice, indications, figure_labels).view()
    benefits = tuple(_benefit_view(path, benefit, figure_labels) for benefit in indications.benefits)
    figures = [*indications.amounts, *_income_left_figures(indications.position)]
    return MoneyView(cost, benefits, _figure_views(figures, figure_labels))


@dataclass(frozen=True)
class _CostStatements:
    """Makes the statements about the cost of care, in the voice of the answers."""

    wording: MoneyWords
    voice: Voice
    indications: MoneyIndications
    figure_labels: Mapping[str, str]

    def view(self) -> CostView:
        """Return all statements about the cost of care."""
        position = self.indications.position
        return CostView(
            band=self._band(position),
            counting=tuple(self._counting(position)),
            home=tuple(self._home(position)),
            left=self._line_statement(_income_left_line(position), CHARGING),
            left_figures=_figure_views(_income_left_figures(position), self.figure_labels),
            extra=(self._line_statement("extra_costs", CHARGING), self._line_statement("counted", CHARGING)),
            free=tuple(self._line_statement(name, cites) for name, cites in _CITES_OF_FREE_LINES.items()),
            ask_for=tuple(self._ask_for()),
        )

    def _band(self, position: FinancialPosition | None) -> MoneyStatement:
        if self.indications.figure_missing:
            return MoneyStatement("", CHARGING)
        band = position.band if position else Band.UNCLEAR
        if band is Band.BETWEEN and (
            position is None or position.capital is None or position.tariff_income_weekly is None
        ):
            band = Band.UNCLEAR
        return self._statement(self.wording.bands[band], CHARGING)

    def _counting(self, position: FinancialPosition | None) -> Iterable[MoneyStatement]:
        yield self._line_statement("own_money", CHARGING)
        for note in position.notes if position else ():
            if note in (Note.OWN_SHARE_ONLY, Note.HIGHER_LIMIT_POSSIBLE):
                yield self._note_statement(note)

    def _home(self, position: FinancialPosition | None) -> Iterable[MoneyStatement]:
        """Yield what becomes of the home, and why; nothing where the person owns no home."""
        if self.indications.owner is State.NOT_MET:
            return
        notes = [note for note in (position.notes if position else ()) if note in _HOME_NOTES]
        yield from (self._note_statement(note) for note in notes)
        if not notes:
            yield self._line_statement("home_open", CHARGING)
        if _home_may_count(position):
            yield self._line_statement("deferred", DEFERRED)

    def _ask_for(self) -> Iterable[MoneyStatement]:
        if self.indications.nhs_check:
            yield self._line_statement("nhs_check", NHS_CHECK)
        if self.indications.aftercare:
            yield self._line_statement("aftercare", AFTERCARE)

    def _note_statement(self, note: Note) -> MoneyStatement:
        return self._statement(self.wording.notes[note], NOTE_CITES[note])

    def _line_statement(self, name: str, cites: str) -> MoneyStatement:
        return self._statement(self.wording.lines[name], cites)

    def _statement(self, phrase: Phrase, cites: str) -> MoneyStatement:
        """Return the phrase with its figures; without words where one of the figures is not in force."""
        marks = self._marks()
        if any(marks.get(mark) == "" for mark in phrase.marks):
            return MoneyStatement("", cites)
        return MoneyStatement(phrase.in_voice(self.voice, **marks), cites)

    def _marks(self) -> dict[str, str]:
        """Return the text for each mark; empty where the figure is not in force."""
        figures = {amount.id: amount.figure for amount in self.indications.amounts}
        marks = {mark: _amount_text(figures[figure_id]) for mark, figure_id in _FIGURE_OF_MARK.items()}
        position = self.indications.position
        if position and position.capital is not None and position.tariff_income_weekly is not None:
            marks |= {
                "capital": i18n.pounds(position.capital),
                "income": i18n.pounds(position.tariff_income_weekly),
            }
        return marks


_HOME_NOTES = (
    Note.HOME_VALUE_NEEDED,
    Note.HOME_COUNTED,
    Note.HOME_IGNORED_LIVING_THERE,
    Note.HOME_IGNORED_TEMPORARY,
    Note.HOME_IGNORED_RELATIVE,
    Note.HOME_IGNORED_12_WEEKS,
)
_INCOME_LEFT_LINES = {Setting.HOME: "left_home", Setting.CARE_HOME_PERMANENT: "left_care_home"}
_CITES_OF_FREE_LINES: Mapping[str, str] = {
    "free_assessment": "Care Act 2014 ss.4, 9 and 14",
    "free_equipment": FREE_SUPPORT,
    "free_short_term": FREE_SUPPORT,
    "free_aftercare": AFTERCARE,
    "free_nhs": "National Health Service Act 2006 s.1",
}


def _home_may_count(position: FinancialPosition | None) -> bool:
    """Return True where the home may count now or later, so that a deferred payment may be of use."""
    return position is not None and (
        position.home_counts is not State.NOT_MET or _HOME_COUNTS_LATER in position.notes
    )


def _income_left_line(position: FinancialPosition | None) -> str:
    """Return the id of the line about what must be left: that of the setting where the rules give figures."""
    if position is None or position.setting is None or not _income_left_figures(position):
        return "left"
    return _INCOME_LEFT_LINES.get(position.setting, "left")


def _income_left_figures(position: FinancialPosition | None) -> tuple[FigureOnDay, ...]:
    """Return the figures of what must be left to live on: all of the position except the capital limits."""
    if position is None:
        return ()
    limits = (_FIGURE_OF_MARK["upper"], _FIGURE_OF_MARK["lower"])
    return tuple(FigureOnDay(figure.id, figure) for figure in position.figures if figure.id not in limits)


# Benefits


def _benefit_view(path: Walk, indication: BenefitIndication, figure_labels: Mapping[str, str]) -> BenefitView:
    money_wording = path.questionnaire.shared.money
    wording = money_wording.benefits[indication.benefit]
    voice = _benefit_voice(path, indication.benefit)
    return BenefitView(
        id=str(indication.benefit),
        name=wording.name.in_voice(voice),
        say=wording.say.in_voice(voice),
        because=tuple(money_wording.conditions[name].in_voice(voice) for name in indication.met),
        depends=tuple(money_wording.conditions[name].in_voice(voice) for name in indication.open),
        figures=_figure_views(indication.amounts, figure_labels),
        cites=indication.cites,
        page=wording.page,
        need=wording.need,
    )


def _benefit_voice(path: Walk, benefit: Benefit) -> Voice:
    """Return the voice of whoever may claim a benefit.

    Carer's Allowance is for the carer who answers, or for whoever helps; other benefits are for the person
    with care needs.
    """
    by_carer = "carer" in path.questionnaire.rules
    if benefit is Benefit.CARERS_ALLOWANCE:
        return Voice() if by_carer else Voice(path.voice.who or "you")
    return CARED_FOR if by_carer else path.voice


# Figures


def _figure_views(figures: Iterable[FigureOnDay], figure_labels: Mapping[str, str]) -> tuple[FigureView, ...]:
    return tuple(_figure_view(figure_labels[figure.id], figure.figure) for figure in figures)


def _figure_view(label: str, figure: Figure | None) -> FigureView:
    if figure is None:
        return FigureView(label)
    return FigureView(
        label=label,
        amount=i18n.amount(figure.amount, figure.unit),
        valid_from=figure.valid_from,
        valid_to=figure.valid_to,
        source=figure.source,
        checked_on=figure.checked_on,
    )


def _amount_text(figure: Figure | None) -> str:
    """Return the amount without its period; empty where there is no figure."""
    if figure is None:
        return ""
    return i18n.percent(figure.amount) if figure.unit is Unit.PERCENT else i18n.pounds(figure.amount)
