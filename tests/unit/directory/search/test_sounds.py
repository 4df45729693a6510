"""Words that sound alike are found, and words of the same sound that look nothing alike are not."""

import pytest

from directory.search.sounds import SoundIndex, slips, sounds_alike

KNOWN = ("business", "school", "complain", "psychologist", "chemo", "wrong", "new", "batteries")


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("bizness", "business"),
        ("skool", "school"),
        ("complane", "complain"),
        ("sychologist", "psychologist"),
        ("kemo", "chemo"),
        ("rong", "wrong"),
    ],
)
def test_a_word_spelt_by_ear_is_found(typed: str, meant: str) -> None:
    assert SoundIndex(KNOWN).alike(typed) == [meant]
    assert sounds_alike(typed, meant)


def test_a_word_that_looks_nothing_like_another_of_its_sound_is_not_found() -> None:
    assert SoundIndex(["queue"]).alike("koe") == []
    assert SoundIndex(["knight"]).alike("nt") == []


def test_words_can_be_added() -> None:
    index = SoundIndex(KNOWN)
    assert index.alike("sirgery") == []
    index.add(["surgery"])
    assert index.alike("sirgery") == ["surgery"]


def test_letters_that_changed_places_are_one_slip() -> None:
    assert slips("freind", "friend") == 1
    assert slips("kemo", "chemo") == 2
