"""Life events, each with first steps, needs and advice pages, from content/life_events.yaml."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from core.content import content_loader, read_yaml
from directory.taxonomy import needs
from information import pages


@dataclass(frozen=True, slots=True)
class LifeEvent:
    """One event.

    `first`: what to do first, as lines of Markdown. `needs` and `pages`: ids and slugs, the most useful
    first.
    """

    id: str
    title: str
    lead: str
    first: tuple[str, ...]
    needs: tuple[str, ...]
    pages: tuple[str, ...]


def _event(row: Mapping[str, Any]) -> LifeEvent:
    try:
        lists = {name: tuple(row[name]) for name in ("first", "needs", "pages")}
        return LifeEvent(id=row["id"], title=row["title"], lead=row["lead"], **lists)
    except KeyError as error:
        raise ValueError(
            f"life_events.yaml: '{row.get('id', '?')}' has no {error.args[0]}; add it"
        ) from error


def _check(event: LifeEvent, content_dir: Path) -> None:
    unknown = [name for name in event.needs if name not in needs.load(content_dir).by_id]
    unknown += [name for name in event.pages if name not in pages.load(content_dir)]
    if unknown:
        raise ValueError(
            f"life_events.yaml: '{event.id}' names {', '.join(unknown)}; use ids of needs.yaml and file names of pages/"
        )


@content_loader
def load(content_dir: Path) -> Mapping[str, LifeEvent]:
    """Return all events by id, in the file's order.

    Raises ValueError, which names the event and says what to do.
    """
    rows = read_yaml(content_dir / "life_events.yaml")
    events = [_event(row) for row in rows]
    for event in events:
        _check(event, content_dir)
    return {event.id: event for event in events}
