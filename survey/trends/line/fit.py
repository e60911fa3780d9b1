"""The line of one option, fitted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array, hstack
from scipy.stats import norm

from survey.arrays import Array
from survey.errors import SurveyError
from survey.maths.smoothing.averaged import level_on
from survey.maths.smoothing.local_level import Solved, solve
from survey.maths.smoothing.observed import Leanings, Observed
from survey.maths.smoothing.overlap import overlapping, own_parts
from survey.maths.smoothing.read_off import left_out
from survey.maths.smoothing.reml import most_likely
from survey.maths.smoothing.tridiagonal import Walk
from survey.trends.line.leanings import leanings_of
from survey.trends.line.polled import Houses, Poll
from survey.trends.line.pooled import OptionLine

LEAST = 8  # polls more than houses: of fewer nothing can be told of how they err
FORETOLD = 0.9  # level of the intervals that polls are foretold with


@dataclass(frozen=True)
class How:
    """``days``: of the line; ``anchors``: days and shares that are known; ``random``: houses are drawn from many and
    modes have effects."""

    days: Array
    anchors: tuple[tuple[float, float], ...]
    random: bool
    level: float


def fit_line(option: str, polls: Sequence[Poll], houses: Houses, how: How) -> OptionLine:
    """The line of ``option`` by restricted maximum likelihood (``maths.smoothing``).

    Raises ``SurveyError`` where there are too few polls for the houses, or all of one day.
    """
    if len(polls) < LEAST:
        fix = "Take more polls with a size, or print them as they are: survey trend."
        told = f"{len(polls)} poll(s) with a size are too few for a line"
        raise SurveyError(told, where=f"answer '{option}'", fix=fix)
    used = sorted({poll.house for poll in polls})
    modes = sorted({houses.modes[at] for at in used}) if how.random else []
    modes = modes if len(modes) > 1 else []
    observed = _observed(polls, used, modes, houses, how)
    days = np.unique([*observed.day, *(day for day, _ in how.anchors)])
    directions = observed.leanings.basis.shape[1] - int(observed.leanings.random.sum())
    if len(np.unique(observed.day)) < 3 or len(polls) < directions + LEAST:
        told = f"{len(polls)} polls of {len(used)} houses on {len(np.unique(observed.day))} days are too few for a line"
        fix = "Take more polls, or print them as they are: survey trend."
        raise SurveyError(told, where=f"answer '{option}'", fix=fix)
    known = np.full(len(days), np.nan)
    for day, share in how.anchors:
        known[np.searchsorted(days, day)] = share
    walk = Walk(days, known)
    spread, plain = most_likely(observed, walk), most_likely(observed, walk, extra=False)
    solved = solve(observed, walk, spread)
    level, variance = level_on(observed, walk, spread, how.days)
    error = np.sqrt(np.maximum(variance, 0.0))
    reach = norm.ppf(0.5 + how.level / 2) * error
    ends = [np.array([getattr(poll, key) for poll in polls]) for key in ("house", "start", "end")]
    return OptionLine(
        option,
        np.clip(level, 0, 1),
        error,
        np.clip(level - reach, 0, 1),
        np.clip(level + reach, 0, 1),
        spread,
        leanings_of(solved, polls, houses, (used, modes), how.random, bool(how.anchors)),
        tuple(polls),
        int(overlapping(*ends).sum()),
        float(observed.part.sum()),
        _held(observed, solved),
        _held(observed, solve(observed, walk, plain)),
    )


def _observed(polls: Sequence[Poll], used: list[int], modes: list[str], houses: Houses, how: How) -> Observed:
    """The polls as arrays, with a column a house and, where houses are random, a column a mode."""
    house = np.array([poll.house for poll in polls])
    start, end = (np.array([getattr(poll, key) for poll in polls]) for key in ("start", "end"))
    n, rows = len(polls), np.arange(len(polls))
    of = csr_array((np.ones(n), (rows, np.searchsorted(used, house))), (n, len(used)))
    key = house
    if how.random:  # a pollster is one house in all its modes; the same people are asked in one of them only
        pollsters = sorted({houses.names[at] for at in used})
        key = np.array([pollsters.index(houses.names[at]) for at in house])
        of = csr_array((np.ones(n), (rows, key)), (n, len(pollsters)))
    count = of.shape[1]
    blocks = [np.eye(count) if how.random or how.anchors else _to_zero(count)]
    if modes:
        place = [modes.index(houses.modes[at]) for at in house]
        of = csr_array(hstack([of, csr_array((np.ones(n), (rows, place)), (n, len(modes)))]))
        blocks.append(np.eye(len(modes)) if how.anchors else _to_zero(len(modes)))
    basis = np.zeros((of.shape[1], sum(block.shape[1] for block in blocks)))
    basis[:count, : blocks[0].shape[1]] = blocks[0]
    if modes:
        basis[count:, blocks[0].shape[1] :] = blocks[1]
    random = np.arange(basis.shape[1]) < (count if how.random else 0)
    part, shared = np.ones(n), np.array([not poll.separate for poll in polls])
    part[shared] = own_parts(house[shared], start[shared], end[shared])
    day, share, variance = (np.array([getattr(poll, name) for poll in polls]) for name in ("day", "share", "variance"))
    return Observed(day, share, variance, part, Leanings(of, basis, random))


def _to_zero(count: int) -> Array:
    """Directions of ``count`` effects that sum to zero."""
    return np.vstack([np.eye(count - 1), -np.ones((1, count - 1))])


def _held(observed: Observed, solved: Solved) -> float:
    """The part of the polls that lie in their 90% interval, each foretold from the others."""
    error, spread = left_out(observed, solved)
    known = np.isfinite(error)
    return float((np.abs(error / spread)[known] <= norm.ppf(0.5 + FORETOLD / 2)).mean()) if known.any() else np.nan
