"""The questions of content/conversation_prompts.yaml, which a handler may ask. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from core.content import content_loader, read_yaml

_BEGINNING = "prompt-"
_MOST_CHARACTERS = 30


@dataclass(frozen=True, slots=True)
class Topic:
    """A topic. `prompts`: the questions by the names of the boxes for their answers."""

    id: str
    label: str
    prompts: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Prompts:
    """All topics, and who approved the questions on which day."""

    approved_by: str
    approved_on: date
    topics: tuple[Topic, ...]

    @property
    def by_box(self) -> dict[str, str]:
        """The questions by the names of their boxes, in their order."""
        return {box: text for topic in self.topics for box, text in topic.prompts.items()}


@content_loader
def load_prompts(content_dir: Path) -> Prompts:
    """Return the questions. Raises ValueError where the file says who approved them wrongly, or an id twice."""
    source = read_yaml(content_dir / "conversation_prompts.yaml")
    approved_on = source["approved_on"]
    if not isinstance(approved_on, date) or not source["approved_by"]:
        raise ValueError("conversation_prompts.yaml: approved_by and approved_on have to be there")
    topics = tuple(
        Topic(one["id"], one["label"], {_BEGINNING + id: text for id, text in one["prompts"].items()})
        for one in source["topics"]
    )
    ids = [box for topic in topics for box in topic.prompts]
    if len(ids) != len(set(ids)) or any(len(id) > len(_BEGINNING) + _MOST_CHARACTERS for id in ids):
        raise ValueError("conversation_prompts.yaml: an id stands there twice, or is too long")
    return Prompts(source["approved_by"], approved_on, topics)
