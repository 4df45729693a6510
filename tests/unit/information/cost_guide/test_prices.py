"""Local prices as they are written: all of the kinds, and a fault that is named."""

from datetime import date
from pathlib import Path

import pytest

from core.settings import ROOT
from information.cost_guide import prices

GOOD = """
- id: care_home
  low: 800.00
  high: 900.00
  per: week
  valid_from: 2026-04-06
  valid_to: 2027-04-05
  source: A list
  checked_on: 2026-11-20
"""


def test_every_kind_has_a_price_today() -> None:
    assert None not in prices.all_on(prices.load(ROOT / "content"), date(2026, 11, 23)).values()


def test_a_site_without_prices_has_none(tmp_path: Path) -> None:
    (tmp_path / "figures").mkdir()
    assert prices.load(tmp_path) == ()


@pytest.mark.parametrize(
    ("good", "planted", "says"),
    [
        ("high: 900.00", "high: 700.00", "high is below low"),
        ("valid_to: 2027-04-05", "valid_to: 2025-04-05", "valid_to is before"),
        ("  source: A list\n", "", "source"),
        ("id: care_home", "id: castle", "id"),
    ],
)
def test_a_fault_is_named(tmp_path: Path, good: str, planted: str, says: str) -> None:
    (tmp_path / "figures").mkdir()
    (tmp_path / "figures" / "local_prices.yaml").write_text(GOOD.replace(good, planted))
    with pytest.raises(ValueError, match=r"local_prices\.yaml") as refused:
        prices.load(tmp_path)
    assert says in str(refused.value)
