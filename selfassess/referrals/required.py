"""The fields that each kind of request must have and may have. No other field is asked or stored. Pure.

Fields are named by their path in RequestValue, such as `about.name`. A path without a dot allows everything
inside it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any, Literal

from selfassess.values.concern import Concern, SharingBasis
from selfassess.values.people import Asker, Person, Relation, Way
from selfassess.values.professional import ProfessionalReferral
from selfassess.values.request import BY_PROFESSIONALS, CONCERNS, RequestKind, RequestValue

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
_WHERE = frozenset({"whereabouts"})
_PROFESSIONAL = frozenset({"professional"})
_ADULT_TEAMS = _REACH | _WHERE | _ADDRESS | _PROFESSIONAL | {"about.born", "assessment"}


@dataclass(frozen=True, slots=True)
class FieldRequirements:
    """The fields that a kind of request must have, and all fields that it may have.

    `reachable`: the council must be able to answer. `consent`: the person must agree before it is sent.
    """

    required: frozenset[str]
    allowed: frozenset[str]
    reachable: bool = True
    consent: bool = True


# Anybody may raise a concern, without a name and without agreement.
_CONCERN = FieldRequirements(
    frozenset({"own_words"}),
    _REACH | _ADDRESS | {"about.born", "concern"},
    reachable=False,
    consent=False,
)

REQUIREMENTS: Mapping[RequestKind, FieldRequirements] = {
    RequestKind.NEEDS_ASSESSMENT: FieldRequirements(_NAME, _ADULT_TEAMS),
    RequestKind.CARERS_ASSESSMENT: FieldRequirements(_NAME, _ADULT_TEAMS | {"looks_after"}),
    RequestKind.OCCUPATIONAL_THERAPY: FieldRequirements(_NAME | {"about.postcode"}, _ADULT_TEAMS),
    **dict.fromkeys(sorted(BY_PROFESSIONALS), FieldRequirements(_NAME, _ADULT_TEAMS)),
    RequestKind.HUB_APPOINTMENT: FieldRequirements(
        _NAME, _REACH | _WHERE | _ADDRESS | {"assessment", "visit"}
    ),
    RequestKind.SAFEGUARDING_CONCERN: _CONCERN,
    RequestKind.CHILD_CONCERN: _CONCERN,
    RequestKind.REVIEW: FieldRequirements(_NAME, _REACH | _WHERE | _ADDRESS | {"about.born"}),
    RequestKind.CALL_BACK: FieldRequirements(_NAME, _REACH | _WHERE),
    RequestKind.CHILDREN_HELP: FieldRequirements(
        _NAME | {"about.age"}, _REACH | _WHERE | {"about.age", "about.email", "looks_after", "assessment"}
    ),
}


def may_have(kind: RequestKind, path: str) -> bool:
    """Return True where this kind of request may have the field."""
    allowed = REQUIREMENTS[kind].allowed
    return path in allowed or path.partition(".")[0] in allowed


def must_have(kind: RequestKind, path: str) -> bool:
    """Return True where this kind of request cannot be sent without the field."""
    return path in REQUIREMENTS[kind].required


def only_allowed(request: RequestValue) -> RequestValue:
    """Return the request without the fields that its kind may not have."""
    allowed = REQUIREMENTS[request.kind].allowed
    about_names = {name.removeprefix("about.") for name in allowed if name.startswith("about.")}
    default = RequestValue(kind=request.kind)
    emptied = {
        field.name: getattr(default, field.name)
        for field in fields(RequestValue)
        if field.name not in allowed | {"kind", "about"}
    }
    about = _with_fields(request.about, about_names)
    return replace(request, **emptied, about=about, asker=_asker(request.asker))


def missing(request: RequestValue) -> tuple[str, ...]:
    """Return the paths of fields that are missing or do not fit, in a fixed order.

    The result is empty where the request can be sent.
    """
    requirements = REQUIREMENTS[request.kind]
    paths = [path for path in sorted(requirements.required) if not _value(request, path)]
    for_somebody_else = request.asker.relation not in (Relation.SELF, Relation.NOT_SAID)
    if for_somebody_else and not request.asker.name and requirements.reachable:
        paths.append("asker.name")
    if request.kind in CONCERNS and not _says_where(request.concern):
        paths.append("concern.where")
    if requirements.reachable:
        paths += _missing_contact_details(request)
    agreed = request.consent is not None and request.consent.given
    if requirements.consent and not agreed and not _may_pass_on(request.professional):
        paths.append("consent")
    return tuple(paths)


def _may_pass_on(professional: ProfessionalReferral | None) -> bool:
    """Return True where a professional says why they pass it on without the person's agreement."""
    without = {SharingBasis.BEST_INTERESTS, SharingBasis.VITAL_INTERESTS, SharingBasis.PUBLIC_INTEREST}
    return professional is not None and professional.basis in without


def _says_where(concern: Concern | None) -> bool:
    """Return True where a concern says where the person can be found, or that this is not known."""
    return concern is not None and (bool(concern.where.strip()) or concern.where_not_known)


def _value(request: RequestValue, path: str) -> Any:
    """Return the value of a field by its path; None where a part of the path is None, or it was not said."""
    value: Any = request
    for part in path.split("."):
        value = getattr(value, part, None)
    if value == "not_said":
        return None
    return value.strip() if isinstance(value, str) else value


_DETAIL_OF_WAY: Mapping[Way, str] = {
    Way.PHONE: "phone",
    Way.TEXT: "phone",
    Way.TEXT_RELAY: "phone",
    Way.VIDEO: "phone",
    Way.EMAIL: "email",
    Way.LETTER: "address",
}


def _missing_contact_details(request: RequestValue) -> list[str]:
    """Return the paths of the details that are missing to reach the person in the chosen ways.

    Without a chosen way a telephone number is needed.
    """
    whom = "about" if request.contact.whom == "person" else "asker"
    if set(request.contact.ways) - set(ways_offered(request.kind, request.contact.whom)):
        return ["contact.ways"]
    wanted = {_DETAIL_OF_WAY[way] for way in request.contact.ways or (Way.PHONE,)}
    return [f"{whom}.{detail}" for detail in sorted(wanted) if not _value(request, f"{whom}.{detail}")]


def ways_offered(kind: RequestKind, whom: Literal["person", "asker"]) -> tuple[Way, ...]:
    """Return the ways to be reached whose details a form of this kind asks for.

    `whom`: the person whom the request is about, or the person who asks for somebody else.
    """
    details = {"phone", "email"}
    if whom == "person":
        details = {name.removeprefix("about.") for name in REQUIREMENTS[kind].allowed}
    return tuple(way for way in Way if _DETAIL_OF_WAY[way] in details)


def _with_fields(person: Person, names: set[str]) -> Person:
    """Return a person with these fields only; the others are empty."""
    return Person(**{name: getattr(person, name) for name in names})


def _asker(asker: Asker) -> Asker:
    """Return the asker, without details where they ask for themselves or do not say who they are."""
    if asker.relation in (Relation.SELF, Relation.NOT_SAID):
        return Asker(relation=asker.relation)
    return asker
