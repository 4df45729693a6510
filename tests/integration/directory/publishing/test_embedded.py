"""The widget for other people's pages, and the calendar of what is on."""

from flask import Flask
from icalendar import Calendar

from tests.conftest import NOW, make_app
from tests.page_checks import PageCheckingClient


def test_the_widget_is_for_the_sites_of_the_setting_alone(own_demo_app: Flask) -> None:
    settings = own_demo_app.extensions["settings"]
    for hosts, policy in (
        ("", "frame-ancestors 'none'"),
        ("www.example.org", "frame-ancestors www.example.org"),
    ):
        client = make_app(settings.model_copy(update={"widget_hosts": hosts})).test_client()
        answer = client.get("/widget?need=social-groups&town=wombwell")
        assert policy in answer.headers["Content-Security-Policy"]
        assert "Set-Cookie" not in answer.headers
        assert "<script" not in answer.text
        assert answer.text.count('href="/service/') == 5
    assert "frame-ancestors 'none'" in client.get("/use-our-data").headers["Content-Security-Policy"]


def test_the_calendar_holds_the_sessions_of_a_week(demo_client: PageCheckingClient) -> None:
    counts = {}
    for query in ("", "?town=wombwell", "?need=social-groups", "?free=yes"):
        answer = demo_client.get(f"/whats-on/calendar.ics{query}")
        assert answer.mimetype == "text/calendar"
        events = Calendar.from_ical(answer.get_data()).walk("VEVENT")
        assert all(event["DTEND"].dt > NOW for event in events)
        counts[query] = len(events)
    assert counts[""] > counts["?free=yes"] > counts["?town=wombwell"] > 0 < counts["?need=social-groups"]
