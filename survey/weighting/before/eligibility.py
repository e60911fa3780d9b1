"""Eligibility: who is not of the population loses the weight, who may be gives it to those who are."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.weighting import SMALLEST
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.classes import Classes, classes_of, joined_classes, joined_said, shown, small_classes
from survey.weighting.before.dispositions import Options, dispositions, listed
from survey.weighting.before.sampling_weight import Adjustment, with_sampling_weight
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.weight_column import base_of
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text

Where = NDArray[np.bool_]


def eligibility(
    sample: SampleData,
    status: str,
    *,
    eligible: Options,
    unknown: Options = (),
    ineligible: Options = (),
    classes: str | Sequence[str] = (),
    rate: float | None = None,
    smallest: int = SMALLEST,
    collapse: bool = False,
    missing: str = "stop",
    base_weight: str | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with weights ``w (1 + e_c U_c / E_c)`` for those known to be eligible, and 0 for all others.

    ``status``: the question whose options mean ``eligible`` (interviewed or not), ``unknown`` eligibility and
    ``ineligible``; each option that occurs is named once. ``E_c``, ``I_c``, ``U_c``: their weights in class ``c`` of
    ``classes``. ``e_c``: the part of the unknown that is taken to be eligible, ``E_c / (E_c + I_c)`` (AAPOR's
    proportional allocation, "CASRO"), or the ``rate`` given (AAPOR, Standard Definitions, the *e* of RR3). The weights
    then sum to the estimated size of the eligible population; the base weights of the interviewed over that sum are the
    weighted RR3. Nobody is removed from the data. Small classes, ``missing`` and variance as for ``nonresponse``;
    counted are those of known eligibility.

    Raises ``WeightingError`` where a class has somebody of unknown eligibility and nobody who is eligible.
    """
    if rate is not None and not 0 <= rate <= 1:
        raise WeightingError(f"{rate:g} is no rate", where="rate", fix="Write the eligible part, from 0 to 1.")
    variables = listed(classes)
    base = base_of(sample, base_weight)
    question = one_answer(sample, status)
    keys = [one_answer(sample, variable) for variable in variables]
    cells = sample.engine.collapse([*keys, question], weight=base)
    groups = {"eligible": eligible, "unknown": unknown, "ineligible": ineligible}
    kind = dispositions(sample, question, cells, groups)
    made = classes_of(keys, cells, missing)
    weighing = _Weighing(cells, kind == 0, kind == 1, kind == 2, made, rate, status)
    if collapse:
        known, part, whole = weighing.known()
        with np.errstate(divide="ignore", invalid="ignore"):
            made = joined_classes(made, cells, len(keys), known, part, whole, max(smallest, 1))
        weighing = replace(weighing, classes=made)
    factor = weighing.factors(cells.sum_w)
    small = small_classes(made, weighing.known()[0], smallest)
    if small and weighing.maybe.any():
        said = f"{len(small)} class(es) have fewer than {smallest} of known eligibility: {shown(small)}"
        warn(WeightingWarning, f"{status}: {said}")
    share = weighing.share(factor)
    options = {key: [str(option) for option in listed(given)] for key, given in groups.items()}
    how = {"rate": rate, "smallest": smallest, "collapse": collapse, "missing": missing}
    adjustment = Adjustment(
        "eligibility",
        base,
        [*keys, question],
        cells,
        factor,
        weighing.factors,
        weighing.said(variables, share),
        {"status": status, **options, "classes": [*variables], **how},
        weighing.counts() | {"small classes": len(small)},
        {} if np.isnan(share) else {"eligible part of the unknown": share},
    )
    return with_sampling_weight(sample, adjustment, name)


@dataclass(frozen=True)
class _Weighing:
    """``yes``, ``maybe``, ``no``: cells of those who are eligible, may be, and are not; ``rate``: the part of the
    unknown that is eligible, where it was given; ``where``: the question that says so."""

    cells: CellTable
    yes: Where
    maybe: Where
    no: Where
    classes: Classes
    rate: float | None
    where: str

    def known(self) -> tuple[Array, Array, Array]:
        """Of each class: respondents of known eligibility, weight of the eligible, and of both."""
        both, of = self.yes | self.no, self.classes.sums
        weights = self.cells.sum_w
        return of(self.cells.respondents.astype(float), both), of(weights, self.yes), of(weights, both)

    def factors(self, sums: Array) -> Array:
        """Of each cell, from its weight totals."""
        is_, may, not_ = (self.classes.sums(sums, at) for at in (self.yes, self.maybe, self.no))
        if self.rate is not None:
            part = np.full(len(is_), float(self.rate))
        else:
            part = np.divide(is_, is_ + not_, out=np.full(len(is_), np.nan), where=is_ + not_ > 0)
        given = np.where(may > 0, part * may, 0.0)
        lost = np.flatnonzero(~(given == 0) & ~(is_ > 0))
        if len(lost):
            names = [f"'{self.classes.names[k]}'" for k in lost]
            raise WeightingError(
                f"nobody is known to be eligible in {shown(names)}",
                where=self.where,
                fix="Join classes (collapse=True), or leave a class variable out.",
            )
        factor = 1 + np.divide(given, is_, out=np.zeros_like(is_), where=is_ > 0)
        return np.where(self.yes, self.classes.of_cells(factor), 0.0)

    def share(self, factor: Array) -> float:
        """The part of the unknown whose weight the eligible got; NaN where nobody is unknown."""
        weights = self.cells.sum_w
        may = float(weights[self.maybe].sum())
        return float((weights * factor)[self.yes].sum() - weights[self.yes].sum()) / may if may > 0 else float("nan")

    def said(self, variables: Sequence[str], share: float) -> Text:
        eligible, unknown, ineligible = (formatted(count, ",d") for count in list(self.counts().values())[:3])
        told = [message("data.ineligible", count=ineligible)]
        if self.counts()["unknown eligibility"]:
            classes, names = len(self.classes.names), " × ".join(variables)
            inside = message("data.in_classes", classes=classes, variables=names) if variables else ""
            how = message("data.part_taken" if self.rate is not None else "data.part_estimated")
            of = formatted(share, ".1%")
            told.append(
                message("data.unknown_eligible", unknown=unknown, share=of, eligible=eligible, how=how, inside=inside)
            )
        return joined([*told, *joined_said(self.classes)], "; ")

    def counts(self) -> dict[str, int]:
        """Respondents by what is known of them."""
        who = self.cells.respondents
        return {
            "eligible": int(who[self.yes].sum()),
            "unknown eligibility": int(who[self.maybe].sum()),
            "ineligible": int(who[self.no].sum()),
            "classes": len(self.classes.names),
            "joined classes": len(self.classes.joined),
        }
