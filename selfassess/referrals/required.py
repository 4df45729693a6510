"""The schema of what each kind of request must have and may have: nothing else is asked or stored. Pure.

Fields are named by their path in RequestValue, such as `about.name`. A path without a dot allows everything
inside it.
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
    """What a kind of request must have, and all that it may have.

    `reachable`: the council must be able to answer. `consent`: the person must agree before it is sent.
    """

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


def may_have(kind: RequestKind, path: str) -> bool:
    """Return True where this kind of request may have the field."""
    allowed = NEEDED[kind].allowed
    return path in allowed or path.partition(".")[0] in allowed


def must_have(kind: RequestKind, path: str) -> bool:
    """Return True where this kind of request cannot be sent without the field."""
    return path in NEEDED[kind].required


def only_needed(request: RequestValue) -> RequestValue:
    """Return the request without the fields that its kind may not have."""
    allowed = NEEDED[request.kind].allowed
    inside = {name.removeprefix("about.") for name in allowed if name.startswith("about.")}
    top = {
        f.name: _empty(request, f.name)
        for f in fields(RequestValue)
        if f.name not in allowed | {"kind", "about"}
    }
    return replace(request, **top, about=_part(request.about, inside), asker=_asker(request.asker))


def missing(request: RequestValue) -> tuple[str, ...]:
    """Return the paths of fields that are missing or do not fit, in a fixed order; empty: the request can
    be sent."""
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
    """Return what is missing to reach them in the ways they chose.

    Without a choice a telephone number is needed.
    """
    whom = "about" if request.contact.whom == "person" else "asker"
    if set(request.contact.ways) - set(ways_offered(request.kind, request.contact.whom)):
        return ["contact.ways"]
    wanted = {_DETAIL[way] for way in request.contact.ways or (Way.PHONE,)}
    return [f"{whom}.{detail}" for detail in sorted(wanted) if not _value(request, f"{whom}.{detail}")]


def ways_offered(kind: RequestKind, whom: Literal["person", "asker"]) -> tuple[Way, ...]:
    """Return the ways to be reached that a form of this kind may offer: those whose details it asks for."""
    of_person = {name.removeprefix("about.") for name in NEEDED[kind].allowed}
    return tuple(
        way for way in Way if _DETAIL[way] in (of_person if whom == "person" else {"phone", "email"})
    )


def _empty(request: RequestValue, name: str) -> Any:
    return getattr(RequestValue(kind=request.kind), name)


def _part(person: Person, names: set[str]) -> Person:
    return Person(**{name: getattr(person, name) for name in names})


def _asker(asker: Asker) -> Asker:
    """Return who asks without details where somebody asks for themselves, or would rather not say who they
    are."""
    return Asker(relation=asker.relation) if asker.relation in (Relation.SELF, Relation.NOT_SAID) else asker
