"""Everything that a visitor typed, where it is stored, how long, and why: the register of retention.

A test holds this list against all tables: a new column for text must be here or among the columns that hold
what the council publishes. Another test fills every place, lets the time pass and finds nothing left. The
job "purge" (selfassess.purging) enforces the times every hour.
"""

from dataclasses import dataclass
from datetime import timedelta

from core.outbox.services import CONTENT_LIFE, ROW_LIFE
from core.settings import Settings
from directory.corrections.services import ADDRESS_LIFE, REPORT_LIFE
from directory.search.miss_services import MISS_LIFE
from directory.usage.services import USE_LIFE, WORDS_LIFE
from selfassess.saving.services import LINK_LIFE

_HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class TypedData:
    """One place with something that a visitor typed or was given.

    `place`: a table, or a path inside the data folder. `life`: the longest time from `since`.
    """

    place: str
    holds: str
    life: timedelta
    since: str


def typed_data(settings: Settings) -> tuple[TypedData, ...]:
    """Return the register for these settings."""
    assessment = timedelta(days=settings.assessment_days)
    request = timedelta(days=settings.request_days)
    return (
        TypedData("saved_assessment", "answers, plan and My list, encrypted", assessment, "the last use"),
        TypedData("saved_link", "hash of the token of an e-mailed link", LINK_LIFE, "it was sent"),
        TypedData("return_attempts", "hashes of references (version 0.1 only)", _HOUR, "the last try"),
        TypedData("private_message", "which message is deleted early (version 0.1 only)", ROW_LIFE, "sent"),
        TypedData("outbox_message", f"an e-mail, encrypted; text {CONTENT_LIFE}", ROW_LIFE, "it was written"),
        TypedData("correction", f"a report; its e-mail address {ADDRESS_LIFE}", REPORT_LIFE, "the report"),
        TypedData(
            "referral", "a request to the council, encrypted", request, "it was closed, declined or withdrawn"
        ),
        TypedData(
            "referral_event", "notes on a request, encrypted", request, "it was closed, declined or withdrawn"
        ),
        TypedData("search_miss", "words that found nothing, without who asked", MISS_LIFE, "the search"),
        TypedData(
            "search_count", "words and how their search ended, without who asked", MISS_LIFE, "the search"
        ),
        TypedData(
            "search_decision", "the same words, about which nothing is to be done", MISS_LIFE, "the search"
        ),
        TypedData(
            "listing_search", "words that led to a listing, without who asked", WORDS_LIFE, "the search"
        ),
        TypedData("listing_use", "how often a listing was used, without who", USE_LIFE, "that day"),
        TypedData("spool", "the same words before they are counted", _HOUR, "the search"),
        TypedData("limits.db", "hashes of references and networks", timedelta(days=30), "the last use"),
        TypedData(
            "stored_session",
            "what a visit needs, encrypted",
            timedelta(minutes=settings.session_minutes),
            "the last click",
        ),
    )
