"""The languages in which the site writes: English, and those of the catalogues in translations/.

A catalogue `messages` has the words of the whole site. A catalogue `letters` has only the sentences of messages to
people; in such a message, what comes from listings and from the council stays English (`facts`).
"""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from babel import Locale
from babel.core import UnknownLocaleError
from flask_babel import Domain, force_locale, get_babel, get_domain

ENGLISH = "en"
_ENGLISH_HERE = "en_GB"
_SITE, _LETTERS = "messages", "letters"


def code_of(typed: str) -> str:
    """Return the code of a language that was typed as a code or by its English name; empty for another word."""
    plain = typed.strip().casefold().replace("_", "-")
    names = Locale(ENGLISH).languages
    if plain.split("-")[0] in names:
        return plain.split("-")[0]
    return next((code for code, name in names.items() if name.casefold() == plain), "")


def name_of(code: str) -> str:
    """Return the English name of a language; the code itself where it has none."""
    return str(Locale(ENGLISH).languages.get(code, code))


def direction_of(code: str) -> str:
    """Return "rtl" for a language that is written from right to left, otherwise "ltr"."""
    try:
        return Locale.parse(code, sep="-").text_direction
    except (UnknownLocaleError, ValueError):
        return "ltr"


def catalogues() -> frozenset[str]:
    """Return the codes of the languages that the whole site has words in, beside English."""
    return _with_catalogue(_SITE)


def languages_of_messages() -> frozenset[str]:
    """Return the codes of the languages, beside English, in which messages to people are written."""
    return catalogues() | _with_catalogue(_LETTERS)


def _with_catalogue(domain: str) -> frozenset[str]:
    folders = [Path(folder) for folder in get_babel().translation_directories]
    found = [path for folder in folders for path in folder.glob(f"*/LC_MESSAGES/{domain}.mo")]
    return frozenset(Locale.parse(path.parent.parent.name).language for path in found) - {ENGLISH}


@contextmanager
def in_language(typed: str, *, whole_pages: bool = False) -> Iterator[str]:
    """Write in this language where the site has words in it, otherwise as before. Yields its code, or "".

    `whole_pages`: only where the whole site has words in it, because a page must not be half in a language.
    """
    code = code_of(typed)
    if code in catalogues():
        with force_locale(code):
            yield code
    elif not whole_pages and code in languages_of_messages():
        with _letters_alone(), force_locale(code):
            yield code
    else:
        yield ""


@contextmanager
def _letters_alone() -> Iterator[None]:
    before = get_domain()
    Domain(domain=_LETTERS).as_default()
    try:
        yield
    finally:
        before.as_default()


@contextmanager
def facts() -> Iterator[None]:
    """Write times, prices and dates of listings in English where a language has the sentences of messages alone.

    Otherwise names of weekdays in that language would stand in English sentences.
    """
    if get_domain().domain != [_LETTERS]:
        yield
        return
    with force_locale(_ENGLISH_HERE):
        yield
