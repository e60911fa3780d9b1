"""Colours can be told apart and figures on them be read, by a second computation of what style.py claims."""

from __future__ import annotations

import itertools

import numpy as np
import pytest

from survey.plots.bar_parts import part_look
from survey.plots.sheet.style import (
    MISSING,
    NET,
    OPTION,
    PALETTE,
    contrast,
    edge_width,
    ink_on,
    luminance,
    option_colours,
)

pytestmark = pytest.mark.derivation

# Machado, Oliveira & Fernandes (2009), IEEE Trans. Vis. Comput. Graph. 15(6), 1291-1298: severity 1, linear RGB.
VISION = {
    "normal": np.eye(3),
    "protanopia": np.array(
        [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]]
    ),
    "deuteranopia": np.array(
        [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]]
    ),
}
# IEC 61966-2-1: linear sRGB to CIE XYZ, and the white point D65.
XYZ = np.array(
    [[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.0721750], [0.0193339, 0.1191920, 0.9503041]]
)
WHITE = np.array([0.95047, 1.0, 1.08883])


def linear(colour: str) -> np.ndarray:
    value = np.array([int(colour[place : place + 2], 16) for place in (1, 3, 5)]) / 255
    return np.where(value <= 0.04045, value / 12.92, ((value + 0.055) / 1.055) ** 2.4)


def lab(colour: str, vision: np.ndarray) -> np.ndarray:
    """CIELAB (CIE 15:2004) of a colour as somebody with this vision sees it."""
    part = XYZ @ np.clip(vision @ linear(colour), 0, 1) / WHITE
    root = np.where(part > (6 / 29) ** 3, np.cbrt(part), part / (3 * (6 / 29) ** 2) + 4 / 29)
    return np.array([116 * root[1] - 16, 500 * (root[0] - root[1]), 200 * (root[1] - root[2])])


@pytest.mark.parametrize("vision", VISION)
def test_every_pair_of_colours_is_told_apart(vision: str) -> None:
    seen = {colour: lab(colour, VISION[vision]) for colour in (*PALETTE, MISSING)}
    near = {pair: float(np.linalg.norm(seen[pair[0]] - seen[pair[1]])) for pair in itertools.combinations(seen, 2)}
    assert min(near.values()) >= 16, min(near, key=lambda pair: near[pair])


@pytest.mark.parametrize("vision", VISION)
def test_options_nets_and_missing_of_bars_are_told_apart(vision: str) -> None:
    seen = [lab(colour, VISION[vision]) for colour in (OPTION, NET, MISSING)]
    assert min(float(np.linalg.norm(a - b)) for a, b in itertools.combinations(seen, 2)) >= 16


@pytest.mark.parametrize("colour", [*PALETTE, MISSING])
def test_figures_on_every_colour_can_be_read(colour: str) -> None:
    seen = (0.2126 * r + 0.7152 * g + 0.0722 * b for r, g, b in map(linear, (colour, ink_on(colour))))
    light, dark = sorted(seen, reverse=True)
    assert (light + 0.05) / (dark + 0.05) >= 4.5  # WCAG 2.2, 1.4.3
    assert contrast(colour, ink_on(colour)) == pytest.approx((light + 0.05) / (dark + 0.05), rel=1e-3)


def test_every_grey_of_missing_answers_has_an_edge_that_is_seen_on_white() -> None:
    looks = [part_look(*look) for look in option_colours(["missing"] * 4)]
    assert all(contrast(look["edgecolor"], "#FFFFFF") >= 3 and look["linewidth"] > 0.5 for look in looks)
    assert edge_width(MISSING) > 0.5 and edge_width(OPTION) == 0


def test_no_two_rows_of_a_long_stub_look_the_same() -> None:
    looks = option_colours(["option"] * 30 + ["missing"] * 4)
    assert len(set(looks)) == 34


@pytest.mark.parametrize("count", [2, 5, 7, 11])
def test_steps_of_a_scale_grow_lighter_and_carry_readable_figures(count: int) -> None:
    fills = [fill for fill, _ in option_colours(["option"] * count, ordered=True)]
    light = [luminance(fill) for fill in fills]
    assert len(set(fills)) == count and light == sorted(light)
    assert min(contrast(ink_on(fill), fill) for fill in fills) >= 4.5
