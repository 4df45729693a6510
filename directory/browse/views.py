"""Pages besides the search: needs, A to Z, towns, and what is on this week."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import abort, current_app, redirect, render_template, request, url_for
from flask_babel import format_date
from werkzeug.wrappers import Response

from core import clock
from core.paging import page_number, pages_of
from core.stores import optional, store_beside
from core.web import settings
from directory.blueprint import blueprint
from directory.browse import queries
from directory.browse.kinds import load as load_kinds
from directory.browse.nearest_town import nearest_town
from directory.browse.topics import topics
from directory.browse.whats_on import Choice, day_named, days_from, session_page
from directory.listing.card import Card
from directory.listing.card_queries import cards_of
from directory.schedules.stored import year
from directory.schedules.wording.times import time_words
from directory.search.alert_places import alerts_near
from directory.search.context import open_context
from directory.search.for_needs import count_by_need, search_for_needs
from directory.search.my_place import known_place
from directory.search.queries import cards_of_hits
from directory.search.request import SearchRequest
from directory.search.results_page import LIST
from directory.search.show_results import show_results
from directory.taxonomy.needs import NeedsTree, Theme
from directory.taxonomy.needs import load as load_needs
from directory.urgent.lines import LETTERS, kinds_of_letters

PER_PAGE = 20
NAMES_PER_PAGE = 100
SESSIONS_PER_PAGE = 30
_WAITS = 5
"""How many times longer than an optional part of a page a list waits, which visitors came for."""


@dataclass(frozen=True, slots=True)
class ServicesForNeed:
    """One page of the services for a need, and their number on all pages."""

    cards: Sequence[Card]
    total: int


@blueprint.get("/needs/")
@store_beside
def needs() -> str:
    """Return the page of all needs, in two levels."""
    themes = [theme.for_the_public for theme in _needs_tree().themes]
    return render_template("directory/browse/needs.html", themes=themes, counts=_counts())


@blueprint.app_url_defaults
def _hide_kind_of_danger(endpoint: str, values: dict[str, Any]) -> None:
    """Put the letter of a kind of danger into the address of its need, which a browser's history keeps."""
    if endpoint == "directory.need" and values.get("need_id") in LETTERS:
        values["need_id"] = LETTERS[values["need_id"]]


def _needs_tree() -> NeedsTree:
    return load_needs(settings().content_dir)


@blueprint.get("/needs/<need_id>")
@store_beside
def need(need_id: str) -> str | Response:
    """Return the page of a theme with its needs, or of a need with its services.

    A need that is a kind of danger has a letter in its address, and the page of that danger. A need that was
    merged leads to the one in its place.
    """
    tree = _needs_tree()
    theme = tree.theme(need_id)
    if theme is not None:
        return _theme(theme)
    if kinds := kinds_of_letters(need_id) if len(need_id) == 1 else ():
        return show_results(SearchRequest(dangers=kinds), open_context(), LIST)
    found = tree.public_need(need_id) or abort(404)
    if found.sensitive or found.id != need_id:
        return redirect(url_for(".need", need_id=found.id), 308)
    theme = tree.theme(found.theme_id) or abort(404)
    page = page_number(request.args)
    where = known_place()
    shown = optional("services for a need", lambda: _services_for(need_id, where, page), None, waits=_WAITS)
    if page > 1 and shown is not None and not shown.cards:
        abort(404)
    return render_template(
        "directory/browse/need.html",
        need=found,
        theme=theme.for_the_public,
        advice_first=found.advice_first,
        shown=shown,
        page=page,
        pages=pages_of(page, shown.total, PER_PAGE, "directory.need", need_id=need_id) if shown else None,
        sensitive=found.sensitive,
        alerts=() if found.sensitive else alerts_near([need_id], where),
    )


def _services_for(need_id: str, where: str, page: int) -> ServicesForNeed:
    results = search_for_needs([need_id], open_context(), where=where, page=page, per_page=PER_PAGE)
    return ServicesForNeed(cards_of_hits(results.hits), results.total)


def _theme(theme: Theme) -> str:
    return render_template("directory/browse/theme.html", theme=theme.for_the_public, counts=_counts())


def _counts() -> Mapping[str, int] | None:
    """Return the number of services for each need; None where the database or the index is out of order."""
    return optional("numbers of services", lambda: count_by_need(open_context()), None)


