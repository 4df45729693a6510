"""Dated figures: those of the site, and what becomes of bad rows."""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from selfassess.rules.figures import Figure, FigureMissing, Figures, FiguresError, Provenance, Unit, load
from tests.examples import examples
from tests.unit.selfassess.rules.strategies import FIGURES

GOOD = {
    "id": "a_rate",
    "amount": "10.00",
    "unit": "pounds",
    "valid_from": "2025-04-06",
    "valid_to": "2026-04-05",
    "source": "https://www.gov.uk/a-rate",
    "checked_on": "2026-11-22",
}

# The published rates: 2024/25, 2025/26, 2026/27.
TABLE = {
    "upper_capital_limit": ("23250.00", "23250.00", "23250.00"),
    "lower_capital_limit": ("14250.00", "14250.00", "14250.00"),
    "personal_expenses_allowance": ("30.15", "30.65", "31.80"),
    "mig_single_18_24": ("87.65", "89.15", "95.40"),
    "mig_single_25_plus": ("110.60", "112.50", "120.40"),
    "mig_single_pension_age": ("228.70", "232.60", "241.45"),
    "attendance_allowance_lower": ("72.65", "73.90", "76.70"),
    "attendance_allowance_higher": ("108.55", "110.40", "114.60"),
    "pip_daily_living_standard": ("72.65", "73.90", "76.70"),
    "pip_daily_living_enhanced": ("108.55", "110.40", "114.60"),
    "pip_mobility_standard": ("28.70", "29.20", "30.30"),
    "pip_mobility_enhanced": ("75.75", "77.05", "80.00"),
    "carers_allowance": ("81.90", "83.30", "86.45"),
    "carers_allowance_earnings_limit": ("151.00", "196.00", "204.00"),
    "pension_credit_single": ("218.15", "227.10", "238.00"),
}


def row(first: str, last: str, figure_id: str = "a_rate") -> Figure:
    days = date.fromisoformat(first), date.fromisoformat(last)
    return Figure(figure_id, Decimal(1), Unit.POUNDS, *days, "https://www.gov.uk/", days[0])


def loaded(folder: Path, *rows: dict[str, str], file: str = "rates.yaml") -> Figures:
    lines = [
        "\n".join(f"{'- ' if i == 0 else '  '}{key}: {value}" for i, (key, value) in enumerate(row.items()))
        for row in rows
    ]
    (folder / "figures").mkdir(exist_ok=True)
    (folder / "figures" / file).write_text("# figures\n" + "\n".join(lines), encoding="utf-8")
    load.cache_clear()
    return load(folder)


@pytest.mark.parametrize("figure_id", TABLE)
def test_figures_are_those_of_the_brief_on_the_first_and_last_day_of_each_year(figure_id: str) -> None:
    for amount, year in zip(TABLE[figure_id], (2024, 2025, 2026), strict=True):
        for day in (date(year, 4, 6), date(year + 1, 4, 5)):
            assert str(FIGURES.on(figure_id, day).amount) == amount


def test_nursing_care_follows_the_year_of_the_nhs() -> None:
    on = {
        day: str(FIGURES.on("nhs_funded_nursing_care", date.fromisoformat(day)).amount)
        for day in ("2025-03-31", "2025-04-01", "2026-04-01")
    }
    assert list(on.values()) == ["235.88", "254.06", "267.68"]


@pytest.mark.parametrize("figure_id", sorted(FIGURES.ids))
def test_no_figure_is_given_before_its_first_row_or_after_its_last(figure_id: str) -> None:
    rows = FIGURES.rows(figure_id)
    for day in (rows[0].valid_from - timedelta(1), rows[-1].valid_to + timedelta(1), date.max):
        with pytest.raises(FigureMissing, match=figure_id):
            FIGURES.on(figure_id, day)


def test_wrong_public_figures_are_not_among_ours() -> None:
    amounts = {str(row.amount) for figure_id in FIGURES.ids for row in FIGURES.rows(figure_id)}
    assert not amounts & {"73.89", "92.00", "116.05", "86000.00"}


def test_an_official_source_is_a_page_of_the_government_and_no_other_claims_one() -> None:
    rows = [row for figure_id in FIGURES.ids for row in FIGURES.rows(figure_id)]
    hosts = {urlsplit(row.source).hostname for row in rows if row.provenance is Provenance.OFFICIAL}
    assert hosts == {"www.gov.uk", "www.legislation.gov.uk"}
    others = [row for row in rows if row.provenance is not Provenance.OFFICIAL]
    assert {row.provenance for row in others} == {Provenance.QUOTED, Provenance.DERIVED}
    assert {urlsplit(row.source).hostname for row in others} == {"www.legislation.gov.uk"}
    assert [row for row in others if not row.read_from] == []


@pytest.mark.parametrize(
    "figure_id",
    [
        *("personal_expenses_allowance", "mig_single_18_24", "mig_single_25_plus"),
        *("mig_single_pension_age", "deferred_payment_income_kept"),
    ],
)
def test_what_only_councils_quote_says_so(figure_id: str) -> None:
    """The table that these were typed in from marks them as quoted by councils, or as derived."""
    assert Provenance.OFFICIAL not in {row.provenance for row in FIGURES.rows(figure_id)}


def test_what_is_derived_shows_its_sum() -> None:
    derived = [
        FIGURES.on(figure_id, date(2024, 4, 6))
        for figure_id in ("mig_single_25_plus", "mig_single_pension_age")
    ]
    assert all(" x 1.067" in row.note for row in derived)


def test_an_id_without_rows_fails_closed() -> None:
    assert FIGURES.rows("nonsense") == ()
    with pytest.raises(FigureMissing):
        FIGURES.on("nonsense", date(2026, 11, 22))


