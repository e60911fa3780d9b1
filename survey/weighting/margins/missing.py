"""What happens to respondents without an answer to a variable that they are weighted by."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.table.encoding import Encoding
from survey.maths.weights.raking import rake_cells
from survey.weighting.margins.misfits import hint
from survey.wording.message import Message, message
from survey.words import UNKNOWN

Missing = str | Mapping[str, Any]  # a rule for all variables, or by variable; "*" is for the others
RULES = ("stop", "class", "impute", "carry")
HELPING = "_weighting_"  # how columns begin that weighting adds besides weights


@dataclass(frozen=True)
class Rule:
    """``kind``: one of ``RULES``. ``within``, ``seed``: of ``impute``."""

    kind: str = "stop"
    within: tuple[str, ...] = ()
    seed: int = 1


def rules_of(missing: Missing, variables: Sequence[str]) -> tuple[dict[str, Rule], list[Message]]:
    """The rule for each variable, and what is wrong with ``missing``.

    ``stop`` (default): an error. ``class``: a class of their own, which keeps its share of the base weights. ``carry``:
    they keep their base weights, times one number for all. ``impute``, or ``{"impute": [variables], "seed": 1}``: an
    answer drawn from respondents who agree in the variables named.
    """
    by = missing if isinstance(missing, Mapping) else {"*": missing}
    problems = [
        message("data.missing_stray", name=name, hint=hint(name, variables))
        for name in by
        if name != "*" and name not in variables
    ]
    found, wrong = {}, []
    for variable in variables:
        given = by.get(variable, by.get("*", "stop"))
        rule, fault = _rule(given)
        found[variable] = rule or Rule()
        if fault is not None and given not in wrong:
            wrong.append(given)
            problems.append(fault)
    return found, problems


def _rule(given: Any) -> tuple[Rule | None, Message | None]:
    """A rule as it was read, or what is wrong with it."""
    if isinstance(given, Mapping) and "impute" in given and set(given) <= {"impute", "seed"}:
        within = given["impute"] or ()
        names = (within,) if isinstance(within, str) else tuple(map(str, within))
        seed = given.get("seed", 1)
        if not isinstance(seed, int) or isinstance(seed, bool) or seed < 0:
            return None, message("data.missing_seed", seed=repr(seed))
        return Rule("impute", names, seed), None
    if given in RULES:
        return Rule(str(given)), None
    return None, message("data.missing_rule", given=repr(given), hint=hint(str(given), RULES))


def gone(encoding: Encoding, targeted: Sequence[str]) -> NDArray[np.bool_]:
    """Which levels are missing answers: kinds of missing that no target names. A code that no option names is a fault
    of the data and none of them."""
    return np.array(
        [
            bool(kind) and level != UNKNOWN and level not in targeted
            for level, kind in zip(encoding.levels, encoding.kinds, strict=True)
        ]
    )


def with_classes(share: Array, base: Array, lost: Sequence[NDArray[np.bool_]]) -> Array:
    """The shares of a margin with classes for missing answers, which keep their part of the base weights.

    ``share`` and ``base``: one axis a variable, sum of ``share`` 1; ``lost[k]``: which levels of axis ``k`` are missing
    answers. With one variable the class gets its part ``b`` of the base weights and the others share ``1 - b`` as
    before. In a crossing it gets its part among those who agree in the other variables, and the whole is then brought
    to the one-way shares that each variable has alone, so that margins with a variable in common still agree.
    """
    made, alone = share.copy(), []
    for axis, levels in enumerate(lost):
        others = tuple(k for k in range(share.ndim) if k != axis)
        ways = share.sum(axis=others)
        part = base.sum(axis=others)
        part = np.where(levels, part / part.sum(), 0.0) if part.sum() else np.zeros(len(levels))
        alone.append(ways * (1 - part.sum()) + part)
        inside = np.moveaxis(base, axis, 0)
        sums = inside.sum(axis=0)
        beta = np.divide(inside, sums, out=np.zeros_like(inside), where=sums > 0) * _column(levels, share.ndim)
        moved = np.moveaxis(made, axis, 0)
        total = moved.sum(axis=0)
        made = np.moveaxis(moved * (1 - beta.sum(axis=0)) + beta * total, 0, axis)
    if share.ndim == 1:
        return made
    places = np.unravel_index(np.flatnonzero(made > 0), made.shape)
    raked = rake_cells(made[made > 0], places, alone, tolerance=1e-14, rounds=1000)
    made[made > 0] *= raked.factor
    return made


def _column(levels: NDArray[np.bool_], dimensions: int) -> Array:
    return levels.astype(float).reshape(-1, *[1] * (dimensions - 1))
