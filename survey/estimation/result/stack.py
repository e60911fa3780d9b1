"""Results of several calls as one, for contrasts across them."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Any

import numpy as np

from survey.errors import EstimationError
from survey.estimation.result.arithmetic import basis_of
from survey.estimation.result.estimates import Estimates
from survey.wording.worded import once

ARRAYS = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "n", "n_weighted", "df")


def stack(parts: Mapping[str, Estimates], by: str = "wave", *, independent: bool = False) -> Estimates:
    """The rows of several results one after the other, with a first domain ``by`` that says of which each is.

    ``independent``: that the samples have nothing in common (other respondents, other PSUs), so that estimates of
    different parts have covariance 0. It cannot be seen from the results, so it must be said; without it only parts of
    one call can be stacked, whose covariance is known. Waves of a panel, or waves in the same PSUs, belong in
    ``compare``, which looks for persons and PSUs that are in both, or in one frame and one call with ``by="wave"``. The
    degrees of freedom of the whole are the sum of the parts', as those of one design with the parts as strata. R: a
    list of ``svystat`` in one block-diagonal ``vcov``. Raises ``EstimationError`` for parts with other domains or
    statistics, or whose covariance is not known.
    """
    made = list(parts.values())
    if not made or by in made[0].domains:
        raise EstimationError(f"there are no parts, or they are by '{by}' already", where="stack")
    first = made[0]
    alike = {(part.domains, part.method.statistic, part.method.percent, part.method.level) for part in made}
    if len(alike) > 1 or first.method.percent != "column":
        raise EstimationError(
            "only results of the same statistic, by the same domains, at the same level and in column percent can be "
            "stacked",
            where=", ".join(parts),
        )
    roots = [basis_of(part) for part in made]
    sizes = [len(part) for part in made]
    ends = np.cumsum(sizes)
    covariance = np.zeros((ends[-1], ends[-1]))
    for k, one in enumerate(roots):
        for m, other in enumerate(roots):
            rows, columns = slice(ends[k] - sizes[k], ends[k]), slice(ends[m] - sizes[m], ends[m])
            if one.root is other.root:
                covariance[rows, columns] = (one.gradient @ one.root.covariance) @ other.gradient.T
            elif not independent:
                raise EstimationError(
                    "the covariance of results of two calls is not known",
                    where=", ".join(parts),
                    fix="Ask for both in one call (by=…), or compare(…), which looks for persons that are in both; say "
                    "independent=True where the samples have nobody in common.",
                )
    arrays: dict[str, Any] = {name: np.concatenate([getattr(part, name) for part in made]) for name in ARRAYS}
    own = list({id(basis.root): basis.root for basis in roots}.values())
    return replace(
        first,
        study=":".join(dict.fromkeys(part.study for part in made if part.study)),
        option=tuple(option for part in made for option in part.option),
        domains=(by, *first.domains),
        domain_levels=tuple((name, *levels) for name, part in parts.items() for levels in part.domain_levels),
        covariance=covariance,
        counts=dict(_counts(parts)),
        notes=once(note for part in made for note in part.notes),
        design_df=math.fsum(root.design_df for root in own),
        synthetic=any(part.synthetic for part in made),
        basis=None,
        scores=None,
        **arrays,
    )


def _counts(parts: Mapping[str, Estimates]) -> list[tuple[str, int]]:
    return [(f"{name}: {reason}", count) for name, part in parts.items() for reason, count in part.counts.items()]
