"""Statements about what care may cost, from what the answers indicate of money. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from core import i18n
from selfassess.engine.money_indications import FigureOnDay, FinancialPosition, MoneyIndications
from selfassess.engine.phrases import Phrase, Voice
from selfassess.engine.schema import MoneyWords
from selfassess.result.figure_views import FigureView, amount_text, figure_views
from selfassess.rules.charging import NOTE_CITES, Band, Note, Setting
from selfassess.rules.states import State

CHARGING = "Care Act 2014 ss.14 and 17; SI 2014/2672"
DEFERRED = "Care Act 2014 s.34; SI 2014/2671"
FREE_SUPPORT = "SI 2014/2672 reg 3"
AFTERCARE = "Mental Health Act 1983 s.117"
NHS_CHECK = "SI 2012/2996 reg 21"
NURSING = "SI 2012/2996 reg 28"
SELF_FUNDERS = "Care Act 2014 s.18(3)"
TOP_UPS = "Care Act 2014 s.30; SI 2014/2670"
LATER_OCCUPIER = "SI 2014/2672 sch 2 para 4"
CARE_HOME_BENEFITS = "SI 1991/2740 regs 7–8; SI 2013/377 regs 28–30"
_FIGURE_OF_MARK = {
    "upper": "upper_capital_limit",
    "lower": "lower_capital_limit",
    "free_up_to": "minor_adaptation_free_up_to",
    "kept": "deferred_payment_income_kept",
    "margin": "deferred_payment_interest_margin",
    "nursing": "nhs_funded_nursing_care",
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
class CostView:
    """Statements about what care may cost.

    `first`: about aftercare that cannot be charged, which comes before everything else about money.
    `band`: about the capital limits; `counting`: whose money counts; `home`: about the value of the home.
    `left`: what must be left to live on; `free`: what costs nothing, whatever money somebody has.
    `extra`: costs and income that count too; `rights`: what somebody who pays can ask for.
    `ask_for`: other help that pays for care.
    """

    first: tuple[MoneyStatement, ...]
    band: MoneyStatement
    counting: tuple[MoneyStatement, ...]
    home: tuple[MoneyStatement, ...]
    left: MoneyStatement
    left_figures: tuple[FigureView, ...]
    extra: tuple[MoneyStatement, ...]
    rights: tuple[MoneyStatement, ...]
    free: tuple[MoneyStatement, ...]
    ask_for: tuple[MoneyStatement, ...]


def cost_view(
    wording: MoneyWords, voice: Voice, indications: MoneyIndications, figure_labels: Mapping[str, str]
) -> CostView:
    """Return all statements about the cost of care, in a voice."""
    return _CostStatements(wording, voice, indications, figure_labels).view()


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
            first=tuple(self._first()),
            band=self._band(position),
            counting=tuple(self._counting(position)),
            home=tuple(self._home(position)),
            left=self._line_statement(_income_left_line(position), CHARGING),
            left_figures=figure_views(income_left_figures(position), self.figure_labels),
            extra=(self._line_statement("extra_costs", CHARGING), self._line_statement("counted", CHARGING)),
            rights=tuple(self._rights(position)),
            free=tuple(self._line_statement(name, cites) for name, cites in _CITES_OF_FREE_LINES.items()),
            ask_for=tuple(self._ask_for()),
        )

    def _first(self) -> Iterable[MoneyStatement]:
        """Yield what is said of aftercare, whatever the savings (Mental Health Act 1983 s.117)."""
        if self.indications.aftercare:
            yield self._line_statement("aftercare", AFTERCARE)
            yield self._line_statement("aftercare_other_care", AFTERCARE)
        elif self.indications.aftercare_to_ask:
            yield self._line_statement("aftercare_to_ask", AFTERCARE)

    def _rights(self, position: FinancialPosition | None) -> Iterable[MoneyStatement]:
        """Yield what somebody can ask for where care is given, or may be given."""
        setting = position.setting if position else None
        if setting in (None, Setting.HOME):
            yield self._line_statement("arranged_for_self_funders", SELF_FUNDERS)
        if setting is not Setting.HOME:
            yield self._line_statement("top_up", TOP_UPS)
            yield self._line_statement("care_home_benefits", CARE_HOME_BENEFITS)

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
        sum_line = _sum_line(position)
        if sum_line:
            yield self._line_statement(sum_line, "SI 2014/2672 regs 12, 25")
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
            yield self._line_statement(self._open_home_line(position), CHARGING)
        if self.indications.later_occupier and _home_may_count(position):
            yield self._line_statement("home_later_occupier", LATER_OCCUPIER)
        if _pays_from_savings_now(position):
            yield self._line_statement("savings_in_12_weeks", CHARGING)
        if _home_may_count(position):
            yield self._line_statement("deferred", DEFERRED)

    def _open_home_line(self, position: FinancialPosition | None) -> str:
        """Return the id of the line for a home of which it is open whether it counts."""
        if self.indications.owner is not State.MET:
            return "home_open"
        in_care_home = position is not None and position.setting is Setting.CARE_HOME_PERMANENT
        return "home_open_care_home" if in_care_home else "home_open_owner"

    def _ask_for(self) -> Iterable[MoneyStatement]:
        position = self.indications.position
        if self.indications.nhs_check or position is None or position.setting is not Setting.HOME:
            yield self._line_statement("nursing", NURSING)
        if self.indications.nhs_check:
            yield self._line_statement("nhs_check", NHS_CHECK)

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
        marks = {mark: amount_text(figures[figure_id]) for mark, figure_id in _FIGURE_OF_MARK.items()}
        position = self.indications.position
        if position and position.capital is not None:
            marks["capital"] = i18n.pounds(position.capital)
            for mark, figure_id in (("over_upper", "upper"), ("over_lower", "lower")):
                limit = figures[_FIGURE_OF_MARK[figure_id]]
                marks[mark] = i18n.pounds(position.capital - limit.amount) if limit else ""
            if position.tariff_income_weekly is not None:
                marks["income"] = i18n.pounds(position.tariff_income_weekly)
        return marks


def _sum_line(position: FinancialPosition | None) -> str:
    """Return the id of the line that shows the sum behind the band; empty where there is none."""
    if position is None or position.capital is None:
        return ""
    return _SUM_LINES.get(position.band, "")


def _pays_from_savings_now(position: FinancialPosition | None) -> bool:
    """Return True where savings alone are above the upper limit while the home is left out for 12 weeks."""
    if position is None or position.band is not Band.ABOVE_UPPER:
        return False
    return position.home_counts is not State.MET and _counts_after_12_weeks(position)


def _counts_after_12_weeks(position: FinancialPosition) -> bool:
    """Return True where the home is left out now, and may count after 12 weeks in a care home."""
    if position.setting is not Setting.CARE_HOME_PERMANENT:
        return False
    return _HOME_COUNTS_LATER in position.notes or not set(_HOME_NOTES) & set(position.notes)


_SUM_LINES = {Band.ABOVE_UPPER: "sum_above_upper", Band.BETWEEN: "sum_between"}
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
        position.home_counts is not State.NOT_MET or _counts_after_12_weeks(position)
    )


def _income_left_line(position: FinancialPosition | None) -> str:
    """Return the id of the line about what must be left: that of the setting where the rules give figures."""
    if position is None or position.setting is None or not income_left_figures(position):
        return "left"
    return _INCOME_LEFT_LINES.get(position.setting, "left")


def income_left_figures(position: FinancialPosition | None) -> tuple[FigureOnDay, ...]:
    """Return the figures of what must be left to live on: all of the position except the capital limits."""
    if position is None:
        return ()
    limits = (_FIGURE_OF_MARK["upper"], _FIGURE_OF_MARK["lower"])
    return tuple(FigureOnDay(figure.id, figure) for figure in position.figures if figure.id not in limits)
