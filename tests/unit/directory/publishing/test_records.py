"""What may never be in the feed, on generated records; and reading back what was published."""

import json
from datetime import date
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from directory.models import Contact, Phone
from directory.publishing.records import Surroundings, service_full
from directory.visibility import visible_locations
from tests.examples import examples
from tests.factories import loose, loose_place, loose_service

AROUND = Surroundings(today=date(2026, 11, 23), area="Dearne Valley", towns={"S73": "Wombwell"})
SECRET = "Hidden Lane"

names = st.text(st.characters(codec="utf-8", categories=("L", "N")), min_size=1, max_size=12)


def place(number: int, secret: bool, whole: bool) -> Any:
    word = f"{SECRET} {number}" if secret else f"Open Road {number}"
    address = {
        "address_1": word,
        "postal_code": "S73 8CV" if whole else "",
        "city": word if secret else "Wombwell",
    }
    return loose_place(name=word, secret=secret, description=word, address=address)


def contact(number: int, private: bool) -> Any:
    word = f"{SECRET} {number}" if private else f"Jo {number}"
    phones = [loose(Phone, id=f"{number}", number=word)]
    return loose(Contact, id=f"c{number}", name=word, private=private, phones=phones)


@settings(max_examples=examples(60), deadline=None)
@given(
    places=st.lists(st.tuples(st.booleans(), st.booleans()), max_size=4),
    contacts=st.lists(st.booleans(), max_size=3),
    secret_address=st.booleans(),
)
def test_secret_places_and_private_contacts_are_never_published(
    places: list[tuple[bool, bool]], contacts: list[bool], secret_address: bool
) -> None:
    service = loose_service(
        id="s",
        secret_address=secret_address,
        places=[place(n, secret, whole) for n, (secret, whole) in enumerate(places)],
        contacts=[contact(n, private) for n, private in enumerate(contacts)],
        checked_by="Pat Smith",
        assurer_email="pat.smith@example.org",
    )
    published = service_full(service, AROUND)
    text = json.dumps(published)
    assert SECRET not in text
    assert "pat" not in text.lower()
    assert not ({"secret", "private", "professionals_only", "source_id"} & set(keys_in(published)))
    assert len(published.get("service_at_locations", [])) == len(visible_locations(service))
    assert len(published.get("contacts", [])) == contacts.count(False)


def keys_in(value: Any) -> list[str]:
    if isinstance(value, dict):
        return [*value, *(key for part in value.values() for key in keys_in(part))]
    return [key for part in value for key in keys_in(part)] if isinstance(value, list) else []
