"""A hospital of the demonstration whose professionals refer people, and somebody whom one of them referred."""

from accounts.demonstration.services import REFERRING, add_people
from accounts.queries import any_account_by_email
from core import clock
from core.audit.services import SYSTEM
from core.settings import Settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from frontdoor.professionals.queries import details_of
from frontdoor.professionals.services import add, send
from selfassess.referrals.response_times import promise
from selfassess.values.concern import SharingBasis
from selfassess.values.people import Agreement, Asker, ContactWishes, Person, Relation, Way
from selfassess.values.professional import ProfessionalReferral, Urgency
from selfassess.values.request import Consent, RequestKind, RequestValue, Stay, Whereabouts

PROFESSIONAL = "professional@demo.example.org"


def add_professional(settings: Settings) -> int:
    """Add the hospital, its professional, and a referral of hers; return how many referrals were added.

    Each step commits. What is there already stays as it is.
    """
    hospital = add(settings, REFERRING, "hospital", actor=SYSTEM)
    add_people(settings)
    account = any_account_by_email(PROFESSIONAL)
    if account is None or details_of(account.id) is not None:
        return 0
    send(settings, _referral(settings, hospital.id, account.name), "demonstration professional", account.id)
    return 1


def _referral(settings: Settings, organization_id: str, name: str) -> RequestValue:
    now, kind = clock.now(), RequestKind.HOSPITAL_DISCHARGE
    return RequestValue(
        kind,
        own_words="I want to sleep in my own bed, and to feed the birds again.",
        about=Person("Walter Bright", address="3 Station Lane, Bolton", postcode="S63 8DA"),
        asker=Asker(Relation.PROFESSIONAL, name, "01632 960240", PROFESSIONAL, Agreement.YES),
        contact=ContactWishes(whom="asker", ways=(Way.PHONE,)),
        consent=Consent("The person agreed.", "demonstration", given=True, at=now),
        whereabouts=Whereabouts(now=Stay.HOSPITAL, now_at="Dearne Hospital, ward 5", home_when="on Friday"),
        professional=ProfessionalReferral(
            role="Ward sister",
            organisation=REFERRING,
            organisation_id=organization_id,
            basis=SharingBasis.AGREED,
            why="He can go home when somebody helps him to wash and dress for the first weeks.",
            going_well="He walks with a frame, and his sister cooks for him.",
            urgency=Urgency.FEW_DAYS,
        ),
        promise=promise(kind, now, teams_of(settings), year(settings.content_dir)),
    )
