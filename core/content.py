"""Words and data that people edit, read from YAML."""

from pathlib import Path
from typing import Any

import yaml

# libyaml reads the thesaurus ten times as fast; PyYAML has it wherever a wheel was installed.
_LOADER = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def read_yaml(path: Path) -> Any:
    """What a YAML file holds; an empty mapping for an empty file. Raises ValueError naming the file and the line to mend."""
    try:
        return yaml.load(path.read_text(encoding="utf-8"), Loader=_LOADER) or {}  # noqa: S506 (both loaders are safe ones)
    except yaml.YAMLError as error:
        raise ValueError(f"{path.name} cannot be read; mend the line it names: {error}") from error
