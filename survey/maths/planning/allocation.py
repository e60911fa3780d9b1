"""How many of a sample's respondents each stratum gets."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal, get_args

import numpy as np

from survey.arrays import Array
from survey.maths.planning.conditions import wrong
from survey.words import nearest

Allocation = Literal["proportional", "equal", "neyman", "power"]
METHODS: tuple[str, ...] = get_args(Allocation)


def allocate(
    n: int,
    sizes: Mapping[str, float],
    method: Allocation = "proportional",
    *,
    sd: Mapping[str, float] | None = None,
    costs: Mapping[str, float] | None = None,
    exponent: float = 0.5,
    smallest: int = 0,
) -> dict[str, int]:
    """``n`` respondents spread over strata of ``sizes`` (people), whole numbers that make ``n`` (R: PracTools
    ``strAlloc``).

    * ``proportional``: ``n_h`` in proportion to ``N_h``; ``equal``: the same for all;
    * ``neyman``: to ``N_h S_h`` with ``S_h`` from ``sd``, to ``N_h S_h / √c_h`` where ``costs`` of an interview differ:
      the least variance of the whole's total or mean;
    * ``power``: to ``N_h^q S_h``, ``q`` the ``exponent``, from 0 (equal errors of the strata's means) to 1 (Neyman);
      without ``sd``, ``S_h`` is 1 (Bankier 1988, The American Statistician 42, 174-177).

    No stratum gets more than its people, nor fewer than ``smallest``; what such a stratum takes or leaves is spread
    over the others in the same proportions. Parts of respondents go to the largest remainders, equal ones in the order
    given. Raises ``CallError``. Source: Neyman (1934), JRSS 97, 558-625; Cochran (1977), Sampling Techniques, 5.5.

    >>> allocate(1000, {"capital": 2_000_000, "towns": 5_000_000, "villages": 2_300_000}, "power")
    {'capital': 274, 'towns': 433, 'villages': 293}
    """
    if method not in METHODS:
        raise wrong("method", f"unknown '{method}'", nearest(method, METHODS))
    names = list(sizes)
    people = _numbers("sizes", sizes, names)
    spread = _numbers("sd", sd, names) if sd is not None else np.ones(len(names))
    price = _numbers("costs", costs, names) if costs is not None else np.ones(len(names))
    if (sd is None) and method == "neyman":
        raise wrong("sd", "is what Neyman's allocation goes by", "Give each stratum's standard deviation.")
    if sd is not None and method not in ("neyman", "power"):
        raise wrong("sd", f"does not count in method '{method}'", "Leave it out, or choose neyman or power.")
    if costs is not None and method != "neyman":
        raise wrong("costs", "belong to method 'neyman'", "Leave them out.")
    if not 0 <= exponent <= 1:
        raise wrong("exponent", f"must lie between 0 and 1, not {exponent:g}", "Write 0.5.")
    least = np.minimum(float(smallest), np.floor(people))
    if not 0 < n <= np.floor(people).sum() or least.sum() > n:
        raise wrong("n", f"{n} cannot be spread over {people.sum():,.0f} people and the least of each", "Change n.")
    parts = {
        "proportional": people,
        "equal": np.ones(len(names)),
        "neyman": people * spread / np.sqrt(price),
        "power": people**exponent * spread,
    }[method]
    made = _whole(_spread(float(n), parts, least, np.floor(people)), n, np.floor(people))
    return dict(zip(names, (int(count) for count in made), strict=True))


def _numbers(what: str, given: Mapping[str, float], names: list[str]) -> Array:
    lost = [name for name in names if name not in given] + [name for name in given if name not in names]
    if lost or not names:
        raise wrong(what, f"and strata do not fit: {', '.join(lost) or 'none'}", "Give every stratum one number.")
    made = np.array([float(given[name]) for name in names])
    if not ((made > 0) & np.isfinite(made)).all():
        raise wrong(what, "must be numbers above 0", "Leave out strata that are empty.")
    return made


def _spread(n: float, parts: Array, least: Array, most: Array) -> Array:
    """In proportion to ``parts``, held between ``least`` and ``most``."""
    low, high = 0.0, float((most / parts).max())

    def at(factor: float) -> Array:
        return np.asarray(np.clip(factor * parts, least, most))

    for _ in range(200):  # the sum grows with the factor
        middle = (low + high) / 2
        low, high = (middle, high) if at(middle).sum() < n else (low, middle)
    return at(high)


def _whole(exact: Array, n: int, most: Array) -> Array:
    made = np.floor(exact + 1e-9)
    rest = np.where(made < most, exact - made, -1.0)
    for place in np.argsort(-np.round(rest, 9), kind="stable")[: max(int(n - made.sum()), 0)]:
        made[place] += 1
    return made
