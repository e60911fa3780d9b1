"""Rules of presentation: which estimates are shown, which are shown with a mark, which are not shown at all.

Arrays in, arrays out; nothing is left out here (``maths.rules.complementary`` says what else has to go with what is).
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Mask
from survey.maths.rules.precision import Cells, Kind

Doing = Literal["show", "flag", "suppress"]


@dataclass(frozen=True)
class Test:
    """``does``, for ``reason``, to the cells of ``kinds`` for which ``holds`` says so of ``limit``."""

    does: Doing
    reason: str
    limit: float
    holds: Callable[[Cells, float], Mask]
    kinds: tuple[Kind, ...] = ("share", "total", "mean")


@dataclass(frozen=True)
class Rule:
    """A rule of presentation: of its tests, in their order, the first that holds decides. ``source``: who made it.
    ``least``: of how few respondents nothing is told, no base either, where a policy of disclosure says so;
    ``partners``: whether what could tell a suppressed cell goes with it."""

    name: str
    source: str
    tests: tuple[Test, ...]
    least: float = 0.0
    partners: bool = True

    def limit(self, does: str, reason: str) -> float:
        """The limit behind what was done."""
        return next((test.limit for test in self.tests if (test.does, test.reason) == (does, reason)), np.nan)


def decide(rule: Rule, cells: Cells) -> tuple[NDArray[np.str_], NDArray[np.str_]]:
    """What ``rule`` does to each cell (``show``, ``flag``, ``suppress``; "" where there is no figure) and the reason
    ("" of a cell that is shown)."""
    there = np.isfinite(cells.estimate)
    does = np.where(there, "show", "").astype("<U8")
    reason = np.full(does.shape, "", dtype="<U16")
    for test in rule.tests:
        if cells.kind in test.kinds:
            hit = (does == "show") & (reason == "") & test.holds(cells, test.limit)
            does[hit], reason[hit] = test.does, test.reason
    return does, reason


def _few(cells: Cells, limit: float) -> Mask:
    """Respondents: of the base of a share or a mean; in a total."""
    return np.asarray((cells.count if cells.kind == "total" else cells.n) < limit)


def _few_effective(cells: Cells, limit: float) -> Mask:
    return np.asarray(cells.effective < limit * (1 - 1e-9))  # thirty of one weight are thirty, whatever it is


def _few_in_cell(cells: Cells, limit: float) -> Mask:
    return np.asarray(cells.count < limit)


def _wide(cells: Cells, limit: float) -> Mask:
    return np.asarray(~(cells.width < limit))  # no interval is no precision


def _relatively_wide(cells: Cells, limit: float) -> Mask:
    if cells.kind == "share":
        return np.asarray((cells.width > limit * cells.estimate) & (cells.width > 0.05))
    return np.asarray(~(cells.width <= limit * cells.estimate))


def _complement_wide(cells: Cells, limit: float) -> Mask:
    return np.asarray((cells.width > 0.05) & (cells.width > limit * (1 - cells.estimate)))


def _few_df(cells: Cells, limit: float) -> Mask:
    return np.asarray(cells.df < limit)


def _at_edge(cells: Cells, limit: float) -> Mask:
    return cells.edge


def _large_error(cells: Cells, limit: float) -> Mask:
    return np.asarray(cells.relative_error >= limit / 100)


def _large_moe(cells: Cells, limit: float) -> Mask:
    return np.asarray(100 * cells.half > limit)


OWN: dict[str, Callable[[Cells, float], Mask]] = {
    "n": _few,
    "count": _few_in_cell,
    "n_eff": _few_effective,
    "moe": _large_moe,
    "rse": _large_error,
}
NCHS = (
    Test("suppress", "n_eff", 30, _few_effective, ("share",)),
    Test("suppress", "width", 0.30, _wide, ("share",)),
    Test("suppress", "relative_width", 1.30, _relatively_wide, ("share",)),
    Test("suppress", "count", 10, _few_in_cell, ("total",)),
    Test("suppress", "relative_width", 1.60, _relatively_wide, ("total",)),
    Test("flag", "complement", 1.30, _complement_wide, ("share",)),
    Test("flag", "df", 8, _few_df),
    Test("flag", "edge", np.nan, _at_edge, ("share",)),
    Test("flag", "n_eff", 30, _few_effective, ("mean",)),  # NCHS has no standard for means
)
RULES: dict[str, Rule] = {
    rule.name: rule
    for rule in (
        Rule("nchs", "Parker et al. 2017, NCHS Series 2 No. 175; 2023, No. 200; R surveytable", NCHS),
        Rule("n30", "30 / 100", (Test("suppress", "n", 30, _few), Test("flag", "n", 100, _few))),
        Rule("n100", "100", (Test("flag", "n", 100, _few),)),
        Rule("rse30", "NCHS, 30/30", (Test("suppress", "n", 30, _few), Test("flag", "rse", 30, _large_error))),
    )
}


def own_rule(suppress: Mapping[str, float], flag: Mapping[str, float]) -> Rule:
    """A pollster's own rule: below which ``n`` (of the base), ``count`` (in the cell) and ``n_eff``, above which
    ``moe`` (points; shares only) and from which ``rse`` (per cent) a figure is not shown, or marked."""
    shares: tuple[Kind, ...] = ("share",)
    made = [
        Test(does, key, limit, OWN[key], shares if key in ("moe", "count") else Test.kinds)
        for does, limits in _both(suppress, flag)
        for key, limit in limits.items()
    ]
    return Rule("own", "", tuple(made))


def with_threshold(rule: Rule | None, least: float, *, also: Rule | None = None, partners: bool = True) -> Rule | None:
    """``rule`` after the tests of a threshold and what ``also`` suppresses: no share of a cell of fewer than ``least``
    respondents, and no share, mean or total of so small a base. The threshold alone where there is no rule. Hundepool
    et al. (2012), Statistical Disclosure Control, 4.2; ten: SDAP (2019), Handbook on Statistical Disclosure Control for
    Outputs; Green, Ritchie and Smith (2021), ACRO."""
    if not least:
        return rule
    tests = own_rule({"n": least, "count": least}, {}).tests
    if also is not None and also is not rule:
        tests += tuple(test for test in also.tests if test.does == "suppress")
    if rule is None:
        return Rule("own" if also is None else also.name, "", tests, least, partners)
    return Rule(rule.name, rule.source, (*tests, *rule.tests), least, partners)


def _both(suppress: Mapping[str, float], flag: Mapping[str, float]) -> tuple[tuple[Doing, Mapping[str, float]], ...]:
    return ("suppress", suppress), ("flag", flag)
