"""The thesaurus: read whole, refused with a word on what to correct, and noticed when it changes."""

from pathlib import Path
from typing import Any

import pytest

from core.content import trying
from directory.search.thesaurus import ASKS_IN_LISTING, HINT, SAYS, NeedWordScores, Thesaurus, load_thesaurus
from directory.search.tokenizer import stems
from tests.unit.directory.search.samples import write_content


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def test_people_ask_and_listings_say(thesaurus: Thesaurus) -> None:
    asked = {need for _, need, _ in thesaurus.need_asks.near(stems("i keep falling"))}
    said = {need for _, _, (need, _) in thesaurus.need_says.in_order(stems("falls prevention for all"))}
    assert asked == said == {"falls"}


def test_the_label_of_a_need_leads_to_it(thesaurus: Thesaurus) -> None:
    assert {need for _, need, _ in thesaurus.need_asks.near(stems("falls and balance"))} == {"falls"}


def test_a_phrase_counts_once_by_its_strongest_meaning(thesaurus: Thesaurus) -> None:
    strengths = {
        need: strength for _, _, (need, strength) in thesaurus.need_says.in_order(stems("the lunch club"))
    }
    assert strengths == {"lunch-clubs": SAYS}
    by_text = {
        text: value for text, value in thesaurus.need_says.entries() if value[0] in ("falls", "loneliness")
    }
    assert by_text["keep falling"] == ("falls", ASKS_IN_LISTING)
    assert by_text["lonely"] == ("loneliness", HINT)
    assert by_text["rehabilitation"] == ("falls", HINT)


def test_related_needs_that_do_not_exist_are_left_out(thesaurus: Thesaurus) -> None:
    assert thesaurus.related["falls"] == {"bathing": 0.5}


def test_a_need_that_is_not_in_the_tree_is_refused_with_its_file(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "thesaurus/needs/more.yaml").write_text("flying: {asks: [fly], says: [flights]}")
    with pytest.raises(ValueError, match=r"more\.yaml: there is no need with the id flying"):
        load_thesaurus(tmp_path)


def test_a_file_that_is_no_yaml_is_named(tmp_path: Path) -> None:
    write_content(tmp_path)
    (tmp_path / "thesaurus/synonyms.yaml").write_text("- [one, two\n- three: : four")
    with pytest.raises(ValueError, match=r"synonyms\.yaml"):
        load_thesaurus(tmp_path)


@pytest.mark.parametrize(
    "name", ["needs.yaml", "thesaurus/needs/all.yaml", "thesaurus/audiences.yaml", "thesaurus/filler.yaml"]
)
def test_any_changed_word_is_a_new_version(tmp_path: Path, name: str) -> None:
    older = load_thesaurus(write_content(tmp_path / "older")).version
    write_content(tmp_path / "newer")
    path = tmp_path / "newer" / name
    path.write_text(path.read_text() + "\n# a new thought\n")
    assert load_thesaurus(tmp_path / "newer").version != older
    assert load_thesaurus(write_content(tmp_path / "same")).version == older


def test_distress_may_be_rows_or_a_mapping(tmp_path: Path, thesaurus: Thesaurus) -> None:
    path = write_content(tmp_path / "rows") / "thesaurus/filler.yaml"
    rows = "{phrase: want to die, kind: crisis}, {phrase: end my life, kind: crisis}, {phrase: house on fire, kind: emergency}"
    path.write_text(f"filler: []\nweak: []\ndangers: [{rows}]")
    assert sorted(load_thesaurus(tmp_path / "rows").dangers.entries()) == sorted(thesaurus.dangers.entries())


def test_words_of_danger_keep_their_glue_and_may_be_calmed(thesaurus: Thesaurus) -> None:
    assert [kind for _, _, kind in thesaurus.dangers.in_order(stems("i will end my life"))] == ["crisis"]
    assert not list(thesaurus.dangers.in_order(stems("end of life")))
    assert sorted(thesaurus.not_danger.entries()) == [
        ("want to die at home", "crisis"),
        ("want to die at sea", "emergency"),
    ]


def test_without_words_that_calm_there_are_none(tmp_path: Path) -> None:
    (write_content(tmp_path) / "thesaurus/filler.yaml").write_text(
        "filler: []\nweak: []\ndangers: {crisis: [want to die]}"
    )
    assert not list(load_thesaurus(tmp_path).not_danger.entries())


def test_what_only_looks_like_a_culture_is_known(thesaurus: Thesaurus) -> None:
    assert sorted(thesaurus.culture_not.entries()) == [
        ("nail polish", "polish"),
        ("no polish speaking", "polish"),
    ]


def test_what_a_need_is_not_does_not_take_its_own_phrases_away(tmp_path: Path) -> None:
    needs = "falls: {says: [care home, steady feet], not: [in care homes, steady feet up]}"
    (write_content(tmp_path) / "thesaurus/needs/all.yaml").write_text(needs)
    barred = load_thesaurus(tmp_path).need_not
    assert not list(barred.in_order(stems("a care home")))
    assert list(barred.in_order(stems("visits in care homes")))
    assert list(barred.in_order(stems("steady on feet up")))


def test_every_word_of_the_thesaurus_is_known(thesaurus: Thesaurus) -> None:
    assert {
        "unsteady",
        "wheels",
        "luncheon",
        "kosher",
        "dossette",
        "pensioner",
        "please",
    } <= thesaurus.known_words
    assert "zebra" not in thesaurus.known_words


def test_synonyms_share_one_name(thesaurus: Thesaurus) -> None:
    names = dict(thesaurus.synonyms.entries())
    assert names["lunch club"] == names["luncheon club"] == names["dinner club"] != names["ot"]
    assert names["dossette"] == names["medicines tray"]


def test_lone_words_speak_the_louder_the_fewer_needs_use_them() -> None:
    learnt = NeedWordScores(
        [
            ("gas bill", "bills"),
            ("gas safety", "fire"),
            ("boiler", "bills"),
            ("help at home", "care"),
            ("bill help", "care"),
        ]
    )
    points = learnt(["boiler"])
    assert set(points) == {"bills"}
    assert set(learnt(["gas"])) == {"bills", "fire"}
    assert points["bills"] > learnt(["gas"])["bills"] > 0
    assert not learnt(["zebra"])
    assert learnt(["boiler", "boiler"]) == points


class _MoreSynonyms:
    """Edits that add words to the file of synonyms alone."""

    token = "edited"

    def stamp(self, path: Path) -> str:
        return "edited" if path.name == "synonyms.yaml" else ""

    def data(self, path: Path, shipped: Any) -> Any:
        return [*shipped, ["zumba", "dance fitness"]] if path.name == "synonyms.yaml" else shipped

    def text(self, _path: Path, shipped: str) -> str:
        return shipped

    def new_files(self, _folder: Path) -> list[Path]:
        return []


def test_an_edit_makes_only_the_matchers_of_its_file_anew(tmp_path: Path) -> None:
    content = write_content(tmp_path)
    before = load_thesaurus(content)
    with trying(content, _MoreSynonyms()):
        after = load_thesaurus(content)
    assert after.version != before.version
    assert [name for _start, _length, name in after.synonyms.in_order(["zumba"])] == ["~zumba"]
    for name in ("need_asks", "need_says", "need_not", "audience_says", "culture_says"):
        assert getattr(after, name) is getattr(before, name)
