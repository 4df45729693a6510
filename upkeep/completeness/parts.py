"""What a listing says, as yes or no: from a record of the schema, or from a stored service. Pure."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.models import services as stored
from directory.open_referral.schema.services import Service
from directory.vocabulary import TAXONOMY_ACCESS, TAXONOMY_AUDIENCES, TAXONOMY_NEEDS

FEWEST_WORDS = 12
"""A description with fewer words says little more than the name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListingParts:
    """True for each part that the listing has. `photo`: None where nobody knows."""

    summary: bool
    description: bool
    hours: bool
    phone: bool
    cost: bool
    who: bool
    how_to_get_it: bool
    place: bool
    goes_to_a_place: bool
    access: bool
    getting_there: bool
    languages: bool
    room: bool
    needs: bool
    photo: bool | None = None


def parts_of_record(record: Service, *, photo: bool | None = None) -> ListingParts:
    """Return the parts of a record. The phone of its organization counts, because the page shows it."""
    terms = {each.taxonomy_term.own_taxonomy for each in record.attributes}
    places = [site.location for site in record.service_at_locations if site.location]
    times = [*record.schedules, *(row for site in record.service_at_locations for row in site.schedules)]
    organization = record.organization.phones if record.organization else []
    numbers = [*record.phones, *(phone for one in record.contacts for phone in one.phones), *organization]
    return _parts(record, terms, places, has_times=bool(times), has_phone=bool(numbers), photo=photo)


def parts_of_stored(service: stored.Service, *, photo: bool | None = None) -> ListingParts:
    """Return the parts of a stored service, which must be loaded with all of them."""
    terms = {each.term.taxonomy.key for each in service.attributes}
    places = [site.location for site in service.sites]
    times = [*service.schedules, *(row for site in service.sites for row in site.schedules)]
    shown = [phone for one in service.contacts if not one.private for phone in one.phones]
    numbers = [*service.phones, *shown, *service.organization.phones]
    return _parts(service, terms, places, has_times=bool(times), has_phone=bool(numbers), photo=photo)


def _parts(
    listing: Service | stored.Service,
    terms: set[str | None] | set[str],
    places: Sequence[object],
    *,
    has_times: bool,
    has_phone: bool,
    photo: bool | None,
) -> ListingParts:
    ages = listing.minimum_age, listing.maximum_age
    has_who = listing.eligibility_description.strip() or TAXONOMY_AUDIENCES in terms or any(ages)
    at_places = [bool(getattr(place, "accessibility", ())) for place in places]
    ways = [bool(getattr(place, "transportation", "").strip()) for place in places]
    return ListingParts(
        summary=bool(listing.summary.strip()),
        description=len(listing.description.split()) >= FEWEST_WORDS,
        hours=has_times or listing.hours_kind == "always" or bool(listing.hours_text.strip()),
        phone=has_phone,
        cost=bool(listing.cost_options or listing.fees.strip()),
        who=bool(has_who),
        how_to_get_it=bool(listing.route_in),
        place=bool(places or listing.delivery),
        goes_to_a_place=bool(places) and not listing.secret_address,
        access=TAXONOMY_ACCESS in terms or any(at_places),
        getting_there=any(ways),
        languages=bool(listing.languages or listing.interpretation_services.strip()),
        room=bool(listing.availability),
        needs=TAXONOMY_NEEDS in terms,
        photo=photo,
    )
