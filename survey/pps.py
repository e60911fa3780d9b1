"""Sampling with unequal probabilities and without replacement: which approximation its variances take."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields
from typing import Any, get_args

from survey.errors import DesignError
from survey.words import PpsMethod, PpsVariance, nearest

METHODS: tuple[str, ...] = get_args(PpsMethod)
VARIANCES: tuple[str, ...] = get_args(PpsVariance)


@dataclass(frozen=True)
class Pps:
    """``method``: ``brewer`` (also of several stages), ``overton`` or ``HR`` (Hartley & Rao); formulas in
    ``survey.maths.variance.unequal``. ``variance``: ``Horvitz-Thompson`` or ``Yates-Grundy``, of the latter two (R:
    ``variance="HT"``, ``"YG"``). ``squares``: ``Σ π²/n`` over all units of the population, for ``HR`` without strata
    (R: ``HR(psum)``); the mean probability of the sample stands for it where it is not given (R: ``HR()``)."""

    method: str
    variance: str = "Horvitz-Thompson"
    squares: float | None = None


def given_pps(given: Any, stages: int) -> Pps | None:
    """What was given for ``pps`` of a design with ``stages`` columns of probabilities. Raises ``DesignError``."""
    if given is None:
        return None
    if isinstance(given, Mapping):
        known = tuple(one.name for one in fields(Pps))
        for part in given:
            if part not in known:
                raise DesignError(f"has no part '{part}'", where="design.pps", fix=nearest(str(part), known))
        if "method" not in given:
            raise DesignError("names no method", where="design.pps", fix=f"Write method: {METHODS[0]}.")
        given = Pps(**given)
    made = given if isinstance(given, Pps) else Pps(given)
    for value, words in ((made.method, METHODS), (made.variance, VARIANCES)):
        if value not in words:
            raise DesignError(f"unknown '{value}'", where="design.pps", fix=nearest(str(value), words))
    problem = _problem(made, stages)
    if problem:
        raise DesignError(problem[0], where="design.pps", fix=problem[1])
    return made


def _problem(made: Pps, stages: int) -> tuple[str, str] | None:
    if not stages:
        return "needs the probabilities of being drawn", "Name their column in fpc (one a stage)."
    if made.method == "brewer" and made.variance != "Horvitz-Thompson":
        return "Brewer's approximation is one variance, not two", "Leave out the variance, or take overton or HR."
    if made.method != "brewer" and stages > 1:
        return f"{made.method} is known for one stage", "Use brewer, or leave out the fpc of later stages."
    if made.squares is not None and (made.method != "HR" or not made.squares > 0):
        return "squares is Σ π²/n of the population, a number above 0 that HR takes", "Leave it out."
    return None
