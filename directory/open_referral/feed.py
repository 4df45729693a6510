"""All that was read from one source."""

from dataclasses import dataclass, field

from directory.open_referral.problems import ImportProblem
from directory.open_referral.schema.locations import Location
from directory.open_referral.schema.organizations import Organization
from directory.open_referral.schema.services import Service


@dataclass(slots=True)
class Feed:
    """The services of one source, with their organizations and locations by id.

    `kind` is the name of the format, `source` the name by which the records are remembered. `rows` is each
    service's place in the source, from 1. `stubs` are ids of organizations that were only mentioned: such a
    record never changes a known organization. `complete` is False for a part of a source: then nothing counts
    as gone. `brief` is True for the short form that lists of feeds have: what the records do not say stays as
    it is. `also_seen` are ids of services that the source has and that could not be read this time: they are
    not gone.
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
