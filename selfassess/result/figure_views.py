"""Figures of the law as a page shows them: label, amount, days, source, and when somebody checked them. Pure."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from core import i18n
from selfassess.engine.money_indications import FigureOnDay
from selfassess.rules.figures import Figure, Unit


@dataclass(frozen=True)
class FigureView:
    """A figure of the law: its label, amount, first and last day, source, and the day when it was checked.

    `source`: the page that was read; where `read_from` says what else was read, the law that the figure rests
    on.

    Where no amount is in force, the figure has its label only. `amount`: with its unit, such as "£23,250".
    """

    label: str
    amount: str = ""
    valid_from: date | None = None
    valid_to: date | None = None
    source: str = ""
    read_from: str = ""
    checked_on: date | None = None


def figure_views(figures: Iterable[FigureOnDay], figure_labels: Mapping[str, str]) -> tuple[FigureView, ...]:
    """Return the figures with their labels, in the same order."""
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
        read_from=". ".join(filter(None, (figure.read_from, figure.note))),
        checked_on=figure.checked_on,
    )


def amount_text(figure: Figure | None) -> str:
    """Return the amount without its period; empty where there is no figure."""
    if figure is None:
        return ""
    return i18n.percent(figure.amount) if figure.unit is Unit.PERCENT else i18n.pounds(figure.amount)
