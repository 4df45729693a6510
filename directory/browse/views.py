"""Ways in besides the box: needs, A to Z, towns, what is on this week."""

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

from flask import abort, render_template, request, url_for
from flask_babel import format_date

from core import clock
from core.paging import page_number, pages_of
from core.web import settings
from directory.blueprint import blueprint
from directory.browse import queries as ways
from directory.listing.card_queries import cards_of
from directory.schedules.stored import year
from directory.schedules.wording.times import time_words
from directory.taxonomy.needs import Theme
from directory.taxonomy.needs import load as load_needs

PER_PAGE = 20
NAMES_PER_PAGE = 100
HAPPENINGS_PER_PAGE = 30
_DAYS = 7
# Before any list of groups: the page of advice that says what to do now.
ADVICE_FIRST = {
    "domestic-abuse": "domestic-abuse",
    "abuse-neglect": "abuse-and-neglect",
    "crisis": "suicidal-thoughts",
}
# What only professionals refer to has no services that the public may see.
NOT_FOR_THE_PUBLIC = "professional-referral"


@blueprint.get("/needs/")
def needs() -> str:
    """All needs, in two levels."""
    return render_template("directory/browse/needs.html", themes=_themes(), counts=ways.need_counts())


def _themes() -> list[Theme]:
    return [_for_the_public(theme) for theme in load_needs(settings().content_dir).themes]


def _for_the_public(theme: Theme) -> Theme:
    return replace(theme, needs=tuple(need for need in theme.needs if need.id != NOT_FOR_THE_PUBLIC))


@blueprint.get("/needs/<need_id>")
def need(need_id: str) -> str:
    """A theme with its needs, or a need with its services."""
    tree = load_needs(settings().content_dir)
    theme = tree.theme(need_id)
    if theme is not None:
        return _theme(theme)
    found = tree.by_id.get(need_id)
    if found is None or need_id == NOT_FOR_THE_PUBLIC:
        abort(404)
    above = tree.theme(found.theme_id) or abort(404)
    page = page_number(request.args)
    ids, total = ways.need_service_ids(need_id, page, PER_PAGE)
    if page > 1 and not ids:
        abort(404)
    return render_template(
        "directory/browse/need.html",
        need=found,
        theme=_for_the_public(above),
        advice_first=ADVICE_FIRST.get(need_id, ""),
        cards=cards_of(ids),
        total=total,
        page=page,
        pages=pages_of(page, total, PER_PAGE, "directory.need", need_id=need_id),
        sensitive=need_id in ADVICE_FIRST,
    )


def _theme(theme: Theme) -> str:
    return render_template(
        "directory/browse/theme.html", theme=_for_the_public(theme), counts=ways.need_counts()
    )


@blueprint.get("/a-to-z/")
@blueprint.get("/a-to-z/<letter>")
def a_to_z(letter: str = "") -> str:
    """The letters, and the services that begin with one of them."""
    counts = ways.letters()
    chosen = letter.upper() or next((known for known, number in counts.items() if number), "A")
    if chosen not in counts:
        abort(404)
    page = page_number(request.args)
    return render_template(
        "directory/browse/a_to_z.html",
        counts=counts,
        letter=chosen,
        index=not letter,
        names=ways.names(chosen, page, NAMES_PER_PAGE),
        page=page,
        pages=pages_of(page, counts[chosen], NAMES_PER_PAGE, "directory.a_to_z", letter=chosen.lower()),
    )


@blueprint.get("/towns/")
def towns() -> str:
    """All towns with services in them."""
    return render_template("directory/browse/towns.html", towns=ways.towns())


@blueprint.get("/towns/<slug>")
def town(slug: str) -> str:
    """The services in a town."""
    found = next((known for known in ways.towns() if known.slug == slug), None) or abort(404)
    page = page_number(request.args)
    ids, total = ways.town_service_ids(found, page, PER_PAGE)
    if not ids:
        abort(404)
    return render_template(
        "directory/browse/town.html",
        town=found,
        cards=cards_of(ids),
        total=total,
        page=page,
        pages=pages_of(page, total, PER_PAGE, "directory.town", slug=slug),
    )


@blueprint.get("/whats-on")
def whats_on() -> str:
    """What is on, one day of this week at a time, everywhere or in one town."""
    all_towns, day, page = ways.towns(), _day(request.args.get("day", "")), page_number(request.args)
    chosen = next((known for known in all_towns if known.slug == request.args.get("town")), None)
    found = ways.happenings(day, year(settings().content_dir), chosen.key if chosen else "")
    shown = found[(page - 1) * HAPPENINGS_PER_PAGE : page * HAPPENINGS_PER_PAGE]
    kept: dict[str, Any] = {"day": day.isoformat(), "town": chosen.slug if chosen else None}
    return render_template(
        "directory/browse/whats_on.html",
        happenings=shown,
        cards={card.service_id: card for card in cards_of(list(dict.fromkeys(h.service_id for h in shown)))},
        total=len(found),
        day=day,
        days=_week(chosen.slug if chosen else None, day),
        day_words=_words(day),
        towns=all_towns,
        town=chosen,
        time_words=time_words,
        page=page,
        pages=pages_of(page, len(found), HAPPENINGS_PER_PAGE, "directory.whats_on", **kept),
    )


def _day(text: str) -> date:
    """The day asked for, if it is one of the next seven; today for anything else."""
    week = [clock.today() + timedelta(days=n) for n in range(_DAYS)]
    return next((day for day in week if day.isoformat() == text), week[0])


def _words(day: date) -> str:
    return format_date(day, "EEEE d MMMM")


def _week(town_slug: str | None, chosen: date) -> list[dict[str, Any]]:
    week = (clock.today() + timedelta(days=n) for n in range(_DAYS))
    return [
        {
            "url": url_for("directory.whats_on", day=day.isoformat(), town=town_slug),
            "words": format_date(day, "EEE d"),
            "full": _words(day),
            "chosen": day == chosen,
            "today": day == clock.today(),
        }
        for day in week
    ]
