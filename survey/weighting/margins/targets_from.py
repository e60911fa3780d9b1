"""Targets estimated from the microdata of a reference survey or a census sample."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.files.open import open_data
from survey.cells.meanings.meaning import labelled_sample
from survey.cells.samples.sample import SampleData
from survey.cells.table.celltable import CellTable
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Margin, Targets
from survey.errors import LonelyPsuError, MissingWarning, SurveyError, WeightingError, warn
from survey.maths.places import distinct, places, row_sums
from survey.maths.variance.linearization import Strata, element_spread, multiplier, unit_covariance
from survey.maths.variance.replication import replicate_covariance
from survey.maths.variance.spread import Spread
from survey.weighting.margins.given_targets import constructed, made_targets
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.record.replicated import places_of_rows


def targets_from(
    reference: Any,
    margins: Mapping[str, str | Sequence[str]] | Sequence[str],
    *,
    weight: str | None = None,
    counts: bool = False,
    variance: bool = False,
    name: str = "reference",
    population: str = "",
    date: str | None = None,
    source: str | None = None,
) -> Targets:
    """Weighted margins of ``reference``: a sample (with its weight, design or replicate weights) or a frame or path (R:
    ``svymean`` and ``svytotal`` of factors, with ``vcov``; svrep's ``calibrate_to_sample`` goes on from there).

    ``margins``: variables, or name -> variable or variables of a crossing. Shares are of those who answered every
    variable of the margin; ``counts`` gives weighted totals instead, for which everybody must have answered, and their
    sum as the population. With ``variance`` the targets carry the covariance of all their figures, and every estimate
    weighted to them has it in its standard error: by linearization (first-stage PSUs and strata of the sample's design,
    without finite population corrections or gains of its own calibration), or by its replicate weights.

    Raises ``WeightingError`` for a variable that is not there, a margin nobody answered and counts with answers
    missing; warns of answers that were missing (``MissingWarning``).
    """
    sample = reference if isinstance(reference, SampleData) else labelled_sample(open_data(reference))
    if weight is not None:
        sample = sample.changed(
            design=replace(sample.design, weight=weight), calibration=None, replicates=None, joint=None
        )
    named = _named(margins)
    questions = _questions(sample, named, name)
    design = [sample.design_key(column) for column in (*sample.design.stratum_columns, *sample.design.psu_columns[:1])]
    keys = list({one.question: one for one in (*design, *questions)}.values()) if variance else questions
    cells = sample.engine.collapse(keys, weight=sample.weight)
    found = [_Margin.of(sample, cells, margin, variables, counts) for margin, variables in named.items()]
    problems = [fault for one in found for fault in one.faults()]
    if problems:
        raise WeightingError("\n".join(problems), where=name, fix="Take shares, or leave the margin out.")
    texts = [
        f"margin '{one.name}': {one.lost} respondent(s) without an answer are left out" for one in found if one.lost
    ]
    for text in texts:
        warn(MissingWarning, f"{name}: {text}")
    covariance = None
    if variance:
        inside = [(one.indicators, one.answered) for one in found]
        covariance = tuple(map(tuple, _covariance(sample, cells, keys, inside, counts).tolist()))
    made_here = made_targets(
        name,
        {one.name: one.record(name, source) for one in found},
        total=float(cells.sum_w.sum()) if counts else None,
        population={"und": population or f"population of {name}"},
        date=date,
        covariance=covariance,
        sources=(source,) if source else (),
        note={"und": "; ".join(texts)} if texts else None,
    )
    return made_here.changed()  # no file holds them: records of a weighting keep their figures


def _questions(sample: SampleData, named: Mapping[str, tuple[str, ...]], name: str) -> list[Question]:
    """The questions of all margins, or one error with what is wrong with them."""
    questions, problems = [], []
    for variable in dict.fromkeys(variable for parts in named.values() for variable in parts):
        try:
            questions.append(one_answer(sample, variable))
            sample.engine.encoding(questions[-1])
        except SurveyError as error:
            problems.append(f"'{variable}': {error}")
    if problems or not named:
        raise WeightingError("\n".join(problems) or "no margins are named", where=name, fix="Name its variables.")
    return questions


@dataclass(frozen=True)
class _Margin:
    """One margin of the reference. ``indicators`` (cells of the table, cells of the margin): whether one is in the
    other; ``answered``: 1 for cells of those who answered every variable; ``lost``: how many did not."""

    name: str
    variables: tuple[str, ...]
    counts: bool
    figures: Mapping[tuple[str, ...], float]
    indicators: Array
    answered: Array
    n: int
    lost: int
    total: float

    @classmethod
    def of(cls, sample: SampleData, cells: CellTable, name: str, variables: tuple[str, ...], counts: bool) -> _Margin:
        encodings = [sample.engine.encoding(sample.question(variable)) for variable in variables]
        codes = [cells.key(one.question.question) for one in encodings]
        gone = [np.array(one.kinds)[code] != "" for one, code in zip(encodings, codes, strict=True)]
        answered = ~np.any(gone, axis=0)
        total = float(cells.sum_w[answered].sum())
        levels = [
            [(place, level) for place, (level, kind) in enumerate(zip(one.levels, one.kinds, strict=True)) if not kind]
            for one in encodings
        ]
        indicators, figures = [], {}
        for cell in itertools.product(*levels) if total > 0 else ():
            at = np.all([code == place for (place, _), code in zip(cell, codes, strict=True)], axis=0)
            figure = float(cells.sum_w[at].sum())
            figures[tuple(level for _, level in cell)] = figure if counts else figure / total
            indicators.append(at.astype(float))
        n, lost = (int(cells.respondents[at].sum()) for at in (answered, ~answered))
        inside = np.array(indicators).T
        return cls(name, variables, counts, figures, inside, answered.astype(float), n, lost, total)

    def faults(self) -> list[str]:
        """Why it cannot be a target."""
        found = []
        if self.lost and self.counts:
            found.append(
                f"margin '{self.name}': {self.lost} respondent(s) gave no answer, so their counts are not complete"
            )
        return found if self.total > 0 else [*found, f"margin '{self.name}': nobody answered"]

    def record(self, name: str, source: str | None) -> Margin:
        """The margin as a file would have it; ``name``: of the reference."""
        made: Margin = constructed(
            Margin,
            variables=self.variables,
            **{"counts" if self.counts else "shares": dict(self.figures)},
            status="derived",
            how={"und": f"weighted {'totals' if self.counts else 'shares'} of {self.n} respondents of {name}"},
            sources=(source,) if source else (),
        )
        return made


def _named(margins: Mapping[str, str | Sequence[str]] | Sequence[str]) -> dict[str, tuple[str, ...]]:
    if isinstance(margins, str):
        margins = [margins]
    if not isinstance(margins, Mapping):
        return {str(variable): (str(variable),) for variable in margins}
    return {
        str(name): (parts,) if isinstance(parts, str) else tuple(map(str, parts)) for name, parts in margins.items()
    }


def _figures(inside: Sequence[tuple[Array, Array]], sums: Array, counts: bool) -> Array:
    """All figures from the weight of each cell of the table."""
    return np.concatenate([sums @ cells / (1.0 if counts else sums @ answered) for cells, answered in inside])


def _covariance(
    sample: SampleData, cells: CellTable, keys: Sequence[Question], inside: Sequence[tuple[Array, Array]], counts: bool
) -> Array:
    """Of all figures: by replicate weights where there are some, else by linearization over first-stage units."""
    full = _figures(inside, cells.sum_w, counts)
    reps = sample.replicates
    if reps is not None:
        row = places_of_rows(sample, keys, cells)
        sums = [np.bincount(row, weight, minlength=len(cells)).astype(float) for weight in reps.weights.T]
        values = np.array([_figures(inside, one, counts) for one in sums])
        return replicate_covariance(values, full, reps.scale, reps.rscales, mse=reps.mse)
    blocks, start = [], 0
    for indicators, answered in inside:
        share = full[start : start + indicators.shape[1]]
        start += indicators.shape[1]
        total = float(cells.sum_w @ answered)
        blocks.append(indicators if counts else (indicators - answered[:, None] * share) / total)
    z = np.concatenate(blocks, axis=1)
    design = sample.design
    strata_keys = [sample.design_key(column).question for column in design.stratum_columns]
    strata = cells.flat(strata_keys)
    known = distinct(strata)
    stratum = places(strata, known)
    if not design.psu_columns:
        n = np.bincount(stratum, cells.n, minlength=len(known)).astype(float)
        of = _strata(sample, n)
        scale, _, _ = multiplier(of, design.lonely_psu)
        squares = (z * (cells.sum_w2 * scale[stratum])[:, None]).T @ z
        totals = row_sums(z * cells.sum_w[:, None], stratum, len(known))
        return element_spread(Spread(whole=squares), totals, of, design.lonely_psu).matrix()
    psu = sample.design_key(design.psu_columns[0]).question
    unit = cells.flat([*(strata_keys if design.nest else ()), psu])
    units, first = np.unique(unit, return_index=True)
    totals = row_sums(z * cells.sum_w[:, None], places(unit, units), len(units))
    parent = stratum[first]
    of = _strata(sample, np.bincount(parent, minlength=len(known)).astype(float))
    return unit_covariance(totals, parent, of, design.lonely_psu)


def _strata(sample: SampleData, count: Array) -> Strata:
    made = Strata(count, np.zeros(len(count)))
    alone = int(multiplier(made, "fail")[1].sum())
    if alone and sample.design.lonely_psu == "fail":
        raise LonelyPsuError(
            f"{alone} stratum(s) of the reference have one PSU only, so the variance of targets is not defined",
            where=", ".join(sample.design.stratum_columns) or "design",
            fix="Choose lonely_psu: remove, certainty, adjust or average, or take targets without variance.",
        )
    return made
