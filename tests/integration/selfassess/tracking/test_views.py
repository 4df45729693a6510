"""Following a request: the receipt's words, where it stands, "I'm still waiting", taking it back, the
commands.
"""

import re
from collections.abc import Mapping
from datetime import datetime, timedelta

import pytest
from flask import Flask
from sqlalchemy import update

from core import clock
from core.db import db
from core.outbox.models import OutboxMessage
from core.settings import Settings
from selfassess.models import Referral, ReferralEvent
from selfassess.referrals.services import delete_finished
from tests.conftest import NOW, make_app
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.referrals.test_views import CHILD, ME, fill, send
from tests.integration.selfassess.steps import text_of
from tests.outbox import emails
from tests.page_checks import PageCheckingClient

PAGES = {
    **ME,
    "reach": {"contact-ways": ["email"], "about-email": "beatrice@example.org", "about-phone": ""},
}


@pytest.fixture
def site(settings: Settings) -> Flask:
    """A site whose team has an address."""
    return make_app(settings.model_copy(update={"referrals_email": "team@example.org"}))


@pytest.fixture
def client(site: Flask) -> PageCheckingClient:
    found = site.test_client()
    assert isinstance(found, PageCheckingClient)
    return found


def sent_request(
    client: PageCheckingClient,
    kind: str = "needs-assessment",
    pages: Mapping[str, Mapping[str, object]] = PAGES,
) -> tuple[str, str]:
    """Send a request; its reference and its words, as the receipt shows them."""
    reference = send(client, fill(client, kind, pages))
    page = text_of(client.get("/ask/sent"))
    words = re.search(r"three words: <strong>([a-z ]+)</strong>", page)
    assert words
    return reference, words[1]


def open_it(client: PageCheckingClient, reference: str, words: str) -> str:
    """Open a request; the page that comes, or that of the form."""
    response = client.post_form("/track", {"reference": reference, "words": words})
    if response.status_code != 303:
        return text_of(response)
    assert response.location == "/track/request"
    return text_of(client.get("/track/request"))


def run(site: Flask, *arguments: str) -> tuple[int, str]:
    result = site.test_cli_runner().invoke(args=["referral", *arguments])
    return result.exit_code, result.output


def later(days: float) -> None:
    """Let days pass."""
    moment = NOW + timedelta(days=days)

    def then() -> datetime:
        return moment

    clock.set_clock(then)


@slow_on_both
def test_the_messages_to_the_person_are_shown_with_what_became_of_them(
    site: Flask, client: PageCheckingClient
) -> None:
    reference, words = sent_request(client)
    page = open_it(client, reference, words)
    assert page.count("an email. It was not sent, because this site sends nothing yet.") == 1
    for status, receipt, shown in (
        ("sent", "", "It was sent."),
        ("sent", "delivered", "It was delivered."),
        ("sent", "permanent-failure", "It did not reach you. Call us if you need to know what it said."),
        ("maybe_sent", "", "We do not know if it reached you."),
    ):
        with site.app_context():
            about = update(OutboxMessage).where(OutboxMessage.subject_id != "")
            db.session.execute(about.values(status=status, receipt=receipt))
            db.session.commit()
        assert f"an email. {shown}" in text_of(client.get("/track/request"))


@pytest.mark.both_databases
def test_a_request_is_followed_from_the_receipt_to_its_end(site: Flask, client: PageCheckingClient) -> None:
    reference, words = sent_request(client)
    assert len(words.split()) == 3
    # The receipt shows the same words again: nothing was lost by looking away.
    assert words in text_of(client.get("/ask/sent"))
    other = site.test_client()
    assert isinstance(other, PageCheckingClient)
    page = open_it(other, reference.lower().replace("-", " "), words.upper())
    assert "We have your request" in page
    assert "You will hear from us by 30 November 2026" in page
    assert "walk the dog" not in page
    assert "Beatrice" not in page
    assert run(site, "step", reference, "looked_at", "--by", "Ann Worker")[0] == 0
    page = text_of(other.get("/track/request"))
    assert "We are looking at your request" in page
    assert "Ann Worker" not in page
    later(10)
    assert "we are sorry" in open_it(other, reference, words)
    assert run(site, "step", reference, "closed", "--by", "Ann Worker", "--note", "Assessed")[0] == 0
    page = text_of(other.get("/track/request"))
    assert "Your request is finished" in page
    assert "Assessed" not in page
    assert "still waiting" not in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_child_is_told_the_number_of_the_team_for_children(client: PageCheckingClient) -> None:
    page = open_it(client, *sent_request(client, "children-help", CHILD))
    call = page.split("things get worse? Call us, and give your reference.")[1].split("</p>")[0]
    assert "01632 960102" in call
    # The receipt is kept and printed, so it has the numbers by day and by night, whatever the hour.
    receipt = text_of(client.get("/ask/sent")).split("give your reference:")[1].split("</li>")[0]
    assert (
        receipt.index("01632 960102") < receipt.index("When we are closed:") < receipt.index("01632 960101")
    )


def test_unknown_reference_and_wrong_words_get_the_same_answer(
    site: Flask, client: PageCheckingClient
) -> None:
    reference, _words = sent_request(client)
    wrong = open_it(client, reference, "apple apple apple")
    unknown = open_it(client, "K7MX-4RTP", "apple apple apple")
    message = "We can’t find a request with this reference and these words"
    assert message in wrong
    assert message in unknown
    assert "apple apple" not in wrong
    assert client.get("/track/request").location == "/track"
    for _try in range(6):
        response = client.post_form("/track", {"reference": reference, "words": "apple apple apple"})
    assert response.status_code == 429


