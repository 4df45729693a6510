"""The cost guide through the real application."""

from datetime import date

import pytest

from core import clock
from tests.page_checks import PageCheckingClient

ANSWERS = {
    "care": "care_home",
    "savings": "£80,000",
    "income": "240",
    "age": "pension",
    "owns_home": "yes",
    "lives_there": "nobody",
    "home_worth": "100,000",
}


def _sums(client: PageCheckingClient, answers: dict[str, str]) -> str:
    """Return the page with the sums, to which a POST leads without what was typed in the address."""
    sent = client.post_form("/costs", answers)
    assert (sent.status_code, sent.location) == (303, "/costs#costs-result")
    return client.get("/costs").get_data(as_text=True)


def test_the_guide_works_out_asks_again_and_keeps_it_for_the_visit(client: PageCheckingClient) -> None:
    first = client.get("/costs").get_data(as_text=True)
    assert "£845 to £980 a week" in first
    assert "What it may come to" not in first
    page = _sums(client, ANSWERS)
    assert "90 weeks (about 1 year and 8 months)" in page
    assert "For the first 12 weeks in the care home, the home is not counted." in page
    assert 'href="/advice/independent-money-advice"' in page
    assert 'href="/ask/needs-assessment"' in page
    assert 'value="£80,000"' in page
    wrong = client.post_form("/costs", {**ANSWERS, "savings": "£80k", "lives_there": ""})
    again = wrong.get_data(as_text=True)
    assert wrong.status_code == 422
    assert "Write them in pounds and in full" in again
    assert "Choose who else lives there" in again
    assert 'value="£80k"' in again
    at_home = client.post_form("/costs", {**ANSWERS, "care": "home_care", "units": "169"})
    assert "A week has 168" in at_home.get_data(as_text=True)
    client.post_form("/clear")
    assert "£80,000" not in client.get("/costs").get_data(as_text=True)


def test_no_price_of_another_year_is_shown(
    client: PageCheckingClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(clock, "today", lambda: date(2027, 4, 6))
    page = _sums(client, ANSWERS)
    assert "We cannot give this figure for that date" in page
    assert "£845" not in page
    assert "You can always ask for a care assessment" in page


@pytest.mark.both_databases
@pytest.mark.slow
def test_search_and_advice_lead_to_the_guide(demo_client: PageCheckingClient) -> None:
    found = demo_client.get("/find?q=how+much+does+a+care+home+cost").get_data(as_text=True)
    assert found.index('href="/costs"') < found.index('class="card"')
    assert demo_client.get("/advice/care-costs").headers["Location"] == "/costs"
    for path in ("/", "/advice/paying-for-care", "/advice/choosing-a-care-home", "/advice/"):
        assert 'href="/costs"' in demo_client.get(path).get_data(as_text=True), path
