"""The section about where a service is: how it reaches people, for which area, and its access.

The places themselves have a form each: see `place`.
"""

from flask_babel import lazy_gettext as _l

from core.clock import new_id
from core.forms import CheckboxesField, Form, LinesField, MaxLength, YesField, form_class
from directory.open_referral.schema.parts import ServiceArea
from directory.open_referral.schema.services import Service
from directory.vocabulary import ACCESS, DELIVERY, TAXONOMY_ACCESS
from upkeep.desk.sections.section import SMALL, Section, Surroundings, Values, choices_of
from upkeep.desk.sections.terms import codes_in, with_terms

WHOLE_AREA = "borough"
"""The name of a service area that means the whole area of the council."""


def _form_kind(_record: Service, around: Surroundings) -> type[Form]:
    return form_class(
        {
            "delivery": CheckboxesField(_l("How does it reach people?"), choices=choices_of(DELIVERY)),
            "whole_area": YesField(
                _l("It is for people from all of %(area)s", area=around.area)
                if around.area
                else _l("It is for people from the whole area of the council")
            ),
            "areas": LinesField(
                _l("Or only for people who live in these places (optional)"),
                [MaxLength(100)],
                hint=_l("A town or a village in each box. Leave them empty if it does not matter."),
                line_label=lambda number: _l("Place %(number)s", number=number),
                least_lines=3,
                label_size="s",
            ),
            "access": CheckboxesField(
                _l("What makes it easier to use?"),
                choices=choices_of(ACCESS),
                params=SMALL,
                hint=_l("Tick only what you are sure of. People plan their day by it."),
            ),
            "secret_address": YesField(
                _l("The address must stay secret"),
                hint=_l("For places like a refuge. We then show no address, no map and no town to anybody."),
            ),
        }
    )


def _is_whole(area: ServiceArea) -> bool:
    return area.name.strip().lower() == WHOLE_AREA


def _values(record: Service, _around: Surroundings) -> Values:
    return {
        "delivery": record.delivery,
        "whole_area": any(map(_is_whole, record.service_areas)),
        "areas": [area.name for area in record.service_areas if not _is_whole(area)],
        "access": codes_in(record, TAXONOMY_ACCESS),
        "secret_address": record.secret_address,
    }


def _applied(record: Service, changed: Values, _around: Surroundings) -> Service:
    plain: Values = {name: changed[name] for name in ("delivery", "secret_address") if name in changed}
    record = record.model_copy(update=plain)
    if "access" in changed:
        attributes = with_terms(record, TAXONOMY_ACCESS, changed["access"], ACCESS)
        record = record.model_copy(update={"attributes": attributes})
    if "areas" in changed or "whole_area" in changed:
        record = record.model_copy(update={"service_areas": _areas(record, changed)})
    return record


def _areas(record: Service, changed: Values) -> list[ServiceArea]:
    kept = {area.name: area for area in record.service_areas}
    whole = [area for area in record.service_areas if _is_whole(area)]
    names = changed.get("areas", [area.name for area in record.service_areas if not _is_whole(area)])
    wanted = changed.get("whole_area", bool(whole))
    first = (whole or [_area(WHOLE_AREA)]) if wanted else []
    return [*first, *(kept.get(name) or _area(name) for name in names)]


def _area(name: str) -> ServiceArea:
    return ServiceArea.model_construct(id=new_id(), name=name)


WHERE = Section("where", _l("Where it is"), _form_kind, _values, _applied)
