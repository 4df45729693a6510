"""The brand's contrast, measured in both schemes, for our own colours and for any that a council may choose."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import ValidationError

from core import theme
from core.settings import ROOT
from tests.conftest import make_settings

TOKENS = ROOT / "static" / "css" / "settings" / "_tokens.scss"
TEXT, LARGE = 4.5, 3.0

# What stands on what, and how much contrast it needs: 4.5 for words, 3 for edges and marks (WCAG 2.2, 1.4.3
# and 1.4.11).
PAIRS = [
    *[
        (words, ground, TEXT)
        for words in ("ink", "muted", "link", "link-hover", "visited")
        for ground in ("paper", "tint", "primary-soft")
    ],
    *[("ink", ground, TEXT) for ground in ("danger-soft", "success-soft", "notice-soft")],
    ("danger", "paper", TEXT),
    ("danger", "danger-soft", TEXT),
    ("danger-hover", "danger-soft", TEXT),
    ("success", "paper", TEXT),
    ("success", "tint", TEXT),
    ("on-primary", "primary", TEXT),
    ("on-primary", "primary-hover", TEXT),
    ("on-danger", "danger", TEXT),
    ("on-danger", "danger-hover", TEXT),
    ("paper", "success", TEXT),
    ("focus-ink", "focus", TEXT),
    ("field", "paper", LARGE),
    ("field", "tint", LARGE),
    ("primary", "paper", LARGE),
    ("primary", "tint", LARGE),
    ("accent", "paper", LARGE),
    ("accent", "tint", LARGE),
]


def _properties(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z-]+):\s*(#[0-9a-f]{6})", block))


def tokens() -> tuple[dict[str, str], dict[str, str]]:
    """The colours of the style sheet in the light and in the dark scheme."""
    light, _, rest = TOKENS.read_text().partition("@media screen and (prefers-color-scheme: dark)")
    own = _properties(light)
    return own, own | _properties(rest.partition("// GOV.UK")[0])


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("front", "ground", "least"), PAIRS)
def test_the_brand_has_enough_contrast(scheme: int, front: str, ground: str, least: float) -> None:
    colours = tokens()[scheme]
    assert theme.contrast(colours[front], colours[ground]) >= least


def test_the_dark_scheme_is_read_from_the_style_sheet() -> None:
    light, dark = tokens()
    assert light["paper"] == theme.LIGHT_PAPER
    assert light["tint"] == theme.LIGHT_TINT
    assert dark["paper"] == theme.DARK_PAPER
    assert dark["tint"] == theme.DARK_TINT


def test_contrast_is_the_ratio_that_wcag_defines() -> None:
    assert theme.contrast("#000000", "#ffffff") == pytest.approx(21)
    assert theme.contrast("#777777", "#ffffff") == pytest.approx(4.48, abs=0.01)
    assert theme.contrast("#0b5563", "#0b5563") == pytest.approx(1)


CHOSEN = ["#ffff00", "#ffffff", "#000000", "#00ffff", "#0b5563"]
COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06x}")


@given(primary=COLOURS, accent=COLOURS)
def test_any_councils_colours_end_up_readable(primary: str, accent: str) -> None:
    settings = make_settings(Path("unused"), colour_primary=primary, colour_accent=accent)
    schemes = theme.schemes(settings)
    assert len(schemes) == 2
    for chosen, brand in zip(schemes, tokens(), strict=True):
        colours = brand | chosen
        for front, ground, least in PAIRS:
            assert theme.contrast(colours[front], colours[ground]) >= least, (
                front,
                ground,
                colours[front],
                colours[ground],
            )


@pytest.mark.parametrize("primary", CHOSEN)
def test_white_text_can_be_read_on_any_main_colour(primary: str) -> None:
    light, dark = theme.schemes(make_settings(Path("unused"), colour_primary=primary))
    assert theme.contrast(light["primary"], "#ffffff") >= TEXT
    assert light["on-primary"] == "#ffffff"
    assert theme.contrast(dark["primary"], theme.DARK_PAPER) >= theme.TEXT_ON_DARK


@pytest.mark.parametrize("setting", ["colour_primary", "colour_accent"])
@pytest.mark.parametrize(
    "written", ["teal", "#12", "0b5563", "#0b55630", "#0b556g", "#0b5563\n", "rgb(1, 2, 3)", ""]
)
def test_what_is_no_colour_stops_the_start_with_the_name_of_the_setting(setting: str, written: str) -> None:
    with pytest.raises(
        ValidationError, match=f"SIGNPOST_{setting.upper()} must be # and six hexadecimal digits"
    ):
        make_settings(Path("unused"), **{setting: written})


def test_the_brand_document_says_what_becomes_of_a_pale_colour() -> None:
    told = " ".join((ROOT / "docs" / "brand.md").read_text(encoding="utf-8").split())
    assert "`#ffff00`, is made darker until its contrast with white" in told
    for least in (theme.TEXT, theme.TEXT_ON_DARK, theme.MARK):
        assert f"at least {least:g}:1" in told


def test_a_colour_that_is_clear_already_stays_as_it_is() -> None:
    settings = make_settings(Path("unused"), colour_primary="#0b5563", colour_accent="#c8553d")
    light, _ = theme.schemes(settings)
    assert (light["primary"], light["accent"]) == ("#0b5563", "#c8553d")


def test_the_address_changes_with_the_colours() -> None:
    one, other = (
        theme.style_sheet(make_settings(Path("unused"), colour_primary=colour))
        for colour in ("#0b5563", "#4b2e83")
    )
    assert one != other
    assert theme._version(one) != theme._version(other)
