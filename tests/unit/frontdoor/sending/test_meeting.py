"""Whether a summary meets what the person needs, and when it may leave."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from core.clock import LONDON
from core.languages import code_of
from frontdoor.people.wishes import NeedsAndWishes
from frontdoor.sending.kinds import WAYS, LetterForm, SummaryChannel
from frontdoor.sending.meeting import form_for, verdict
from selfassess.values.people import Communication, CommunicationNeed, ContactWishes, Way

MORNING, EVENING = (datetime(2026, 11, 23, hour, tzinfo=LONDON) for hour in (10, 19))


def needs(
    *wanted: CommunicationNeed, ways: tuple[Way, ...] = (), safe: str = "", language: str = ""
) -> NeedsAndWishes:
    return NeedsAndWishes(Communication(needs=wanted), ContactWishes(ways=ways, safe_time=safe), language)


def codes(found: NeedsAndWishes, channel: SummaryChannel, form: LetterForm = LetterForm.NORMAL) -> list[str]:
    return [each.code for each in verdict(found, channel, form, MORNING).to_confirm]


def test_no_texts_and_no_letters_are_refused_whatever_is_confirmed() -> None:
    found = needs(CommunicationNeed.NO_TEXTS, CommunicationNeed.NO_LETTERS)
    for channel, code in ((SummaryChannel.TEXT, "no_texts"), (SummaryChannel.POST, "no_letters")):
        refused = verdict(found, channel, LetterForm.NORMAL, MORNING).refused
        assert refused is not None
        assert refused.code == code
        assert not refused.may_confirm
    # What is handed over in person is no letter that somebody else may open.
    assert verdict(found, SummaryChannel.PRINT, LetterForm.NORMAL, MORNING).refused is None


def test_only_mornings_puts_a_text_off_to_the_next_morning() -> None:
    found = verdict(needs(safe="only mornings"), SummaryChannel.TEXT, LetterForm.NORMAL, EVENING)
    assert found.refused is None
    assert found.not_before == datetime(2026, 11, 24, 8, tzinfo=LONDON)
    assert (
        verdict(needs(safe="only mornings"), SummaryChannel.TEXT, LetterForm.NORMAL, MORNING).not_before
        is None
    )
    # An e-mail makes no noise.
    assert (
        verdict(needs(safe="only mornings"), SummaryChannel.EMAIL, LetterForm.NORMAL, EVENING).not_before
        is None
    )


def test_words_that_no_program_can_read_have_to_be_read() -> None:
    assert codes(needs(safe="when his car is gone"), SummaryChannel.TEXT) == ["read_words"]


def test_large_print_is_large_print_or_confirmed() -> None:
    large = needs(CommunicationNeed.LARGE_PRINT)
    assert codes(large, SummaryChannel.POST) == ["large_print"]
    assert codes(large, SummaryChannel.POST, LetterForm.LARGE) == []
    assert codes(large, SummaryChannel.EMAIL) == ["large_print"]
    # Who asked for e-mails sets the size themselves.
    chose = needs(CommunicationNeed.LARGE_PRINT, ways=(Way.EMAIL,))
    assert codes(chose, SummaryChannel.EMAIL) == []


@pytest.mark.parametrize("need", [CommunicationNeed.BRAILLE, CommunicationNeed.AUDIO, CommunicationNeed.BSL])
def test_what_print_cannot_meet_is_never_silently_normal(need: CommunicationNeed) -> None:
    for channel in (SummaryChannel.PRINT, SummaryChannel.POST, SummaryChannel.EMAIL, SummaryChannel.TEXT):
        assert codes(needs(need), channel, LetterForm.LARGE) == [need.value]
    assert codes(needs(need), SummaryChannel.OTHER) == []


def test_easy_read_is_named_also_where_the_lines_are_short() -> None:
    easy = needs(CommunicationNeed.EASY_READ)
    assert codes(easy, SummaryChannel.PRINT, LetterForm.EASY) == ["easy_read"]
    assert form_for(easy) is LetterForm.EASY
    assert form_for(needs(CommunicationNeed.LARGE_PRINT)) is LetterForm.LARGE


def test_another_language_is_said_unless_we_have_words_in_it() -> None:
    polish = needs(language="Polish")
    assert codes(polish, SummaryChannel.TEXT) == ["language"]
    known = verdict(polish, SummaryChannel.TEXT, LetterForm.NORMAL, MORNING, frozenset({"pl"}))
    assert known.to_confirm == ()
    assert codes(needs(language="English"), SummaryChannel.TEXT) == []


@pytest.mark.parametrize(
    ("typed", "code"), [("Polish", "pl"), ("pl", "pl"), ("PL-pl", "pl"), ("Klingonese", ""), ("", "")]
)
def test_languages_are_read_by_code_and_by_name(typed: str, code: str) -> None:
    assert code_of(typed) == code


@given(
    st.sets(st.sampled_from(CommunicationNeed)),
    st.lists(st.sampled_from(Way), unique=True),
    st.sampled_from(["", "mornings", "after 5pm", "never on Fridays"]),
    st.sampled_from(SummaryChannel),
    st.sampled_from(LetterForm),
    st.integers(0, 23),
)
def test_a_message_leaves_only_where_every_rule_lets_it(
    wanted: set[CommunicationNeed],
    ways: list[Way],
    safe: str,
    channel: SummaryChannel,
    form: LetterForm,
    hour: int,
) -> None:
    moment = datetime(2026, 11, 23, hour, tzinfo=LONDON)
    found = verdict(needs(*wanted, ways=tuple(ways), safe=safe), channel, form, moment)
    if channel in WAYS and found.refused is None:
        forbidden = {
            SummaryChannel.TEXT: CommunicationNeed.NO_TEXTS,
            SummaryChannel.POST: CommunicationNeed.NO_LETTERS,
        }
        assert forbidden.get(channel) not in wanted
    assert found.not_before is None or found.not_before > moment
    assert all(each.may_confirm for each in found.to_confirm)
    assert found.missing(frozenset(each.code for each in found.to_confirm)) == []
