"""A small picture of a stated range against a figure with its interval, as SVG inside a page."""

from __future__ import annotations

import math
from html import escape
from typing import TYPE_CHECKING

from survey.reports.documents.document import Scale
from survey.wording.figures import number
from survey.wording.message import word
from survey.words import say

if TYPE_CHECKING:
    from markupsafe import Markup

WIDTH, HEIGHT, EDGE, LINE = 320, 58, 14, 30
FONT = 'font-family="Arial, sans-serif" font-size="11"'


def scale_picture(scale: Scale, language: str) -> Markup:
    """The range as a bar, the figure as a dot on its interval, both named. No colour alone tells them apart."""
    from markupsafe import Markup

    low, high = _room(scale)

    def at(value: float) -> float:
        return EDGE + (WIDTH - 2 * EDGE) * (value - low) / (high - low)

    start, end, dot = at(max(scale.allowed.low, low)), at(min(scale.allowed.high, high)), at(scale.value)
    title = escape(word("reports.picture_verdict", language, stated=scale.stated, found=scale.found))
    stated, found = (escape(word(f"reports.{name}", language)) for name in ("stated_here", "found_here"))
    parts = [
        f'<line x1="{EDGE}" x2="{WIDTH - EDGE}" y1="{LINE}" y2="{LINE}" stroke="#999"/>',
        f'<rect x="{start:.1f}" y="{LINE - 9}" width="{max(end - start, 2):.1f}" height="18" fill="#f2d3b3" '
        'stroke="#a34700"/>',
        f'<text x="{_inside((start + end) / 2)}" y="14" text-anchor="middle" fill="#7a3500" {FONT}>'
        f"{stated}: {escape(say(scale.stated, language) or say(number(scale.allowed.low), language))}</text>",
    ]
    if not math.isnan(scale.ends[0]):
        a, b = at(scale.ends[0]), at(scale.ends[1])
        parts.append(f'<line x1="{a:.1f}" x2="{b:.1f}" y1="{LINE}" y2="{LINE}" stroke="#0072b2" stroke-width="3"/>')
    parts += [
        f'<circle cx="{dot:.1f}" cy="{LINE}" r="5" fill="#0072b2" stroke="#fff"/>',
        f'<text x="{_inside(dot)}" y="{LINE + 22}" text-anchor="middle" fill="#004f7c" {FONT}>'
        f"{found}: {escape(say(scale.found, language))}</text>",
    ]
    body = "".join(parts)
    return Markup(
        f'<svg class="scale" role="img" aria-label="{title}" viewBox="0 0 {WIDTH} {HEIGHT}" width="{WIDTH}" '
        f'height="{HEIGHT}"><title>{title}</title>{body}</svg>'
    )


def _room(scale: Scale) -> tuple[float, float]:
    """The part of the axis that is shown: all that is drawn, and a margin."""
    ends = [end for end in scale.ends if not math.isnan(end)]
    values = [*scale.allowed, scale.value, *ends]
    low, high = min(values), max(values)
    margin = (high - low) * 0.12 or 0.05
    return low - margin, high + margin


def _inside(place: float) -> str:
    """A place for the middle of a short text that stays inside."""
    return f"{min(max(place, 70), WIDTH - 70):.1f}"
