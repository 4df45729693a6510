"""Names of organizations, which the directory gives: accounts know organizations by their ids alone."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from flask import Flask, current_app
from flask_babel import gettext as _

_EXTENSION = "signpost-organizations"
_REFERRING = "signpost-referring-organizations"


@dataclass(frozen=True, slots=True)
class OrganizationName:
    """An organization, as accounts show it.

    `is_listed`: it has listings here; False for one that the directory no longer has, and for a referring one.
    """

    id: str
    name: str
    is_listed: bool = True


class OrganizationSource(Protocol):
    """What accounts ask the directory."""

    def by_ids(self, ids: Sequence[str]) -> Mapping[str, OrganizationName]:
        """Return the organizations that are listed, by their ids."""

    def matching(self, words: str, most: int) -> Sequence[OrganizationName]:
        """Return organizations with these words in their name, by name."""


def set_organization_source(app: Flask, source: OrganizationSource) -> None:
    """Let accounts ask this source for names."""
    app.extensions[_EXTENSION] = source


def set_referring_source(app: Flask, source: OrganizationSource) -> None:
    """Let accounts ask this source for the names of organizations that refer people."""
    app.extensions[_REFERRING] = source


def _referring() -> OrganizationSource:
    source: OrganizationSource = current_app.extensions[_REFERRING]
    return source


def _source() -> OrganizationSource:
    source: OrganizationSource = current_app.extensions[_EXTENSION]
    return source


def organization_names(ids: Sequence[str]) -> dict[str, OrganizationName]:
    """Return all organizations by their ids; one that is not listed any more says so in its name."""
    found = dict(_source().by_ids(sorted(set(ids)))) if ids else {}
    if others := sorted(set(ids) - found.keys()):
        found |= _referring().by_ids(others)
    missing = _("A group that is no longer listed")
    return {one: found.get(one) or OrganizationName(one, missing, is_listed=False) for one in ids}


def organization_name(organization_id: str) -> OrganizationName | None:
    """Return one organization with listings; None where it is not listed."""
    return _source().by_ids([organization_id]).get(organization_id)


def matching_organizations(words: str, most: int = 20) -> Sequence[OrganizationName]:
    """Return organizations with these words in their name, by name; at most `most`."""
    return _source().matching(words, most)


def matching_referring(words: str, most: int = 20) -> Sequence[OrganizationName]:
    """Return organizations that refer people, with these words in their name, by name; at most `most`."""
    return _referring().matching(words, most)
