"""The facts about councils and towns: every code leads to a council with duties of social care."""

from core.settings import ROOT
from directory.councils.library import folded, load_councils

COUNCILS = load_councils(ROOT / "content")


def test_every_council_has_duties_or_leads_to_one_that_has() -> None:
    every = {council.code: council for council in COUNCILS.by_code.values()}
    assert sum(council.social_care for council in every.values()) == 153
    assert sum(council.is_nation for council in every.values()) == 3
    for council in every.values():
        responsible = COUNCILS.responsible(council.code)
        assert responsible is not None, council.name
        assert responsible.social_care or responsible.is_nation, council.name


def test_every_town_has_a_council_with_duties() -> None:
    assert len(COUNCILS.towns) >= 300
    lost = [name for name, code in COUNCILS.towns.values() if COUNCILS.responsible(code) is None]
    assert lost == []


def test_well_known_towns_are_where_everybody_knows_them_to_be() -> None:
    def council(town: str) -> str:
        found = COUNCILS.responsible(COUNCILS.towns[folded(town)][1])
        return found.name if found else ""

    assert {town: council(town) for town in ("Leeds", "Preston", "King’s Lynn", "St. Albans", "Hull")} == {
        "Leeds": "Leeds",
        "Preston": "Lancashire",
        "King’s Lynn": "Norfolk",
        "St. Albans": "Hertfordshire",
        "Hull": "Kingston upon Hull",
    }
    assert council("Cardiff") == "Wales"


def test_a_code_of_before_or_after_a_change_leads_to_the_same_council() -> None:
    for code, name in {
        "E08000039": "Sheffield",
        "E07000165": "North Yorkshire",
        "W06000015": "Wales",
    }.items():
        found = COUNCILS.responsible(code)
        assert found is not None
        assert found.name == name
    assert COUNCILS.responsible("E99999999") is None


def test_a_council_has_its_page_on_gov_uk_or_the_page_that_finds_it() -> None:
    assert COUNCILS.by_code["E08000035"].website == "https://www.gov.uk/find-local-council/leeds"
    assert COUNCILS.by_code["E06000063"].website == "https://www.gov.uk/find-local-council"
    assert COUNCILS.nations["BT"].website == "https://www.nidirect.gov.uk"
    slugs = [council.slug for council in COUNCILS.by_code.values()]
    assert all(set(slug) <= set("abcdefghijklmnopqrstuvwxyz-") for slug in slugs)
