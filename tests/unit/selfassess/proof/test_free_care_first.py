"""Free care is asked about before means, and a planted order is found."""

from dataclasses import replace

import pytest

from core.settings import ROOT
from selfassess.loading.library import load
from selfassess.proof.free_care_first import means_before_free_care

LIBRARY = load(ROOT / "content")


@pytest.mark.parametrize("id", LIBRARY)
def test_no_questionnaire_asks_means_before_free_care(id: str) -> None:
    assert list(means_before_free_care(LIBRARY[id])) == []


def test_a_section_that_is_asked_after_the_savings_is_found() -> None:
    by_id = LIBRARY["paying"].by_id
    turned = replace(LIBRARY["paying"], questions=(by_id["savings"], by_id["true_now"]))
    (breach,) = means_before_free_care(turned)
    assert breach.proof == "free care comes before means"
    assert "true_now" in breach.what
    assert "savings" in breach.what
