"""From what somebody typed to what they mean."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from directory.search.query_analysis import QueryAnalysis, analyse_query
from directory.search.reading.places import QueryParts, split_at_place
from directory.search.results import Place
from directory.search.thesaurus import Thesaurus, load_thesaurus
from tests.unit.directory.search.samples import real, write_content

PLACES = {
    "s73": Place("S73", 53.5, -1.4, "S73"),
    "s73 8ab": Place("S73 8AB", 53.51, -1.41, "S73 8AB"),
    "wombwell": Place("Wombwell", 53.52, -1.4),
    "great houghton": Place("Great Houghton", 53.55, -1.35),
    "houghton": Place("Houghton", 1.0, 1.0),
}


def find(text: str) -> Place | None:
    return PLACES.get(" ".join(text.lower().split()))


class ArcherySpelling:
    """Knows one word that another begins, and one correction of two words."""

    def written_out(self, text: str) -> str:
        return text.replace(" 4 ", " for ")

    def as_one(self, words: Sequence[str]) -> tuple[str, ...]:
        return tuple(" ".join(words).replace("arch ery", "archery").split())

    def correct(self, word: str) -> str:
        return {"archrey": "archery", "nailpolish": "nail polish"}.get(word, word)

    def expand(self, word: str) -> list[str]:
        return ["archery"] if word == "archer" else []


@pytest.fixture
def thesaurus(tmp_path: Path) -> Thesaurus:
    return load_thesaurus(write_content(tmp_path))


def weights(analysis: QueryAnalysis) -> dict[str, float]:
    """The weight of each word or synonym asked for."""
    return {clause.alternatives[0][0]: clause.weight for clause in analysis.clauses}


class TestPlace:
    @pytest.mark.parametrize(
        ("query", "rest"),
        [
            ("befriending s73", "befriending"),
            ("befriending near S73", "befriending"),
            ("befriending in s73 8ab", "befriending"),
            ("S73 lunch club", "lunch club"),
            ("lunch in s73 please", "lunch please"),
            ("near S73", ""),
            ("s73", ""),
        ],
    )
    def test_a_postcode_is_taken_out_of_the_words(self, query: str, rest: str) -> None:
        parts = split_at_place(query, find)
        assert f"{parts.before} {parts.after}".split() == rest.split()
        assert parts.place in (PLACES["s73"], PLACES["s73 8ab"])

    def test_the_rest_is_the_words_without_a_postcode(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "Fireside “Visits” near S73 8AB", find).rest == "fireside visits"
        assert analyse_query(thesaurus, "Café in Wombwell", find).rest == "cafe in wombwell"
        assert analyse_query(thesaurus, "vitamin B12", find).rest == "vitamin b12"
        assert analyse_query(thesaurus, "s73", find).rest == ""

    @pytest.mark.parametrize("query", ["vitamin b12", "channel s99", "form sa400", "m25 traffic", ""])
    def test_a_code_that_is_nowhere_stays_a_word(self, query: str) -> None:
        assert split_at_place(query, find) == QueryParts(query)

    def test_of_two_codes_the_one_that_is_somewhere_is_taken(self) -> None:
        parts = split_at_place("b12 injections s73", find)
        assert (parts.before.strip(), parts.after.strip()) == ("b12 injections", "")
        assert parts.place == PLACES["s73"]

    def test_a_code_that_is_nowhere_is_looked_for(self, thesaurus: Thesaurus) -> None:
        analysis = analyse_query(thesaurus, "vitamin b12", find)
        assert "b12" in weights(analysis)
        assert analysis.place is None

    def test_a_town_is_understood_and_weighs_less_than_the_words(self, thesaurus: Thesaurus) -> None:
        analysis = analyse_query(thesaurus, "lunch club in Wombwell", find)
        assert analysis.place == PLACES["wombwell"]
        assert 0 < weights(analysis)["wombwel"] < weights(analysis)["lunch"]
        assert analysis.needs == {"lunch-clubs": 1.0}

    def test_the_longer_name_of_a_town_wins(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "choir great houghton", find).place == PLACES["great houghton"]

    def test_a_postcode_goes_before_a_town(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "wombwell choir s73 8ab", find).place == PLACES["s73 8ab"]


class TestNeeds:
    def test_words_near_each_other_lead_to_a_need(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "mum is unsteady on her feet", find).needs == {"falls": 1.0}

    def test_a_longer_phrase_beats_one_inside_it(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "lunch club advice", find).needs.keys() == {"lunch-clubs", "advice"}
        assert analyse_query(thesaurus, "fed up alone", find).needs == {"loneliness": 1.0}

    def test_a_phrase_inside_a_longer_one_of_another_need_says_less(self, thesaurus: Thesaurus) -> None:
        apart = analyse_query(thesaurus, "advice, care car", find).needs
        inside = analyse_query(thesaurus, "advice on lifts", find).needs
        assert inside["transport"] == 1.0
        assert inside.get("advice", 0.0) < apart["advice"] <= 1.0
        assert inside.get("advice", 0.0) < 0.6

    def test_what_only_looks_like_a_need_is_none(self, thesaurus: Thesaurus) -> None:
        assert "advice" in analyse_query(thesaurus, "some advice", find).needs
        assert analyse_query(thesaurus, "tax advice", find).needs == {"benefits": 1.0}, (
            "only the need that says so is kept out"
        )
        assert analyse_query(thesaurus, "keep falling, tax advice", find).needs.keys() == {
            "falls",
            "benefits",
        }

    def test_one_word_that_few_needs_use_speaks_where_no_phrase_does(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(real(), "the boiler", find).needs
        assert analyse_query(thesaurus, "some archery", find).needs == {}

    def test_related_needs_stand_near(self, thesaurus: Thesaurus) -> None:
        analysis = analyse_query(thesaurus, "keep falling", find)
        assert analysis.nearby_needs == {"bathing": 0.5}
        assert "bathing" not in analyse_query(thesaurus, "keep falling and want bath help", find).nearby_needs

    @pytest.mark.parametrize("filler", ["please", "i need some", "lots"])
    def test_filler_does_not_change_what_is_meant(self, thesaurus: Thesaurus, filler: str) -> None:
        assert (
            analyse_query(thesaurus, f"{filler} lunch club", find).needs
            == analyse_query(thesaurus, "lunch club", find).needs
        )


class TestPeople:
    def test_groups_that_ask_are_understood(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "elderly lunch club", find).audiences == {"older_people": 1.0}

    def test_a_member_of_the_family_counts_a_little(self, thesaurus: Thesaurus) -> None:
        assert 0 < analyse_query(thesaurus, "my mum", find).audiences["parents"] < 0.5

    @pytest.mark.parametrize(
        ("query", "age", "group"),
        [
            ("im 85", 85, "older_people"),
            ("She’s 71", 71, "older_people"),
            ("my son is 7", 7, "children"),
            ("15 year old", 15, "young_people"),
            ("aged 45", 45, None),
            ("bus 226", None, None),
            ("over 200 years old", None, None),
        ],
    )
    def test_an_age_is_read_and_puts_people_in_a_group(
        self, thesaurus: Thesaurus, query: str, age: int | None, group: str | None
    ) -> None:
        analysis = analyse_query(thesaurus, query, find)
        assert analysis.age == age
        assert analysis.audiences.get(group or "") == (1.0 if group else None)

    def test_languages_and_diets(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "kosher lunch", find).cultures == {"kosher": 1.0}
        assert analyse_query(thesaurus, "polish", find).cultures == {"polish": 1.0}

    def test_what_only_looks_like_a_culture_is_none(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "nail polish", find).cultures == {}
        assert analyse_query(real(), "nail polish", find).cultures == {}
        assert "polish" in analyse_query(real(), "polish speaking", find).cultures


class TestWords:
    @pytest.mark.parametrize("word", ["help", "support", "care", "group", "home", "club"])
    def test_a_weak_word_alone_is_looked_for_in_full(self, thesaurus: Thesaurus, word: str) -> None:
        assert weights(analyse_query(thesaurus, word, find)) == {word: 1.0}

    def test_weak_words_stay_beside_strong_ones_and_weigh_less(self, thesaurus: Thesaurus) -> None:
        found = weights(analyse_query(thesaurus, "support group archery", find))
        assert 0 < found["support"] == found["group"] < found["archeri"]

    def test_filler_is_left_out_beside_words_and_kept_alone(self, thesaurus: Thesaurus) -> None:
        assert set(weights(analyse_query(thesaurus, "i need some archery", find))) == {"archeri"}
        assert set(weights(analyse_query(thesaurus, "someone please", find))) == {"someon", "pleas"}
        assert not analyse_query(thesaurus, "the", find).empty

    def test_synonyms_are_looked_for_beside_the_words(self, thesaurus: Thesaurus) -> None:
        clauses = analyse_query(thesaurus, "ot", find).clauses
        assert [stem for stem, _ in clauses[0].alternatives] == ["ot", "~ot"]
        assert "~lunch_club" in weights(analyse_query(thesaurus, "dinner club", find))

    def test_words_that_no_listing_has_stand_for_those_they_begin(self, thesaurus: Thesaurus) -> None:
        clauses = analyse_query(thesaurus, "archer", find, spelling=ArcherySpelling()).clauses
        assert [stem for stem, _ in clauses[0].alternatives] == ["archer", "archeri"]

    def test_spelling_is_corrected_and_what_was_typed_stays(self, thesaurus: Thesaurus) -> None:
        analysis = analyse_query(thesaurus, "Nailpolish near S73, archrey", find, spelling=ArcherySpelling())
        assert analysis.typed == ("nailpolish", "near", "s73", "archrey")
        assert analysis.corrected == "nail polish near s73 archery"
        assert analysis.tokens == ("nail", "polish", "archery")
        assert analysis.place == PLACES["s73"]
        assert analyse_query(thesaurus, "archery", find, spelling=ArcherySpelling()).corrected == ""

    def test_short_forms_are_mended_words(self, thesaurus: Thesaurus) -> None:
        analysis = analyse_query(thesaurus, "arch ery 4 mum, N.H.S.", find, spelling=ArcherySpelling())
        assert analysis.corrected == "archery for mum nhs"
        assert analyse_query(thesaurus, "arch ery 4 mum", find).tokens == ("arch", "ery", "4", "mum")
        assert analyse_query(thesaurus, "N.H.S.", find).corrected == ""

    def test_a_word_typed_twice_is_asked_once(self, thesaurus: Thesaurus) -> None:
        assert len(analyse_query(thesaurus, "archery archery Archery", find).clauses) == 1

    def test_nothing_is_nothing(self, thesaurus: Thesaurus) -> None:
        assert analyse_query(thesaurus, "", find).empty
        assert analyse_query(thesaurus, "!!! 😀", find).empty
        assert analyse_query(thesaurus, "s73", find).empty


def test_danger_is_told_by_kind_and_the_search_still_answers(thesaurus: Thesaurus) -> None:
    analysis = analyse_query(thesaurus, "house on fire, i want to die", find)
    assert set(analysis.dangers) == {"crisis", "emergency"}
    assert analyse_query(thesaurus, "to the fire station", find).dangers == ()


# What people say in a borough like ours: these must be understood with the words that the product ships with.
SAID = {
    "nobody to talk to": "loneliness",
    "i feel so alone": "loneliness",
    "feeling low and dont want to get up": "anxiety-low-mood",
    "i cant cope anymore": "anxiety-low-mood",
    "mum keeps falling": "falls",
    "can't get out of the bath": "bathing",
    "she keeps wandering": "dementia",
    "worried about dad's memory": "memory-worries",
    "bedroom tax": "benefits",
    "can't pay the gas bill": "energy-bills",
    "meals on wheels": "meals",
    "ring and ride": "transport",
    "dossette": "medicines",
    "respite": "carers-breaks",
    "DFG": "adaptations",
    "OT": "occupational-therapy",
    "PA": "personal-assistant",
    "CAB": "advice",
    "my husband died": "bereavement",
    "he hits me": "domestic-abuse",
    "i want to die": "crisis",
    "stop gambling": "gambling",
    "damp in the bathroom": "damp-repairs",
    "I am looking after my mum and I am worn out": "carers",
    "my mum keeps falling in the bathroom": "falls",
    "my nerves": "anxiety-low-mood",
}


@pytest.mark.parametrize(("query", "need"), SAID.items(), ids=SAID.keys())
def test_peoples_own_words_lead_to_needs(query: str, need: str) -> None:
    analysis = analyse_query(real(), query, find)
    assert need in analysis.needs, f"understood as {analysis.needs}"
    assert analysis.needs[need] > 0.7


@pytest.mark.parametrize("query", ["dental care", "skin care", "care"])
def test_care_is_not_a_care_home(query: str) -> None:
    assert analyse_query(real(), query, find).needs.get("care-homes", 0) < 0.5


@pytest.mark.parametrize("query", ["lunch club for over 60s", "over 60s", "over 60"])
def test_those_over_sixty_are_older_people(query: str) -> None:
    assert "older_people" in analyse_query(real(), query, find).audiences


@pytest.mark.parametrize(
    "word",
    ["care", "support", "help", "GP", "carer", "group", "home", "caring", "carers", "advice", "service"],
)
def test_the_words_of_care_are_never_thrown_away(word: str) -> None:
    for query in (word, f"{word} please", f"i need {word}", f"my mum needs {word}"):
        assert weights(analyse_query(real(), query, find)), query


@given(st.text(max_size=120))
def test_anything_can_be_typed(query: str) -> None:
    analysis = analyse_query(real(), query, find)
    assert all(0 < weight <= 1 for weight in analysis.needs.values())
    assert all(clause.weight > 0 and clause.alternatives for clause in analysis.clauses)
