"""The language of a query, and what is understood of it."""

import pytest

from directory.search.query_analysis import analyse_query
from tests.unit.directory.search.samples import real


@pytest.mark.parametrize(
    ("query", "language", "need"),
    [
        ("mąż mnie bije i zabiera mi telefon, boję się", "pl", "domestic-abuse"),
        ("potrzebuję pomocy w domu", "pl", "home-care"),
        ("أحتاج إلى مساعدة في المنزل", "ar", "home-care"),
        ("مجھے گھر میں مدد چاہیے", "ur", "home-care"),
        ("Nu mai avem bani de mâncare", "ro", "emergency-food"),
        ("Mon mari me frappe, je cherche un avocat", "fr", "domestic-abuse"),
        ("مجھے کونسل ٹیکس اور قرض کے بارے میں مشورہ چاہیے", "ur", "council-tax"),
        ("هیچ خواردنمان نییە", "ckb", "emergency-food"),
        ("шукаю групу для мами з малюком", "uk", "babies-toddlers"),
        ("lunch club in Wombwell", "en", "lunch-clubs"),
        ("café for my mum", "en", None),
    ],
)
def test_the_language_is_recognised_and_leads_to_a_need(query: str, language: str, need: str | None) -> None:
    found = analyse_query(real(), query, lambda _text: None)
    assert found.language == language
    assert not need or need in found.needs
    assert found.corrected == ""


@pytest.mark.parametrize(("query", "language"), [("لا أعرف شيئا", "ar"), ("ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ", "und")])
def test_what_is_not_understood_asks_for_nothing(query: str, language: str) -> None:
    found = analyse_query(real(), query, lambda _text: None)
    assert found.language == language
    assert found.empty


def test_every_english_phrase_leads_to_a_need() -> None:
    phrases = {phrase for language in real().languages.values() for phrase in language.words}
    assert len(phrases) > 20
    assert [one for one in sorted(phrases) if not analyse_query(real(), one, lambda _text: None).needs] == []
