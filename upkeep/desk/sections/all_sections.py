"""The sections in the order of the pages, by the last part of their address."""

from collections.abc import Mapping

from directory.open_referral.schema.services import Service
from upkeep.desk.sections.contact import CONTACT
from upkeep.desk.sections.cost import COST_SECTION
from upkeep.desk.sections.place import has_place, place_section
from upkeep.desk.sections.section import Section
from upkeep.desk.sections.what import WHAT
from upkeep.desk.sections.when import WHEN, WHEN_BOXES, when_section
from upkeep.desk.sections.where import WHERE
from upkeep.desk.sections.who import WHO

SECTIONS: Mapping[str, Section] = {
    section.id: section for section in (WHAT, WHO, WHERE, WHEN, CONTACT, COST_SECTION)
}
NEW_PLACE = "new"


def section_of(record: Service, section_id: str, *, site_id: str, boxes: bool) -> Section | None:
    """Return a section of a listing; None where there is none, or the listing has no such place."""
    if section_id == "place":
        known = site_id == NEW_PLACE or has_place(record, site_id)
        return place_section(site_id) if known else None
    if section_id == "when" and site_id:
        return when_section(site_id, boxes=boxes) if has_place(record, site_id) else None
    if section_id == "when" and boxes:
        return WHEN_BOXES
    return SECTIONS.get(section_id)


def next_section(section_id: str) -> str:
    """Return the section after one, for somebody who adds a listing; empty after the last one."""
    ids = list(SECTIONS)
    number = ids.index(section_id) + 1 if section_id in ids else 0
    return ids[number] if number < len(ids) else ""
