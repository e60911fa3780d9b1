"""Whether the data make a printed cell."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Literal

from survey.claims.published.cell_figure import CellFigure
from survey.claims.published.placing import Placed
from survey.claims.published.recompute import Found
from survey.definitions.records.published_table import PublishedTable
from survey.maths.printed_rounding import rounded, rounds_to

Status = Literal["reproduced", "missed", "not judged"]
PERCENTS = ("share", "sum", "moe", "moe_of")  # kinds that are printed in percent or points


@dataclass(frozen=True)
class JudgedCell:
    """A cell, what it says (``figure``, with the ``decimals`` of its table), what the data make of it, and the answer.
    ``reason``: why it is missed or not judged."""

    placed: Placed
    figure: CellFigure
    decimals: int
    found: Found
    status: Status
    reason: str = ""

    @property
    def scale(self) -> float:
        """What the value is multiplied by to be printed."""
        return 100.0 if self.placed.kind in PERCENTS else 1.0


def judge(placed: Placed, figure: CellFigure, decimals: int, found: Found, rules: PublishedTable) -> JudgedCell:
    """The cell under the stated ``rules``. Every cell gets an answer: one that cannot be judged has the reason."""

    def answer(status: Status, reason: str = "") -> JudgedCell:
        return JudgedCell(placed, figure, decimals, found, status, reason)

    if placed.reason:
        return answer("not judged", placed.reason)
    if figure.kind == "words":
        return answer("not judged", "words")
    if figure.kind == "mark":
        status, reason = _mark(figure.mark, decimals, found, rules)
        return answer(status, reason)
    if found.fault == "outside":
        return answer("missed", "outside")
    if found.fault:
        return answer("not judged", found.fault)
    if reproduces(placed.kind, figure, decimals, found, rules):
        return answer("reproduced")
    weighted = placed.kind == "n" and bool(rounds_to(found.n_weighted, figure.value, decimals, rules.rounding))
    return answer("missed", "weighted" if weighted else "")


def reproduces(kind: str, figure: CellFigure, decimals: int, found: Found, rules: PublishedTable) -> bool:
    """Whether the value is printed as ``figure``."""
    scale = 100.0 if kind in PERCENTS else 1.0
    value = scale * found.value
    if figure.kind == "less":
        return 0 < value < figure.value + figure.edge
    if figure.kind == "more":
        return figure.value - figure.edge < value < (100.0 if kind in PERCENTS else math.inf)
    if kind == "moe":  # as a simple random sample, or with what unequal weights cost
        weighted = 98 / math.sqrt(found.n_kish) if found.n_kish > 0 else math.nan
        return any(bool(rounds_to(one, figure.value, decimals, rules.rounding)) for one in (value, weighted))
    if found.parts and rules.nets == "rounded":
        rule = "half_up" if rules.rounding == "any" else rules.rounding
        total = float(rounded([scale * part for part in found.parts], decimals, rule).sum())
        return abs(total - figure.value) < 1e-6
    return bool(rounds_to(value, figure.value, decimals, rules.rounding))


def _mark(mark: str, decimals: int, found: Found, rules: PublishedTable) -> tuple[Status, str]:
    """A blank or a mark by its declared meaning; a blank without one is a suppressed cell."""
    meaning = rules.cells.get(mark, "suppressed" if mark == "" else None)
    if meaning is None:
        return "not judged", "mark"
    if meaning == "skip":
        return "not judged", "skip"
    if meaning == "suppressed":
        if rules.minimum_base is None:
            return "not judged", "no minimum"
        if not math.isfinite(found.n):
            return "not judged", found.fault or "empty"
        return ("reproduced", "") if found.n < rules.minimum_base else ("missed", "suppressed")
    if found.fault == "estimate" or not math.isfinite(found.n):
        return "not judged", found.fault or "empty"
    value = 0.0 if math.isnan(found.value) else 100 * found.value
    half = 0.5 * 10.0**-decimals
    held = {"nobody": value == 0, "zero": value < half + 1e-9, "below_half": 0 < value < half + 1e-9}[meaning]
    return ("reproduced", "") if held else ("missed", "mark")
