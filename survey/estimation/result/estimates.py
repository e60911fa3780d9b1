"""Estimates with everything that must travel with them."""

from __future__ import annotations

import math
from collections.abc import Hashable, Iterable, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.errors import EstimationError
from survey.estimation.result.when_asked import WhenAsked
from survey.maths.tails import t_tails
from survey.shown import Shown
from survey.wording.worded import Part
from survey.words import Text, result_columns


@dataclass(frozen=True)
class Method:
    """How the numbers were made; printed in the notes of every table."""

    statistic: str = "share"  # share | mean | total | … | difference | contrast | expression | change
    percent: str = "column"  # of what: column | row | cell (shares only)
    base: str = "asked"  # all | asked | valid
    variance: str = "linearization"
    interval: str = "logit"  # words.INTERVALS
    level: float = 0.95
    df_rule: str = "domain"  # domain | design
    weight: str = ""  # column, or "" when every respondent counts as 1
    calibration: Part = ""  # "raked on sex × age, region (belarus_2019); regression residuals", or ""
    lonely_psu: str = "fail"
    deff: str = "with replacement"  # what the design effect is measured against
    fallback: str = ""  # what replaced the interval at 0 and 1
    within: Part = ""  # the filter that the figures are confined to


@dataclass(frozen=True)
class Basis:
    """What rows were made of: a smooth function of the rows of ``root``, an earlier result whose covariance is known.

    ``gradient``: sparse (rows, rows of root)."""

    root: Estimates
    gradient: Any


