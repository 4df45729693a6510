"""Words about a service that cards and listings share: its price, its towns, its route in. Pure.

Every function reads places through `visibility.visible_locations`, so that a secret place is never shown.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date
from decimal import Decimal

from flask_babel import gettext as _

from core import i18n
from directory.models.locations import Address
from directory.models.organizations import Phone
from directory.models.services import CostOption, Service, ServiceAtLocation
from directory.visibility import visible_locations
from directory.vocabulary import COST, ROUTE_IN, TAXONOMY_NEEDS

SELF_ROUTES = ("self", "anyone")
_METRES_IN_A_MILE = 1609.344


def physical_address(site: ServiceAtLocation) -> Address | None:
    """Return the physical address of the place, else its postal address; None when it has neither."""
    addresses = site.location.addresses
    return next((a for a in addresses if a.address_type == "physical"), addresses[0] if addresses else None)


def towns(service: Service) -> list[str]:
    """Return the towns of the visible places, without repetitions, in order."""
    found = (physical_address(site) for site in visible_locations(service))
    return list(dict.fromkeys(address.city.strip() for address in found if address and address.city.strip()))


def postcodes(service: Service) -> list[str]:
    """Return the postcodes of the visible places, in order."""
    found = (physical_address(site) for site in visible_locations(service))
    return [address.postal_code.strip() for address in found if address and address.postal_code.strip()]


def codes(service: Service, taxonomy: str) -> list[str]:
    """Return the codes of the service's terms in one of our own taxonomies, in their stored order."""
    return [a.term.code for a in service.attributes if a.term.taxonomy.key == taxonomy]


def labels(service: Service, taxonomy: str) -> list[str]:
    """Return the names of the service's terms in one of our own taxonomies, in their stored order."""
    return [a.term.name for a in service.attributes if a.term.taxonomy.key == taxonomy]


def closed_words(service: Service) -> str:
    """Return that a service is closed for now, with its last day off where that is known."""
    until = service.paused_until
    return _("Closed until %(date)s", date=i18n.plain_date(until)) if until else _("Closed for now")


def break_words(service: Service) -> str:
    """Return when a break of a service will be; empty for a service without one."""
    first, last = service.paused_from, service.paused_until
    if first is None:
        return ""
    if last is None:
        return _("Closed from %(date)s", date=i18n.plain_date(first))
    return _("Closed from %(first)s to %(last)s", first=i18n.plain_date(first), last=i18n.plain_date(last))


def is_lived_in(service: Service, needs: Collection[str]) -> bool:
    """Return True when people live at the places of the service, by one of these needs."""
    return any(need in needs for need in codes(service, TAXONOMY_NEEDS))


def can_ask_yourself(service: Service) -> bool:
    """Return True when the route in says that people may ask for the service without a professional."""
    return any(route in SELF_ROUTES for route in service.route_in)


def route_words(service: Service) -> str:
    """Return the route in as one short line; empty when not known."""
    if can_ask_yourself(service):
        for_others = "anyone" in service.route_in
        return (
            _("You can ask, for yourself or somebody else") if for_others else _("You can ask for yourself")
        )
    known = [_(ROUTE_IN[route]) for route in service.route_in if route in ROUTE_IN]
    return known[0] if known else ""


def current_costs(service: Service, today: date) -> list[CostOption]:
    """Return the prices that are valid today."""
    rows = service.cost_options
    return [
        c
        for c in rows
        if (c.valid_to is None or c.valid_to >= today) and (c.valid_from is None or c.valid_from <= today)
    ]


def cost_words(cost: CostOption) -> str:
    """Return one price in full: '£3.50 a session: includes a hot drink'."""
    note = cost.option.strip()
    main = _main_words(cost)
    return f"{main}: {note}" if main and note else main or note or cost.amount_description.strip()


def _main_words(cost: CostOption) -> str:
    amount, kind = _amount(cost), _kind_label(cost)
    if cost.kind in ("fixed", ""):
        return amount or kind
    if amount and cost.kind != "free":
        return _("%(kind)s, from %(amount)s", kind=kind, amount=amount)
    return kind


def _kind_label(cost: CostOption) -> str:
    return _(COST[cost.kind]) if cost.kind in COST else ""


def _amount(cost: CostOption) -> str:
    if not cost.amount:
        return ""
    money = i18n.pounds(cost.amount) if cost.currency == "GBP" else f"{cost.amount:,.2f} {cost.currency}"
    return f"{money} {_per(cost.amount_description.strip())}".strip()


def _per(per: str) -> str:
    """Return a unit with its article: 'an hour', 'a half hour'. Other words are returned unchanged."""
    first = per.partition(" ")[0].lower()
    if not per or first in ("a", "an", "per", "each", "every", "for", "from", "to") or len(per) > 20:
        return per
    has_vowel = first == "hour" or (first[0] in "aeiou" and first != "one")
    return _("an %(unit)s", unit=per) if has_vowel else _("a %(unit)s", unit=per)


def is_free(cost: CostOption) -> bool:
    """Return True for a free price. Feeds also send an amount of zero without a kind."""
    return cost.kind == "free" or (not cost.kind and cost.amount == Decimal(0))


def short_price(service: Service, today: date) -> str:
    """Return the price in a few words for a card: 'Free', '£3 a session', 'From £5.40 a meal', 'Donation if
    you wish'; empty when not known.
    """
    costs = current_costs(service, today)
    paid = sorted((c for c in costs if c.amount), key=lambda c: c.amount or Decimal(0))
    if costs and all(is_free(c) for c in costs):
        return _("Free")
    if any(is_free(c) for c in costs):
        return _("Free or from %(price)s", price=_amount(paid[0])) if paid else _("Free for some people")
    if len(costs) == 1:
        return _short_cost(costs[0])
    return _("From %(price)s", price=_amount(paid[0])) if paid else _several(costs)


def _short_cost(cost: CostOption) -> str:
    if cost.kind in ("fixed", "") and cost.amount:
        return _amount(cost)
    match cost.kind:
        case "donation":
            return _("Donation if you wish")
        case "means_tested":
            return _("Cost depends on your money")
        case "sliding":
            return _("Pay by income")
        case "fixed":
            return _("There is a charge")
    return _kind_label(cost)


def _several(costs: Sequence[CostOption]) -> str:
    return _("There is a charge") if costs else ""


def miles(metres: float) -> str:
    """Return a distance in words: '1.2 miles', 'less than half a mile'."""
    distance = metres / _METRES_IN_A_MILE
    if distance < 0.5:
        return _("less than half a mile")
    if distance < 0.95 or distance >= 1.05:
        return _(
            "%(n)s miles", n=f"{distance:.0f}" if distance >= 10 else f"{distance:.1f}".removesuffix(".0")
        )
    return _("1 mile")


def voice_first(phones: Iterable[Phone]) -> list[Phone]:
    """Return numbers to phone before numbers for text messages and fax."""
    return sorted(phones, key=lambda phone: (phone.type not in ("voice", "cell", ""), phone.position))
