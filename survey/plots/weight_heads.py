"""What is written around pictures of weights: how they were made, of how many, and what they cost."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.plots.sheet.lettering import line_height, text_width, wrap
from survey.plots.sheet.page import Page
from survey.plots.sheet.style import BODY, PAPER, VALUE
from survey.weighting.record.calibration import WeightDiagnostics
from survey.wording.figures import number, whole
from survey.wording.message import Message, message, word

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
    moe = word("plots.points", language, value="±" + number(100 * found.moe, 1)[language])
    named = word("plots.targets", language, name=targets) if targets else ""
    parts = [
        ", ".join(part for part in (word(f"plots.method_{method}", language) if method else "", named) if part),
        word("plots.weight_column", language, name=weight) if weight else "",
        f"{word('plots.n', language)} {whole(found.n)[language]}",
        f"{word('plots.deff', language)} {number(found.deff, 2)[language]}",
        f"{word('plots.n_kish', language)} {whole(found.n_kish)[language]}",
        f"{word('plots.moe', language, level=level_text(found, language))} {moe}",
        f"{word('plots.trimmed', language)} {whole(found.trimmed)[language]}" if found.trimmed else "",
    ]
    said = "; ".join(part for part in parts if part)
    lines = [note, said[:1].upper() + said[1:].rstrip(".") + "."]
    if sources:
        lines.append(word("plots.sources", language, names=", ".join(sources)) + ".")
    return (" ".join(line for line in lines if line),)


def level_text(found: WeightDiagnostics, language: str) -> str:
    """The confidence level in percent."""
    return number(100 * found.level, 0 if float(100 * found.level).is_integer() else 1)[language]


def figure(label: Message, value: float, printed: str, language: str) -> Shown:
    """A row of the figures beside a picture: name and value as printed."""
    name = label.key.partition(".")[2]
    return {"figure": name, "label": label[language], "value": float(value), "printed": printed}


def common_figures(found: WeightDiagnostics, language: str) -> list[Shown]:
    """Respondents, effective respondents, design effect and margin of error."""
    moe = "±" + word("plots.points", language, value=number(100 * found.moe, 1)[language])
    return [
        figure(message("plots.n"), found.n, whole(found.n)[language], language),
        figure(message("plots.n_kish"), found.n_kish, whole(found.n_kish)[language], language),
        figure(message("plots.deff"), found.deff, number(found.deff, 2)[language], language),
        figure(message("plots.moe", level=level_text(found, language)), found.moe, moe, language),
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
