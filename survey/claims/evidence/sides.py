"""Two shares that a statement sets against each other: of two answers, or of one answer in two groups."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.confined import confined
from survey.claims.evidence.evidence import Evidence, less_known
from survey.claims.figures.share import Share
from survey.definitions.records.claims import WhoseAnswers
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.share import share
from survey.maths.published import Range
from survey.wording.message import message
from survey.words import Base, Text

Domain = Mapping[str, str]


@dataclass(frozen=True)
class Sides:
    """``error``: standard error of the first less so many times the second; NaN where it is not known."""

    one: Evidence  # of the first; of both, where they are answers of one group
    first: Share
    second: Share
    names: tuple[Text, Text]
    error: Callable[[float], float]
    basis: Text
    variance: Range  # what the variance may be multiplied by
    assumptions: tuple[Text, ...] = ()


def of_answers(one: Evidence, first: str | Sequence[str], second: str | Sequence[str]) -> Sides | None:
    """Two answers to one question, or several added up; None where one has no figure."""
    shares = one.share(first), one.share(second)
    if shares[0] is None or shares[1] is None:
        return None
    names = (one.label(first), one.label(second))
    return Sides(
        one, shares[0], shares[1], names, lambda times: one.lead(first, second, times)[1], one.basis, one.variance
    )


def of_groups(
    both: tuple[Evidence, Evidence], options: Sequence[str], domains: tuple[Domain, Domain], base: WhoseAnswers
) -> Sides | None:
    """One answer in two groups: independent samples as published, with the covariance of the design from data.
    ``base``: whom the shares of both are of."""
    one, two = both
    shares = one.share(options), two.share(options)
    if shares[0] is None or shares[1] is None:
        return None

    def error(times: float) -> float:
        if one.sample is not None:
            return _recomputed_error(confined(one.sample, base), one.question, one.parts(options), domains, times)
        return math.hypot(one.std_error(options), times * two.std_error(options))

    names = (one.of_whom or one.label(options), two.of_whom or two.label(options))
    basis = message("claims.basis_two", one=one.basis, two=two.basis)
    overlap = () if one.recomputed or _disjoint(*domains) else (message("claims.groups_overlap"),)
    known = one.basis if one.recomputed else basis
    return Sides(one, shares[0], shares[1], names, error, known, less_known(one, two), overlap)


def _disjoint(one: Domain, two: Domain) -> bool:
    """Whether nobody can be in both groups: they give different answers to one question."""
    return any(one[key] != two[key] for key in set(one) & set(two))


def _recomputed_error(
    sample: SampleData, name: str, options: Sequence[str], domains: tuple[Domain, Domain], times: float
) -> float:
    """By the covariance of the shares of both groups, which clusters and calibration join."""
    own = sample.question(name)
    given = sample.study.questions[name].base if sample.study and name in sample.study.questions else None
    base: Base = given or "asked"
    joint = {"_options": tuple(part for key in options for part in _parts(own.nets, key))}
    made = share(sample, name, tuple(domains[0]), base=base, nets=joint)
    side = np.zeros(len(made))
    for domain, factor in zip(domains, (1.0, -times), strict=True):
        side[_row(made, domain)] += factor
    return math.sqrt(max(float(side @ np.nan_to_num(made.covariance) @ side), 0.0))


def _parts(nets: Mapping[str, object], key: str) -> tuple[str, ...]:
    return tuple(nets[key].options) if key in nets else (key,)  # type: ignore[attr-defined]


def _row(made: Estimates, domain: Domain) -> int:
    levels = tuple(domain[key] for key in made.domains)
    rows = zip(made.option, made.domain_levels, strict=True)
    return next(at for at, row in enumerate(rows) if row == ("_options", levels))
