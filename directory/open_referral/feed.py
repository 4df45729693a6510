"""The records and problems that were read from one source."""

from dataclasses import dataclass, field
from typing import NamedTuple

from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service


class Origin(NamedTuple):
    """Where a record was first published: the address and the name of that feed, and the record's id there."""

    url: str
    name: str = ""
    record_id: str = ""


@dataclass(slots=True)
class Feed:
    """The services of one source, with their organizations and locations by id.

    kind: the name of the format.
    source: the name under which the records are stored.
    rows: position of each service in the source, from 1.
    stubs: ids of organizations that were only mentioned. Such a record never changes a stored organization.
    complete: False for a part of a source. A missing service then does not count as gone.
    brief: True for lists of services in a short form. Fields that the short form lacks stay as stored.
    also_seen: ids of services that the source lists but that could not be read. They do not count as gone.
    origins: by id of a service, where another feed published it first. This source has only passed it on.
    """

    kind: str
    source: str
    services: list[Service] = field(default_factory=list)
    organizations: dict[str, Organization] = field(default_factory=dict)
    locations: dict[str, Location] = field(default_factory=dict)
    problems: list[ImportProblem] = field(default_factory=list)
    rows: dict[str, int] = field(default_factory=dict)
    stubs: set[str] = field(default_factory=set)
    complete: bool = True
    brief: bool = False
    also_seen: set[str] = field(default_factory=set)
    origins: dict[str, Origin] = field(default_factory=dict)
