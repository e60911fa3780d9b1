"""Non-response by weighting classes: those who responded stand for everybody of their class."""

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
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.sampling_weight import Adjustment, with_sampling_weight
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.weight_column import base_of
from survey.wording.formatted import formatted
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def nonresponse(
    sample: SampleData,
    response: str,
    *,
    classes: str | Sequence[str] = (),
    responded: Options | None = None,
    smallest: int = SMALLEST,
    collapse: bool = False,
    missing: str = "stop",
    base_weight: str | None = None,
    name: str | None = None,
) -> SampleData:
    """The sample with weights ``w · Σ_c w / Σ_{c, responded} w`` for those who responded, in each class ``c``, and 0
    for those who did not (Oh & Scheuren 1983; R: ``svrep::redistribute_weights``).

    ``response``: the question whose options ``responded`` mean an answer (1 of 0 and 1, true, yes if none is named);
    everybody else with a weight above 0 is eligible and did not respond. ``classes``: variables that are known of both;
    their combinations are the classes. The rows of those who did not respond stay, with weight 0, so that strata and
    PSUs keep their size. Classes of fewer than ``smallest`` respondents are named in a warning, or, with ``collapse``,
    joined: the smallest one with that of the nearest weighted response rate, among those that differ in the last
    variable only where there are such, until none is left. ``missing`` answers to class variables ``stop`` the work or
    become a ``class``.

    The new weight is the sampling weight of what follows. Linearization takes it as given; replicates repeat the step
    (with the same classes), so that their variance has the part due to estimated rates. Raises ``WeightingError`` where
    a class has no respondents.
    """
    variables = listed(classes)
    base = base_of(sample, base_weight)
    question = one_answer(sample, response)
    keys = [one_answer(sample, variable) for variable in variables]
    cells = sample.engine.collapse([*keys, question], weight=base)
    options = responded_of(sample, question, responded)
    groups = {"responded": options, "not responded": ()}
    did = dispositions(sample, question, cells, groups, others="not responded") == 0
    made = classes_of(keys, cells, missing)
    weighing = _Weighing(cells, did, made, response)
    if collapse:
        made = joined_classes(made, cells, len(keys), weighing.count, *weighing.rates, max(smallest, 1))
        weighing = replace(weighing, classes=made)
    factor = weighing.factors(cells.sum_w)
    small = small_classes(made, weighing.count, smallest)
    if small:
        said = f"{len(small)} class(es) have fewer than {smallest} respondents: {shown(small)}"
        warn(WeightingWarning, f"{response}: {said}")
    asked = {"response": response, "classes": [*variables], "responded": [*options]}
    adjustment = Adjustment(
        "nonresponse",
        base,
        [*keys, question],
        cells,
        factor,
        weighing.factors,
        weighing.said(variables),
        {**asked, "smallest": smallest, "collapse": collapse, "missing": missing},
        weighing.counts() | {"small classes": len(small)},
        weighing.details(factor),
    )
    return with_sampling_weight(sample, adjustment, name)


@dataclass(frozen=True)
class _Weighing:
    """``did``: cells of those who responded; ``where``: the question that says so."""

    cells: CellTable
    did: NDArray[np.bool_]
    classes: Classes
    where: str

    @property
    def live(self) -> NDArray[np.bool_]:
        """Cells in which somebody counts."""
        return self.cells.respondents > 0

    @property
    def count(self) -> Array:
        """Respondents of each class."""
        return self.classes.sums(self.cells.respondents.astype(float), self.did)

    @property
    def rates(self) -> tuple[Array, Array]:
        """Weights of those who responded in each class, and of everybody in it."""
        return self.classes.sums(self.cells.sum_w, self.did), self.classes.sums(self.cells.sum_w, self.live)

    @property
    def rate(self) -> float:
        """The weighted response rate of all."""
        return float(self.cells.sum_w[self.did].sum() / self.cells.sum_w[self.live].sum())

    def factors(self, sums: Array) -> Array:
        """Of each cell, from its weight totals."""
        answered, everybody = self.classes.sums(sums, self.did), self.classes.sums(sums, self.live)
        refuse_empty(self.classes, answered, everybody, self.where)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(answered > 0, everybody / answered, 0.0)
        return np.where(self.did, self.classes.of_cells(factor), 0.0)

    def said(self, variables: Sequence[str]) -> Text:
        count = formatted(int(self.cells.respondents[self.live & ~self.did].sum()), ",d")
        rate = formatted(self.rate, ".1%")
        if not variables:
            done = message("data.nonresponse_alone", count=count, rate=rate)
        else:
            answered, everybody = self.rates
            rates = answered / everybody
            done = message(
                "data.nonresponse",
                count=count,
                classes=len(self.classes.names),
                variables=" × ".join(variables),
                rate=rate,
                least=formatted(float(rates.min()), ".1%"),
                most=formatted(float(rates.max()), ".1%"),
            )
        return joined([done, *joined_said(self.classes)], "; ")

    def counts(self) -> dict[str, int]:
        """Respondents by what became of them."""
        who = self.cells.respondents
        return {
            "responded": int(who[self.did].sum()),
            "did not respond": int(who[self.live & ~self.did].sum()),
            "classes": len(self.classes.names),
            "joined classes": len(self.classes.joined),
        }

    def details(self, factor: Array) -> dict[str, float]:
        """Response rates, and the largest factor."""
        answered, everybody = self.rates
        by_class = zip(self.classes.names, answered / everybody, strict=True)
        return {
            "response rate": self.rate,
            "largest factor": float(factor.max(initial=0.0)),
            **{f"response rate: {label}": float(one) for label, one in by_class},
        }


def refuse_empty(made: Classes, answered: Array, everybody: Array, where: str) -> None:
    """Raise ``WeightingError`` for classes of which nobody is left to stand for the others."""
    empty = np.flatnonzero((answered <= 0) & (everybody > 0))
    if len(empty):
        names = [f"'{made.names[k]}'" for k in empty]
        raise WeightingError(
            f"nobody has responded in {shown(names)}",
            where=where,
            fix="Join classes (collapse=True), or leave a class variable out.",
        )
