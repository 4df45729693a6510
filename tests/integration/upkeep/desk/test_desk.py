"""A group changes and adds listings: drafts, sending, two people at once, contacts, photos, and who may do
it.
"""

import io
import re
from typing import Any

import html5lib
import pytest
from PIL import Image

from accounts.roles import Role
from core import clock
from core.clock import new_id
from core.db import db
from core.web import settings
from directory.editing.services import publish
from directory.models import Photo, Service
from directory.photos.services import purge
from tests.accounts import add_person, sign_in
from tests.conftest import NOW, StatementCounter
from tests.examples import slow_on_both
from tests.integration.upkeep.desk.conftest import Desk
from tests.page_checks import PageCheckingClient


def form_of(page: str, action: str) -> dict[str, Any]:
    """Return what a browser would send of the form with this end of its address, untouched."""
    tree = html5lib.parse(page, namespaceHTMLElements=False)
    form = next(
        one for one in tree.iter("form") if one.attrib.get("action", "").split("?")[0].endswith(action)
    )
    found: dict[str, Any] = {}
    for field in (one for one in form.iter() if one.tag in ("input", "textarea", "select")):
        name, kind = field.attrib.get("name", ""), field.attrib.get("type", "")
        if field.tag == "select":
            options = list(field.iter("option"))
            chosen = [one for one in options if "selected" in one.attrib] or options[:1]
            found[name] = chosen[0].attrib["value"]
        elif field.tag == "textarea":
            found[name] = (field.text or "").strip("\n")
        elif kind in ("checkbox", "radio"):
            if "checked" in field.attrib:
                found.setdefault(name, []).append(field.attrib["value"])
        elif name and name != "csrf_token":
            value = field.attrib.get("value", "")
            found[name] = [*_listed(found[name]), value] if name in found else value
    return found


