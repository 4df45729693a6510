"""The licence under which the council publishes its directory."""

from dataclasses import dataclass

from core.settings import Settings


@dataclass(frozen=True)
class Licence:
    """A licence by its name and web address."""

    name: str
    url: str


def own_licence(settings: Settings) -> Licence:
    """Return the licence of the settings."""
    return Licence(settings.data_licence, settings.data_licence_url)
