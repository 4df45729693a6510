"""The page of results for words in another language."""

import html
import re

from tests.page_checks import PageCheckingClient

NAMES = re.compile(r'class="card__name">\s*<a[^>]*>([^<]+)<')


def _page(client: PageCheckingClient, address: str) -> str:
    response = client.get(address, follow_redirects=True)
    assert response.status_code == 200
    return html.unescape(response.get_data(as_text=True))


def test_a_search_in_polish_answers_in_polish_and_puts_who_speaks_it_first(
    demo_client: PageCheckingClient,
) -> None:
    page = _page(demo_client, "/find?q=szukam+darmowych+lekcji+angielskiego")
    assert 'lang="pl" dir="auto">szukam' in page
    assert re.search(r'lang="pl" dir="ltr" data-language>Rozumiemy trochę po polsku', page)
    assert NAMES.findall(page)[0] == "Kitchen Table English"
    chip = re.search(r'<a class="applied" href="([^"]+)"[^>]*>(?:(?!</a>).)*Speaks Polish', page, re.DOTALL)
    assert chip
    without = _page(demo_client, chip[1])
    assert "Put back: Speaks Polish" in without
    assert "Rozumiemy trochę" in without


def test_urdu_stands_from_right_to_left_and_an_unread_language_is_told_whom_to_call(
    demo_client: PageCheckingClient,
) -> None:
    assert re.search(
        r'lang="ur" dir="rtl" data-language>', _page(demo_client, "/find?q=مجھے گھر میں مدد چاہیے")
    )
    unread = _page(demo_client, "/find?q=నాకు సహాయం కావాలి")
    assert "say the name of your language" in unread
    assert NAMES.findall(unread) == []


def test_danger_in_another_language_shows_whom_to_call_and_hides_the_words(
    demo_client: PageCheckingClient,
) -> None:
    page = _page(demo_client, "/find?q=mąż mnie bije, boję się")
    assert "0808 2000 247" in page
    assert "mąż mnie bije" not in page
    assert re.search(r'<p class="find__instead" lang="pl"[^>]*data-language>', page)
    assert re.search(r'<h1 class="find-head__title">', page)
    unknown = _page(demo_client, "/find?help=d&spoken=zz")
    assert "data-language" not in unknown
    assert NAMES.findall(page)[0] == "Harebell Helpline"


def test_a_language_named_in_english_is_a_condition(demo_client: PageCheckingClient) -> None:
    page = _page(demo_client, "/find?q=Polish-speaking+befriending")
    assert "Speaks Polish" in page
    assert NAMES.findall(page)[0] == "Dobry Sąsiad - Polish Befriending"
