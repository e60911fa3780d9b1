"""Domains of a crossing, which overlap where a respondent may be in several."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from survey.estimation.core.domains import Crossing
from survey.estimation.core.options import degrees
from survey.estimation.core.totals import Array, Domains, Index, Totals


def members(cross: Crossing) -> list[NDArray[np.bool_]]:
    """Of each domain the cells of the base that are in it."""
    there = cross.inside
    return [there & (cross.domain_places == place).any(axis=0) for place in range(len(cross.domains))]


def domain_groups(cross: Crossing, statistics: int) -> Domains | list[Domains]:
    """The domain of each of ``statistics``, the domain varying fastest."""
    domains = len(cross.domains)
    if not cross.overlapping:
        return Domains(np.where(cross.inside, cross.domain, -1), np.arange(statistics) % domains, domains)
    of = [Domains.one(inside, 1) for inside in members(cross)]
    return [of[i % domains] for i in range(statistics)]


def domain_degrees(made: Totals, rule: str | float, cross: Crossing) -> Array:
    """Degrees of freedom of each domain."""
    if not cross.overlapping:
        return degrees(made, rule, np.where(cross.inside, cross.domain, -1), len(cross.domains))
    return np.array([degrees(made, rule, np.where(inside, 0, -1), 1)[0] for inside in members(cross)])


def domain_sums(cross: Crossing, cells: Array) -> Array:
    """Sums over the cells of the base in each domain."""
    found = np.zeros(len(cross.domains))
    for place in placed(cross):
        at = place >= 0
        found += np.bincount(place[at], cells[at], minlength=len(found))
    return found


def placed(cross: Crossing) -> list[Index]:
    """Of each cell of the base its domains, one list for each that it may be in."""
    return [np.where(cross.inside, place, -1) for place in cross.domain_places]