def test_a_gap_between_rows_fails_closed() -> None:
    figures = Figures([row("2025-04-06", "2025-12-31"), row("2026-02-01", "2026-04-05")])
    assert figures.on("a_rate", date(2026, 2, 1))
    with pytest.raises(FigureMissing, match="2026-01-15"):
        figures.on("a_rate", date(2026, 1, 15))


def test_two_rows_that_share_a_day_are_refused() -> None:
    with pytest.raises(FiguresError, match="a_rate has two rows in force on 2026-04-05"):
        Figures([row("2026-04-05", "2027-04-05"), row("2025-04-06", "2026-04-05")])
    assert Figures([row("2026-04-05", "2027-04-05"), row("2025-04-06", "2026-04-05", "another")]).ids == {
        "a_rate",
        "another",
    }


DAYS = st.integers(0, 40).map(lambda days: date(2026, 1, 1) + timedelta(days))
SPANS = st.lists(st.tuples(DAYS, DAYS).map(sorted), max_size=5)


@given(SPANS, DAYS)
@settings(max_examples=examples(150), deadline=None)
def test_at_most_one_row_is_ever_in_force(spans: list[list[date]], day: date) -> None:
    rows = [row(str(first), str(last)) for first, last in spans]
    shared = any(
        one[0] <= two[1] and two[0] <= one[1] for i, one in enumerate(spans) for two in spans[i + 1 :]
    )
    if shared:
        with pytest.raises(FiguresError):
            Figures(rows)
    elif any(first <= day <= last for first, last in spans):
        found = Figures(rows).on("a_rate", day)
        assert found.valid_from <= day <= found.valid_to
    else:
        with pytest.raises(FigureMissing):
            Figures(rows).on("a_rate", day)


def test_a_good_file_is_read(tmp_path: Path) -> None:
    figure = loaded(tmp_path, GOOD, GOOD | {"id": "another", "note": "A sum."}).on("a_rate", date(2025, 4, 6))
    assert (figure.amount, figure.unit, figure.checked_on) == (
        Decimal("10.00"),
        Unit.POUNDS,
        date(2026, 11, 22),
    )


@pytest.mark.parametrize(
    ("fault", "message"),
    [
        ({"amount": "10"}, "amount is '10'; write it with two decimals"),
        ({"amount": "1e3"}, "amount is '1e3'"),
        ({"amount": "-1.00"}, "amount is '-1.00'"),
        ({"unit": "euros"}, "use one of pounds, pounds_a_week, percent"),
        ({"valid_from": "2026-02-30"}, "valid_from is '2026-02-30'; write a date that exists"),
        ({"valid_to": "20260405"}, "valid_to is '20260405'"),
        ({"valid_to": "2025-04-05"}, "valid_to 2025-04-05 is before valid_from 2025-04-06"),
        ({"valid_to": ""}, "valid_to is ''"),
        ({"checked_on": "never"}, "checked_on is 'never'"),
        ({"source": "http://www.gov.uk/a"}, "beginning with https://"),
        ({"source": "https://nowhere"}, "beginning with https://"),
        ({"provenance": "hearsay"}, "use one of official, quoted, derived"),
        ({"provenance": "quoted"}, "a figure that is quoted was not read there"),
        (
            {"provenance": "derived", "source": "https://www.legislation.gov.uk/a"},
            "shows how it was worked out",
        ),
        ({"provenance": "quoted", "source": "https://www.legislation.gov.uk/a"}, "say what was read"),
        ({"id": "A rate"}, "id is 'A rate'"),
        ({"id": "[1, 2]"}, "id is ''"),
        ({"colour": "red"}, "colour is not a key of a figure"),
    ],
)
def test_a_bad_row_is_named_with_file_row_line_and_what_to_do(
    tmp_path: Path, fault: dict[str, str], message: str
) -> None:
    with pytest.raises(FiguresError) as error:
        loaded(tmp_path, GOOD | {"id": "fine"}, GOOD | fault)
    assert str(error.value).startswith("rates.yaml, row 2")
    assert ", line 9: " in str(error.value)
    assert message in str(error.value)


@pytest.mark.parametrize("key", GOOD)
def test_a_missing_key_is_named(tmp_path: Path, key: str) -> None:
    with pytest.raises(FiguresError, match=f"row 1.*: {key} is missing; add it"):
        loaded(tmp_path, {name: value for name, value in GOOD.items() if name != key})


def test_all_faults_are_named_at_once(tmp_path: Path) -> None:
    with pytest.raises(FiguresError) as error:
        loaded(tmp_path, GOOD | {"amount": "x", "unit": "x"}, GOOD | {"source": "x"})
    assert len(str(error.value).splitlines()) == 3


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("", "rates.yaml: write a list of rows"),
        ("a: 1", "rates.yaml: write a list of rows"),
        ("- [1", "rates.yaml cannot be read"),
        ("- 7", "rates.yaml, row 1, line 1: write the row as keys and values"),
        ("- id: a\n  id: b", "a key is given twice"),
    ],
)
def test_a_file_that_is_no_list_of_rows_is_refused(tmp_path: Path, text: str, message: str) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "rates.yaml").write_text(text, encoding="utf-8")
    load.cache_clear()
    with pytest.raises(FiguresError, match=message):
        load(tmp_path)


def test_overlaps_are_found_across_files(tmp_path: Path) -> None:
    loaded(tmp_path, GOOD, file="one.yaml")
    with pytest.raises(FiguresError, match="a_rate has two rows in force"):
        loaded(tmp_path, GOOD, file="two.yaml")
