"""gettext for modules that know no web: texts are translated by whoever is installed, and stay English
without.

core.i18n installs flask_babel's functions when the application starts. Use as elsewhere: `from core.messages
import gettext as _, ngettext`. Constants of a module are marked with `N_("…")`, which returns the text, and
translated where they are used: `_(LABELS[name])`. Names of weekdays and months and lists such as "a, b and c"
come from Babel. Pure.
"""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import Any

from babel import Locale
from babel.dates import get_day_names, get_month_names
from babel.lists import format_list

ENGLISH = Locale("en", "GB")


def _english(text: str, **variables: Any) -> str:
    return text % variables if variables else text


def _english_number(singular: str, plural: str, num: int, **variables: Any) -> str:
    return (singular if num == 1 else plural) % {"num": num, **variables}


@dataclass
class _Translator:
    """The functions that translate, and the one that returns the reader's locale (None without a reader)."""

    gettext: Callable[..., str] = _english
    ngettext: Callable[..., str] = _english_number
    locale: Callable[[], Locale | None] = lambda: None


_translator = _Translator()


def install(
    gettext: Callable[..., str], ngettext: Callable[..., str], locale: Callable[[], Locale | None]
) -> None:
    """Let these functions translate from now on, for the whole process."""
    _translator.gettext, _translator.ngettext, _translator.locale = gettext, ngettext, locale


def gettext(text: str, **variables: Any) -> str:
    """Return the text in the reader's language, with `%(name)s` filled from the variables."""
    return _translator.gettext(text, **variables)


def ngettext(singular: str, plural: str, num: int, **variables: Any) -> str:
    """Return the form of a text that goes with a number, which fills `%(num)d`."""
    return _translator.ngettext(singular, plural, num, **variables)


def N_(text: str) -> str:
    """Mark a text for translation and return it as it is."""
    return text


def locale() -> Locale:
    """Return the reader's locale; British English where there is no reader, as on the command line."""
    return _translator.locale() or ENGLISH


def weekday_name(weekday: int) -> str:
    """Return the name of a weekday in the reader's language; Monday is 0."""
    return str(get_day_names("wide", locale=locale())[weekday])


def month_name(month: int) -> str:
    """Return the name of a month, from 1 to 12, in the reader's language."""
    return str(get_month_names("wide", locale=locale())[month])


def listed(items: Iterable[str]) -> str:
    """Return "a, b and c" in the reader's language; an empty text for no items."""
    return format_list(list(items), locale=locale())


def either(items: Iterable[str]) -> str:
    """Return "a, b or c" in the reader's language; an empty text for no items."""
    return format_list(list(items), style="or", locale=locale())
