"""Whether the content can be read with an edit, by the loaders that the site uses."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

from core.content import trying
from core.content_overlay import Overlay
from directory.browse import kinds
from directory.search.thesaurus import load_thesaurus
from directory.taxonomy import needs, reassurance
from information import life_events, page_search, pages
from information.review_dates import dates

_Loader = Callable[[Path], Any]
_WITH_NEEDS: tuple[_Loader, ...] = (
    load_thesaurus,
    reassurance.load,
    kinds.load,
    life_events.load,
)
_LOADERS: dict[str, tuple[_Loader, ...]] = {
    "needs.yaml": (needs.load, *_WITH_NEEDS),
    "reassurance.yaml": (reassurance.load,),
    "life_events.yaml": (life_events.load,),
    "review_dates.yaml": (dates.load,),
    "thesaurus": (load_thesaurus,),
    "pages": (pages.load, page_search.page_index, life_events.load),
}


class Unreadable(ValueError):
    """The content cannot be read with an edit; the text says why."""


def check(content_dir: Path, overlay: Overlay, file: str) -> None:
    """Read what depends on a file with the edits of an overlay. Raises Unreadable."""
    loaders = _LOADERS.get(file) or _LOADERS[file.partition("/")[0]]
    with trying(content_dir, overlay):
        for load in loaders:
            try:
                load(content_dir)
            # Whatever a wrong entry leads to: a ValueError that names it, or a KeyError for a missing part.
            except Exception as error:
                raise Unreadable(str(error)) from error
