"""The council's own colours and logo: a small style sheet derived from the settings, with contrast that is always enough.

Contrast is WCAG 2.2's ratio of relative luminance, from 1 to 21.
"""

import colorsys
import hashlib
import logging
from functools import cache

from flask import Blueprint, Flask, Response, abort, current_app, send_from_directory, url_for

from core.assets import asset
from core.settings import Settings

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
    """Red, green and blue, 0 to 255, of '#rrggbb'."""
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)


def luminance(colour: str) -> float:
    """Relative luminance, 0 (black) to 1 (white), as WCAG 2.2 defines it."""
    parts = [c / 255 for c in channels(colour)]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast ratio of two colours, 1 to 21."""
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def mix(one: str, other: str, share: float) -> str:
    """`one` with a `share` (0 to 1) of `other` mixed in."""
    pairs = zip(channels(one), channels(other), strict=True)
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in pairs)


def until_clear(colour: str, grounds: tuple[str, ...], least: float, lighter: bool) -> str:
    """The colour in the same hue, darker or lighter by as much as it takes to have the `least` contrast with every ground."""
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


def _soft(primary: str, paper: str, dark: bool) -> str:
    """A breath of the main colour on the page, still far enough from all words that may stand on it."""
    shares = [share / 100 for share in (range(25, 0, -1) if dark else range(10, 0, -1))]
    mixed = (mix(paper, primary, share) for share in shares)
    return next((soft for soft in mixed if luminance(soft) <= _DARK_MOST), paper) if dark else next(mixed)


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
    """The custom properties that the council's two colours decide, for the light and for the dark scheme."""
    colours = settings.colour_primary, settings.colour_accent
    return _scheme(*colours, LIGHT_PAPER, LIGHT_TINT, dark=False), _scheme(
        *colours, DARK_PAPER, DARK_TINT, dark=True
    )


def _rule(properties: dict[str, str]) -> str:
    return ":root{" + ";".join(f"--{name}:{value}" for name, value in properties.items()) + "}"


def style_sheet(settings: Settings) -> str:
    """The style sheet that follows site.css: the council's colours in both schemes."""
    light, dark = schemes(settings)
    on_paper = _rule({"link": BLACK})
    return f"{_rule(light)}@media screen and (prefers-color-scheme:dark){{{_rule(dark)}}}@media print{{{on_paper}}}"


@cache
def _version(sheet: str) -> str:
    return hashlib.sha256(sheet.encode()).hexdigest()[:12]


def theme_url() -> str:
    """The style sheet's address, which changes with the colours so that browsers may keep it for a year."""
    return url_for("theme.css", v=_version(style_sheet(current_app.extensions["settings"])))


def logo_url() -> str:
    """The address of the council's logo."""
    return url_for("theme.logo", name=current_app.extensions["settings"].council_logo)


def error_sheets() -> list[str]:
    """Return the style sheets of an error page.

    None where they are not built or cannot be found: the cause is logged, and the page is shown without style.
    """
    try:
        return [asset("site.css"), theme_url()]
    except Exception:
        log.exception("an error page is shown without its style sheets")
        return []


@theme.get("/theme.css")
def css() -> Response:
    """The council's colours."""
    response = Response(style_sheet(current_app.extensions["settings"]), mimetype="text/css")
    response.headers["Cache-Control"] = "public, max-age=31536000, immutable"
    return response


@theme.get("/brand/<name>")
def logo(name: str) -> Response:
    """The logo that the settings name, from the data folder's 'brand' folder. An SVG opened by itself may run nothing."""
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
