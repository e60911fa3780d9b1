"""What is written around pictures of weights: how they were made, of how many, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.plots.lettering import line_height, text_width, wrap
from survey.plots.page import Page
from survey.plots.style import BODY, PAPER, VALUE
from survey.plots.texts import number, text
from survey.weighting.record.calibration import WeightDiagnostics
from survey.words import whole

ASIDE = 52.0  # mm, figures beside a picture
BACKED = {"facecolor": PAPER, "edgecolor": "none", "pad": 0.8}  # ground of a long head that lies across an axis
Shown = dict[str, Any]


def cost(
    found: WeightDiagnostics,
    language: str,
    weight: str = "",
    method: str = "",
    targets: str = "",
    sources: Sequence[str] = (),
    note: str = "",
) -> tuple[str, ...]:
    """One paragraph: ``note``, method and targets, the weight column, base, design effect, error and sources."""
    moe = text("points", language, value="±" + number(100 * found.moe, language, 1))
    named = text("targets", language, name=targets) if targets else ""
    parts = [
        ", ".join(part for part in (text(method, language) if method else "", named) if part),
        text("weight_column", language, name=weight) if weight else "",
        f"{text('n', language)} {whole(found.n, language)}",
        f"{text('deff', language)} {number(found.deff, language, 2)}",
        f"{text('n_kish', language)} {whole(found.n_kish, language)}",
        f"{text('moe', language, level=level_text(found, language))} {moe}",
        f"{text('trimmed', language)} {whole(found.trimmed, language)}" if found.trimmed else "",
    ]
    said = "; ".join(part for part in parts if part)
    lines = [note, said[:1].upper() + said[1:].rstrip(".") + "."]
    if sources:
        lines.append(text("sources", language, names=", ".join(sources)) + ".")
    return (" ".join(line for line in lines if line),)


def level_text(found: WeightDiagnostics, language: str) -> str:
    """The confidence level in percent."""
    return number(100 * found.level, language, 0 if float(100 * found.level).is_integer() else 1)


def figure(key: str, value: float, printed: str, language: str, **fields: str) -> Shown:
    """A row of the figures beside a picture: name and value as printed."""
    return {"figure": key, "label": text(key, language, **fields), "value": float(value), "printed": printed}


def common_figures(found: WeightDiagnostics, language: str) -> list[Shown]:
    """Respondents, effective respondents, design effect and margin of error."""
    moe = "±" + text("points", language, value=number(100 * found.moe, language, 1))
    return [
        figure("n", found.n, whole(found.n, language), language),
        figure("n_kish", found.n_kish, whole(found.n_kish, language), language),
        figure("deff", found.deff, number(found.deff, language, 2), language),
        figure("moe", found.moe, moe, language, level=level_text(found, language)),
    ]


def aside(page: Page, said: list[Shown], left: float, top: float) -> None:
    """Names on the left, values on the right, under each other."""
    y = top
    for row in said:
        value = text_width(row["printed"], BODY, True)
        lines = wrap(row["label"], ASIDE - value - 2.0, VALUE)
        high = len(lines) * line_height(VALUE) + 1.4
        page.lines(left, y + high / 2, lines, VALUE)
        page.text(left + ASIDE, y + high / 2, row["printed"], BODY, ha="right", va="center_baseline", weight="bold")
        y += high
        page.rule(left, y, left + ASIDE, y, linewidth=0.3)


def aside_height(said: list[Shown]) -> float:
    """Room in millimetres that ``aside`` needs."""
    rows = (wrap(row["label"], ASIDE - text_width(row["printed"], BODY, True) - 2.0, VALUE) for row in said)
    return sum(len(lines) * line_height(VALUE) + 1.4 for lines in rows)
