"""The search document of a service: plain mappings that are stored and read back by every worker.

Secret places are never in a search document.
"""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from core.markdown import text_only
from directory.listing import wording as listing_wording
from directory.models.services import Service
from directory.schedules.open_referral import to_row
from directory.schedules.phone_hours import phone_hours
from directory.schedules.schedule import UNKNOWN, WEEKDAYS, Hours
from directory.schedules.schedule import Schedule as Times
from directory.schedules.stored import all_hours
from directory.search.classify import Classification, ListingText, classify_listing
from directory.search.engine import TextDocument
from directory.search.facts_said import company_said, cost_said, days_said
from directory.search.gazetteer import outward
from directory.search.index_fields import surface_words, text_fields
from directory.search.thesaurus import Thesaurus
from directory.search.vectors.meaning import stored_vector
from directory.search.vectors.table import WordVectors
from directory.search.venues import venues
from directory.visibility import (
    TEMPORARILY_CLOSED,
    is_for_workers,
    is_listed,
    last_findable_day,
    visible_locations,
)
from directory.vocabulary import (
    ACCESS,
    DELIVERY,
    OWN_TAXONOMIES,
    TAXONOMY_ACCESS,
    TAXONOMY_AUDIENCES,
    TAXONOMY_CULTURES,
    TAXONOMY_NEEDS,
)

FORMAT = "10"
"""The version of search documents: raised with each change of their content, so that an upgraded site
makes them again."""
_SHOWN_NEED, _SHOWN_GROUP = 0.45, 0.8
_STRONGEST_NEED = 0.35
"""The least strength of a listing's strongest need that the filter shows."""
_MINUTES_A_DAY = 24 * 60


def listing_text(service: Service) -> ListingText:
    """Return the words of a service, by the field that holds them."""
    foreign = [a.term.name for a in service.attributes if a.term.taxonomy.key not in OWN_TAXONOMIES]
    own = listing_wording.labels(service, TAXONOMY_CULTURES)
    return ListingText(
        name=service.name,
        names=" . ".join([*service.former_names, service.alternate_name]),
        organization=service.organization.name,
        about=text_only(service.organization.description),
        summary=service.summary,
        description=text_only(service.description),
        categories=[name.replace("-", " ").replace("_", " ") for name in (*foreign, *own)],
        eligibility=service.eligibility_description,
    )


def document_of(
    service: Service, thesaurus: Thesaurus, table: WordVectors | None = None, stale_days: int = 90
) -> tuple[dict[str, Any], dict[str, Any]]:
    """Return the filterable values of a service's search document, and its text for the engine.

    Reads only what `index_queries` loads. `table`: word vectors for the meaning of its text, where the site uses
    them. `stale_days`: for how long a check holds.
    """
    text = listing_text(service)
    words = {"fields": text_fields(thesaurus, text), "surface": surface_words(text)}
    return _body(service, text, thesaurus, table, stale_days), words


def _body(
    service: Service, text: ListingText, thesaurus: Thesaurus, table: WordVectors | None, stale_days: int
) -> dict[str, Any]:
    groups = (listing_wording.codes(service, key) for key in (TAXONOMY_AUDIENCES, TAXONOMY_CULTURES))
    needs = list(dict.fromkeys(map(thesaurus.tree.resolve, listing_wording.codes(service, TAXONOMY_NEEDS))))
    tags = classify_listing(thesaurus, text, needs, *groups)
    hours = all_hours(service)
    return {
        "id": service.id,
        "name": service.name,
        "org": service.organization.name,
        "names": [name for name in (*service.former_names, service.alternate_name) if name],
        "town": next(iter(listing_wording.towns(service)), ""),
        "outward": next((outward(code) for code in listing_wording.postcodes(service)), ""),
        "public": is_listed(service),
        "for_workers": is_for_workers(service),
        "needs": _rounded(tags.needs),
        "audiences": _rounded(tags.audiences),
        "cultures": _rounded(tags.cultures),
        "values": sorted({*_values(service, tags), *_day_values(service, hours)}),
        "places": _places(service),
        "ages": [_age(service.minimum_age), _age(service.maximum_age)],
        "assured": _ordinal(service.assured_date),
        "due": _ordinal(service.assured_date and service.assured_date + timedelta(days=stale_days)),
        "starts": _ordinal(service.starts_on),
        "ends": _ordinal(service.ends_on),
        "findable_until": _ordinal(last_findable_day(service)),
        **_openings(UNKNOWN if service.status == TEMPORARILY_CLOSED else hours),
        **_answering(service),
        **({"vector": stored_vector(table, _sentences(text))} if table else {}),
    }


def _sentences(text: ListingText) -> str:
    """Return the words by which the meaning of a listing is compared."""
    return f"{text.name}. {text.summary} {text.description} {text.eligibility}"


def text_document(number: int, words: Mapping[str, Any]) -> TextDocument:
    """Return a document's text as the engine takes it. Without words, the engine deletes the document."""
    return TextDocument(number, words.get("fields", {}), words.get("surface", ""))


