"""Families of models by name: the answer's distribution, and its link in brackets where it is not the usual one."""

from __future__ import annotations

from typing import Any, cast, get_args

import numpy as np

from survey.arrays import Array
from survey.errors import EstimationError
from survey.estimation.result.choices import Family as Name
from survey.maths.models.categorical import Multinomial, Ordinal
from survey.maths.models.glm import Glm, Kind
from survey.maths.models.links import LINKS
from survey.maths.models.negative_binomial import NegativeBinomial
from survey.maths.models.regression import Binomial, Family, Gaussian, Poisson

NAMES: tuple[str, ...] = get_args(Name)
LINK = {
    **{"gaussian": "identity", "binomial": "logit", "poisson": "log", "gamma": "inverse", "negative_binomial": "log"},
    **{"multinomial": "logit", "ordinal": "logit"},
}
PLAIN: dict[str, Family] = {
    "gaussian": Gaussian(),
    "binomial": Binomial(),
    "poisson": Poisson(),
    "multinomial": Multinomial(),
    "ordinal": Ordinal(),
}


def parts_of(name: str) -> tuple[str, str]:
    """``binomial(probit)`` -> ``binomial``, ``probit``; the usual link where none is named."""
    kind, _, link = name.partition("(")
    return kind, link.removesuffix(")") or LINK[kind]


def family_of(name: str, offset: Array | float, where: str) -> Family:
    """The formulas of a family. Raises ``EstimationError`` for an offset that it cannot have."""
    kind, link = parts_of(name)
    shifted = not isinstance(offset, float)
    if name in PLAIN and not shifted:
        return PLAIN[name]
    if kind in ("multinomial", "ordinal"):
        if shifted:
            raise EstimationError(f"an {kind} model takes no offset", where=where, fix="Leave offset(…) out.")
        return Ordinal(LINKS[link])
    if kind == "negative_binomial":
        return NegativeBinomial(offset)
    return Glm(cast("Kind", kind), LINKS[link], offset)


def start_of(name: str, offset: Array | float) -> Any | None:
    """The family of statsmodels that finds where to start; None for those that start from shares."""
    import statsmodels.api as sm

    kind, link = parts_of(name)
    families = sm.families
    links = {
        **{"identity": families.links.Identity, "log": families.links.Log, "inverse": families.links.InversePower},
        **{"logit": families.links.Logit, "probit": families.links.Probit, "cloglog": families.links.CLogLog},
    }
    known = {"gaussian": families.Gaussian, "binomial": families.Binomial, "poisson": families.Poisson}
    known |= {"gamma": families.Gamma, "negative_binomial": families.Poisson}
    return known[kind](link=links[link]()) if kind in known else None


def saturated(name: str, y: Array, w: Array) -> float:
    """The log-likelihood if every answer were expected exactly; 0 for those whose deviance is ``-2 log L``."""
    kind = parts_of(name)[0]
    if kind == "poisson":
        return float(np.dot(w, np.where(y > 0, y * np.log(np.where(y > 0, y, 1)), 0) - y))
    if kind == "binomial":  # shares between 0 and 1 are allowed
        p = np.clip(y, 1e-300, 1 - 1e-16)
        return float(np.dot(w, np.where((y > 0) & (y < 1), y * np.log(p) + (1 - y) * np.log1p(-p), 0)))
    return float(np.dot(w, -1 - np.log(y))) if kind == "gamma" else 0.0
