"""Queries in other languages: which language it is, and what is understood of it.

A language is recognised by its script, by letters that English lacks, by frequent words, and by the words of
its glossary. A query is English unless most of its words speak for one other language.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from rapidfuzz import fuzz, process

from directory.search.reading.glossary import Glossary, spoken_words
from directory.search.reading.letters import folded_letters, is_han, words_of, written_words
from directory.search.spelling import english_words, is_english

ENGLISH, UNKNOWN = "en", "und"
_SCRIPTS = (
    ("Latn", "a-z\u00c0-\u024f\u1e00-\u1eff"),
    ("Arab", "\u0600-\u06ff\u0750-\u077f\ufb50-\ufdff\ufe70-\ufeff"),
    ("Cyrl", "\u0400-\u052f"),
    ("Deva", "\u0900-\u097f"),
    ("Beng", "\u0980-\u09ff"),
    ("Guru", "\u0a00-\u0a7f"),
    ("Gujr", "\u0a80-\u0aff"),
    ("Taml", "\u0b80-\u0bff"),
    ("Telu", "\u0c00-\u0c7f"),
    ("Knda", "\u0c80-\u0cff"),
    ("Mlym", "\u0d00-\u0d7f"),
    ("Sinh", "\u0d80-\u0dff"),
    ("Thai", "\u0e00-\u0e7f"),
    ("Ethi", "\u1200-\u137f"),
    ("Grek", "\u0370-\u03ff\u1f00-\u1fff"),
    ("Hebr", "\u0590-\u05ff"),
    ("Armn", "\u0530-\u058f"),
    ("Geor", "\u10a0-\u10ff"),
    ("Kore", "\uac00-\ud7af\u1100-\u11ff"),
    ("Jpan", "\u3040-\u30ff"),
    ("Hani", "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"),
    ("Mymr", "\u1000-\u109f"),
    ("Khmr", "\u1780-\u17ff"),
)
"""Scripts by their ISO 15924 codes, and their letters."""
_OF_SCRIPT = {
    "Arab": "ar", "Cyrl": "ru", "Deva": "hi", "Beng": "bn", "Guru": "pa", "Gujr": "gu", "Taml": "ta",
    "Telu": "te", "Knda": "kn", "Mlym": "ml", "Sinh": "si", "Thai": "th", "Ethi": "am", "Grek": "el",
    "Hebr": "he", "Armn": "hy", "Geor": "ka", "Kore": "ko", "Jpan": "ja", "Hani": "zh-Hans", "Mymr":
    "my", "Khmr": "km",
}  # fmt: skip
"""The language of each script where nothing speaks for another one."""
_LETTER_WORTH = 2.0
_GLOSSARY_WORTH = 1.5
_ALIEN_WORTH = 1.0
_LEAST_FOREIGN_WORDS = 0.4
"""The share of words in another script from which a text is in a language of that script."""
_SHORT = 2
"""Words up to which one telling word is enough."""
_LEAST_EVIDENCE = 2.0
_LONG_PHRASE = 3
"""Words of a phrase, or of a text, that are no accident together."""
_OF_LOANWORDS = frozenset("éèêëïöüñçâàáóô")
"""Letters with marks that English writes in words such as café, naïve and fiancée, and in names."""
_SHORTEST_ALONE = 4
_LONG_BEGINNING = 6
_LIKE_ENGLISH = 82
"""How like an English word (0 to 100) a lone word may be before it is taken for that word, misspelt."""
_TELLING_ENGLISH = frozenset(
    """
    the and is my i to for of in not with im need help want on who are have has can cant dont wont he
    she they we our your that this was been what where how please about get got because
    """.split()  # noqa: SIM905
)


@dataclass(frozen=True)
class Language:
    """One language of content/thesaurus/languages/. `culture`: its id among the cultures, '' without one."""

    code: str
    """BCP 47."""
    name: str
    """The English name by which listings say that they speak it."""
    culture: str
    line: str
    """The line that says in this language that it was recognised, and that there is an interpreter."""
    script: str
    telling: frozenset[str]
    """Frequent words, folded."""
    letters: frozenset[str]
    """Letters with marks that its words have, and English words lack."""
    glossary: Glossary
    dangers: Glossary

    @property
    def is_right_to_left(self) -> bool:
        """True where the line is written from right to left."""
        return self.script in ("Arab", "Hebr")


@dataclass
class _Evidence:
    """What speaks for one language: the worth of what was found, how much of it no English word explains, and
    the words that it explains."""

    worth: float = 0.0
    strong: float = 0.0
    explained: set[str] = field(default_factory=set)
    guessed: set[str] = field(default_factory=set)
    """Words of which a glossary knows only a short beginning: 'demensha' begins as a Romanian word does."""


class Languages:
    """All languages that the thesaurus knows."""

    def __init__(self, by_code: Mapping[str, Language], english: Collection[str] = ()) -> None:
        """`english`: words of English queries beside those of general English, such as 'dla' and 'mandir'."""
        self.by_code = dict(by_code)
        self._english = frozenset(english)
        self._latin = [one for one in by_code.values() if one.script == "Latn"]

    def get(self, code: str) -> Language | None:
        """Return a language by its code; None for English and for what is not known."""
        return self.by_code.get(code)

    def language_of(self, text: str) -> str:
        """Return the language of a text (BCP 47). English where it is open; 'und' for an unknown script."""
        words = written_words(text)
        scripts = Counter(script for word in words if (script := _script_of(word)))
        foreign = sum(count for script, count in scripts.items() if script != "Latn")
        if not scripts:
            return UNKNOWN if any(word.isalpha() and not word.isascii() for word in words) else ENGLISH
        if foreign >= _LEAST_FOREIGN_WORDS * sum(scripts.values()):
            return self._by_script(text, scripts)
        return self._by_words(text, words)

    def _by_script(self, text: str, scripts: Counter[str]) -> str:
        if scripts["Jpan"]:
            return "ja"
        script = max((one for one in scripts if one != "Latn"), key=lambda one: scripts[one])
        candidates = [one for one in self.by_code.values() if one.script == script]
        if not candidates or len(candidates) == 1:
            return candidates[0].code if candidates else _OF_SCRIPT[script]
        if script == "Hani":
            return self._chinese(text, candidates)
        worth = {one.code: self._worth_in_script(text, one, candidates) for one in candidates}
        most = max(worth.values())
        likely = [code for code, one in worth.items() if one == most]
        return _OF_SCRIPT[script] if _OF_SCRIPT[script] in likely else likely[0]

    def _worth_in_script(self, text: str, one: Language, others: Sequence[Language]) -> float:
        words = spoken_words(text)
        shared = Counter(word for other in others for word in other.telling)
        # A frequent word of two languages tells less than one of one.
        worth = sum(1.0 / shared[word] for word in words if word in one.telling)
        letters = set(unicodedata.normalize("NFC", text.lower()))
        owners = Counter(letter for other in others for letter in other.letters)
        worth += sum(_LETTER_WORTH / owners[letter] ** 2 for letter in letters & one.letters)
        worth -= sum(_ALIEN_WORTH for letter in letters - one.letters if owners[letter])
        phrases = [*one.glossary.found_in(words), *one.dangers.found_in(words)]
        return worth + _GLOSSARY_WORTH / 3 * sum(len(phrase.words) for phrase in phrases)

    def _chinese(self, text: str, candidates: Sequence[Language]) -> str:
        """Return Cantonese where words of it stand in the text, and the way of writing otherwise: by the
        characters that only one of the two has."""
        codes = {one.code: one for one in candidates}
        characters = [letter for letter in text if is_han(letter)]
        told = {code: sum(letter in one.telling for letter in characters) for code, one in codes.items()}
        if told.get("yue", 0):
            return "yue"
        traditional, simplified = told.get("zh-Hant", 0), told.get("zh-Hans", 0)
        return "zh-Hant" if traditional > simplified else "zh-Hans"

    def _by_words(self, text: str, written: Sequence[str]) -> str:
        folded = {word: folded_letters(word) for word in written if not word.isdecimal()}
        english = {word for word in folded.values() if word in self._english or is_english(word)}
        is_plain = text.isascii() and english.issuperset(folded.values())
        if is_plain and (len(folded) < _LONG_PHRASE or not _TELLING_ENGLISH.isdisjoint(english)):
            return ENGLISH
        words = spoken_words(text)
        best, evidence = ENGLISH, _Evidence()
        for one in self._latin:
            found = _evidence(one, folded, words, english)
            if found.strong and (found.worth, found.strong) > (evidence.worth, evidence.strong):
                best, evidence = one.code, found
        return best if _is_enough(evidence, list(folded.values()), english) else ENGLISH


def _is_enough(evidence: _Evidence, words: Sequence[str], english: Collection[str]) -> bool:
    """True where more speaks for another language than for English."""
    against = [word for word in words if word in english and word not in evidence.explained]
    if len(words) > _SHORT:
        against += [word for word in against if word in _TELLING_ENGLISH and len(word) > 1]
    if evidence.worth <= len(against):
        return False
    if evidence.strong >= _LEAST_EVIDENCE:
        return True
    if evidence.strong and not against and len(evidence.explained) >= _LONG_PHRASE:
        return True
    # One word alone may be a name, or an English word misspelt.
    return len(words) <= _SHORT and any(
        len(word) >= _SHORTEST_ALONE and not _is_like_english(word)
        for word in evidence.explained - evidence.guessed - set(english)
    )


def _evidence(
    one: Language, folded: Mapping[str, str], words: Sequence[str], english: Collection[str]
) -> _Evidence:
    """Return what speaks for a language in Latin letters. Words that are English too prove nothing alone.

    `folded`: the words as they were written, each with its folded form. `words`: the text for the glossary.
    """
    found = _Evidence()
    for written, word in folded.items():
        marks = {letter for letter in written if not letter.isascii() and letter.isalpha()}
        has_marks = bool(marks - _OF_LOANWORDS)
        if word in one.telling:
            found.explained.add(word)
            is_strong = word not in english or has_marks
            found.worth += 1.0 if is_strong else 0.5
            found.strong += 1.0 if is_strong and len(word) > 1 else 0.0
        if marks and (has_marks or word not in english):
            if marks <= one.letters:
                found.explained.add(word)
                found.worth += 1.0
                found.strong += 1.0 if word in one.telling else 0.5
            else:
                found.worth -= _ALIEN_WORTH
    for phrase in (*one.glossary.found_in(words), *one.dangers.found_in(words)):
        found.explained.update(phrase.words)
        if len(phrase.words) == 1 and phrase.letters < min(_LONG_BEGINNING, len(phrase.words[0])):
            found.guessed.update(phrase.words)
        own = [word for word in phrase.words if word not in english]
        if own:
            found.worth += _GLOSSARY_WORTH
            found.strong += 1.0 if len(phrase.words) == 1 else 0.75 * min(len(own), 2)
        elif len(phrase.words) >= _LONG_PHRASE:
            # Three words of one phrase, each of them English too: 'mon mari me frappe'.
            found.worth += _GLOSSARY_WORTH
            found.strong += 1.0
    return found


def _is_like_english(word: str) -> bool:
    """True where a word may be an English one, misspelt: 'depresion', 'alkohol'."""
    return (
        process.extractOne(word, english_words().keys(), scorer=fuzz.ratio, score_cutoff=_LIKE_ENGLISH)
        is not None
    )


def _script_of(word: str) -> str:
    """Return the script of a word's first letter; '' for figures and for letters of unknown scripts."""
    return next((script for letter in word for script, is_of in _IS_OF if is_of.match(letter)), "")


