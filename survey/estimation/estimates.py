"""Estimates with everything that must travel with them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.words import result_columns

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Method:
    """How the numbers were made; printed in the notes of every table."""

    statistic: str = "share"  # share | mean | total | difference
    percent: str = "column"  # of what: column | row | cell (shares only)
    base: str = "asked"  # all | asked | valid
    variance: str = "linearization"
    interval: str = "logit"  # logit | wald | wilson | korn_graubard
    level: float = 0.95
    df_rule: str = "domain"  # domain | design
    weight: str = ""  # column, or "" when every respondent counts as 1
    calibration: str = ""  # "raked on sex × age, region (belarus_2019); regression residuals", or ""
    lonely_psu: str = "fail"
    deff: str = "with replacement"  # what the design effect is measured against
    fallback: str = ""  # what replaced the interval at 0 and 1


@dataclass(frozen=True)
class Estimates:
    """One row per estimate, in the questionnaire's order (R: a ``svystat`` with its ``vcov``).

    ``option`` and ``domain_levels`` name the rows; ``count`` is the unweighted number of
    respondents behind the numerator; ``n``, ``n_weighted`` belong to the base of the row's
    percentage. ``n_eff`` is ``n / deff`` (Kish's (Σw)²/Σw² of the base where deff is not defined).
    ``covariance`` has the order of the rows; differences need it. ``counts`` says how many
    respondents each rule left out of the base (``{"not_asked": 12, "_blank": 3}``).
    """

    study: str
    question: str
    option: tuple[str, ...]
    domains: tuple[str, ...]
    domain_levels: tuple[tuple[str, ...], ...]  # one tuple a row
    estimate: Array
    std_error: Array
    conf_low: Array
    conf_high: Array
    deff: Array
    count: Array
    n: Array
    n_weighted: Array
    n_eff: Array
    df: Array
    covariance: Array
    method: Method = field(default_factory=Method)
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[str, ...] = ()

    def __len__(self) -> int:
        return len(self.option)

    @property
    def moe(self) -> Array:
        """Half the width of the interval (the margin of error of each row)."""
        return (self.conf_high - self.conf_low) / 2

    def rows(self) -> list[dict[str, Any]]:
        """One dict a row, in the project's column order."""
        columns = result_columns(self.domains)
        found = []
        for i, option in enumerate(self.option):
            row: dict[str, Any] = {"study": self.study, "question": self.question, "option": option}
            row.update(zip(self.domains, self.domain_levels[i], strict=True))
            for name in columns[len(row) :]:
                row[name] = float(getattr(self, name)[i])
            found.append(row)
        return found

    def to_frame(self) -> Any:
        """A pandas frame with the columns of ``words.result_columns``."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(result_columns(self.domains)))

    def take(self, places: Sequence[int]) -> Estimates:
        """The rows at ``places``, covariance included."""
        at = list(places)
        arrays = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "n", "n_weighted", "n_eff", "df")
        return replace(
            self,
            option=tuple(self.option[i] for i in at),
            domain_levels=tuple(self.domain_levels[i] for i in at),
            covariance=self.covariance[np.ix_(at, at)],
            **{name: getattr(self, name)[at] for name in arrays},
        )
