"""Invented requests for the inbox of the demonstration."""

from flask_babel import force_locale
from sqlalchemy import select

from core import clock
from core.db import db
from core.settings import Settings
from directory.schedules.stored import year
from directory.teams.answers import teams_of
from selfassess.models import Referral
from selfassess.referrals.response_times import promise
from selfassess.referrals.services import submit
from selfassess.values.concern import Concern, Harm, Subject
from selfassess.values.people import (
    Answered,
    Asker,
    ChildAge,
    Communication,
    CommunicationNeed,
    ContactWishes,
    Person,
    Relation,
    Way,
)
from selfassess.values.request import Consent, RequestKind, RequestValue, Stay, Whereabouts

_PHONE = ContactWishes(ways=(Way.PHONE,), safe_time="Weekday mornings")
_EMAIL = ContactWishes(ways=(Way.EMAIL,))


def add_requests(settings: Settings) -> int:
    """Send the invented requests that are not there yet, and return how many were sent."""
    before = set(db.session.scalars(select(Referral.id)))
    with force_locale("en_GB"):
        for number, request in enumerate(_requests(settings)):
            submit(settings, request, f"demonstration {number}")
    return len(set(db.session.scalars(select(Referral.id))) - before)


def _requests(settings: Settings) -> list[RequestValue]:
    now = clock.now()
    consent = Consent("The council may read this and keep it.", "demonstration", given=True, at=now)

    def asked(kind: RequestKind, words: str, about: Person, **more: object) -> RequestValue:
        promised = promise(kind, now, teams_of(settings), year(settings.content_dir))
        values = {"consent": consent, "contact": _PHONE, "promise": promised, **more}
        return RequestValue(kind, own_words=words, about=about, **values)  # type: ignore[arg-type]

    beatrice = Person("Beatrice Hall", postcode="S73 8CV", phone="01632 960555", email="beatrice@example.org")
    return [
        asked(
            RequestKind.NEEDS_ASSESSMENT,
            "I keep falling and I can’t get out of the bath. I want to walk the dog again.",
            beatrice,
            contact=_EMAIL,
            communication=Communication(needs=(CommunicationNeed.LARGE_PRINT,)),
        ),
        asked(
            RequestKind.NEEDS_ASSESSMENT,
            "I sent this last week, and now the stairs are too much as well.",
            beatrice,
            contact=_EMAIL,
        ),
        asked(
            RequestKind.NEEDS_ASSESSMENT,
            "Mum is 98. She wants to go home, and she can’t be alone at night.",
            Person("Mrs Edith Thorpe", address="9 Chapel Row, Penistone", postcode="S36 6AB"),
            asker=Asker(Relation.FAMILY_OR_FRIEND, name="Alan Thorpe", phone="01632 960234"),
            contact=ContactWishes(whom="asker", ways=(Way.PHONE,)),
            whereabouts=Whereabouts(
                now=Stay.HOSPITAL, now_at="Dearne Hospital, ward 5", home_when="next week"
            ),
        ),
        asked(
            RequestKind.CARERS_ASSESSMENT,
            "I look after my mother day and night and I work. I need a break before I break.",
            Person("Ruth Addy", phone="07700 900321"),
            looks_after="My mother, who has dementia",
        ),
        asked(
            RequestKind.OCCUPATIONAL_THERAPY,
            "A rail by the back step would do.",
            Person("Stan Copley", postcode="S63 7QQ", phone="01632 960871"),
        ),
        asked(
            RequestKind.CHILDREN_HELP,
            "I am 15 and I do everything for my mum.",
            Person("Sam Hardy", phone="07700 900654", age=ChildAge.FROM_11),
        ),
        RequestValue(
            RequestKind.SAFEGUARDING_CONCERN,
            own_words="Her nephew has her bank card and she has no food in the house.",
            about=Person("Vera Moss"),
            asker=Asker(Relation.NEIGHBOUR, name="Joan Lister", phone="01632 960777"),
            contact=ContactWishes(whom="asker", ways=(Way.PHONE,)),
            consent=consent,
            concern=Concern(
                where="4 Mill Lane, Wombwell",
                subject=Subject.ADULT,
                harms=(Harm.MONEY, Harm.NEGLECT),
                in_danger_now=Answered.NO,
                safe_today=Answered.NOT_SURE,
                has_needs=Answered.YES,
            ),
        ),
    ]
