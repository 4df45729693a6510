"""The council's own listings open the forms of this site."""

import pytest

from tests.integration.selfassess.steps import text_of
from tests.page_checks import PageCheckingClient


@pytest.mark.parametrize(
    ("slug", "form"),
    [
        ("carers-assessment", "/ask/carers-assessment"),
        ("occupational-therapy-at-home", "/ask/occupational-therapy"),
        ("ask-for-help-from-adult-social-care", "/ask/needs-assessment"),
        ("back-on-your-feet", "/ask/occupational-therapy"),
    ],
)
def test_a_listing_of_ours_opens_its_form(demo_client: PageCheckingClient, slug: str, form: str) -> None:
    page = text_of(demo_client.get(f"/service/{slug}"))
    assert f'href="{form}"' in page[page.index('id="how"') :]
    assert "01632 960100" in page
    assert demo_client.get(form).status_code == 303


def test_a_call_back_is_offered_where_people_look_for_the_number(demo_client: PageCheckingClient) -> None:
    assert 'href="/ask/call-back"' in text_of(demo_client.get("/contact"))
