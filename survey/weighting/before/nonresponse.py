"""Non-response by weighting classes: those who responded stand for everybody of their class."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.errors import WeightingError, WeightingWarning, warn
from survey.weighting.before.classes import RULE, Classes, classes_of, joined_classes
from survey.weighting.before.dispositions import Options, dispositions, listed, responded_of
from survey.weighting.before.sampling_weight import with_sampling_weight
from survey.weighting.calibrating.rake import base_of

Array = NDArray[np.float64]


def nonresponse(
    sample: SampleData,
    response: str,
    *,
    classes: str | Sequence[str] = (),
    responded: Options | None = None,
    smallest: int = 20,
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
    question = sample.question(response)
    keys = [sample.question(variable) for variable in variables]
    cells = sample.engine.collapse([*keys, question], weight=base)
    options = responded_of(sample, question, responded)
    groups = {"responded": options, "not responded": ()}
    did = dispositions(sample, question, cells, groups, others="not responded") == 0
    live = cells.respondents > 0
    made = classes_of(sample, keys, cells, missing)
    count = made.sums(cells.respondents.astype(float), did)
    if collapse:
        part, whole = made.sums(cells.sum_w, did), made.sums(cells.sum_w, live)
        made = joined_classes(made, cells, len(keys), count, part, whole, max(smallest, 1))
        count = made.sums(cells.respondents.astype(float), did)

    def work(sums: Array) -> Array:
        answered, everybody = made.sums(sums, did), made.sums(sums, live)
        refuse_empty(made, answered, everybody, response)
        with np.errstate(divide="ignore", invalid="ignore"):
            factor = np.where(answered > 0, everybody / answered, 0.0)
        return np.where(did, made.of_cells(factor), 0.0)

    factor = work(cells.sum_w)
    small = [f"'{label}' ({n:g})" for label, n in zip(made.names, count, strict=True) if n < smallest]
    if small:
        shown = ", ".join(small[:5]) + (", …" if len(small) > 5 else "")
        warn(WeightingWarning, f"{response}: {len(small)} class(es) have fewer than {smallest} respondents: {shown}")
    rate = made.sums(cells.sum_w, did) / made.sums(cells.sum_w, live)
    whole_rate = float(cells.sum_w[did].sum() / cells.sum_w[live].sum())
    named = f"{len(made.names)} classes of {' × '.join(variables)}" if variables else "one class"
    text = f"non-response: weights of {_many(cells.respondents[live & ~did].sum())} given to respondents in {named}"
    text += f" (response rate {whole_rate:.1%}"
    text += f", in classes {rate.min():.1%} to {rate.max():.1%})" if variables else ")"
    if made.joined:
        text += f"; small classes joined, {RULE}: {'; '.join(made.joined)}"
    return with_sampling_weight(
        sample,
        "nonresponse",
        [*keys, question],
        cells,
        factor,
        work,
        base=base,
        name=name,
        text=text,
        options={
            "response": response,
            "classes": [*variables],
            "responded": [*options],
            "smallest": smallest,
            "collapse": collapse,
            "missing": missing,
        },
        counts={
            "responded": int(cells.respondents[did].sum()),
            "did not respond": int(cells.respondents[live & ~did].sum()),
            "classes": len(made.names),
            "joined classes": len(made.joined),
            "small classes": len(small),
        },
        details={
            "response rate": whole_rate,
            "largest factor": float(factor.max(initial=0.0)),
            **{f"response rate: {label}": float(one) for label, one in zip(made.names, rate, strict=True)},
        },
    )


def refuse_empty(made: Classes, answered: Array, everybody: Array, where: str) -> None:
    """Raise ``WeightingError`` for classes of which nobody is left to stand for the others."""
    empty = np.flatnonzero((answered <= 0) & (everybody > 0))
    if len(empty):
        shown = ", ".join(f"'{made.names[k]}'" for k in empty[:5]) + (", …" if len(empty) > 5 else "")
        raise WeightingError(
            f"nobody has responded in {shown}",
            where=where,
            fix="Join classes (collapse=True), or leave a class variable out.",
        )


def _many(count: float) -> str:
    return f"{int(count):,} non-respondent(s)"
