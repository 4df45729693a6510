"""The order of services outside the search: what helps most comes first, and never the alphabet."""

import html
import re

import pytest

from core.settings import ROOT
from directory.taxonomy import needs as needs_tree
from information import life_events, pages
from information.page_search import OWN_ADDRESSES
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import answer_all, text_of
from tests.page_checks import PageCheckingClient

HOME = "/check/home"
CONTENT = ROOT / "content"
TREE = needs_tree.load(CONTENT)
LISTS = {
    **{f"/needs/{need.id}": (need.id,) for need in TREE.by_id.values() if not need.sensitive},
    **{
        f"/advice/{page.slug}": page.needs
        for page in pages.load(CONTENT).values()
        if page.slug not in OWN_ADDRESSES
    },
    **{f"/life-events/{event.id}": event.needs[:3] for event in life_events.load(CONTENT).values()},
}
"""Every page with services outside the search, by its address, and the needs for which they are listed."""
_NAME = re.compile(r'class="card__name">\s*<a[^>]*>([^<]+)</a>')
_WHY = re.compile(r'class="card__why">([^<]+)<')


def names(page: str) -> list[str]:
    return [name.replace("&#39;", "'").replace("&amp;", "&") for name in _NAME.findall(page)]


@pytest.mark.parametrize(
    ("path", "first", "among"),
    sampled(
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
        5,
    ),
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


@slow_on_both
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


def faults_of(path: str, page: str, needs: tuple[str, ...]) -> list[str]:
    """Return what is wrong with a list of services: a card without a reason, or an untrue or empty reason."""
    shown, reasons = names(page), [html.unescape(why) for why in _WHY.findall(page)]
    wrong = [f"{path}: {len(shown)} cards, {len(reasons)} reasons"] if len(shown) != len(reasons) else []
    labels = [TREE.label(need) for need in needs]
    for name, why in zip(shown, reasons, strict=False):
        if not any(f"helps with “{label}”" in why for label in labels):
            wrong.append(f"{path}: {name} is here for another reason: {why}")
        if "near you" in why or "uses your words" in why:
            wrong.append(f"{path}: {name}: {why}")
    return wrong


@pytest.mark.slow
def test_every_list_outside_the_search_has_its_order_and_its_reasons(demo_client: PageCheckingClient) -> None:
    """Life events, advice and needs, all of them. A list of four is alphabetical by chance once in 24."""
    lists, alphabetical, wrong = 0, [], []
    for path, needs in LISTS.items():
        response = demo_client.get(path)
        if response.status_code == 308:
            continue
        page = text_of(response)
        shown = names(page)
        lists += bool(shown)
        wrong += faults_of(path, page, needs)
        if len(shown) >= 4 and shown == sorted(shown, key=str.casefold):
            alphabetical.append(path)
    assert lists > 120
    assert not wrong, "\n".join(wrong)
    assert len(alphabetical) <= lists / 12, alphabetical


def test_a_planted_fault_in_a_list_is_found() -> None:
    card = '<h2 class="card__name"><a href="/">Tea</a></h2>'
    good = f'{card}<p class="card__why">Why: helps with “{TREE.label("falls")}”</p>'
    assert faults_of("/x", good, ("falls",)) == []
    assert faults_of("/x", card, ("falls",))
    assert faults_of("/x", good, ("meals",))
    assert faults_of("/x", good.replace("”</p>", "”, near you</p>"), ("falls",))