@dataclass(frozen=True, eq=False, repr=False)
class Estimates(Shown):
    """One row per estimate, in the questionnaire's order (R: a ``svystat`` with its ``vcov``).

    ``option`` and ``domain_levels`` name the rows; ``count`` is the unweighted number of
    respondents behind the numerator; ``n``, ``n_weighted`` belong to the base of the row's
    percentage. ``n_eff`` is ``n / deff``, NaN where that is not defined; Kish's ``(Σw)²/Σw²`` is called ``n_kish``.
    ``covariance`` has the order of the rows; differences need it (shares make it when it is first asked for).
    ``counts`` says how many respondents each rule left out of the base (``{"not_asked": 12, "_blank": 3}``). ``notes``
    are texts in every language (``note["ru"]``; printed, in English). ``design_df`` is PSUs minus strata of the whole
    design, NaN where it was not kept. ``several``: that one respondent may be in several rows.

    Rows are taken by place, slice or name, and added, subtracted, multiplied and divided with their covariance (R:
    ``svycontrast``; Stata: ``lincom``, ``nlcom``), so long as they come from one call:

    >>> votes = sample.share("vote", by="sex")
    >>> votes["left", "woman"] - votes["left", "man"]
    >>> votes[0] / votes[1]
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
    df: Array
    covariance: WhenAsked = WhenAsked()
    method: Method = field(default_factory=Method)
    counts: dict[str, int] = field(default_factory=dict)
    notes: tuple[Text, ...] = ()
    design_df: float = math.nan
    synthetic: bool = False
    several: bool = False
    basis: Basis | None = None
    scores: Any = None  # estimation.totals.Scores of the rows, where the sample is scored

    __array_ufunc__ = None  # numpy numbers leave arithmetic to the methods below

    def __len__(self) -> int:
        return len(self.option)

    @property
    def labels(self) -> tuple[str, ...]:
        """What tells the rows apart: their options, their domains, or both joined by a comma."""
        options = len(set(self.option)) > 1 or not self.domains
        return tuple(
            ", ".join((option, *levels) if options else levels)
            for option, levels in zip(self.option, self.domain_levels, strict=True)
        )

    @property
    def n_eff(self) -> Array:
        """The effective number of respondents of each row, ``n / deff``."""
        return np.divide(self.n, self.deff, out=np.full(len(self), np.nan), where=self.deff > 0)

    @property
    def statistic(self) -> Array:
        """``estimate / std_error`` of each row: Student's t against 0 (infinite where the standard error is 0)."""
        return self._statistic(0.0)

    @property
    def p_value(self) -> Array:
        """Two-sided p-value of each row against 0; see ``p_against``."""
        return self.p_against(0.0)

    def p_against(self, value: float) -> Array:
        """Two-sided p-value of each row against ``value``: ``P(|T| > |estimate - value| / std_error)``, T with the
        row's degrees of freedom, normal where they are infinite (R: ``2 * pt(-abs(t), df)``; Stata: ``lincom``,
        ``test``). NaN where there is no estimate, no standard error or no degrees of freedom."""
        return np.array([t_tails(float(t), float(df)) for t, df in zip(self._statistic(value), self.df, strict=True)])

    def _statistic(self, value: float) -> Array:
        with np.errstate(divide="ignore", invalid="ignore"):
            return np.asarray((self.estimate - value) / self.std_error)

    @property
    def cv(self) -> Array:
        """Coefficient of variation ``std_error / |estimate|`` of each row (R: ``cv``; Stata: ``estat cv``); NaN where
        the estimate is 0."""
        size = np.abs(self.estimate)
        return np.divide(self.std_error, size, out=np.full(len(self), np.nan), where=size > 0)

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

    def to_frame(self, *, labels: bool = True) -> Any:
        """A pandas frame with the columns of ``words.result_columns``. Estimates know ids only, with ``labels`` or
        without: what options are called stands in the frames of ``topline`` and ``crosstab``."""
        import pandas as pd

        return pd.DataFrame(self.rows(), columns=list(result_columns(self.domains)))

    def take(self, places: Sequence[int]) -> Estimates:
        """The rows at ``places``, covariance included."""
        from survey.estimation.result.arithmetic import basis_of

        at = list(places)
        arrays = ("estimate", "std_error", "conf_low", "conf_high", "deff", "count", "n", "n_weighted", "df")
        basis = basis_of(self)
        return replace(
            self,
            option=tuple(self.option[i] for i in at),
            domain_levels=tuple(self.domain_levels[i] for i in at),
            covariance=self.covariance[np.ix_(at, at)],
            basis=Basis(basis.root, basis.gradient[at]),
            scores=None,
            **{name: getattr(self, name)[at] for name in arrays},
        )

    def net(self, name: str, rows: Sequence[Hashable]) -> Estimates:
        """The sum of ``rows`` (names or places) as one row called ``name``, with their covariance."""
        from survey.estimation.result.contrast import contrast

        if isinstance(rows, str) or not isinstance(rows, Iterable):
            raise EstimationError(f"a net is of a list of rows, not {rows!r:.40}", where=f"net {name}")
        if self.several and self.method.base != "answers":
            said = "several answers could be given, so the sum of rows counts respondents more than once"
            raise EstimationError(said, where=f"net {name}", fix="Ask for it in the call: share(…, nets={name: […]}).")
        return contrast(self, {str(name): {row: 1.0 for row in rows}})

    def __getitem__(self, rows: Any) -> Estimates:
        """One row by its place or its name, several by a slice or a list; see
        ``estimation.result.row_names.RowNames``."""
        from survey.estimation.result.row_names import RowNames

        if isinstance(rows, slice):
            return self.take(range(*rows.indices(len(self))))
        if isinstance(rows, (int, np.integer)):
            return self.take([range(len(self))[rows]])  # IndexError beyond the last row ends a loop over the rows
        name = RowNames(self)
        return self.take([name(row) for row in rows] if isinstance(rows, list) else [name(rows)])

    def __add__(self, other: Estimates | float) -> Estimates:
        return self._with("+", self, other)

    def __radd__(self, other: float) -> Estimates:
        return self._with("+", other, self)

    def __sub__(self, other: Estimates | float) -> Estimates:
        return self._with("-", self, other)

    def __rsub__(self, other: float) -> Estimates:
        return self._with("-", other, self)

    def __mul__(self, other: Estimates | float) -> Estimates:
        return self._with("*", self, other)

    def __rmul__(self, other: float) -> Estimates:
        return self._with("*", other, self)

    def __truediv__(self, other: Estimates | float) -> Estimates:
        return self._with("/", self, other)

    def __rtruediv__(self, other: float) -> Estimates:
        return self._with("/", other, self)

    def __neg__(self) -> Estimates:
        return self._with("*", -1.0, self)

    def _with(self, sign: str, left: Any, right: Any) -> Estimates:
        from survey.estimation.result.arithmetic import combined

        return combined(sign, left, right) if _known(left) and _known(right) else NotImplemented

    def __repr__(self) -> str:
        from survey.estimation.result.show import as_text

        return as_text(self)

    def _repr_html_(self) -> str:
        from survey.estimation.result.show import as_html

        return as_html(self)


def _known(value: Any) -> bool:
    return isinstance(value, (Estimates, int, float, np.integer, np.floating)) and not isinstance(value, bool)
