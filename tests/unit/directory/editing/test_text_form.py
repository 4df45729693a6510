"""Spam in any language is held by its form; what groups usually write is not."""

import pytest

from directory.editing.text_form import reasons_by_form

USUAL = (
    "A warm lunch each Thursday, with tea and a chat. See https://example.org or ring Jean before Tuesday.",
    "Zajęcia po polsku dla seniorów w każdy wtorek. Więcej: https://example.org/pl",
    "مجموعة دعم للنساء كل يوم اثنين في المكتبة، الشاي مجاني",
    "Monday 10am to 12pm. Tuesday 10am to 12pm. Wednesday 10am to 12pm. Thursday 10am to 12pm. Friday 10am.",
    "Tea, tea and more tea!!!",
    "",
)
SPAM = {
    "https://a.example/1 https://b.example/2 www.c.example tanie zegarki": "few words",
    "Лучшие предложения только сегодня https://a.example": "other letters",
    "今日限定の特別なお得な情報をご覧ください www.a.example": "other letters",
    "kup teraz tanio kup teraz tanio kup teraz tanio kup teraz tanio kup teraz tanio": "same words",
    "WIN $$$$$$$$$$$$ now": "same sign",
    "aaaaaaaaaaaaaaaa": "same sign",
}


@pytest.mark.parametrize("text", USUAL)
def test_what_groups_write_is_not_held(text: str) -> None:
    assert not list(reasons_by_form(text))


@pytest.mark.parametrize(("text", "why"), SPAM.items())
def test_spam_in_any_language_is_held(text: str, why: str) -> None:
    assert any(why in reason.why for reason in reasons_by_form(text))