def _listed(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def section(client: PageCheckingClient, desk: Desk, name: str, at: str = "") -> dict[str, Any]:
    page = client.get(f"{at or desk.at}/{name}")
    assert page.status_code == 200
    return form_of(page.get_data(as_text=True), name.split("?")[0])


def change(client: PageCheckingClient, desk: Desk, name: str, **typed: Any) -> str:
    """Open a section, change some fields, send it, and return the page that follows."""
    answer = client.post_form(f"{desk.at}/{name}", {**section(client, desk, name), **typed})
    assert answer.status_code == 303, answer.get_data(as_text=True)
    return client.get(answer.location).get_data(as_text=True)


@pytest.mark.both_databases
def test_a_change_of_time_takes_three_pages_and_waits_for_a_moderator(desk: Desk) -> None:
    client = desk.person()
    home = client.get(f"/group/{desk.group}").get_data(as_text=True)
    assert f"{desk.at}/when" in home
    page = change(client, desk, "when", written="Thursdays, 12 noon to 2pm")
    assert "Thursdays, 11.45am to 1.45pm" in page
    assert "Thursday 26 November" in page
    sent = client.post_form(f"{desk.at}/send")
    assert sent.location.endswith("?done=change-sent")
    assert "Waits for a moderator" in client.get(sent.location).get_data(as_text=True)
    assert client.post_form(f"{desk.at}/send").status_code == 303, "safe to send twice"
    assert str(desk.live().schedules[0].opens_at) == "11:45:00"


@slow_on_both
def test_what_a_trusted_group_sends_is_live(desk: Desk) -> None:
    desk.trust()
    client = desk.person(Role.GROUP_EDITOR)
    change(client, desk, "when", written="Thursdays, 12 noon to 2pm")
    assert client.post_form(f"{desk.at}/send").location.endswith("?done=change-live")
    live = desk.live()
    assert str(live.schedules[0].opens_at) == "12:00:00"
    assert live.schedules[0].notes.startswith("We close for two weeks")


@pytest.mark.both_databases
@pytest.mark.slow
def test_an_untouched_section_stores_nothing(desk: Desk) -> None:
    client = desk.person()
    for name in ("what", "who", "where", "when", "when?boxes=yes", "contact", "cost"):
        page = change(client, desk, name)
        assert "Not sent yet" not in page, name


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_is_wrong_is_said_and_nothing_is_lost(desk: Desk) -> None:
    client = desk.person()
    for name, typed, message in (
        ("what", {"name": "", "summary": "Kept text"}, "Write the name"),
        ("who", {"minimum_age": "old", "if_full": "Kept text"}, "Write an age"),
        ("who", {"minimum_age": "70", "maximum_age": "60", "if_full": "Kept text"}, "below the lowest"),
        ("contact", {"email": "no", "url": "Kept text"}, "email address like"),
        (
            "contact",
            {"phone-new1-number": "01632 960111", "phone-new1-answers": "soon", "url": "Kept text"},
            "usual week",
        ),
        ("cost", {"cost-new1-amount": "much", "fees": "Kept text"}, "Write an amount"),
        ("when", {"written": "Tuesdays 11.30-1.30", "notes": "Kept text"}, "do you mean 11.30am to 1.30pm"),
        ("when", {"closed_on": "soon", "notes": "Kept text"}, "not a date"),
        ("when?boxes=yes", {"time-new1-opens": "9", "notes": "Kept text"}, "Tick the days"),
        ("place?site=new", {"postal_code": "ZZ99 9ZZ", "city": "Kept text"}, "We do not know this postcode"),
    ):
        data = {**section(client, desk, name), **typed}
        answer = client.post_form(f"{desk.at}/{name}", data)
        page = answer.get_data(as_text=True)
        assert answer.status_code == 422, name
        assert message in page
        assert "Kept text" in page


def test_a_question_about_the_times_is_answered_by_a_choice(desk: Desk) -> None:
    client = desk.person()
    words = "Tuesdays 11.30-1.30, closed 24 December"
    data = {**section(client, desk, "when"), "written": words}
    asked = client.post_form(f"{desk.at}/when", data)
    answered = {**form_of(asked.get_data(as_text=True), "when"), "answer": "0"}
    assert answered["asked"] == words
    again = client.post_form(f"{desk.at}/when", answered)
    assert again.status_code == 422
    assert "24 December" in again.get_data(as_text=True)
    last = {**form_of(again.get_data(as_text=True), "when"), "answer": "0"}
    assert client.post_form(f"{desk.at}/when", last).status_code == 303
    page = client.get(desk.at).get_data(as_text=True)
    assert "Tuesdays, 11.30am to 1.30pm" in page
    assert "closed 24 December" in page


@slow_on_both
@pytest.mark.both_databases
def test_two_people_in_one_listing(desk: Desk) -> None:
    """Different fields merge, also in one section; the same field asks with both values."""
    one, other = desk.person(), desk.person(Role.GROUP_EDITOR)
    first, second = section(one, desk, "what"), section(other, desk, "what")
    assert one.post_form(f"{desk.at}/what", {**first, "summary": "A dinner."}).status_code == 303
    second |= {"name": "Lunch on Ings Lane"}
    assert other.post_form(f"{desk.at}/what", second).status_code == 303
    page = other.get(desk.at).get_data(as_text=True)
    assert "Somebody else began this change" in page
    assert "A dinner." in page
    assert "Lunch on Ings Lane" in page
    late = one.post_form(f"{desk.at}/what", {**first, "name": "Ings Lane dinners"})
    text = late.get_data(as_text=True)
    assert late.status_code == 422
    assert "Lunch on Ings Lane" in text
    assert "Ings Lane dinners" in text
    sure = {**form_of(text, "what"), "name": "Ings Lane dinners"}
    assert one.post_form(f"{desk.at}/what", sure).status_code == 303


@pytest.mark.both_databases
@pytest.mark.slow
def test_what_went_live_meanwhile_is_asked_about_when_sending(desk: Desk) -> None:
    desk.trust()
    client = desk.person()
    change(client, desk, "what", summary="Ours.")
    with desk.app.app_context():
        live = desk.live().model_copy(update={"summary": "Theirs."})
        publish(settings(), live, base_version=1, actor="system", origin="moderator")
    asked = client.post_form(f"{desk.at}/send")
    assert asked.status_code == 409
    assert "Use mine" in asked.get_data(as_text=True)
    assert client.post_form(f"{desk.at}/send", {"use-summary": "ours"}).location.endswith("change-live")
    assert desk.live().summary == "Ours."


def test_a_new_listing_goes_through_all_steps_and_is_seen_by_nobody_before(desk: Desk) -> None:
    client = desk.person()
    new = {"name": "Ings Lane tea dance", "summary": "Dancing and tea on a Friday."}
    assert client.post_form(f"/group/{desk.group}/listings/new", {"name": ""}).status_code == 422
    step = client.post_form(f"/group/{desk.group}/listings/new", new)
    seen = []
    while "steps=yes" in step.location:
        name = step.location.rpartition("/")[2].partition("?")[0]
        seen.append(name)
        page = client.get(step.location).get_data(as_text=True)
        data = form_of(page, name)
        if name == "when":
            data["written"] = "Fridays 2pm to 4pm"
        step = client.post_form(step.location, data)
        assert step.status_code == 303, step.get_data(as_text=True)
    assert seen == ["who", "where", "when", "contact", "cost"]
    overview = client.get(step.location).get_data(as_text=True)
    assert "Fridays, 2pm to 4pm" in overview
    assert "tea dance" in client.get(f"{step.location}/preview").get_data(as_text=True)
    place = f"{step.location}/place?site=new"
    data = {"address_1": "1 High Street", "city": "Wombwell", "postal_code": "S73 8CV"}
    assert client.post_form(place, data).status_code == 303
    where = client.get(f"{step.location}/where").get_data(as_text=True)
    assert "1 High Street" in where
    assert client.post_form(f"{step.location}/send").status_code == 303
    assert "Ings Lane tea dance" in client.get(f"/group/{desk.group}").get_data(as_text=True)
    found = desk.app.test_client().get("/find?q=tea+dance").get_data(as_text=True)
    assert "Ings Lane tea dance" not in found


@slow_on_both
def test_a_place_is_taken_away_and_changes_are_dropped(desk: Desk) -> None:
    client = desk.person()
    site = desk.live().service_at_locations[0].id
    assert client.post_form(f"{desk.at}/remove-place", {"site": site}).status_code == 303
    assert "Not sent yet" in client.get(desk.at).get_data(as_text=True)
    assert client.post_form(f"{desk.at}/drop").location.endswith("?done=change-dropped")
    assert "Not sent yet" not in client.get(desk.at).get_data(as_text=True)
    assert desk.live().service_at_locations


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_contact_is_kept_once_and_changed_once(desk: Desk) -> None:
    desk.trust()
    client = desk.person()
    contacts = f"/group/{desk.group}/contacts"
    new = {"name": "Jean", "title": "secretary", "phone": "01632 960306", "email": ""}
    assert client.post_form(contacts, {**new, "phone": ""}).status_code == 422
    assert client.post_form(contacts, new).status_code == 303
    found = re.search(rf"{contacts}/([0-9a-f-]{{36}})", client.get(contacts).get_data(as_text=True))
    assert found
    change(client, desk, "contact", contacts=[found[1]])
    client.post_form(f"{desk.at}/send")
    assert [one.name for one in desk.live().contacts] == ["Jean"]
    page = client.get(found[0]).get_data(as_text=True)
    assert "Ings Lane luncheon club" in page
    assert client.post_form(f"{found[0]}/remove").status_code == 422, "a listing uses it"
    typed = {**form_of(page, found[1]), "phone": "01632 960999"}
    assert client.post_form(found[0], typed).location.endswith("?done=contact-changed")
    assert desk.live().contacts[0].phones[0].number == "01632 960999"
    assert client.post_form(found[0], {**typed, "name": "June"}).status_code == 409, "stale"
    change(client, desk, "contact", contacts=[])
    client.post_form(f"{desk.at}/send")
    assert client.post_form(f"{found[0]}/remove").location.endswith("?done=contact-removed")


def picture(kind: str = "JPEG", size: tuple[int, int] = (2400, 1600)) -> io.BytesIO:
    out = io.BytesIO()
    image = Image.new("RGB", size, "#336699")
    exif = Image.Exif()
    exif[0x010F] = "A camera"
    image.save(out, kind, exif=exif)
    out.seek(0)
    return out


@pytest.mark.both_databases
@pytest.mark.slow
def test_a_photo_is_made_safe_shown_and_removed_with_its_listing(desk: Desk) -> None:
    desk.trust()
    client, public = desk.person(), desk.app.test_client()
    at, words = f"{desk.at}/photo", {"photo_alt": "Ten people at a long table"}
    assert client.post_form(at, {**words}).status_code == 422
    broken = {**words, "file": (io.BytesIO(b"<svg onload=alert(1)>"), "x.jpg")}
    assert "cannot read this file" in client.post_form(at, broken).get_data(as_text=True)
    assert client.post_form(at, {"file": (picture(), "x.jpg"), "photo_alt": ""}).status_code == 422
    assert client.post_form(at, {**words, "file": (picture(), "x.jpg")}).status_code == 303
    page = client.get(desk.at).get_data(as_text=True)
    address = re.search(r"/photos/[0-9a-f-]{36}\.jpg", page)
    assert address
    assert public.get(address[0]).status_code == 404, "not live yet"
    assert client.get(address[0]).status_code == 200
    client.post_form(f"{desk.at}/send")
    answer = public.get(address[0])
    assert (answer.status_code, answer.mimetype) == (200, "image/jpeg")
    sent = Image.open(io.BytesIO(answer.data))
    assert max(sent.size) == 1200
    assert not sent.getexif()
    with desk.app.test_request_context():
        slug = f"/service/{live_slug(desk)}"
    assert "Ten people at a long table" in public.get(slug).get_data(as_text=True)
    client.post_form(f"{at}/remove")
    client.post_form(f"{desk.at}/send")
    assert public.get(address[0]).status_code == 404
    clock.set_clock(lambda: NOW.replace(month=12, day=1))
    with desk.app.app_context():
        assert purge(settings()) == 1
        assert db.session.query(Photo).count() == 0


def live_slug(desk: Desk) -> str:
    return db.session.get_one(Service, desk.listing).slug


def test_who_may_be_at_the_desk(desk: Desk) -> None:
    other = desk.app.test_client()
    assert isinstance(other, PageCheckingClient)
    addresses = ("", "/when", "/preview", "/photo")
    for address in addresses:
        assert other.get(desk.at + address).status_code == 303, "a visitor signs in first"
    moderator = desk.person(Role.MODERATOR)
    handler = desk.person(Role.CALL_HANDLER)
    for address in addresses:
        assert moderator.get(desk.at + address).status_code == 200
        assert handler.get(desk.at + address).status_code == 403
    stranger = desk.app.test_client()
    assert isinstance(stranger, PageCheckingClient)
    sign_in(desk.app, stranger, add_person(desk.app, "stranger@example.org", Role.GROUP_OWNER))
    for address in addresses:
        assert stranger.get(desk.at + address).status_code == 404
    assert stranger.post_form(f"{desk.at}/send").status_code == 404
    own = desk.person()
    for address in ("/nothing", "/place?site=nothing", "/when?site=nothing"):
        assert own.get(desk.at + address).status_code == 404
    assert own.get(f"/group/{desk.group}/listings/nothing").status_code == 404


def test_what_is_listed_already_is_shown_once_before_a_listing_is_added(desk: Desk) -> None:
    client = desk.person()
    typed = {"name": "Ings Lane luncheon club", "summary": "A hot dinner and a chat on Thursdays."}
    asked = client.post_form(f"/group/{desk.group}/listings/new", typed)
    page = asked.get_data(as_text=True)
    assert asked.status_code == 200
    assert "Is it one of these?" in page
    assert "Your group looks after it: change it" in page
    assert "A hot dinner and a chat on Thursdays." in page, "nothing typed is lost"
    again = client.post_form(f"/group/{desk.group}/listings/new", typed | {"looked": "yes"})
    assert again.status_code == 303


def test_what_a_resident_would_miss_is_said_with_the_way_to_it(desk: Desk) -> None:
    client = desk.person()
    with desk.app.app_context():
        service = db.session.get_one(Service, desk.listing)
        service.cost_options, service.fees = [], ""
        db.session.commit()
    page = client.get(desk.at).get_data(as_text=True)
    assert "People can’t see what it costs." in page
    assert f'href="{desk.at}/cost">' in page
    assert "things that people look for" in client.get(f"/group/{desk.group}").get_data(as_text=True)


@pytest.mark.both_databases
@pytest.mark.slow
def test_one_listing_and_many_take_the_same_statements(desk: Desk, statements: StatementCounter) -> None:
    client, counts = desk.person(), []
    for number in (1, 12):
        with desk.app.app_context():
            for _each in range(number - 1):
                copy = desk.live().model_copy(update={"id": new_id(), "name": f"Club {_each}"})
                bare = {"service_at_locations": [], "phones": [], "schedules": [], "attributes": []}
                bare |= {"cost_options": [], "service_areas": [], "contacts": [], "languages": []}
                publish(
                    settings(), copy.model_copy(update=bare), base_version=0, actor="system", origin="group"
                )
        client.get(f"/group/{desk.group}")
        with statements(desk.app) as sent:
            page = client.get(f"/group/{desk.group}").get_data(as_text=True)
        assert page.count("desk-listing__name") == number
        counts.append(len(sent))
    assert counts[0] == counts[1]
    assert counts[0] <= 35
