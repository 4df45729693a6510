"""Which data each kind of request needs, and may have: nothing else is taken. Pure.

Names of fields are those of RequestValue, with a dot for what lies inside: `about.name`.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from selfassess.values.request import Asker, Person, Relation, RequestKind, RequestValue, Way

_REACH = frozenset(
    {
        "asker",
        "contact",
        "communication",
        "promise",
        "consent",
        "own_words",
        "about.name",
        "about.called",
        "about.phone",
    }
)
_ADDRESS = frozenset({"about.email", "about.address", "about.postcode"})
_NAME = frozenset({"about.name"})


@dataclass(frozen=True, slots=True)
class Needed:
    """The fields that a kind cannot do without, and all that it may have. `reachable`: somebody must be able to answer."""

    required: frozenset[str]
    allowed: frozenset[str]
    reachable: bool = True
    consent: bool = True


NEEDED: Mapping[RequestKind, Needed] = {
    RequestKind.NEEDS_ASSESSMENT: Needed(_NAME, _REACH | _ADDRESS | {"about.born", "assessment"}),
    RequestKind.CARERS_ASSESSMENT: Needed(
        _NAME, _REACH | _ADDRESS | {"about.born", "assessment", "looks_after"}
    ),
    RequestKind.OCCUPATIONAL_THERAPY: Needed(
        _NAME | {"about.postcode"}, _REACH | _ADDRESS | {"about.born", "assessment"}
    ),
    RequestKind.HUB_APPOINTMENT: Needed(_NAME, _REACH | _ADDRESS | {"assessment", "visit"}),
    # Anybody may raise a concern, without a name and without the adult's agreement.
    RequestKind.SAFEGUARDING_CONCERN: Needed(
        frozenset({"own_words"}),
        _REACH | _ADDRESS | {"about.born", "assessment", "concern"},
        reachable=False,
        consent=False,
    ),
    RequestKind.CALL_BACK: Needed(_NAME, _REACH),
}


def only_needed(request: RequestValue) -> RequestValue:
    """The request without what its kind has no use for."""
    allowed = NEEDED[request.kind].allowed
    inside = {name.removeprefix("about.") for name in allowed if name.startswith("about.")}
    top = {
        f.name: _empty(request, f.name)
        for f in fields(RequestValue)
        if f.name not in allowed | {"kind", "about"}
    }
    return replace(request, **top, about=_part(request.about, inside), asker=_asker(request.asker))


def missing(request: RequestValue) -> tuple[str, ...]:
    """The fields that are missing or do not fit, in a fixed order; empty: it can be sent."""
    needed = NEEDED[request.kind]
    found = [name for name in sorted(needed.required) if not _value(request, name)]
    if (
        request.asker.relation not in (Relation.SELF, Relation.NOT_SAID)
        and not request.asker.name
        and needed.reachable
    ):
        found.append("asker.name")
    if needed.reachable:
        found += _reach(request)
    if needed.consent and not (request.consent and request.consent.given):
        found.append("consent")
    return tuple(found)


def _value(request: RequestValue, name: str) -> Any:
    value: Any = request
    for part in name.split("."):
        value = getattr(value, part, None)
    return value.strip() if isinstance(value, str) else value


_DETAIL: Mapping[Way, str] = {
    Way.PHONE: "phone",
    Way.TEXT: "phone",
    Way.TEXT_RELAY: "phone",
    Way.VIDEO: "phone",
    Way.EMAIL: "email",
    Way.LETTER: "address",
}


def _reach(request: RequestValue) -> list[str]:
    """What is missing to reach them in the ways they chose; without a choice a telephone number."""
    whom = "about" if request.contact.whom == "person" else "asker"
    if set(request.contact.ways) - set(ways_offered(request.kind, request.contact.whom)):
        return ["contact.ways"]
    wanted = {_DETAIL[way] for way in request.contact.ways or (Way.PHONE,)}
    return [f"{whom}.{detail}" for detail in sorted(wanted) if not _value(request, f"{whom}.{detail}")]


def ways_offered(kind: RequestKind, whom: Literal["person", "asker"]) -> tuple[Way, ...]:
    """The ways to be reached that a form of this kind may offer: those whose details it asks for."""
    of_person = {name.removeprefix("about.") for name in NEEDED[kind].allowed}
    return tuple(
        way for way in Way if _DETAIL[way] in (of_person if whom == "person" else {"phone", "email"})
    )


def _empty(request: RequestValue, name: str) -> Any:
    return getattr(RequestValue(kind=request.kind), name)


def _part(person: Person, names: set[str]) -> Person:
    return Person(**{name: getattr(person, name) for name in names})


def _asker(asker: Asker) -> Asker:
    """Somebody who asks for themselves is told of once, as the person it is about; who would rather not say stays unnamed."""
    return Asker(relation=asker.relation) if asker.relation in (Relation.SELF, Relation.NOT_SAID) else asker
