"""The language of a query, what is understood of it, and signs of danger in other languages."""

import re
from collections import Counter
from importlib import resources

import pytest

from bench.needs.texts import need_texts
from directory.search.danger.recognition import DANGER_KINDS
from directory.search.query_analysis import analyse_query
from directory.search.reading.languages import languages_of
from directory.search.reading.letters import folded_letters, words_of
from directory.search.spelling import english_words
from tests.judged import judging, plain_talk
from tests.unit.directory.search.reading.other_languages import DANGERS, EVERYDAY, NEEDS, rows
from tests.unit.directory.search.samples import real

CODES = sorted(real().languages.by_code)
MAIN = ("pl", "ro", "uk", "ru", "ar", "fa", "ur", "ur-Latn", "pa", "bn", "tr", "so")
COMMONEST = 10_000
MASKED = "none"
"""The kind of phrases that hold words of danger and mean none."""
LONG_PHRASE = 3
LEAST_UNDERSTOOD = 0.92


def _wrong(code: str, query: str, need: str) -> str | None:
    found = analyse_query(real(), query, lambda _text: None)
    if found.language == code and next(iter(found.needs), None) == need and not found.corrected:
        return None
    return f"{query}: {found.language}, {list(found.needs)}"


@pytest.mark.parametrize("code", CODES)
def test_a_language_is_recognised_and_leads_to_the_need(code: str) -> None:
    asked = [(query, need) for language, query, need in rows(NEEDS) if language == code]
    assert len(asked) >= 3
    assert [wrong for query, need in asked if (wrong := _wrong(code, query, need))] == []


@pytest.mark.parametrize(
    ("query", "language", "need"),
    [
        ("mąż mnie bije i zabiera mi telefon, boję się", "pl", "domestic-abuse"),
        ("Mon mari me frappe, je cherche un avocat", "fr", "domestic-abuse"),
        ("lunch club in Wombwell", "en", "lunch-clubs"),
        ("café for my mum", "en", None),
        ("fiancée has alkohol problem", "en", None),
        ("depresion", "en", None),
        ("dla form", "en", None),
    ],
)
def test_a_language_beside_english(query: str, language: str, need: str | None) -> None:
    found = analyse_query(real(), query, lambda _text: None)
    assert found.language == language
    assert not need or need in found.needs


@pytest.mark.parametrize(
    ("query", "language"),
    [("لا أعرف شيئا", "ar"), ("ⴰⵣⵓⵍ ⴼⵍⵍⴰⵡⵏ", "und"), ("నాకు సహాయం", "te"), ("도와주세요", "ko")],
)
def test_what_is_not_understood_asks_for_nothing(query: str, language: str) -> None:
    found = analyse_query(real(), query, lambda _text: None)
    assert found.language == language
    assert found.empty


def test_no_common_english_word_is_taken_for_another_language() -> None:
    languages = real().languages
    common = _by_frequency()[:COMMONEST]
    assert len(common) == COMMONEST
    assert [word for word in common if languages.language_of(word) != "en"] == []


def _by_frequency() -> list[str]:
    text = resources.files("symspellpy").joinpath("frequency_dictionary_en_82_765.txt").read_text("utf-8-sig")
    return [line.split(" ")[0] for line in text.splitlines()]


@pytest.mark.slow
def test_no_english_query_of_the_judged_sets_is_taken_for_another_language() -> None:
    queries = [one.query for one in plain_talk.load() if one.group != "language"]
    queries += [one.query for one in judging.load()]
    languages = real().languages
    # Queries without an answer are in other languages too; their letters tell them apart.
    foreign = [one for one in queries if one.isascii() and languages.language_of(one) != "en"]
    assert len(queries) > 400
    assert foreign == []


def test_words_beside_their_language_make_conditions_and_name_the_language() -> None:
    found = analyse_query(real(), "szukam darmowych lekcji angielskiego", lambda _text: None)
    assert [one.id for one in found.filters] == ["cost.free", "language.Polish"]
    assert found.cultures == {"polish": 1.0}


@pytest.mark.parametrize(
    ("query", "language", "need"),
    [
        ("I speak Polish, need someone to talk to", "Polish", "loneliness"),
        ("Polish-speaking befriending", "Polish", "loneliness"),
        ("mum only speaks Punjabi and is lonely", "Punjabi", "loneliness"),
        ("urdu speaking carer to help at home", "Urdu", "home-care"),
        ("falls class in Cantonese", "Cantonese", "falls"),
        ("nail polish class", None, None),
        ("befriending in English", None, "loneliness"),
    ],
)
def test_a_language_named_in_english_is_a_condition(
    query: str, language: str | None, need: str | None
) -> None:
    found = analyse_query(real(), query, lambda _text: None)
    assert [one.value for one in found.filters if one.facet == "language"] == ([language] if language else [])
    assert not need or next(iter(found.needs)) == need


