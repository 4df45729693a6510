"""The order of services outside the search: what helps most comes first, and never the alphabet."""

import re

import pytest

from tests.integration.selfassess.steps import answer_all, text_of
from tests.page_checks import PageCheckingClient

HOME = "/check/home"
_NAME = re.compile(r'class="card__name">\s*<a[^>]*>([^<]+)</a>')
_WHY = re.compile(r'class="card__why">([^<]+)<')


def names(page: str) -> list[str]:
    return [name.replace("&#39;", "'").replace("&amp;", "&") for name in _NAME.findall(page)]


@pytest.mark.parametrize(
    ("path", "first", "among"),
    [
        ("/life-events/looking-after-someone", 4, "Hearthstone carers' centre"),
        ("/life-events/fall-or-fright", 2, "Steady Feet balance and strength classes"),
        ("/life-events/fall-or-fright", 2, "Rowan Call pendant alarm and falls detector"),
        ("/advice/falls", 2, "Steady Feet balance and strength classes"),
        ("/advice/telecare", 2, "Rowan Call pendant alarm and falls detector"),
        ("/advice/young-carers", 1, "Torchlight one-to-one"),
        ("/advice/near-the-end-of-life", 1, "Foxglove Hospice at Home"),
        ("/advice/personal-assistant", 1, "Pairwise personal assistant finder"),
        ("/advice/stroke", 1, "Finding Words Again"),
        ("/advice/memory-and-dementia", 3, "Dementia adviser"),
        ("/advice/no-money-tonight", 1, "Lamp Room Food Bank"),
        ("/needs/falls", 1, "Steady Feet balance and strength classes"),
        ("/needs/end-of-life", 2, "Foxglove Hospice at Home"),
        ("/needs/personal-assistant", 1, "Pairwise personal assistant finder"),
        ("/needs/carers", 3, "Hearthstone carers' centre"),
        ("/find?need=young-carers", 2, "Torchlight one-to-one"),
    ],
)
def test_what_helps_most_comes_first(
    demo_client: PageCheckingClient, path: str, first: int, among: str
) -> None:
    page = text_of(demo_client.get(path))
    assert among in names(page)[:first], names(page)
    assert names(page) != sorted(names(page)) or len(names(page)) < 3
    reasons = _WHY.findall(page)
    assert reasons
    assert not [why for why in reasons if "helps with this" in why or "near you" in why]


def test_a_result_uses_what_was_said_in_that_order(demo_client: PageCheckingClient) -> None:
    answers = {
        "who_for": ("me",),
        "safe_now": ("safe",),
        "harm": ("no",),
        "matters_most": ("To walk the dog again", "To see people"),
        "calling": ("floor",),
        "lately": ("stroke",),
    }
    answer_all(demo_client, answers, HOME)
    page = text_of(demo_client.get(f"{HOME}/result"))
    needs = re.findall(r'aria-labelledby="need-([^"]+)"', page)
    assert needs == ["falls", "stroke-brain", "walking"]
    assert "Because of what you said about what matters most." in page
    shown = names(page)
    assert "Steady Feet balance and strength classes" in shown[:2]
    assert "Rowan Call pendant alarm and falls detector" in shown
    assert {"Finding Words Again", "Slow Tide Stroke Group", "Active Again"} & set(shown[2:4])
    assert "near you" not in page.partition('id="near"')[2].partition("</section>")[0].replace(
        "we show what is near you", ""
    )


@pytest.mark.parametrize("path", ["/find?need=social-groups", "/needs/social-groups"])
def test_the_name_of_a_need_states_no_condition(demo_client: PageCheckingClient, path: str) -> None:
    page = text_of(demo_client.get(path))
    assert "Coffee mornings and social groups" in page
    assert names(page)
    assert "as you asked" not in page
