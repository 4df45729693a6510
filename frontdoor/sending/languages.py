"""The languages in which a message can be written: English, and those of the catalogues in translations/."""

from collections.abc import Iterator
from contextlib import contextmanager

from babel import Locale
from flask_babel import force_locale, get_babel

ENGLISH = "en"


def code_of(typed: str) -> str:
    """Return the code of a language that was typed as a code or by its English name; empty for another word."""
    plain = typed.strip().casefold().replace("_", "-")
    names = Locale(ENGLISH).languages
    if plain.split("-")[0] in names:
        return plain.split("-")[0]
    return next((code for code, name in names.items() if name.casefold() == plain), "")


def catalogues() -> frozenset[str]:
    """Return the codes of the languages that the site has words in, beside English."""
    found = get_babel().instance.list_translations()
    return frozenset(locale.language for locale in found) - {ENGLISH}


@contextmanager
def in_language(typed: str) -> Iterator[None]:
    """Write in this language where the site has words in it, and in English where it has none."""
    code = code_of(typed)
    if code not in catalogues():
        yield
        return
    with force_locale(code):
        yield
