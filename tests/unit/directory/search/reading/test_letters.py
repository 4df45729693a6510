"""Letters and words of every script."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.reading.letters import clauses_of_words, folded_letters, words_of


@pytest.mark.parametrize(
    ("written", "typed"),
    [
        ("Sprzątanie łazienki", "sprzatanie lazienki"),
        ("sağlık ışık", "saglik isik"),
        ("Straße", "strasse"),
        ("đau ngực", "dau nguc"),
        ("smørrebrød", "smorrebrod"),
        ("أُمِّي إلى", "امی الی"),
        ("مســـاعدة", "مساعده"),
        ("یک", "يك"),
        ("٢٣ ۲۳ २३", "23 23 23"),
        ("می\u200cخواهم", "میخواهم"),
        ("madad\u200b", "madad"),
        ("माँ", "मा"),
        ("лёд", "лед"),
        ("μητέρας", "μητερασ"),
        ("naïve Café", "naive cafe"),
    ],
)
def test_marks_and_forms_of_letters_are_one(written: str, typed: str) -> None:
    assert folded_letters(written) == folded_letters(typed)


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("मुझे अंग्रेज़ी सीखनी है", 4),
        ("எனக்கு வேலை வேண்டும்", 3),
        ("ਮੈਨੂੰ ਘਰ ਵਿੱਚ ਮਦਦ", 4),
        ("আমি ইংরেজি শিখতে চাই", 4),
        ("ኣብዚ ከተማ ሓድሽ እየ", 4),
        ("我想学英语", 5),
        ("б'є мене", 3),
        ("Do I need help?", 4),
    ],
)
def test_words_are_cut_where_their_script_cuts_them(text: str, words: int) -> None:
    assert len(words_of(text)) == words


def test_clauses_end_at_the_punctuation_of_each_script() -> None:
    assert [
        len(clauses_of_words(text)) for text in ("हाँ। नहीं", "نعم، لا؟ ربما", "是的。不", "ኣብዚ፣ ከተማ።")
    ] == [2, 3, 2, 2]


@given(st.text())
def test_folding_twice_changes_nothing(text: str) -> None:
    once = folded_letters(text)
    assert folded_letters(once) == once
