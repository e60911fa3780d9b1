"""A mean, median or total from microdata."""

from __future__ import annotations

import math

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.claims.evidence.confined import confined
from survey.claims.figures.amounts import Unit
from survey.claims.figures.stated import options_of
from survey.claims.judging.case import Case
from survey.claims.judging.quantity import Quantity
from survey.definitions.records.claims import Claim
from survey.definitions.records.study import Study
from survey.errors import EstimationError
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.quantile import quantile
from survey.estimation.statistics.total import total
from survey.maths.intervals import t_quantile
from survey.maths.published import Range
from survey.wording.figures import number
from survey.wording.message import message
from survey.wording.worded import joined


def recomputed_number(case: Case, study: Study, sample: SampleData, what: str) -> Quantity:
    """The mean, median or total of the claim's group and base by the functions that tables use; of a median, the error
    of Woodruff's interval."""
    claim, name = case.claim, case.claim.question or ""
    groups, sample = dict(claim.domain or {}), confined(sample, claim.base or {})
    by = tuple(groups)
    unit: Unit = "number"
    if what == "mean":
        made = mean(sample, name, by, level=case.level)
    elif what == "median":
        made = quantile(sample, name, 0.5, by, level=case.level)
    else:
        unit = "count"
        base = study.questions[name].base if name in study.questions else None
        made = total(
            sample, name, by, of="respondents" if options_of(claim) else None, base=base or "asked", level=case.level
        )
    rows = _rows(made, groups, _people(sample, claim) if what == "total" else ())
    value = float(np.nansum(made.estimate[rows]))
    side = np.zeros(len(made))
    side[rows] = 1.0
    variance = float(side @ np.nan_to_num(made.covariance) @ side)
    error = math.sqrt(max(variance, 0.0)) if len(rows) > 1 else float(made.std_error[rows[0]])
    label = message("claims.label", label=joined(map(sample.question(name).label, options_of(claim)), " + "))
    return Quantity(
        what=message("claims.of_people", label=label)
        if options_of(claim) and what == "total"
        else message(f"claims.of_{what}"),
        name=message("claims.recomputed_synthetic" if sample.synthetic else "claims.recomputed"),
        unit=unit,
        value=value,
        possible=Range(value, value),
        std_error=error,
        quantile=float(t_quantile(case.level, float(made.df[rows[0]]))),
        level=case.level,
        basis=message("claims.basis_data", n=number(float(made.n[rows[0]]), 0)),
        recomputed=True,
    )


def _people(sample: SampleData, claim: Claim) -> tuple[str, ...]:
    """The answers whose people are counted, each once: a net is its parts."""
    question = sample.question(claim.question or "")
    nets = {key: net.options for key, net in question.nets.items()}
    found = tuple(dict.fromkeys(part for key in options_of(claim) for part in nets.get(key, (key,))))
    if question.type == "multiple" and len(found) > 1:
        said = "several answers could be given, so that the people who gave one of them are not the sum"
        raise EstimationError(said, where=question.question, fix="State a 'sum', or the total of one option.")
    return found


def _rows(made: Estimates, groups: dict[str, str], options: tuple[str, ...]) -> list[int]:
    """The rows of the claim's group, and of its options where it counts those who gave them."""
    levels = tuple(groups[key] for key in made.domains)
    at = [
        row
        for row, (option, own) in enumerate(zip(made.option, made.domain_levels, strict=True))
        if own == levels and (not options or option in options)
    ]
    if not at:
        raise EstimationError("no such group or answer in the data", where=made.question)
    return at
