"""The columns of our CSV template, and other headings that mean the same.

`docs/import.md` lists them for people; a test holds the two and content/templates/services.csv together.
"""

import re

from directory.importing.condition_columns import CONDITIONS
from directory.importing.place_and_time_columns import PLACE_AND_TIME
from directory.importing.service_columns import ABOUT_SERVICE

# Column of the template -> other headings that mean the same. Headings are compared in small letters and
# without signs.
SERVICE_COLUMNS: dict[str, tuple[str, ...]] = ABOUT_SERVICE | PLACE_AND_TIME | CONDITIONS

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
    spaced = heading if " " in heading.strip() else re.sub(r"(?<=[a-z])(?=[A-Z][a-z])", " ", heading)
    return " ".join(re.sub(r"[^a-z0-9]+", " ", spaced.replace("’", "").replace("'", "").lower()).split())


def places_of(headings: list[str], columns: dict[str, tuple[str, ...]]) -> dict[int, str]:
    """Return the column of each known heading by the heading's index. Several headings may mean one column."""
    aliases = {alias: column for column, others in columns.items() for alias in others}
    found: dict[int, str] = {}
    for place, heading in enumerate(headings):
        tidy = tidy_heading(heading)
        column = tidy if tidy in columns else aliases.get(tidy) or aliases.get(_without_question(tidy))
        if column:
            found[place] = column
    return found


def is_synonym(headings: list[str], place: int, places: dict[int, str]) -> bool:
    """Return True for a heading that is not the column's own name. Own names take precedence."""
    return place in places and tidy_heading(headings[place]) != places[place]


def _without_question(tidy: str) -> str:
    return re.sub(r" (?:y n|yes no|if any|if known|if applicable|optional|required|s|gbp|pounds)$", "", tidy)


DAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_DAY_HEADING = re.compile(
    r"(?:opening |open |session )?(?:hours |times |time |on )?(mon|tue|wed|thu|fri|sat|sun)(?:s|nes|rs|ur)?(?:day)?s?"
    r"(?: (?:opening |open |session )?(?:hours|times|time|open|opens|close|closes|from|to|start|end|opening|closing|"
    r"opens at|closes at|start time|end time|am|pm|morning|afternoon|evening))?"
)


def day_of(heading: str) -> str:
    """Return the day of a column such as "Monday", "Mon hours" or "Monday close"; empty for other headings."""
    found = _DAY_HEADING.fullmatch(tidy_heading(heading))
    return next((day for day in DAYS if found and day.startswith(found[1])), "")