def _rounded(strengths: Mapping[str, float]) -> dict[str, float]:
    return {name: round(strength, 2) for name, strength in strengths.items()}


def _ordinal(day: date | None) -> int:
    return day.toordinal() if day else -1


def _age(age: int | None) -> int:
    return -1 if age is None else age


def _values(service: Service, tags: Classification) -> set[str]:
    """Return the facet values of a service, and the areas that it covers, such as 'cost:free' and
    'area:s73'."""
    access = {row.access_id for site in visible_locations(service) for row in site.location.accessibility}
    named = {
        "need": _shown_needs(tags),
        "who": [group for group, level in tags.audiences.items() if level >= _SHOWN_GROUP],
        "culture": [culture for culture, level in tags.cultures.items() if level >= _SHOWN_GROUP],
        "cost": {
            cost.kind or ("free" if listing_wording.is_free(cost) else "fixed")
            for cost in service.cost_options
        }
        or cost_said(text_only(service.description)),
        "route": service.route_in,
        "delivery": [way for way in service.delivery if way in DELIVERY]
        or (["place"] if visible_locations(service) else []),
        "access": {*listing_wording.codes(service, TAXONOMY_ACCESS), *access} & ACCESS.keys(),
        "language": [language.name for language in service.languages],
        "taking": [service.availability] if service.availability else [],
        "payment": ["yes"] if service.direct_payment else [],
        "paused": ["now"] if service.status == TEMPORARILY_CLOSED else [],
        "signposts": ["only"] if service.signposts_only else [],
        "company": company_said(
            service.name,
            f"{service.summary} {text_only(service.description)}",
            max(tags.needs, key=lambda need: tags.needs[need], default=""),
        ),
        "venue": venues([service.name, service.organization.name, *_places_named(service)]),
        "area": [area.name.strip().lower() for area in service.service_areas if area.name.strip()],
    }
    return {f"{facet}:{value}" for facet, values in named.items() for value in values}


def _places_named(service: Service) -> list[str]:
    return [site.location.name for site in visible_locations(service) if site.location.name]


def _shown_needs(tags: Classification) -> set[str]:
    """Return the needs that a listing counts for in the filter: those it clearly meets, and its strongest where
    that is likely."""
    best = max(tags.needs, key=lambda need: tags.needs[need], default="")
    shown = {need for need, strength in tags.needs.items() if strength >= _SHOWN_NEED}
    return shown | {best} if best and tags.needs[best] >= _STRONGEST_NEED else shown


def _day_values(service: Service, hours: Hours) -> set[str]:
    if hours.kind == "always":
        return {f"day:{day}" for day in WEEKDAYS}
    if not hours.schedules:
        return {f"day:{day}" for day in days_said(text_only(service.description))}
    return {f"day:{WEEKDAYS[day]}" for row in hours.schedules for day in row.weekdays}


def _places(service: Service) -> list[list[float]]:
    locations = (site.location for site in visible_locations(service))
    return [
        [at.latitude, at.longitude]
        for at in locations
        if at.latitude is not None and at.longitude is not None
    ]


def _openings(hours: Hours) -> dict[str, Any]:
    """Return plain weekly times as minutes of the week, with 1 where closed on holidays, and rows with
    conditions as they are."""
    if hours.kind == "always":
        return {"week": [[0, 7 * _MINUTES_A_DAY, 0]]}
    plain = [row for row in hours.schedules if _is_plain(row)]
    return {
        "week": [stretch for row in plain for stretch in _stretches(row)],
        "conditional": [to_row(row) for row in hours.schedules if not _is_plain(row)],
    }


def _answering(service: Service) -> dict[str, Any]:
    """Return when somebody answers the service's own numbers that have hours of their own, as weekly times."""
    if service.status == TEMPORARILY_CLOSED:
        return {}
    lines = [
        _openings(phone_hours(phone.answers))["week"] for phone in service.phones if phone.type == "voice"
    ]
    week = [stretch for line in lines for stretch in line]
    return {"answering": week} if week else {}


def _is_plain(row: Times) -> bool:
    conditions = (
        row.dtstart,
        row.valid_from,
        row.valid_to,
        row.until,
        row.count,
        row.closed_on,
        row.season,
        row.term_time,
        row.bymonthday,
    )
    return row.freq == "WEEKLY" and row.interval == 1 and row.times_known and not any(conditions)


def _stretches(row: Times) -> list[list[int]]:
    opens = row.opens_at.hour * 60 + row.opens_at.minute if row.opens_at else 0
    closes = row.closes_at.hour * 60 + row.closes_at.minute if row.closes_at else _MINUTES_A_DAY
    length = closes - opens if closes > opens else closes - opens + _MINUTES_A_DAY
    starts = [day * _MINUTES_A_DAY + opens for day in sorted(row.weekdays)]
    return [[start, start + length, int(row.closed_bank_holidays is not False)] for start in starts]
