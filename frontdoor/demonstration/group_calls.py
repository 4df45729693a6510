"""Services of the demonstration whose group calls people, and somebody who asked for that."""

from accounts.queries import any_account_by_email
from core.settings import Settings
from frontdoor.callbacks.details import CallBackDetails
from frontdoor.group_calls import queries, services
from frontdoor.group_referrals.queries import targets
from selfassess.values.people import Answered, ContactWishes, Way

OWNER = "group-owner@demo.example.org"
_SERVICES = 2
_ASKED = CallBackDetails(
    name="Winifred Sale",
    phone="01632 960224",
    why="I would like to come for lunch, but I don’t know anybody there.",
    wishes=ContactWishes(ways=(Way.PHONE,), times=("mornings",), voicemail_is_safe=Answered.NO),
)


def add_group_calls(settings: Settings) -> int:
    """Switch on "Ask them to call me" for the demonstration's group, ask once, and return how many asked.

    Each step commits. Returns 0 where the group or its owner is missing.
    """
    owner = any_account_by_email(OWNER)
    groups = {grant.organization_id for grant in owner.grants if grant.organization_id} if owner else set()
    if owner is None or len(groups) != 1:
        return 0
    offers, _total = queries.services_of_group(groups.pop(), 1, _SERVICES)
    for offer in offers:
        services.switch(settings, offer.service_id, on=True, actor=owner.id)
    for target in targets([offer.service_id for offer in offers[:1]], by_professional=True):
        services.ask(settings, target, _ASKED, "demonstration")
    return len(offers[:1])
