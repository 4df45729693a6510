"""Every questionnaire, from its start to its result, in several tempers; its public pages; and the ways
in."""

from collections.abc import Callable

import pytest

from core.settings import Settings
from selfassess.engine.schema import Question
from selfassess.loading.library import Library, load
from tests.examples import sampled, slow_on_both
from tests.integration.selfassess.steps import begin, field, send, text_of
from tests.page_checks import PageCheckingClient

LIBRARY: Library = load(Settings().content_dir)
RESERVED = {
    "answers",
    "result",
    "begin",
    "go-on",
    "where",
    "save",
    "how-it-decides",
    "flow.svg",
    "flow-narrow.svg",
}
MOST_PAGES = {"quick-check": 9, "adult-needs": 30}
Temper = Callable[[Question], list[str]]


def first(question: Question) -> list[str]:
    """The first answer; words in one's own tongue; the highest number."""
    if question.kind == "day":
        return ["31 December"]
    return (
        [question.options[0].id]
        if question.options
        else [str(question.most) if question.kind in ("scale", "number") else "12"]
    )


def last(question: Question) -> list[str]:
    return [question.options[-1].id] if question.options and question.kind != "day" else []


def worst(question: Question) -> list[str]:
    """What is hardest; all of it, where more than one can be chosen."""
    if not question.options:
        return [str(question.least)]
    if question.id == "age":
        # Who is under 18 is asked little, and comes to another team.
        return ["not_sure"]
    if question.kind == "day":
        return ["tomorrow"]
    if question.kind == "many":
        return [option.id for option in question.options if not option.alone] or [question.options[0].id]
    return [max(question.options, key=lambda option: option.worse or 0).id]


def walk(client: PageCheckingClient, id: str, temper: Temper) -> int:
    """To the end; the number of question pages."""
    path = f"/check/{id}"
    assert "Start now" in text_of(client.get(path))
    response, pages = begin(client, path), 0
    while not response.location.endswith("/answers"):
        pages += 1
        assert pages < 80, "the questions do not end"
        page = text_of(client.get(response.location))
        if f'action="{path}/go-on"' in page:
            response = client.post_form(f"{path}/go-on")
            pages -= 1
            continue
        question = LIBRARY[id].by_id[response.location.rsplit("/", 1)[1]]
        answer = temper(question)
        sent = {"answer": answer} if answer else {"skip": "yes"}
        response = client.post_form(response.location, {"revision": field(page, "revision"), **sent})
        assert response.status_code == 303, text_of(response)
    client.get(response.location)
    return pages


QUICK = (("quick-check", first), ("quick-check", worst), ("carer", worst))
"""What the quick tests answer to the end; all others are slow."""


@slow_on_both
@pytest.mark.parametrize(
    ("id", "temper"),
    sampled(
        [
            pytest.param(id, temper, marks=[] if (id, temper) in QUICK else [pytest.mark.slow])
            for id in LIBRARY
            for temper in (first, last, worst)
        ],
        3,
    ),
)
def test_every_questionnaire_ends_in_a_result_with_the_button(
    demo_client: PageCheckingClient, id: str, temper: Temper
) -> None:
    pages = walk(demo_client, id, temper)
    assert pages <= MOST_PAGES.get(id, 40)
    page = text_of(demo_client.get(f"/check/{id}/result"))
    kind = next(route for route in LIBRARY.shared.routes if route.id == LIBRARY[id].assessment).requests[0]
    if id == "adult-needs" and temper is first:
        # Somebody under 18 asks the team for children, and never a team for adults.
        assert f'/ask/{kind.replace("_", "-")}"' not in page
        kind = "children_help"
    assert f'/ask/{kind.replace("_", "-")}"' in page
    assert "You may be able to get" in page or "What to do next" in page
    assert "eligible" not in page.lower()
    demo_client.post_form("/my-plan/begin")
    demo_client.get("/my-plan")


@pytest.mark.parametrize("id", list(LIBRARY))
def test_the_public_page_shows_every_question_and_change(demo_client: PageCheckingClient, id: str) -> None:
    page = text_of(demo_client.get(f"/check/{id}/how-it-decides"))
    assert all(
        question.text.you in page for question in LIBRARY[id].questions if "{" not in question.text.you
    )
    assert all(change.what in page for change in LIBRARY[id].changes)


def test_the_rules_are_public_with_their_law(demo_client: PageCheckingClient) -> None:
    page = text_of(demo_client.get("/check/how-it-decides"))
    assert "Care Act 2014 s.42" in page
    assert "reg 3" in page
    assert "two or more" in page


def test_no_question_has_the_name_of_a_page() -> None:
    assert not {question for one in LIBRARY.values() for question in one.by_id} & RESERVED
    assert not set(LIBRARY) & {"save", "saved", "how-it-decides", "awake", "forgotten", "left", "deleted"}


def test_people_get_there_from_home_and_from_every_page(demo_client: PageCheckingClient) -> None:
    home = text_of(demo_client.get("/"))
    assert 'href="/check/quick-check"' in home
    assert ('href="/check/carer"' in home) == ("carer" in LIBRARY)
    assert 'href="/check/"' in text_of(demo_client.get("/needs/falls"))
    index = text_of(demo_client.get("/check/"))
    assert all(f'href="/check/{id}"' in index for id in LIBRARY)
    assert 'href="/ask/needs-assessment"' in index


def test_unknown_questionnaires_are_not_there(demo_client: PageCheckingClient) -> None:
    for path in (
        "/check/nothing",
        "/check/nothing/who_for",
        "/check/nothing/result",
        "/check/nothing/how-it-decides",
    ):
        assert demo_client.get(path).status_code == 404


def test_somebody_who_is_still_there_is_remembered(demo_client: PageCheckingClient) -> None:
    assert demo_client.get("/check/awake").status_code == 200
    assert "We have forgotten your answers" in text_of(demo_client.get("/check/forgotten"))
    begin(demo_client)
    send(demo_client, "/check/quick-check/who_for", ["me"])
    assert demo_client.get("/check/forgotten").status_code == 303
