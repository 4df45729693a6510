"""The view model of money on the result page: statements about the cost of care, benefits worth checking, and
every figure with its days and source. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass

from selfassess.engine.money_indications import BenefitIndication, MoneyIndications
from selfassess.engine.path import Walk
from selfassess.engine.phrases import Voice
from selfassess.result.cost import CostView, MoneyStatement, cost_view, income_left_figures
from selfassess.result.figure_views import FigureView, figure_views
from selfassess.rules.benefits import Benefit
from selfassess.rules.inputs import YesNo

CARED_FOR = Voice("the person you look after")
PUBLIC_FUNDS = "Immigration and Asylum Act 1999 s.115"
_OF_A_CHILD = ("carer.cared_for_age", "under_18")


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
class MoneyView:
    """The part of the result about money.

    `cost`: None where the questionnaire does not ask about the cost of care. `figures`: all that the part
    names, listed once more with their sources. `public_funds`: what is said before any benefit is named; None
    where somebody may claim public funds. `advice_first`: somebody told that they may not.
    """

    cost: CostView | None
    public_funds: MoneyStatement | None
    advice_first: bool
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
    wording = path.questionnaire.shared.money
    cost = cost_view(wording, path.voice, indications, figure_labels) if indications.asked else None
    benefits = tuple(_benefit_view(path, benefit, figure_labels) for benefit in indications.benefits)
    figures = [*indications.amounts, *income_left_figures(indications.position)]
    return MoneyView(
        cost,
        _public_funds(path, indications) if benefits else None,
        indications.no_public_funds is YesNo.YES,
        benefits,
        figure_views(figures, figure_labels),
    )


def _public_funds(path: Walk, indications: MoneyIndications) -> MoneyStatement | None:
    """Return what is said of public funds: more where the person told that they have no recourse to them."""
    told = indications.no_public_funds
    if told is YesNo.NO:
        return None
    lines = path.questionnaire.shared.money.lines
    phrase = lines["no_public_funds" if told is YesNo.YES else "public_funds"]
    return MoneyStatement(phrase.in_voice(path.voice), PUBLIC_FUNDS)


# Benefits


def _benefit_view(path: Walk, indication: BenefitIndication, figure_labels: Mapping[str, str]) -> BenefitView:
    money_wording = path.questionnaire.shared.money
    wording = money_wording.benefits[indication.benefit]
    voice = _benefit_voice(path, indication.benefit)
    met, open_ones = _conditions(path, indication.met), _conditions(path, indication.open)
    return BenefitView(
        id=str(indication.benefit),
        name=wording.name.in_voice(voice),
        say=wording.say.in_voice(voice),
        because=tuple(money_wording.conditions[name].in_voice(voice) for name in met),
        depends=tuple(money_wording.conditions[name].in_voice(voice) for name in open_ones),
        figures=figure_views(indication.amounts, figure_labels),
        cites=indication.cites,
        page=wording.page,
        need=wording.need,
    )


def _conditions(path: Walk, names: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of conditions in words: for a child, the benefit that counts is DLA in most cases."""
    if _OF_A_CHILD not in path.pairs:
        return names
    return tuple(f"{name}_child" if name == "qualifying_benefit" else name for name in names)


def _benefit_voice(path: Walk, benefit: Benefit) -> Voice:
    """Return the voice of whoever may claim a benefit.

    Carer's Allowance is for the carer who answers, or for whoever helps; other benefits are for the person
    with care needs.
    """
    by_carer = "carer" in path.questionnaire.rules
    if benefit is Benefit.CARERS_ALLOWANCE:
        return Voice() if by_carer else Voice(path.voice.who or "you")
    return CARED_FOR if by_carer else path.voice
