"""A listing that was opened from a search near a place."""

import re

from tests.examples import slow_on_both
from tests.page_checks import PageCheckingClient

STEADY_FEET = "/service/steady-feet-balance-and-strength-classes"


def test_places_come_nearest_first_with_their_distance_and_a_map(demo_client: PageCheckingClient) -> None:
    page = demo_client.get(f"{STEADY_FEET}?back=q%3Dfalls%26where%3DS63%2B9").text
    far = re.findall(r"place__far\">([^<]+)<", page)
    assert far[0] == "Less than half a mile from S63 9"
    miles = [float(found) for words in far[1:] for found in re.findall(r"^[\d.]+", words)]
    assert len(miles) >= 5
    assert miles == sorted(miles)
    assert "You are here" in page


@slow_on_both
def test_without_a_known_place_nothing_is_said_of_distances(demo_client: PageCheckingClient) -> None:
    for back in ("", "?back=q%3Dfalls", "?back=where%3DAtlantis", "?back=%00"):
        page = demo_client.get(STEADY_FEET + back).text
        assert "place__far" not in page
        assert "You are here" not in page


def test_a_secret_place_has_no_distance_and_no_map(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/service/harebell-safe-house?back=where%3DS73").text
    assert "place__far" not in page
    assert "data-map" not in page


def test_a_care_home_leads_to_its_reports_and_has_no_opening_hours(demo_client: PageCheckingClient) -> None:
    page = demo_client.get("/service/teasel-bank-care-home").text
    assert 'href="https://www.cqc.org.uk/' in page
    assert "People live here, day and night." in page
    assert "24 hours" not in page
