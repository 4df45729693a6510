"""The columns of our CSV template, and other headings that mean the same.

`docs/import.md` lists them for people; a test holds the two and content/templates/services.csv together.
"""

import re

# Column of the template -> other headings that mean the same. Headings are compared in small letters and
# without signs.
SERVICE_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("service id", "source id", "reference", "service reference"),
    "name": ("service", "service name", "title", "activity"),
    "other names": ("alternate name", "also known as", "former names", "old names"),
    "organisation": (
        "organization",
        "organisation s",
        "organisation name",
        "organization name",
        "provider",
        "run by",
    ),
    "organisation description": ("about the organisation",),
    "organisation website": ("organisation url", "organization website", "organization url"),
    "organisation email": ("organization email",),
    "organisation phone": ("organization phone", "organisation telephone"),
    "charity number": ("registered charity number",),
    "company number": ("registered company number",),
    "summary": ("short description", "in one line"),
    "description": ("about", "details", "service description"),
    "website": ("url", "web", "web address", "service url", "link"),
    "email": ("e mail", "email address", "contact email"),
    "phone": ("telephone", "tel", "phone number", "telephone number", "contact phone"),
    "text number": ("text", "sms"),
    "place": ("location", "location s", "location name", "venue", "place name", "site"),
    "address": ("address 1", "address1", "street", "street address"),
    "town": ("city", "town or city"),
    "postcode": ("post code", "postal code", "zip"),
    "latitude": ("lat",),
    "longitude": ("lon", "long", "lng"),
    "how to get there": ("transport", "transportation", "directions"),
    "access": ("accessibility",),
    "times": ("timing notes", "timing", "opening hours", "opening times", "hours", "when"),
    "delivery": ("how it is delivered", "where it happens"),
    "areas": ("area", "service area", "service areas", "area covered"),
    "free": ("is free", "is it free"),
    "cost": ("price", "fee", "fees", "amount"),
    "cost notes": ("cost description", "what it costs"),
    "minimum age": ("min age", "age from", "from age"),
    "maximum age": ("max age", "age to", "to age"),
    "who it is for": ("eligibility", "eligibility description", "who can use it"),
    "audiences": ("who for",),
    "needs": ("need", "needs met"),
    "culture": ("faith diet and culture", "culture and diet"),
    "categories": ("category", "taxonomy terms"),
    "languages": ("language",),
    "route in": ("how to get it", "referral route"),
    "how to ask": ("how to apply", "application process", "how to join"),
    "availability": ("taking people",),
    "waiting time": ("wait",),
    "if full": ("what if it is full",),
    "direct payment": ("direct payments", "can be paid for with a direct payment"),
    "professionals only": (),
    "secret address": ("confidential address",),
    "registration body": ("regulator",),
    "registration number": ("cqc number",),
    "status": (),
    "starts on": ("start date", "starts"),
    "ends on": ("end date", "ends"),
    "checked on": ("assured date", "last checked", "date checked"),
    "checked by": ("assured by",),
    "service type": (),
    "audience": ("audience cats",),
    "support needs": (),
    "homeless only": (),
    "disability only": (),
    "children parents only": (),
    "members only": (),
    "referral only": ("referrals only", "needs referral"),
}

# Columns of terms, separated by commas, in other directories: heading -> name of the taxonomy.
TERM_COLUMNS = {"oneplanet cats": "OnePlanet Cats", "use cases": "Use cases", "basic type": "Basic type"}

ORGANIZATION_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("org id", "organisation id", "organization id"),
    "name": ("organisation", "organization", "organisation name", "organization name"),
    "kind": ("org type", "organisation type", "type"),
    "website": ("org website", "organisation website", "url"),
    "email": ("org email", "organisation email"),
    "phone": ("org phone", "organisation phone", "telephone"),
    "description": ("about", "organisation description"),
}

LOCATION_COLUMNS: dict[str, tuple[str, ...]] = {
    "id": ("location id", "place id"),
    "name": ("location name", "place", "place name", "location"),
    "address": ("address 1", "address1", "street"),
    "town": ("city",),
    "postcode": ("post code", "postal code"),
    "phone": ("telephone",),
    "latitude": ("lat",),
    "longitude": ("lon", "long", "lng"),
}


def tidy_heading(heading: str) -> str:
    """Return a heading in small letters, with single spaces in place of signs."""
    return " ".join(re.sub(r"[^a-z0-9]+", " ", heading.lower()).split())


def places_of(headings: list[str], columns: dict[str, tuple[str, ...]]) -> dict[int, str]:
    """Return the column of each known heading by the heading's index. An exact name takes precedence over a
    synonym.
    """
    columns_by_place: dict[int, str] = {}
    aliases = {alias: column for column, others in columns.items() for alias in others}
    tidy = [tidy_heading(heading) for heading in headings]
    for place, heading in enumerate(tidy):
        if heading in columns:
            columns_by_place[place] = heading
    for place, heading in enumerate(tidy):
        if (
            place not in columns_by_place
            and heading in aliases
            and aliases[heading] not in columns_by_place.values()
        ):
            columns_by_place[place] = aliases[heading]
    return columns_by_place