@pytest.mark.parametrize("code", CODES)
def test_danger_is_seen_in_another_language(code: str) -> None:
    told = [(kind, text) for language, kind, text in rows(DANGERS) if language == code]
    seen = [(text, analyse_query(real(), text, lambda _text: None).dangers) for _kind, text in told]
    assert [
        (text, kind, found) for (kind, text), (_, found) in zip(told, seen, strict=True) if kind not in found
    ] == []
    assert code not in MAIN or {kind for kind, _text in told} == set(DANGER_KINDS)


@pytest.mark.parametrize("step", [6, pytest.param(1, marks=pytest.mark.slow)])
def test_everyday_sentences_of_other_languages_are_no_danger(step: int) -> None:
    texts = [text for _language, text in rows(EVERYDAY)]
    texts += [one.text for code in real().languages.by_code for one in need_texts(f"{code}.jsonl")]
    foreign = [text for text in texts[::step] if real().languages.language_of(text) != "en"]
    assert len(foreign) > 400 / step
    assert [text for text in foreign if analyse_query(real(), text, lambda _text: None).dangers] == []


@pytest.mark.parametrize("step", [8, pytest.param(1, marks=pytest.mark.slow)])
def test_what_people_say_of_their_days_in_other_languages_is_understood(step: int) -> None:
    """Troubles as people tell them, without the name of a need: an empty fridge, a parent who stopped washing.

    The phrases were written for these texts, so that the share says nothing of other texts.
    """
    texts = [one for code in CODES for one in need_texts(f"{code}.jsonl") if "-everyday-" in one.situation]
    assert len(texts) > 400
    wrong = [
        one.text
        for one in texts[::step]
        if next(iter(analyse_query(real(), one.text, lambda _text: None).needs), None) != one.needs[0]
    ]
    assert len(wrong) <= (1 - LEAST_UNDERSTOOD) * len(texts[::step]), wrong


def test_every_word_of_a_glossary_means_something() -> None:
    content = real().concepts
    unknown = {
        (code, id)
        for code, language in real().languages.by_code.items()
        for id in language.glossary.phrases
        if id not in content.english
    }
    kinds = {kind for language in real().languages.by_code.values() for kind in language.dangers.phrases}
    assert unknown == set()
    assert kinds <= {*DANGER_KINDS, MASKED}


def test_every_need_has_english_words_that_lead_to_it() -> None:
    concepts, tree = real().concepts, real().tree
    public = {need for need in tree.by_id if need != "professional-referral"}
    assert public <= concepts.english.keys()
    for need in public:
        assert (
            next(iter(analyse_query(real(), concepts.english[need], lambda _text: None).needs), "") == need
        ), need


@pytest.mark.parametrize("code", CODES)
def test_no_word_stands_twice_in_a_glossary(code: str) -> None:
    language = real().languages.by_code[code]
    for id, phrases in {**language.glossary.phrases, **language.dangers.phrases}.items():
        doubled = [text for text, times in Counter(map(folded_letters, phrases)).items() if times > 1]
        assert doubled == [], id


@pytest.mark.parametrize("code", CODES)
def test_a_glossary_alone_says_nothing_in_english_words(code: str) -> None:
    language = real().languages.by_code[code]
    alone = [
        text
        for phrases in language.glossary.phrases.values()
        for text in phrases
        if len(words_of(text)) < LONG_PHRASE
        and all(word in english_words() for word in words_of(text))
        and real().languages.language_of(folded_letters(text)) != "en"
    ]
    assert alone == []


def test_every_language_says_who_it_is_and_whom_to_call() -> None:
    for code, language in real().languages.by_code.items():
        assert language.line.strip(), code
        assert re.search(rf"[“„«\"「]\s?{language.name}", language.line), code
        assert not language.culture or language.culture in real().cultures, code


def test_only_a_language_that_was_edited_is_read_again() -> None:
    polish = {"name": "Polish", "line": "Po polsku", "words": {"falls": ["upadek"]}}
    welsh = {"name": "Welsh", "line": "Cymraeg", "words": {"falls": ["cwympo"]}}
    first = languages_of({"x-one": polish, "x-two": welsh}, ())
    edited = languages_of({"x-one": {**polish, "words": {"falls": ["upadki"]}}, "x-two": dict(welsh)}, ())
    assert edited.by_code["x-two"] is first.by_code["x-two"]
    assert edited.by_code["x-one"].glossary.phrases == {"falls": ("upadki",)}
    assert first.by_code["x-one"].glossary.phrases == {"falls": ("upadek",)}
