"""What to obey with one contact: what the person needs to follow, and how they may be reached. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from frontdoor.people.needs import ListedNeed, ListedNeeds
from frontdoor.people.record import PersonRecord
from selfassess.values.people import Communication, ContactWishes, Way


@dataclass(frozen=True, slots=True, repr=False)
class NeedsAndWishes:
    """What messages, bookings and referrals obey.

    `listed`: the needs that were asked about, with their labels. `communication`: the same as a referral holds
    them. `language`: a code or a word; empty: English.
    """

    communication: Communication = field(default_factory=Communication)
    wishes: ContactWishes = field(default_factory=ContactWishes)
    language: str = ""
    listed: tuple[ListedNeed, ...] = ()
    other: str = ""

    @property
    def is_empty(self) -> bool:
        """True where nothing special is known."""
        wishes = self.wishes
        return not (
            self.listed
            or self.communication.needs
            or self.other
            or self.language
            or wishes.safe_time
            or wishes.ways
            or wishes.times
        )


def needs_and_wishes(
    needs: ListedNeeds, record: PersonRecord | None, sheet: Mapping[str, str]
) -> NeedsAndWishes:
    """Return what to obey: what the record says, and what was written in this contact.

    Needs of both count. The language, the ways and the safe time of this contact count before the record's.
    """
    ids = [*(record.listed_needs if record else ()), *sheet.get("needs", "").split()]
    language = sheet.get("language", "").strip() or (record.language if record else "")
    stored = record.communication if record else Communication()
    passed_on = needs.communication(ids, stored.language or language, record.other_needs if record else "")
    both = tuple(dict.fromkeys((*stored.needs, *passed_on.needs)))
    return NeedsAndWishes(
        replace(passed_on, needs=both),
        _wishes(record.wishes if record else ContactWishes(), sheet),
        language,
        tuple(needs.chosen(ids)),
        record.other_needs if record else "",
    )


def _wishes(stored: ContactWishes, sheet: Mapping[str, str]) -> ContactWishes:
    known = {way.value for way in Way}
    ways = tuple(Way(word) for word in sheet.get("ways", "").split() if word in known)
    safe_time = sheet.get("safe_time", "").strip()
    return replace(stored, ways=ways or stored.ways, safe_time=safe_time or stored.safe_time)
