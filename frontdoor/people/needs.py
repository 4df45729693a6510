"""The communication needs that are asked about, read from content/communication_needs.yaml."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import cached_property
from pathlib import Path

from core.content import content_loader, read_yaml
from selfassess.values.people import Communication, CommunicationNeed


class NeedKind(StrEnum):
    """The groups of the Accessible Information Standard, and what must never be sent."""

    CONTACT = "contact"
    FORMAT = "format"
    PROFESSIONAL = "professional"
    SUPPORT = "support"
    NEVER = "never"


@dataclass(frozen=True, slots=True)
class ListedNeed:
    """One need. `passed_on_as`: its value in a referral; None: the label is passed on in words."""

    id: str
    kind: NeedKind
    label: str
    valid_from: date
    valid_until: date | None = None
    passed_on_as: CommunicationNeed | None = None

    def is_offered(self, day: date) -> bool:
        """Return True where people are asked about it on this day."""
        return self.valid_from <= day and (self.valid_until is None or day <= self.valid_until)


@dataclass(frozen=True)
class ListedNeeds:
    """All needs in their order, where they come from, and after how many days they are asked about again."""

    needs: tuple[ListedNeed, ...]
    source: str
    read_on: date
    review_after_days: int

    @cached_property
    def by_id(self) -> dict[str, ListedNeed]:
        """Return the needs by their ids."""
        return {need.id: need for need in self.needs}

    def offered(self, day: date) -> list[ListedNeed]:
        """Return the needs that are asked about on a day."""
        return [need for need in self.needs if need.is_offered(day)]

    def chosen(self, ids: Iterable[str]) -> list[ListedNeed]:
        """Return the needs with these ids, in their order; unknown ids are left out."""
        wanted = set(ids)
        return [need for need in self.needs if need.id in wanted]

    def communication(self, ids: Iterable[str], language: str = "", other: str = "") -> Communication:
        """Return needs as a referral holds them; those without a value of their own are in `other`."""
        chosen = self.chosen(ids)
        words = [need.label for need in chosen if need.passed_on_as is None]
        return Communication(
            needs=tuple(need.passed_on_as for need in chosen if need.passed_on_as is not None),
            language=language,
            other=". ".join([*words, other] if other else words),
        )


@content_loader
def load(content_dir: Path) -> ListedNeeds:
    """Read the needs. Raises ValueError, naming the id, for one that is listed twice or has a wrong value."""
    stored = read_yaml(content_dir / "communication_needs.yaml")
    needs: dict[str, ListedNeed] = {}
    for row in stored["needs"]:
        if row["id"] in needs:
            raise ValueError(f"communication_needs.yaml: {row['id']} is listed twice")
        try:
            needs[row["id"]] = ListedNeed(
                row["id"],
                NeedKind(row["kind"]),
                row["label"],
                row["from"],
                row.get("until"),
                CommunicationNeed(row["passed_on_as"]) if "passed_on_as" in row else None,
            )
        except (KeyError, ValueError) as error:
            raise ValueError(f"communication_needs.yaml: {row['id']}: {error}") from None
    return ListedNeeds(
        tuple(needs.values()), stored["source"], stored["read_on"], stored["review_after_days"]
    )
