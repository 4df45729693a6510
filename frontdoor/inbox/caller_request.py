"""From a caller's sheet to a request to the council in the person's name, so that nobody is asked twice. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from selfassess.values.people import Asker, ChildAge, Communication, ContactWishes, Person, Relation, Way
from selfassess.values.request import RequestKind, RequestValue

KINDS = (
    RequestKind.NEEDS_ASSESSMENT,
    RequestKind.CARERS_ASSESSMENT,
    RequestKind.OCCUPATIONAL_THERAPY,
    RequestKind.HUB_APPOINTMENT,
    RequestKind.REVIEW,
    RequestKind.CHILDREN_HELP,
)
"""What a handler can ask for. Worries about safety and call backs have pages of their own."""

SELF, OTHER = "self", "other"
WAYS = (Way.PHONE, Way.TEXT, Way.EMAIL)

FIELD_OF = {
    "about.name": "name",
    "about.age": "age",
    "about.postcode": "postcode",
    "about.phone": "phone",
    "about.email": "email",
    "asker.name": "asker_name",
    "asker.phone": "phone",
    "asker.email": "email",
    "contact.ways": "ways",
    "consent": "agrees",
}
"""The field of the form for each part of a request that may be missing."""

_RELATIONS = {
    "carer": Relation.CARER,
    "behalf": Relation.FAMILY_OR_FRIEND,
    "professional": Relation.PROFESSIONAL,
}


@dataclass(frozen=True, slots=True, repr=False)
class CallerRequest:
    """What the form holds. `phone` and `email`: of the person to be reached, who asks where somebody else asks."""

    kind: RequestKind
    own_words: str
    for_whom: str
    name: str
    postcode: str
    asker_name: str
    phone: str
    email: str
    ways: tuple[Way, ...]
    safe_time: str
    looks_after: str
    age: ChildAge = ChildAge.NOT_SAID


def from_sheet(sheet: Mapping[str, str]) -> dict[str, object]:
    """Return values for the form from what the handler wrote already."""
    is_other = sheet.get("who", "") in ("behalf", "professional")
    words = "\n".join(text for name in ("matters", "said") if (text := sheet.get(name, "").strip()))
    ways = [way.value for way in WAYS if way.value in sheet.get("ways", "").split()]
    return {
        "own_words": words,
        "for_whom": OTHER if is_other else SELF,
        "name": sheet.get("about_whom" if is_other else "name", ""),
        "asker_name": sheet.get("name", "") if is_other else "",
        "postcode": sheet.get("postcode", "") or sheet.get("place", ""),
        "phone": sheet.get("phone", ""),
        "email": sheet.get("email", ""),
        "ways": ways,
        "safe_time": sheet.get("safe_time", ""),
        "looks_after": sheet.get("about_whom", "") if sheet.get("who") == "carer" else "",
    }


def request_of(asked: CallerRequest, who: str, communication: Communication) -> RequestValue:
    """Return the request without consent and promise, which only sending adds. `who`: the code of the sheet."""
    about = Person(asked.name, postcode=asked.postcode, age=asked.age)
    contact = ContactWishes(ways=asked.ways, safe_time=asked.safe_time)
    value = RequestValue(
        asked.kind,
        own_words=asked.own_words,
        about=about,
        contact=contact,
        communication=communication,
        looks_after=asked.looks_after,
    )
    if asked.for_whom == SELF:
        return replace(value, about=replace(about, phone=asked.phone, email=asked.email))
    asker = Asker(
        _RELATIONS.get(who, Relation.OTHER),
        name=asked.asker_name,
        phone=asked.phone,
        email=asked.email,
    )
    return replace(value, asker=asker, contact=replace(contact, whom="asker"))
