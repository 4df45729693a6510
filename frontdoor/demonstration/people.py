"""The invented people of the demonstration's front door. Numbers are from Ofcom's range for dramas."""

from collections.abc import Mapping

from selfassess.values.people import Answered, CommunicationNeed, ContactWishes, Person, Way

SHEETS: tuple[Mapping[str, str], ...] = (
    {
        "name": "Margaret Dunn",
        "phone": "01632 960211",
        "place": "Wombwell",
        "matters": "I want to get to the shops again without falling.",
        "said": "Fell twice this month. Lives alone. Her daughter rings every evening.",
        "safe_time": "mornings",
    },
    {
        "name": "Andrzej Nowak",
        "phone": "01632 960212",
        "place": "Goldthorpe",
        "language": "Polish",
        "matters": "Someone to talk to in my own language.",
        "said": "Moved here in spring, knows nobody yet.",
    },
)
"""Open contacts of the demonstration's call handler."""

KNOWN = Person(
    name="Harold Winter",
    called="Harry",
    phone="01632 960213",
    address="4 Mill Lane, Wath",
    postcode="S63 7RG",
)
"""Somebody who agreed to be known, and what they need."""
KNOWN_NEEDS = (CommunicationNeed.LARGE_PRINT, CommunicationNeed.SPEAK_SLOWLY)
KNOWN_WISHES = ContactWishes(ways=(Way.PHONE, Way.LETTER), times=("Mornings",), voicemail_is_safe=Answered.NO)
KNOWN_SAID: Mapping[str, str] = {
    "name": "Harold Winter",
    "matters": "To stay in my own home with my dog.",
    "said": "His hearing is getting worse. He asked for large letters.",
}


CALL_BACKS = (
    ("Doreen Airey", "01632 960218", "She asked about a stair rail.", ContactWishes()),
    (
        "Liam Hoyle",
        "01632 960219",
        "He wants help with bills.",
        ContactWishes(safe_time="When his brother is out, after he texts us"),
    ),
)
"""Name, number, what it is about, and wishes."""
