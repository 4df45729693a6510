"""One first step stands above the services of a search, a need, an advice page and a life event."""

import pytest

from tests.examples import sampled
from tests.integration.selfassess.steps import text_of
from tests.page_checks import PageCheckingClient


@pytest.mark.parametrize(
    ("path", "address", "words"),
    sampled(
        [
            ("/find?q=I+keep+falling", "/check/home", "Help around the home: 6\xa0minutes"),
            (
                "/find?q=I+had+a+stroke+and+want+to+walk+my+dog+again",
                "/check/adult-needs",
                "Help for me or someone",
            ),
            ("/find?q=a+walking+group", "/check/quick-check", "minutes"),
            ("/advice/young-carers", "/ask/children-help", "Ask our team for children and young people"),
            ("/find?need=carers", "/check/carer", "I look after someone"),
            ("/needs/falls", "/check/home", "Help around the home: 6\xa0minutes"),
            ("/needs/occupational-therapy", "/ask/occupational-therapy", "Ask about equipment"),
            ("/advice/falls", "/check/home", "Help around the home"),
            ("/advice/carers-assessment", "/ask/carers-assessment", "Ask for a carer’s assessment"),
            ("/advice/needs-assessment", "/ask/needs-assessment", "Ask for a care assessment"),
            ("/life-events/looking-after-someone", "/check/carer", "I look after someone"),
            ("/life-events/coming-out-of-hospital", "/ask/needs-assessment", "Ask for a care assessment"),
        ],
        4,
    ),
)
def test_one_first_step_leads(demo_client: PageCheckingClient, path: str, address: str, words: str) -> None:
    page = text_of(demo_client.get(path))
    assert page.count("first-step") == 1
    card = page[page.index("first-step") :][:400]
    assert f'href="{address}"' in card
    assert words in card
    if 'class="card"' in page:
        assert page.index("first-step") < page.index('class="card"')


@pytest.mark.parametrize(
    "path",
    sampled(
        [
            "/find?q=my+partner+hits+me",
            "/find?q=I+want+to+die",
            "/needs/d",
            "/needs/a",
            "/advice/d",
            "/advice/self-neglect",
            "/urgent-help",
            "/find?q=I+keep+falling&where=Leeds",
            "/advice/privacy",
            "/needs/libraries",
        ],
        5,
    ),
)
def test_where_numbers_or_another_council_come_first_there_is_none(
    demo_client: PageCheckingClient, path: str
) -> None:
    answer = demo_client.get(path, follow_redirects=True)
    assert answer.status_code == 200
    assert "first-step" not in text_of(answer)
