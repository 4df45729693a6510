"""gettext for modules that know no web."""

from collections.abc import Iterator

import pytest
from babel import Locale

from core import messages


@pytest.fixture(autouse=True)
def installed_before() -> Iterator[None]:
    before = (messages._translator.gettext, messages._translator.ngettext, messages._translator.locale)
    yield
    messages.install(*before)


def test_texts_are_english_where_nobody_translates() -> None:
    messages.install(messages._english, messages._english_number, lambda: None)
    assert messages.gettext("100% of %(name)s") == "100% of %(name)s"
    assert messages.gettext("Hello %(name)s", name="Ann") == "Hello Ann"
    assert messages.ngettext("%(num)d day", "%(num)d days", 1) == "1 day"
    assert (
        messages.ngettext("%(num)d day in %(where)s", "%(num)d days in %(where)s", 2, where="May")
        == "2 days in May"
    )
    assert messages.N_("Hello") == "Hello"


def test_names_of_days_and_months() -> None:
    assert [messages.weekday_name(0), messages.weekday_name(6)] == ["Monday", "Sunday"]
    assert [messages.month_name(1), messages.month_name(12)] == ["January", "December"]


@pytest.mark.parametrize(
    ("items", "text"), [([], ""), (["a"], "a"), (["a", "b"], "a and b"), (["a", "b", "c"], "a, b and c")]
)
def test_lists_in_a_sentence(items: list[str], text: str) -> None:
    assert messages.listed(items) == text


def test_who_is_installed_translates() -> None:
    messages.install(lambda text, **_: text.upper(), lambda _one, more, _num, **_: more, lambda: Locale("de"))
    assert messages.gettext("Hello") == "HELLO"
    assert messages.ngettext("day", "days", 1) == "days"
    assert messages.weekday_name(0) == "Montag"
    assert messages.listed(["a", "b"]) == "a und b"
