"""From a professional's form to a request, with its promise. Pure, but for translated words."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime

from frontdoor.professionals.forms import WAYS, ReferForm
from selfassess.referrals.labels import label
from selfassess.referrals.response_times import working_day
from selfassess.values.concern import SharingBasis
from selfassess.values.people import (
    Agreement,
    Asker,
    Communication,
    CommunicationNeed,
    ContactWishes,
    Person,
    Relation,
)
from selfassess.values.professional import ProfessionalReferral, Urgency
from selfassess.values.request import Consent, Promise, RequestKind, RequestValue, Stay, Whereabouts

VERSION = "2026-11-28"
_AGREEMENT = {
    SharingBasis.AGREED: Agreement.YES,
    SharingBasis.BEST_INTERESTS: Agreement.CANNOT,
}
_DAYS = {Urgency.FEW_DAYS: 3, Urgency.ONE_DAY: 1}


def request_of(
    form: ReferForm, organization_id: str, organization: str, moment: datetime, promise: Promise
) -> RequestValue:
    """Return the request of a form that was validated."""
    basis = SharingBasis(form.basis.data)
    in_hospital = bool(form.hospital.data)
    return RequestValue(
        kind=RequestKind(form.team.data),
        own_words=form.matters.data.strip(),
        about=Person(
            name=form.about_name.data,
            born=form.born.parsed,
            address=form.address.data,
            postcode=form.postcode.parsed or "",
            phone=form.phone.data,
        ),
        asker=Asker(
            Relation.PROFESSIONAL,
            form.who_name.data,
            form.who_phone.data,
            form.who_email.data,
            _AGREEMENT.get(basis, Agreement.NO),
            form.why_no_agreement.data,
        ),
        contact=ContactWishes(whom=form.whom.data, ways=WAYS, safe_time=form.safe_time.data),
        communication=Communication(
            tuple(CommunicationNeed(one) for one in form.needs.data), form.language.data
        ),
        consent=Consent(str(label(basis)), VERSION, basis is SharingBasis.AGREED, moment),
        looks_after=form.looks_after.data,
        whereabouts=Whereabouts(
            lives=form.postcode.parsed or form.address.data,
            now=Stay.HOSPITAL if in_hospital else Stay.NOT_SAID,
            now_at=form.hospital.data,
            home_when=form.home_when.data,
        ),
        professional=ProfessionalReferral(
            role=form.who_role.data,
            organisation=organization,
            organisation_id=organization_id,
            basis=basis,
            why=form.why.data.strip(),
            going_well=form.going_well.data.strip(),
            risks=form.risks.data.strip(),
            urgency=Urgency(form.urgency.data),
        ),
        promise=promise,
    )


def values_of(request: RequestValue) -> dict[str, str | list[str]]:
    """Return what the form held from which a request was made, by the name of the field."""
    professional = request.professional or ProfessionalReferral()
    place = request.whereabouts or Whereabouts()
    born = request.about.born
    return {
        "team": request.kind.value,
        "urgency": professional.urgency.value,
        "why": professional.why,
        "about_name": request.about.name,
        "born": f"{born.day} {born.month} {born.year}" if born else "",
        "address": request.about.address,
        "postcode": request.about.postcode,
        "phone": request.about.phone,
        "hospital": place.now_at,
        "home_when": place.home_when,
        "looks_after": request.looks_after,
        "matters": request.own_words,
        "going_well": professional.going_well,
        "risks": professional.risks,
        "whom": request.contact.whom,
        "safe_time": request.contact.safe_time,
        "needs": [need.value for need in request.communication.needs],
        "language": request.communication.language,
        "basis": professional.basis.value,
        "why_no_agreement": request.asker.why_no_agreement,
        "who_name": request.asker.name,
        "who_role": professional.role,
        "who_phone": request.asker.phone,
        "who_email": request.asker.email,
    }


def sooner(usual: Promise, urgency: Urgency, today: date, is_holiday: Callable[[date], bool]) -> Promise:
    """Return the promise with an earlier day where the professional says that it cannot wait."""
    days = _DAYS.get(urgency)
    if days is None or usual.by is None:
        return usual
    return replace(usual, by=min(usual.by, working_day(today, days, is_holiday)))
