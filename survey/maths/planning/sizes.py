"""How many respondents a figure needs, and what a number of respondents can show."""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Unpack

from survey.maths.planning.conditions import Conditions, Planned, variance_of, wrong

EXACT = 1 - 1e-9  # what rounding adds to a whole number makes no further respondent


@dataclass(frozen=True)
class SampleSize:
    """``respondents`` to interview (in each of two groups, for a difference), of whom ``in_domain`` belong to the
    domain; ``approached``: so many, at the response that is expected; ``effective``: respondents of a simple random
    sample that would say as much. ``moe``: half the interval of the figure, ``detectable``: the difference, that so
    many respondents give."""

    respondents: int
    approached: int
    in_domain: int
    effective: float
    moe: float
    detectable: float


def sample_size(moe: float, share: float = 0.5, *, sd: float | None = None, **how: Unpack[Conditions]) -> SampleSize:
    """How many respondents give a share, or with ``sd`` a mean, an interval of plus or minus ``moe`` (R: PracTools
    ``nProp``, ``nCont``).

    ``n₀ = z² v / moe²`` with ``v = p (1 - p)`` or ``sd²``; of a ``population`` N ``n₀/(1 + (n₀ - 1)/N)``; times
    ``deff``; over the part ``domain`` whom the figure is of; approached are these over ``response``, and no more
    than there are people. ``moe``:
    proportions for a share (0.03), the unit of the answers for a mean. ``level``: 0.95. Raises ``CallError``. Source:
    Cochran (1977), Sampling Techniques, ch. 4; Kish (1965), Survey Sampling, 8.2.

    >>> sample_size(0.03, deff=1.5, response=0.25).approached
    6404
    """
    planned, v = Planned(**how), variance_of(share, sd)
    if not moe > 0 or (sd is None and moe >= 1):
        raise wrong("moe", f"must be above 0, and below 1 of a share, not {moe:g}", "Write 0.03 for 3 points.")
    simple = planned.width**2 * v / moe**2
    if planned.population is not None:
        simple = simple / (1 + (simple - 1) / planned.population)
    respondents = _whole(simple / planned.used)
    if planned.population is not None:  # more than all are not to be had, and all have no error
        respondents = min(respondents, math.ceil(planned.population / planned.domain))
    return _made(respondents, planned, v)


def sample_size_difference(
    difference: float, share: float = 0.5, *, sd: float | None = None, **how: Unpack[Conditions]
) -> SampleSize:
    """How many respondents in each of two groups, or waves, find a ``difference`` of shares (of means, with ``sd``)
    with the chance ``power``, tested at ``1 - level``.

    ``n = deff (z_α + z_β)² 2 v (1 - ρ) / difference²``, ``v`` of both groups that of ``share`` (0.5 is the safe side),
    ``ρ`` the ``correlation`` of the same persons' answers; ``population`` is no correction here, but the most there can
    be. The inverse of ``detectable_difference``.
    R: ``power.prop.test``, which takes each group's own variance. Raises
    ``CallError``. Source: Fleiss, Levin & Paik (2003), Statistical Methods for Rates and Proportions, ch. 4; Kish
    (1965), 8.5 and 12.4.

    >>> sample_size_difference(0.05, deff=1.5).respondents
    2355
    """
    planned, v = Planned(**how), variance_of(share, sd)
    if not difference > 0 or (sd is None and difference >= 1):
        said = f"must be above 0, and below 1 of shares, not {difference:g}"
        raise wrong("difference", said, "Write 0.05 for 5 points.")
    simple = planned.reach**2 * 2 * v * (1 - planned.correlation) / difference**2
    respondents = _whole(simple / planned.used)
    planned.check_people(respondents, "difference")
    return _made(respondents, planned, v)


def detectable_difference(
    n: float, other: float | None = None, share: float = 0.5, *, sd: float | None = None, **how: Unpack[Conditions]
) -> float:
    """The least difference between two groups, or waves, of ``n`` and ``other`` respondents (the same where it is not
    given) that a test at ``1 - level`` finds with the chance ``power``: the minimum detectable change.

    ``(z_α + z_β) √(deff v (1/n₁ + 1/n₂ - 2ρ/max(n₁, n₂)))``, ``v`` that of ``share``, or ``sd²``; of a domain the
    numbers are times ``domain``. ``ρ`` is that of all of the smaller sample: ``ρ/max(n₁, n₂)`` where not all of the
    larger one are in both. In proportions (0.0767 are 7.67 points), or the unit of the answers. Raises
    ``CallError``. R: ``power.prop.test(n =, power =)``, nearly. Source: Kish (1965), 12.4.

    >>> round(100 * detectable_difference(1000, deff=1.5), 2)
    7.67
    """
    planned, v = Planned(**how), variance_of(share, sd)
    second = n if other is None else other
    for name, count in (("n", n), ("other", second)):
        if not count >= 1:
            raise wrong(name, f"must be 1 respondent or more, not {count:g}", "Write the size of the sample.")
    first, second = n * planned.used, second * planned.used
    return planned.reach * math.sqrt(v * (1 / first + 1 / second - 2 * planned.correlation / max(first, second)))


def _made(respondents: int, planned: Planned, v: float) -> SampleSize:
    approached, effective = _whole(respondents / planned.response), respondents * planned.used
    if planned.response < 1:
        planned.check_people(approached, "response")
    twice = 2 * v / effective * (1 - planned.correlation)
    return SampleSize(
        respondents=respondents,
        approached=approached,
        in_domain=_whole(respondents * planned.domain),
        effective=effective,
        moe=planned.moe(respondents, v),
        detectable=planned.reach * math.sqrt(twice),
    )


def _whole(number: float) -> int:
    """The next whole number, at least 1."""
    return max(math.ceil(number * EXACT), 1)
