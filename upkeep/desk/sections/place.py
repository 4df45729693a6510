"""The form of one place of a listing: its address, how to get there, and its access."""

from flask_babel import lazy_gettext as _l

from core.clock import new_id
from core.forms import (
    CheckboxesField,
    Form,
    MaxLength,
    PostcodeField,
    Required,
    TextAreaField,
    TextField,
    YesField,
)
from directory.open_referral.schema.locations import Accessibility, Address, Location
from directory.open_referral.schema.services import Service, ServiceAtLocation
from directory.postcodes.text import compact
from directory.vocabulary import ACCESS
from upkeep.desk.sections.section import SMALL, Section, Surroundings, Values, choices_of

_ADDRESS = ("address_1", "address_2", "city")
_LOCATION = ("name", "transportation", "description", "secret")


class PlaceForm(Form):
    """One place."""

    name = TextField(
        _l("Name of the place (optional)"),
        [MaxLength(200)],
        hint=_l("Such as: Bolton upon Dearne village hall."),
        label_size="s",
    )
    address_1 = TextField(_l("Number and street"), [MaxLength(200)], label_size="s")
    address_2 = TextField(_l("More of the address (optional)"), [MaxLength(200)], label_size="s")
    city = TextField(_l("Town or village"), [MaxLength(100)], label_size="s", width=20)
    postal_code = PostcodeField(
        _l("Postcode"), [Required(_l("Write the postcode, so that people can find it"))], label_size="s"
    )
    sure = YesField(_l("I am sure of this postcode"))
    transportation = TextAreaField(
        _l("How do people get there? (optional)"),
        [MaxLength(1000)],
        hint=_l("Such as: Bus 226 stops outside. Parking behind the hall."),
        rows=3,
        label_size="s",
    )
    description = TextAreaField(
        _l("What helps to find the door? (optional)"),
        [MaxLength(1000)],
        hint=_l("Such as: Use the side door and ring the bell."),
        rows=2,
        label_size="s",
    )
    access = CheckboxesField(_l("At this place there is"), choices=choices_of(ACCESS), params=SMALL)
    secret = YesField(
        _l("The address of this place must stay secret"),
        hint=_l("For places like a refuge. We then show nothing of it to anybody."),
    )


def place_section(site_id: str) -> Section:
    """Return the section of one place of a listing, by the id of its part; "new" is a place to be added."""
    return Section(
        "place",
        _l("Place"),
        lambda _record, _around: PlaceForm,
        lambda record, _around: _values(_site(record, site_id)),
        lambda record, changed, _around: _applied(record, site_id, changed),
    )


def _site(record: Service, site_id: str) -> ServiceAtLocation | None:
    return next((site for site in record.service_at_locations if site.id == site_id), None)


def has_place(record: Service, site_id: str) -> bool:
    """Return True where a listing has the place, and its location is known."""
    site = _site(record, site_id)
    return site is not None and site.location is not None


def without_place(record: Service, site_id: str) -> Service:
    """Return a listing without one of its places."""
    kept = [site for site in record.service_at_locations if site.id != site_id]
    return record.model_copy(update={"service_at_locations": kept})


def address_of(location: Location) -> Address | None:
    """Return the physical address of a place, else its first one; None where it has none."""
    physical = (each for each in location.addresses if each.address_type == "physical")
    return next(physical, location.addresses[0] if location.addresses else None)


def _values(site: ServiceAtLocation | None) -> Values:
    location = site.location if site else None
    if location is None:
        return {}
    address = address_of(location) or Address.model_construct()
    found: Values = {name: getattr(location, name) for name in _LOCATION}
    found |= {name: getattr(address, name) for name in (*_ADDRESS, "postal_code")}
    return found | {"access": [row.access_id for row in location.accessibility if row.access_id in ACCESS]}


def unknown_postcode(form: Form, changed: Values, around: Surroundings) -> bool:
    """Return True where a postcode was written that is not known, and nobody said to be sure of it."""
    parsed = form["postal_code"].parsed
    return bool(
        "postal_code" in changed
        and parsed
        and not form["sure"].data
        and not around.knows_postcode(compact(parsed))
    )


def _applied(record: Service, site_id: str, changed: Values) -> Service:
    changed = {name: value for name, value in changed.items() if name != "sure"}
    if not changed:
        return record
    site = _site(record, site_id)
    location = (site.location if site else None) or Location.model_construct(id=new_id())
    location = _changed(location, changed)
    sites = list(record.service_at_locations)
    if site is None:
        sites.append(
            ServiceAtLocation.model_construct(id=new_id(), location_id=location.id, location=location)
        )
    else:
        new = site.model_copy(update={"location": location, "location_id": location.id})
        sites = [new if each.id == site_id else each for each in sites]
    delivery = record.delivery if "place" in record.delivery else ["place", *record.delivery]
    return record.model_copy(update={"service_at_locations": sites, "delivery": delivery})


def _changed(location: Location, changed: Values) -> Location:
    update: Values = {name: changed[name] for name in _LOCATION if name in changed}
    address = {name: changed[name] for name in _ADDRESS if name in changed}
    if "postal_code" in changed:
        text = PlaceForm(data={"postal_code": changed["postal_code"]})["postal_code"].parsed
        address["postal_code"] = text or changed["postal_code"]
    if address:
        old = address_of(location)
        new = (old or Address.model_construct(id=new_id())).model_copy(update=address)
        rows = [new if each is old else each for each in location.addresses]
        update["addresses"] = rows if old else [*rows, new]
    if "access" in changed:
        update["accessibility"] = _access(location, changed["access"])
    return location.model_copy(update=update)


def _access(location: Location, wanted: list[str]) -> list[Accessibility]:
    kept = [row for row in location.accessibility if row.access_id not in ACCESS or row.access_id in wanted]
    there = {row.access_id for row in kept}
    new = [
        Accessibility.model_construct(id=new_id(), access_id=code, description=ACCESS[code])
        for code in wanted
        if code not in there
    ]
    return [*kept, *new]
