"""Eligibility: who is not of the population loses the weight, who may be gives it to those who are."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.classes import RULE, classes_of, joined_classes
from survey.weighting.before.dispositions import Options, dispositions, listed
from survey.weighting.before.sampling_weight import with_sampling_weight
from survey.weighting.calibrating.rake import base_of

Array = NDArray[np.float64]


def eligibility(
    sample: SampleData,
    status: str,
    *,
    eligible: Options,
    unknown: Options = (),
    ineligible: Options = (),
    classes: str | Sequence[str] = (),
    rate: float | None = None,
    smallest: int = 20,
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
    question = sample.question(status)
    keys = [sample.question(variable) for variable in variables]
    cells = sample.engine.collapse([*keys, question], weight=base)
    groups = {"eligible": eligible, "unknown": unknown, "ineligible": ineligible}
    kind = dispositions(sample, question, cells, groups)
    yes, maybe, no = (kind == k for k in range(3))
    counted = cells.respondents.astype(float)
    made = classes_of(sample, keys, cells, missing)
    known = made.sums(counted, yes | no)
    if collapse:
        part, whole = made.sums(cells.sum_w, yes), made.sums(cells.sum_w, yes | no)
        with np.errstate(divide="ignore", invalid="ignore"):
            made = joined_classes(made, cells, len(keys), known, part, whole, max(smallest, 1))
        known = made.sums(counted, yes | no)

    def part_of(sums: Array) -> Array:
        is_, not_ = made.sums(sums, yes), made.sums(sums, no)
        if rate is not None:
            return np.full(len(is_), float(rate))
        return np.divide(is_, is_ + not_, out=np.full(len(is_), np.nan), where=is_ + not_ > 0)

    def work(sums: Array) -> Array:
        is_, may = made.sums(sums, yes), made.sums(sums, maybe)
        given = np.where(may > 0, part_of(sums) * may, 0.0)
        lost = np.flatnonzero(~(given == 0) & ~(is_ > 0))
        if len(lost):
            shown = ", ".join(f"'{made.names[k]}'" for k in lost[:5]) + (", …" if len(lost) > 5 else "")
            raise WeightingError(
                f"nobody is known to be eligible in {shown}",
                where=status,
                fix="Join classes (collapse=True), or leave a class variable out.",
            )
        factor = 1 + np.divide(given, is_, out=np.zeros_like(is_), where=is_ > 0)
        return np.where(yes, made.of_cells(factor), 0.0)

    factor = work(cells.sum_w)
    small = [f"'{label}' ({n:g})" for label, n in zip(made.names, known, strict=True) if n < smallest]
    if small and maybe.any():
        shown = ", ".join(small[:5]) + (", …" if len(small) > 5 else "")
        said = f"{len(small)} class(es) have fewer than {smallest} of known eligibility: {shown}"
        warn(WeightingWarning, f"{status}: {said}")
    n_yes, n_maybe, n_no = (int(cells.respondents[at].sum()) for at in (yes, maybe, no))
    may = float(cells.sum_w[maybe].sum())
    share = float((cells.sum_w * factor)[yes].sum() - cells.sum_w[yes].sum()) / may if may > 0 else float("nan")
    text = f"eligibility: {n_no:,} ineligible have weight 0"
    if n_maybe:
        of = f" in {len(made.names)} classes of {' × '.join(variables)}" if variables else ""
        how = "taken" if rate is not None else "estimated"
        text += f"; {n_maybe:,} of unknown eligibility, {share:.1%} of whom are {how} to be eligible, gave that part "
        text += f"of their weight to the {n_yes:,} eligible{of}"
    if made.joined:
        text += f"; small classes joined, {RULE}: {'; '.join(made.joined)}"
    return with_sampling_weight(
        sample,
        "eligibility",
        [*keys, question],
        cells,
        factor,
        work,
        base=base,
        name=name,
        text=text,
        options={
            "status": status,
            **{key: [str(option) for option in listed(options)] for key, options in groups.items()},
            "classes": [*variables],
            "rate": rate,
            "smallest": smallest,
            "collapse": collapse,
            "missing": missing,
        },
        counts={
            "eligible": n_yes,
            "unknown eligibility": n_maybe,
            "ineligible": n_no,
            "classes": len(made.names),
            "joined classes": len(made.joined),
            "small classes": len(small),
        },
        details={"eligible part of the unknown": share} if may > 0 else {},
    )