@blueprint.get("/a-to-z/")
@blueprint.get("/a-to-z/<letter>")
def a_to_z(letter: str = "") -> str | tuple[str, int]:
    """Return the page of letters, with the topics and the services that begin with one of them.

    A page beyond the last answers 404, with the way to the first.
    """
    counts, all_topics = queries.letters(), topics(current_app, _needs_tree())
    known = {one: number + len(all_topics.get(one, ())) for one, number in counts.items()}
    chosen = letter.upper() or next((one for one, number in known.items() if number), "A")
    if chosen not in counts:
        abort(404)
    page = page_number(request.args)
    names = queries.names(chosen, page, NAMES_PER_PAGE)
    beyond = page > 1 and not names
    shown = render_template(
        "directory/browse/a_to_z.html",
        counts=known,
        letter=chosen,
        index=not letter,
        topics=all_topics.get(chosen, ()) if page == 1 else (),
        names=names,
        beyond=beyond,
        page=page,
        pages=pages_of(page, counts[chosen], NAMES_PER_PAGE, "directory.a_to_z", letter=chosen.lower()),
    )
    return (shown, 404) if beyond else shown


@blueprint.get("/towns/")
def towns() -> str:
    """Return the page of all towns with services in them."""
    return render_template("directory/browse/towns.html", towns=queries.towns())


@blueprint.get("/towns/<slug>")
def town(slug: str) -> str:
    """Return the page of the services in a town."""
    found = queries.town_by_slug(queries.towns(), slug) or abort(404)
    page = page_number(request.args)
    ids, total = queries.town_service_ids(found, page, PER_PAGE)
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
def whats_on() -> str | tuple[str, int]:
    """Return the page of sessions, one day of this week at a time: everywhere or in one town, of all kinds or
    of one, and only what is free where that is asked for.

    A page beyond the last answers 404, with the way to the first.
    """
    all_towns, kinds = queries.towns(), load_kinds(settings().content_dir)
    asked_day = day_named(request.args.get("day", "").strip(), clock.today())
    day = asked_day or clock.today()
    page = page_number(request.args)
    choice = Choice(
        _town_asked(all_towns),
        kinds.by_id(request.args.get("kind", "")),
        request.args.get("free") == "yes",
    )
    found = session_page(day, year(settings().content_dir), kinds, choice, page, SESSIONS_PER_PAGE)
    chosen: dict[str, Any] = dict(choice.to_args())
    if known_place():
        # With an empty town all towns stay chosen; without one, the place would choose again.
        chosen["town"] = choice.town.slug if choice.town else ""
    values = {"day": day.isoformat(), **chosen}
    beyond = page > 1 and not found.sessions
    shown = render_template(
        "directory/browse/whats_on.html",
        sessions=found.sessions,
        cards={card.service_id: card for card in cards_of(found.service_ids)},
        total=found.total,
        day=day,
        days=_week(chosen, day),
        day_words=_long_date(day),
        other_day=asked_day is None,
        towns=all_towns,
        kinds=kinds.all,
        choice=choice,
        time_words=time_words,
        page=page,
        beyond=beyond,
        first_url=url_for("directory.whats_on", **values),
        everything_url=url_for("directory.whats_on", day=day.isoformat(), town=""),
        all_towns_url=url_for("directory.whats_on", **{**values, "town": ""}),
        pages=pages_of(page, found.total, SESSIONS_PER_PAGE, "directory.whats_on", **values),
    )
    return (shown, 404) if beyond else shown


def _town_asked(all_towns: Sequence[queries.Town]) -> queries.Town | None:
    """Return the town of the address, or else the one nearest to the visitor's place; None for all towns."""
    if "town" in request.args:
        return queries.town_by_slug(all_towns, request.args["town"])
    where = known_place()
    return optional("the nearest town", lambda: nearest_town(where, all_towns), None) if where else None


def _long_date(day: date) -> str:
    return format_date(day, "EEEE d MMMM")


def _week(chosen_values: Mapping[str, Any], chosen: date) -> list[dict[str, Any]]:
    """Return the links to the days, for the page, with what is chosen besides the day."""
    today = clock.today()
    return [
        {
            "url": url_for("directory.whats_on", day=day.isoformat(), **chosen_values),
            "words": format_date(day, "EEE d"),
            "full": _long_date(day),
            "chosen": day == chosen,
            "today": day == today,
        }
        for day in days_from(today)
    ]
