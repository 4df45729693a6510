"""The council's own listings that are asked for with a form of this site, from content/council_listings.yaml."""

from collections.abc import Mapping
from pathlib import Path

from core.content import content_loader, read_yaml


@content_loader
def load(content_dir: Path) -> Mapping[tuple[str, str], str]:
    """Return the last part of a form's address by the names of organization and service.

    Raises ValueError, which names what is missing.
    """
    forms: dict[tuple[str, str], str] = {}
    for row in read_yaml(content_dir / "council_listings.yaml"):
        if not row.get("organization") or not isinstance(row.get("services"), dict):
            raise ValueError(
                "council_listings.yaml: give each entry an organization, and services with their forms"
            )
        forms |= {(row["organization"], service): form for service, form in row["services"].items()}
    return forms
