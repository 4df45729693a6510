"""The council's colours and logo: a style sheet derived from the settings, with enough contrast for any two
colours.

Contrast is WCAG 2.2's ratio of relative luminance, from 1 to 21.
"""

import colorsys
import hashlib
import logging
from functools import cache, lru_cache

from flask import Blueprint, Flask, Response, abort, current_app, send_from_directory, url_for

from core.assets import asset
from core.settings import Settings
from core.stores import needs_no_store

WHITE, BLACK = "#ffffff", "#000000"
LIGHT_PAPER, LIGHT_TINT = "#ffffff", "#f6f4ef"
DARK_PAPER, DARK_TINT = "#12191d", "#1b252b"
TEXT, MARK = 4.5, 3.0
"""The least contrast of text (success criterion 1.4.3) and of a mark (1.4.11)."""

TEXT_ON_DARK = 7.5
"""More than the least: thin light letters on a dark page need it."""

_MOST_VIVID = 0.55
_STEPS = 50
_DARK_MOST = 0.05
"""The most luminance of a ground in the dark scheme."""

log = logging.getLogger("signpost.theme")

theme = Blueprint("theme", __name__)


def channels(colour: str) -> tuple[int, int, int]:
    """Return red, green and blue, from 0 to 255, of "#rrggbb"."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Return the relative luminance of WCAG 2.2, from 0 (black) to 1 (white)."""
    parts = [c / 255 for c in channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """Return the contrast ratio of two colours, from 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """Return `one` with a `share` of `other`, from 0 to 1, mixed in."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


@lru_cache
def until_clear(colour: str, grounds: tuple[str, ...], least: float, lighter: bool) -> str:
    """Return the colour in the same hue, made lighter or darker until it has the `least` contrast with every
    ground.

    Black or white where no shade of the hue has it.
    """
    hue, lightness, saturation = colorsys.rgb_to_hls(*(c / 255 for c in channels(colour)))
    # A vivid light colour on a dark page glares.
    saturation = min(saturation, _MOST_VIVID) if lighter else saturation
    for step in range(_STEPS + 1):
        level = lightness + ((1 if lighter else 0) - lightness) * step / _STEPS
        candidate = "#" + "".join(
            f"{round(c * 255):02x}" for c in colorsys.hls_to_rgb(hue, level, saturation)
        )
        candidate = colour if step == 0 and not lighter else candidate
        if all(contrast(candidate, ground) >= least for ground in grounds):
            return candidate
    return WHITE if lighter else BLACK


@lru_cache
def _soft(primary: str, paper: str, dark: bool) -> str:
    """Return the page's colour with a little of the main colour, on which text still has enough contrast."""
    if not dark:
        return mix(paper, primary, 0.10)
    for percent in range(25, 0, -1):
        mixed = mix(paper, primary, percent / 100)
        if luminance(mixed) <= _DARK_MOST:
            return mixed
    return paper


def _scheme(primary: str, accent: str, paper: str, tint: str, dark: bool) -> dict[str, str]:
    soft = _soft(primary, paper, dark)
    main = until_clear(primary, (paper, tint, soft), TEXT_ON_DARK if dark else TEXT, dark)
    hover = mix(main, WHITE if dark else BLACK, 0.35)
    return {
        "primary": main,
        "primary-hover": hover,
        "on-primary": WHITE if contrast(WHITE, main) >= contrast(BLACK, main) else BLACK,
        "primary-soft": soft,
        "link": main,
        "link-hover": hover,
        "accent": until_clear(accent, (paper, tint), MARK, dark),
    }


def schemes(settings: Settings) -> tuple[dict[str, str], dict[str, str]]:
    """Return the custom properties that follow from the council's two colours, for the light and for the dark
    scheme.
    """
    colours = settings.colour_primary, settings.colour_accent
    light = _scheme(*colours, LIGHT_PAPER, LIGHT_TINT, dark=False)
    dark = _scheme(*colours, DARK_PAPER, DARK_TINT, dark=True)
    return light, dark


def _rule(properties: dict[str, str]) -> str:
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in properties.items()) + "}"


def style_sheet(settings: Settings) -> str:
    """Return the style sheet that follows site.css: the council's colours in both schemes."""
    light, dark = schemes(settings)
    on_paper = _rule({"link": BLACK})
    for_dark = f"@media screen and (prefers-color-scheme:dark){{{_rule(dark)}}}"
    return f"{_rule(light)}{for_dark}@media print{{{on_paper}}}"


@cache
def _version(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]


def theme_url() -> str:
    """Return the style sheet's address, which changes with the colours, so that browsers may keep the sheet
    for a year.
    """
    return url_for("theme.css", v=_version(style_sheet(current_app.extensions["settings"])))


def logo_url() -> str:
    """Return the address of the council's logo."""
    return url_for("theme.logo", name=current_app.extensions["settings"].council_logo)


def error_sheets() -> list[str]:
    """Return the style sheets of an error page.

    None where they are not built or cannot be found: the cause is logged, and the page is shown without
    style.
    """
    try:
        return [asset("site.css"), theme_url()]
    except Exception:
        log.exception("an error page is shown without its style sheets")
        return []


@theme.get("/theme.css")
@needs_no_store
def css() -> Response:
    """Answer with the style sheet of the council's colours."""
    response = Response(style_sheet(current_app.extensions["settings"]), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@theme.get("/brand/<name>")
def logo(name: str) -> Response:
    """Answer with the logo that the settings name, from the data folder's folder "brand".

    The policy keeps an SVG that is opened by itself from running scripts.
    """
    settings: Settings = current_app.extensions["settings"]
    if name != settings.council_logo:
        abort(404)
    response = send_from_directory(settings.data_dir.resolve() / "brand", name, max_age=3600)
    response.headers["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'; sandbox"
    return response


def init_theme(app: Flask) -> None:
    """Serve the theme, and let templates link to it."""
    app.register_blueprint(theme)
    app.jinja_env.globals.update(theme_url=theme_url, logo_url=logo_url, error_sheets=error_sheets)
