"""Answering "which council?" from the imported postcodes, the towns and our own gazetteer."""

from sqlalchemy import exists, or_, select

from core.db import db
from core.settings import Settings
from core.web import settings as site_settings
from directory.councils.answer import UNKNOWN, CouncilAnswer, CouncilArea
from directory.councils.library import Council, Councils, folded, load_councils
from directory.councils.place_text import PostcodeText, postcode_within, read_postcode, town_candidates
from directory.models.locations import CouncilCode, OutwardCouncil, Postcode, PostcodeArea

_SMALLEST_SHARE = 0.02
"""A council with less than this share of an outward code's postcodes is not named for the outward code."""


def council_of(place: str) -> CouncilAnswer:
    """Return whose area a place is in: a postcode, a sector, an outward code or a large town.

    The area is UNKNOWN for any other text, and for a postcode that cannot be real. Reads the database.
    """
    settings = site_settings()
    written = read_postcode(place)
    if written is not None:
        return _council_of_postcode(settings, written)
    return _council_of_town(settings, place)


def council_of_address(text: str) -> CouncilAnswer:
    """Return whose area an address, or the name of a hospital with its town, is in.

    A whole postcode in the text counts first, then a large town that is a part of it. Reads the database.
    """
    written = postcode_within(text)
    if written is not None:
        return _council_of_postcode(site_settings(), written)
    answers = (council_of(candidate) for candidate in town_candidates(text))
    return next((answer for answer in answers if answer.area is not CouncilArea.UNKNOWN), UNKNOWN)


def _council_of_postcode(settings: Settings, written: PostcodeText) -> CouncilAnswer:
    councils = load_councils(settings.content_dir)
    codes = _codes(written)
    own = councils.responsible(settings.council_code) if settings.council_code else None
    found = _responsible(councils, codes)
    if own is not None and found:
        return _answer(written.label, found, is_ours=own in found)
    if _is_in_gazetteer(written.outward):
        return CouncilAnswer(CouncilArea.OURS, written.label)
    if not (written.can_be_real and _is_known(written) and _has_own_area(settings)):
        return UNKNOWN
    nation = councils.nations.get(written.area)
    return _answer(written.label, found or ((nation,) if nation else ()), is_ours=False)


def _council_of_town(settings: Settings, name: str) -> CouncilAnswer:
    key = folded(name)
    own_towns = {folded(town): town for town in _own_towns()} | {
        folded(settings.council_area): settings.council_area
    }
    if key in own_towns:
        return CouncilAnswer(CouncilArea.OURS, own_towns[key])
    councils = load_councils(settings.content_dir)
    if key not in councils.towns:
        return UNKNOWN
    label, code = councils.towns[key]
    found = councils.responsible(code)
    if found is None or not _has_own_area(settings):
        return UNKNOWN
    own = councils.responsible(settings.council_code) if settings.council_code else None
    return _answer(label, (found,), is_ours=found is own)


def _answer(label: str, councils: tuple[Council, ...], *, is_ours: bool) -> CouncilAnswer:
    if is_ours:
        return CouncilAnswer(CouncilArea.OURS, label)
    return CouncilAnswer(CouncilArea.ELSEWHERE, label, councils)


def _responsible(councils: Councils, codes: list[str]) -> tuple[Council, ...]:
    """Return the councils with duties of social care for these codes, each once, in their order."""
    found = (councils.responsible(code) for code in codes)
    return tuple(dict.fromkeys(council for council in found if council is not None))


def _codes(written: PostcodeText) -> list[str]:
    """Return the GSS codes that the imported file has for a postcode, else for its outward code."""
    if written.whole:
        of_postcode = (
            select(CouncilCode.gss_code)
            .join(Postcode, Postcode.council_id == CouncilCode.id)
            .where(Postcode.postcode == written.whole)
        )
        code = db.session.scalar(of_postcode)
        if code:
            return [code]
    of_outward = (
        select(CouncilCode.gss_code, OutwardCouncil.postcodes)
        .join(OutwardCouncil, OutwardCouncil.council_id == CouncilCode.id)
        .where(OutwardCouncil.outward == written.outward)
        .order_by(OutwardCouncil.postcodes.desc(), CouncilCode.gss_code)
    )
    rows = db.session.execute(of_outward).all()
    total = sum(row.postcodes for row in rows)
    return [row.gss_code for row in rows if row.postcodes >= _SMALLEST_SHARE * total]


def _own_towns() -> list[str]:
    return list(db.session.scalars(select(PostcodeArea.town).where(PostcodeArea.town != "").distinct()))


def _is_in_gazetteer(outward: str) -> bool:
    """Return True for an outward code of our own gazetteer: one of its sectors has a town."""
    own = PostcodeArea.town != ""
    sector_or_code = (PostcodeArea.code == outward) | PostcodeArea.code.startswith(f"{outward} ")
    return bool(db.session.scalar(select(exists().where(own, sector_or_code))))


def _has_own_area(settings: Settings) -> bool:
    """Return True where something says what our own area is: the council's code, or our own gazetteer."""
    return bool(settings.council_code) or bool(_own_towns())


def _is_known(written: PostcodeText) -> bool:
    """Return False for an outward code that an imported file does not have, though it covers that area."""
    if not db.session.scalar(select(exists().where(Postcode.postcode.is_not(None)))):
        return True
    of_area = or_(*(PostcodeArea.code.startswith(f"{written.area}{digit}") for digit in range(10)))
    codes = set(db.session.scalars(select(PostcodeArea.code).where(of_area)))
    return not codes or written.outward in codes
