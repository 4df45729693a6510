"""The names that entries of the content may use now."""

from core.web import settings
from directory.taxonomy.needs import load as load_needs
from information import pages
from information.content_editing.fields import Known
from information.sections import section_names


def known_names() -> Known:
    """Return what entries may name now."""
    content_dir = settings().content_dir
    return Known(load_needs(content_dir), pages.load(content_dir), section_names())
