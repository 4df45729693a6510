"""What the hour and the season change in results, with the demonstration's listings."""

import re
from datetime import datetime

from flask import Flask
from flask.testing import FlaskClient

from core import clock
from tests.examples import slow_on_both

FRIDAY_EVENING = datetime(2026, 11, 27, 17, 45, tzinfo=clock.LONDON)


def _cards(page: str) -> list[str]:
    return re.findall(r'<article class="card".*?</article>', page, re.DOTALL)


@slow_on_both
def test_nothing_to_eat_tonight(demo_app: Flask) -> None:
    clock.set_clock(lambda: FRIDAY_EVENING)
    cards = _cards(demo_app.test_client().get("/find?q=no+food+for+tonight").text)
    assert "Lamp Room Food Bank" in cards[0]
    for words in ("phone line open until 9pm", "opens Monday 10am", "tel:08081570010"):
        assert words in cards[0]
    assert re.search(r"opens (today|\w+day) [\d.]+(am|pm)", cards[1])
    assert not re.search("Eating Without Fear|[Ss]ew", "".join(cards[:8]))


@slow_on_both
def test_the_sentence_counts_what_is_open_or_answers_tonight(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for moment, words in (
        (FRIDAY_EVENING, "1 thing is open or answers the phone now that may help with: "),
        (FRIDAY_EVENING.replace(hour=22), "We know of nothing that is open or answers the phone now for: "),
        (FRIDAY_EVENING.replace(hour=11), "things that may help with"),
    ):
        clock.set_clock(lambda moment=moment: moment)
        page = client.get("/find?q=nothing+to+eat+tonight").text
        assert words in re.findall("data-sentence>(.*?)<", page)[0]


def test_nowhere_to_sleep_shows_what_is_open_first(demo_app: Flask) -> None:
    client = demo_app.test_client()
    clock.set_clock(lambda: FRIDAY_EVENING)
    page = client.get("/find?q=homeless+with+nowhere+to+go").text
    assert "1 thing is open or answers the phone now that may help with: Homeless or about to be" in page
    by_night = _cards(page)
    # What opens at seven this evening stands before what opens on Sunday.
    assert "Winter Night Beds" in by_night[1]
    are_open = ["open now" in card for card in by_night]
    assert are_open[0]
    assert any("opens Monday" in card for card in by_night)


@slow_on_both
def test_out_of_season_says_when_it_starts_again(demo_app: Flask) -> None:
    client = demo_app.test_client()
    in_winter = _cards(client.get("/find?q=tai+chi").text)
    place = next(number for number, card in enumerate(in_winter) if "Slow River tai chi" in card)
    assert place > 0
    assert "Starts again 4 May 2027" in in_winter[place]
    clock.set_clock(lambda: datetime(2027, 5, 10, 10, 0, tzinfo=clock.LONDON))
    in_summer = _cards(client.get("/find?q=tai+chi").text)
    assert "Slow River tai chi" in in_summer[0]
    assert "Starts again" not in "".join(in_summer)


def test_no_money_tonight_lists_food_first(demo_app: Flask) -> None:
    clock.set_clock(lambda: FRIDAY_EVENING)
    cards = _cards(demo_app.test_client().get("/advice/no-money-tonight").text)
    assert "Lamp Room Food Bank" in cards[0]


def _header(client: FlaskClient) -> str:
    page = client.get("/")
    assert page.headers["Cache-Control"].find("public") == -1
    return page.text[page.text.index("<header") : page.text.index("</header>")]


def test_the_header_says_who_answers_now(demo_app: Flask) -> None:
    client = demo_app.test_client()
    for moment, words in (
        ("2026-11-27 10:45", ["tel:01632960100", "Open now until 5pm"]),
        ("2026-11-27 17:45", ["Closed now, opens Monday 8.30am", "tel:01632960101"]),
        ("2026-12-28 11:00", ["Closed now, opens Tuesday 8.30am", "tel:01632960101"]),
    ):
        at = datetime.fromisoformat(moment).replace(tzinfo=clock.LONDON)
        clock.set_clock(lambda at=at: at)
        header = _header(client)
        assert [word for word in words if word not in header] == []