@pytest.mark.both_databases
@pytest.mark.slow
def test_still_waiting_is_said_once_a_working_day_and_the_team_is_told(
    site: Flask, client: PageCheckingClient
) -> None:
    reference, words = sent_request(client)
    open_it(client, reference, words)
    for _press in range(2):
        client.post_form("/track/request/waiting", {})
    page = text_of(client.get("/track/request"))
    assert "You told us today that you are still waiting" in page
    later(1)
    assert ">\n  I’m still waiting" in open_it(client, reference, words)
    client.post_form("/track/request/waiting", {})
    with site.app_context():
        told = [mail.subject for mail in emails(site) if mail.recipient == "team@example.org"]
        assert told == [f"New request {reference}", *[f"Still waiting: request {reference}"] * 2]
    assert "still waiting: said 2 times" in run(site, "list")[1]


@pytest.mark.both_databases
@pytest.mark.slow
def test_taking_it_back_stops_it_and_it_is_deleted_in_time(site: Flask, client: PageCheckingClient) -> None:
    reference, words = sent_request(client)
    open_it(client, reference, words)
    client.post_form("/track/request/withdraw", {})
    page = text_of(client.get("/track/request"))
    assert "You took your request back" in page
    assert "withdraw" not in page
    client.post_form("/track/request/waiting", {})
    with site.app_context():
        events = [event.status for event in db.session.query(ReferralEvent).order_by(ReferralEvent.number)]
        assert events == ["new", "withdrawn"]
        settings = site.extensions["settings"]
        assert delete_finished(settings, NOW + timedelta(days=settings.request_days - 1)) == 0
        assert delete_finished(settings, NOW + timedelta(days=settings.request_days + 1)) == 1
    assert client.get("/track/request").location == "/track"


def test_messages_name_nobody_and_hold_no_words(site: Flask, client: PageCheckingClient) -> None:
    reference, words = sent_request(client)
    with site.app_context():
        to_team, to_person = emails(site)
        assert (to_team.recipient, to_person.recipient) == ("team@example.org", "beatrice@example.org")
        for mail in (to_team, to_person):
            assert reference in mail.text
            for secret in ("Beatrice", "walk the dog", "S73", words, "assessment</"):
                assert secret not in mail.text
        assert "http://localhost/track" in to_person.text
        assert "care" not in to_person.subject


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_confirmation_of_a_request_for_a_child_names_those_who_help_children(
    site: Flask, client: PageCheckingClient
) -> None:
    pages = {**PAGES, "about": {**PAGES["about"], "about-age": "from_11"}}
    sent_request(client, "children-help", pages)
    with site.app_context():
        to_person = next(mail for mail in emails(site) if mail.recipient == "beatrice@example.org")
        settings = site.extensions["settings"]
        assert settings.council_children_phone in to_person.text
        assert settings.council_phone not in to_person.text
        assert "Childline, day or night: 0800 1111" in to_person.text


@pytest.mark.parametrize(
    ("phone", "safe_time", "texted"),
    sampled(
        [
            ("07700 900123", "", True),
            ("01632 960123", "", False),
            ("07700 900123", "after 9 in the morning", False),
        ],
        3,
    ),
)
def test_who_chose_a_text_gets_the_reference_by_text(
    site: Flask, client: PageCheckingClient, phone: str, safe_time: str, texted: bool
) -> None:
    reach = {
        "contact-ways": ["text"],
        "about-email": "",
        "about-phone": phone,
        "contact-safe_time": safe_time,
    }
    reference, words = sent_request(client, pages={**PAGES, "reach": reach})
    with site.app_context():
        texts = [mail for mail in emails(site) if mail.by_text]
        assert [text.recipient for text in texts] == [phone] * texted
        for text in texts:
            assert reference in text.text
            assert words not in text.text
            assert "care" not in text.text.replace("Dearne Valley Council", "")


@pytest.mark.both_databases
@pytest.mark.slow
def test_the_limit_of_e_mails_stops_no_request(site: Flask, client: PageCheckingClient) -> None:
    site.extensions["settings"].emails_to_one_a_day = 1
    for _request in range(2):
        send(client, fill(client, "needs-assessment", PAGES, again=True))
    with site.app_context():
        assert db.session.query(Referral).count() == 2
        # Both to the team, one to the person.
        assert db.session.query(OutboxMessage).count() == 3


@pytest.mark.both_databases
@pytest.mark.slow
def test_impossible_steps_are_refused_in_plain_words(site: Flask, client: PageCheckingClient) -> None:
    reference, words = sent_request(client)
    assert "Declining needs a reason" in run(site, "step", reference, "declined", "--by", "Ann")[1]
    assert run(site, "step", reference, "declined", "--by", "Ann", "--note", "Lives in Leeds")[0] == 0
    assert "Lives in Leeds" in open_it(client, reference, words)
    status, output = run(site, "step", reference, "accepted", "--by", "Ann")
    assert status == 1
    assert "A referral that is declined cannot become accepted" in output
    assert "no referral with this reference" in run(site, "step", "K7MX-4RTP", "closed", "--by", "Ann")[1]
    listed = run(site, "list", "--state", "declined")[1]
    assert reference in listed
    assert "Beatrice" not in listed
    assert "There are no requests" in run(site, "list", "--state", "new")[1]