_IS_OF = [(script, re.compile(f"[{span}]")) for script, span in _SCRIPTS]


def languages_of(content: Mapping[str, Mapping[str, Any]], english: Collection[str]) -> Languages:
    """Return the languages of content/thesaurus/languages/*.yaml by their BCP 47 codes. `english`: words that
    are never taken for another language."""
    return Languages({code: _language(code, entry) for code, entry in content.items()}, english)


_known: dict[str, tuple[str, Language]] = {}
"""The languages that were read last, with what they were read from. An edit of another file reads none again."""


def _language(code: str, entry: Mapping[str, Any]) -> Language:
    """Return a language; the same as before where nothing of its file has changed."""
    written = repr(entry)
    known = _known.get(code)
    if known is None or known[0] != written:
        known = _known[code] = written, _read_language(code, entry)
    return known[1]


def _read_language(code: str, entry: Mapping[str, Any]) -> Language:
    words: Mapping[str, Sequence[str]] = entry.get("words") or {}
    dangers: Mapping[str, Sequence[str]] = entry.get("danger") or {}
    telling = [str(word) for word in entry.get("telling") or ()]
    texts = [
        *telling,
        *(text for group in (words, dangers) for phrases in group.values() for text in phrases),
    ]
    before = frozenset(entry.get("before") or ())
    composed = unicodedata.normalize("NFC", " ".join(texts).lower())
    return Language(
        code=code,
        name=str(entry.get("speaks") or entry["name"]),
        culture=str(entry.get("culture", "")),
        line=str(entry["line"]),
        script=_script_of(str(entry["line"])),
        telling=frozenset(folded for text in telling for folded in words_of(text)),
        letters=frozenset(letter for letter in composed if letter.isalpha() and not letter.isascii()),
        glossary=Glossary(words, before),
        dangers=Glossary(dangers, before),
    )
