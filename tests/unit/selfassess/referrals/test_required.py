"""Only the data each kind of request needs is taken, and nothing it cannot do without is missing."""

from dataclasses import replace

import pytest

from selfassess.referrals.required import REQUIREMENTS, missing, only_allowed, ways_offered
from selfassess.values.concern import Concern, SharingBasis
from selfassess.values.people import Asker, ContactWishes, Person, Relation, Way
from selfassess.values.professional import ProfessionalReferral
from selfassess.values.request import CONCERNS, Consent, RequestKind, RequestValue
from tests.unit.selfassess.referrals.samples import CONSENT, full_request


@pytest.mark.parametrize("kind", list(RequestKind))
def test_a_full_request_of_each_kind_can_be_sent_and_is_trimmed_once(kind: RequestKind) -> None:
    trimmed = only_allowed(full_request(kind))
    assert missing(trimmed) == ()
    assert only_allowed(trimmed) == trimmed


def test_a_call_back_takes_no_answers_no_address_and_no_date_of_birth() -> None:
    trimmed = only_allowed(full_request(RequestKind.CALL_BACK))
    assert trimmed.assessment is None
    assert trimmed.concern is None
    assert (trimmed.about.born, trimmed.about.address, trimmed.about.postcode) == (None, "", "")
    assert trimmed.about.phone


@pytest.mark.parametrize("kind", list(RequestKind))
def test_only_a_concern_takes_what_is_about_harm(kind: RequestKind) -> None:
    assert bool(only_allowed(full_request(kind)).concern) is (kind in CONCERNS)


@pytest.mark.parametrize("kind", list(RequestKind))
def test_own_words_are_always_taken(kind: RequestKind) -> None:
    assert only_allowed(full_request(kind)).own_words == full_request().own_words


def test_an_assessment_can_be_asked_for_without_answering_anything() -> None:
    assert missing(only_allowed(full_request(RequestKind.NEEDS_ASSESSMENT, assessment=None))) == ()


def test_a_concern_may_be_raised_by_nobody_in_particular() -> None:
    concern = RequestValue(
        RequestKind.SAFEGUARDING_CONCERN,
        own_words="Her bins are full and she does not answer.",
        asker=Asker(Relation.NOT_SAID),
        concern=Concern(where="2 Park Street"),
    )
    assert missing(concern) == ()
    assert missing(replace(concern, own_words="  ")) == ("own_words",)


@pytest.mark.parametrize(
    ("concern", "lacks"),
    [
        (None, ("concern.where",)),
        (Concern(where=" "), ("concern.where",)),
        (Concern(where_not_known=True), ()),
    ],
)
def test_a_concern_says_where_the_person_is_or_that_nobody_knows(
    concern: Concern | None, lacks: tuple[str, ...]
) -> None:
    assert len(CONCERNS) == 2
    for kind in CONCERNS:
        assert missing(RequestValue(kind, own_words="She is cold.", concern=concern)) == lacks


@pytest.mark.parametrize("kind", [kind for kind in RequestKind if REQUIREMENTS[kind].consent])
def test_everything_else_needs_consent(kind: RequestKind) -> None:
    assert "consent" in missing(full_request(kind, consent=None))
    assert "consent" in missing(full_request(kind, consent=Consent(CONSENT.text, "2", False, CONSENT.at)))


@pytest.mark.parametrize("basis", list(SharingBasis))
def test_a_professional_may_refer_without_agreement_where_the_law_allows_it(basis: SharingBasis) -> None:
    professional = ProfessionalReferral(basis=basis)
    without = full_request(RequestKind.MENTAL_HEALTH, consent=None, professional=professional)
    allowed = basis not in (SharingBasis.AGREED, SharingBasis.NOT_SAID)
    assert (missing(without) == ()) is allowed


@pytest.mark.parametrize(
    ("ways", "person", "lacks"),
    [
        ((), Person("B"), ("about.phone",)),
        ((Way.LETTER,), Person("B", phone="1"), ("about.address",)),
        ((Way.EMAIL, Way.TEXT), Person("B", email="b@example.org"), ("about.phone",)),
        ((Way.EMAIL,), Person("B", email="b@example.org"), ()),
        ((Way.EMAIL,), Person(phone="1", email="b@example.org"), ("about.name",)),
    ],
)
def test_somebody_must_be_reachable_in_the_way_they_want(
    ways: tuple[Way, ...], person: Person, lacks: tuple[str, ...]
) -> None:
    request = RequestValue(
        RequestKind.NEEDS_ASSESSMENT, about=person, contact=ContactWishes(ways=ways), consent=CONSENT
    )
    assert missing(request) == lacks


def test_a_way_whose_details_are_not_asked_for_is_not_offered() -> None:
    assert Way.LETTER not in ways_offered(RequestKind.CALL_BACK, "person")
    assert Way.LETTER in ways_offered(RequestKind.NEEDS_ASSESSMENT, "person")
    request = full_request(RequestKind.CALL_BACK, contact=ContactWishes(ways=(Way.LETTER,)))
    assert missing(request) == ("contact.ways",)


def test_who_asks_for_somebody_else_says_who_they_are_and_who_asks_for_themselves_is_told_of_once() -> None:
    assert "asker.name" in missing(full_request(asker=Asker(Relation.CARER)))
    assert only_allowed(full_request(asker=Asker(Relation.SELF, "Bea", "1"))).asker == Asker(Relation.SELF)
