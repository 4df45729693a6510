"""The council is asked in one way: its listings, pages and forms give one number, one set of hours and one
promise.
"""

import re
from collections.abc import Iterator, Mapping
from typing import Any

import pytest

from core.content import read_yaml
from core.settings import ROOT, Settings
from directory.listing import council_listings
from selfassess.referrals.response_times import WORKING_DAYS
from selfassess.values.request import RequestKind

CONTENT = ROOT / "content"
SETTINGS = Settings()
HOURS = {"days": ["mon", "tue", "wed", "thu", "fri"], "from": "08:30", "to": "17:00"}
NUMBERS = ["one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten"]
_DAYS = re.compile(r"\b(\d+|[a-z]+) working days?\b", re.IGNORECASE)
_FORM = re.compile(r"\]\(/ask/([a-z-]+)\)")


def records(noun: str) -> list[Mapping[str, Any]]:
    return [row for path in sorted((CONTENT / "demo" / noun).glob("*.yaml")) for row in read_yaml(path)]


ORGANIZATIONS = {row["id"]: row for row in records("organizations")}
FORMS = council_listings.load(CONTENT)
OURS = [
    row for row in records("services") if (ORGANIZATIONS[row["organization"]]["name"], row["name"]) in FORMS
]


def days_promised(text: str) -> list[int]:
    """Return each number of working days that a text speaks of."""
    found = [word.lower() for word in _DAYS.findall(text)]
    return [
        NUMBERS.index(word) + 1 if word in NUMBERS else int(word)
        for word in found
        if word in NUMBERS or word.isdigit()
    ]


def conflicts(row: Mapping[str, Any]) -> Iterator[str]:
    """Yield what a listing of the council says otherwise than the site does."""
    yield from (phone["number"] for phone in row["phones"] if phone["number"] != SETTINGS.council_phone)
    if "phone" in row["delivery"]:
        yield from (str(times) for times in row["schedules"] if times != HOURS)
    yield from (str(days) for days in days_promised(f"{row['how_to']} {row['description']}"))
    yield from (row[name] for name in ("website", "email") if row.get(name))


def test_there_are_listings_with_forms_of_this_site() -> None:
    assert len(OURS) == len(FORMS) >= 4
    kinds = {kind.value.replace("_", "-") for kind in RequestKind}
    assert set(FORMS.values()) <= kinds
    assert SETTINGS.council_hours == "Mo-Fr 08:30-17:00; PH off"


@pytest.mark.parametrize("row", OURS, ids=lambda row: row["id"])
def test_a_listing_of_ours_says_what_the_site_says(row: Mapping[str, Any]) -> None:
    assert list(conflicts(row)) == []


@pytest.mark.parametrize(
    "changed",
    [
        {"phones": [{"number": "01632 960007"}]},
        {"delivery": ["phone"], "schedules": [{**HOURS, "from": "08:45"}]},
        {"how_to": "Ring us. A worker rings you within ten working days."},
        {"website": "https://elsewhere.example.org/ask"},
    ],
)
def test_a_second_number_or_promise_is_found(changed: Mapping[str, Any]) -> None:
    assert list(conflicts({**OURS[0], **changed}))


def test_the_organization_has_the_number_of_the_site() -> None:
    names = {organization for organization, _service in FORMS}
    phones = {row["phone"] for row in ORGANIZATIONS.values() if row["name"] in names}
    assert phones == {SETTINGS.council_phone}


def test_pages_promise_what_the_forms_promise() -> None:
    """A paragraph that links to a form names no other number of working days than that form's."""
    spoken = []
    for path in sorted((CONTENT / "pages").glob("*.md")):
        for line in path.read_text("utf-8").splitlines():
            for form in _FORM.findall(line):
                promised = WORKING_DAYS[RequestKind(form.replace("-", "_"))]
                spoken += [(path.name, days, promised) for days in days_promised(line)]
    assert spoken
    assert [one for one in spoken if one[1] != one[2]] == []
