"""The style sheet: readable by people who see poorly, and loading nothing from elsewhere."""

import re
from pathlib import Path

import pytest

import chassis.http.site

STYLE = (Path(chassis.http.site.__file__).parent / "templates" / "base.css").read_text(encoding="utf-8")
COLOURS = dict(re.findall(r"--(\w+): (#[0-9a-f]{6})", STYLE.partition("}")[0]))
BACKGROUNDS = {"page": "#ffffff", "tint": COLOURS["tint"], "notice": "#fdf8e7", "done": "#eff7f0", "errors": "#fdf3f2"}


def luminance(colour: str) -> float:
    """Of WCAG 2, from 0 to 1."""
    channels = [int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5)]
    linear = [channel / 12.92 if channel <= 0.04045 else ((channel + 0.055) / 1.055) ** 2.4 for channel in channels]
    return sum(weight * channel for weight, channel in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


def contrast(one: str, other: str) -> float:
    lighter, darker = sorted((luminance(one), luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("background", BACKGROUNDS)
@pytest.mark.parametrize("ink", ["ink", "quiet", "accent", "deep", "wrong"])
def test_text_stands_out_from_every_background(ink: str, background: str) -> None:
    assert contrast(COLOURS[ink], BACKGROUNDS[background]) >= 4.5


def test_the_edges_of_fields_stand_out() -> None:
    assert contrast(COLOURS["edge"], "#ffffff") >= 3


def test_nothing_is_loaded_from_elsewhere() -> None:
    assert "@import" not in STYLE
    assert "url(" not in STYLE
    assert set(BACKGROUNDS.values()) - {"#ffffff"} <= set(re.findall(r"#[0-9a-f]{6}", STYLE))
