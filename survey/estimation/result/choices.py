"""What an option of an estimate may be, by name, for signatures and for editors that complete them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Literal, TypedDict

from survey.words import Base, Interval

Deff = Literal["with replacement", "without replacement"]
DfRule = Literal["domain", "design"]
Df = DfRule | float  # a rule, or the number itself; infinite for normal limits
RInterval = Literal["xlogit", "beta", "mean"]  # names of intervals that only R has
ShareInterval = Interval | RInterval
QuantileInterval = ShareInterval | Literal["score", "score_r", "quantile"]
QuantileRule = Literal["math", "school", "shahvaish", "hf1", "hf2", "hf3", "hf4", "hf5", "hf6", "hf7", "hf8", "hf9"]
CorrelationInterval = Literal["fisher", "wald"]
Statistic = Literal["share", "mean", "total"]
Of = Literal["values", "respondents"]
Family = Literal[
    "gaussian",
    "binomial",
    "binomial(probit)",
    "binomial(cloglog)",
    "poisson",
    "gamma",
    "gamma(log)",
    "negative_binomial",
    "multinomial",
    "ordinal",
    "ordinal(probit)",
    "ordinal(cloglog)",
]
Solver = Literal["newton", "irls"]
TermTest = Literal["Wald", "LRT", "LRT saddlepoint"]
Alternative = Literal["two-sided", "less", "greater"]
ChisquareVariant = Literal["F", "Chisq", "LR", "Wald", "adjWald", "lincom", "saddlepoint"]
GoodnessVariant = Literal["satterthwaite", "F", "lincom", "saddlepoint"]
TrendVariant = Literal["contrast", "regression"]
RankScores = Literal["wilcoxon", "van der waerden", "median"]
Ties = Literal["middle", "file order"]


class QuantileOptions(TypedDict, total=False):
    """Options of ``quantile`` that ``median`` has too."""

    rule: QuantileRule
    interval: QuantileInterval
    level: float
    df: Df
    deff: Deff


class TogetherOptions(TypedDict, total=False):
    """Options of ``together``: those of ``share``, ``mean`` and ``total`` that can be asked of several questions."""

    base: Base
    interval: ShareInterval
    level: float
    df: Df
    deff: Deff
    of: Of


class ChangeOptions(TypedDict, total=False):
    """Options of ``compare`` that are those of ``share``, ``mean`` and ``total``."""

    base: Base
    interval: ShareInterval
    deff: Deff
    of: Of
    nets: Mapping[str, Sequence[str]]


class SplitOptions(TypedDict, total=False):
    """Options of ``decompose`` that are those of ``share`` and ``compare``."""

    base: Base
    nets: Mapping[str, Sequence[str]] | None
    force: bool
