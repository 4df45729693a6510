"""Words about harm wait for a moderator; plain mistakes go to the group at once."""

import pytest

from directory.corrections.harm import is_for_group
from directory.corrections.outcomes import KINDS_OF_MISTAKES, SAID, is_warning, outcomes_for
from directory.corrections.references import is_reference, read_reference


@pytest.mark.parametrize(
    "message",
    [
        "It is 01632 960111 now",
        "It costs £4",
        "They have moved to the church hall",
        "The door was shut",
        "It's Mondays 2 to 4 not 1 to 3",
        "",
    ],
)
def test_a_plain_mistake_is_for_the_group(message: str) -> None:
    assert is_for_group("other", message)
    assert not is_for_group("safety", message)


@pytest.mark.parametrize(
    "message",
    ["Staff were rough with mum", "they shout at the residents", "he took money from her purse"],
)
def test_words_about_harm_wait(message: str) -> None:
    assert not is_for_group("other", message)


def test_every_outcome_has_words_for_whoever_told_us() -> None:
    assert {outcome for what in KINDS_OF_MISTAKES for outcome in outcomes_for(what)} == set(SAID)
    assert "changed" not in outcomes_for("safety")


def test_two_reports_warn_only_of_what_leaves_people_stranded() -> None:
    assert is_warning("closed", 2)
    assert is_warning("phone", 3)
    assert not is_warning("closed", 1)
    assert not is_warning("cost", 9)


@pytest.mark.parametrize("typed", ["H7K-3MQ", "h7k 3mq", " H7K3MQ ", "H7K–3MQ"])
def test_a_reference_is_read_as_people_write_it(typed: str) -> None:
    assert read_reference(typed) == "H7K-3MQ"


@pytest.mark.parametrize("typed", ["", "H7K", "AAA-AAA", "H7K-3MQX", "<script>"])
def test_other_words_are_no_reference(typed: str) -> None:
    assert read_reference(typed) is None
    assert not is_reference(typed)
