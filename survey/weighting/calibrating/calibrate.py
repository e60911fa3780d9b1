"""Calibration: weights that meet margins and totals of numbers at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Literal

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import number_question
from survey.cells.table.grouping import unique_keys
from survey.definitions.records.question import Question
from survey.definitions.records.targets import Targets
from survey.errors import WeightingError, WeightingWarning, warn
from survey.maths.weights.calibration import ROUNDS, TOLERANCE
from survey.weighting.calibrating.factors import Bounds, How, Problem, auxiliaries, span
from survey.weighting.calibrating.finish import Made, finish
from survey.weighting.calibrating.inside_units import OfUnits, calibrate_inside
from survey.weighting.calibrating.numbers_only import everybody, no_margins, without_margins
from survey.weighting.calibrating.replayable import unlike_default
from survey.weighting.calibrating.spread import spread_of, spread_question
from survey.weighting.margins.given_targets import as_targets
from survey.weighting.margins.missing import Missing
from survey.weighting.margins.one_answer import one_answer
from survey.weighting.margins.prepare import prepare
from survey.weighting.margins.prepared import Asked
from survey.weighting.margins.units import Units, units_of
from survey.weighting.record.replicated import own_base
from survey.weighting.record.weight_column import base_of
from survey.wording.message import message
from survey.words import Text, say

ORDER = (
    *("totals", "size", "variance", "margins", "distance", "bounds", "bounds_on", "within", "trim", "strict"),
    *("missing", "base_weight"),
)


def calibrate(
    sample: SampleData,
    targets: Targets | Mapping[Any, Any] | None = None,
    totals: Mapping[str, float] | Mapping[str, OfUnits] | None = None,
    *,
    size: float | OfUnits | None = None,
    stage: int = 0,
    variance: str | None = None,
    margins: Sequence[str] = (),
    distance: str = "linear",
    bounds: Bounds | None = None,
    bounds_on: Literal["factor", "weight"] = "factor",
    within: str | Sequence[str] | None = None,
    trim: Bounds | None = None,
    strict: bool = True,
    missing: Missing = "stop",
    base_weight: str | None = None,
    name: str | None = None,
    tolerance: float = TOLERANCE,
    rounds: int = ROUNDS,
) -> SampleData:
    """The sample with weights that meet margins and totals of numbers, as near to the base weights as ``distance``
    measures it (R: ``calibrate``; Deville & Särndal 1992, JASA 87, 376-382).

    ``targets``, ``missing``: as for ``rake``. ``totals``: question of numbers -> its total in the population, in the
    unit of the weights (which then add to the targets' total). Without targets weights meet ``totals`` alone, and add
    to ``size``, the number of people, where that is given (R: the intercept of the formula), else to what comes of it
    (R: ``~ x - 1``). ``variance``: a question of numbers that residual variances are in proportion to; with its own
    total, no size and no margins that is the ratio estimator (R: ``variance =``; distance ``linear`` without bounds).
    ``stage``: the stage of sampling whose units ``totals`` and ``size`` are of, each a mapping from unit to figure (R:
    ``stage``): respondents of a unit meet its own totals, by the linear distance and without margins; see
    ``survey.weighting.calibrating.inside_units``. That takes off the variance inside units, not that between them.
    ``distance``: ``linear`` (the regression estimator;
    weights can be negative, which is warned of), ``raking`` (never negative) or ``logit`` (needs ``bounds``).
    ``bounds``: least and largest factor on a base weight, or, with ``bounds_on="weight"``, least and largest weight (R:
    ``bounds.const``). ``within``: column(s) of a household or PSU whose members get one weight: the mean of their base
    weights times a factor from the means of their margins and numbers (R: ``aggregate.stage``, which keeps base weights
    that differ inside a unit and then misses the totals). ``trim``: least and largest factor, to which factors are cut
    after the bounds were met, the excess spread over the others in proportion to their base weights, and with
    ``strict`` again until none is outside (R: ``trim``, once); totals are then missed, and the gaps say by how much.
    Variances use residuals of the
    regression on margins and numbers; replicate weights are calibrated one by one.

    Raises ``WeightingError`` with everything that does not fit, and ``ConvergenceError`` naming the total that is
    furthest away when they cannot all be met within ``bounds``.
    """
    how = How(distance, bounds, bounds_on, trim, strict, tolerance, rounds)
    how.check()
    base = base_of(sample, base_weight)
    own_base(sample, base)
    if stage:
        _check_stage(targets, totals, size, (variance, within, bounds, trim, margins or None), distance)
        return calibrate_inside(sample, totals or {}, size, stage, base, name)  # type: ignore[arg-type]
    size, totals = _of_all(size, totals)
    figures = as_targets(targets) if targets is not None else no_margins()
    _check(figures, totals, size, variance, how, within)
    sample, numbers, goals = _numbers(sample, totals, size)
    spread = spread_question(sample, variance)
    columns = () if within is None else (within,) if isinstance(within, str) else tuple(within)
    unit_keys = [sample.design_key(column) for column in columns if sample.question(column)]
    also = unique_keys([*numbers.values(), *unit_keys, *([] if spread is None else [spread])])
    keep_base = bounds_on == "weight" or bool(columns)
    wants = Asked(figures, margins, base, keep_base, also, missing, how.positive)
    ready = prepare(sample, wants) if figures.margins else without_margins(sample, base, keep_base, also)
    x, wanted, names = auxiliaries(ready, numbers, goals)
    units = units_of(ready, x, [key.question for key in unit_keys]) if unit_keys else None
    problem = Problem(ready, x, wanted, names, figures, units, how, spread_of(ready, spread))
    factor, used, trimmed = problem.solve(ready.cells.sum_w, ready.cells.respondents.astype(float))
    below = int(ready.cells.respondents[(factor < 0) & (ready.cells.sum_w > 0)].sum())
    asked = {"totals": dict(totals or {}), "size": size, "variance": variance, "margins": tuple(margins)}
    made = Made(
        "calibrate",
        figures,
        base,
        factor,
        problem.again,
        _options({**asked, "within": columns, "missing": missing, "base_weight": base_weight, **vars(how)}),
        rounds=used,
        numbers=goals,
        spread=spread,
        within=columns,
        loose="trim" if trimmed else "",
        notes=_notes(figures, units, how, below, trimmed),
        counts={key: count for key, count in (("negative", below), ("trimmed", trimmed)) if count},
    )
    return finish(ready, made, None, name)


def _check_stage(targets: Any, totals: Any, size: Any, others: tuple[Any, ...], distance: str) -> None:
    """Raise ``WeightingError`` for what does not go with ``stage``."""
    margins = targets is not None and as_targets(targets).margins
    if margins or any(one is not None for one in others) or distance != "linear":
        raise WeightingError(
            "a stage goes with totals and size of its units alone, by the linear distance",
            where="stage",
            fix="Leave out targets, margins, variance, bounds, within and trim; write numbers of 0 and 1 for margins.",
        )
    if not totals and size is None:
        raise WeightingError("nothing to calibrate to", where="calibrate", fix="Give totals, or sizes of the units.")


def _of_all(
    size: float | OfUnits | None, totals: Mapping[str, float] | Mapping[str, OfUnits] | None
) -> tuple[float | None, dict[str, float]]:
    """Size and totals where they are of the population; ``WeightingError`` for those of units."""
    plain = {name: total for name, total in (totals or {}).items() if not isinstance(total, Mapping)}
    if isinstance(size, Mapping) or len(plain) < len(totals or {}):
        raise WeightingError("figures of units belong to a stage", where="totals", fix="Write stage=1.")
    return size, plain


def _numbers(
    sample: SampleData, totals: Mapping[str, float] | None, size: float | None
) -> tuple[SampleData, dict[str, Question], dict[str, float]]:
    """The questions of numbers and their totals; the size of the population is one of a column of ones."""
    goals = dict(totals or {})
    numbers = {question: number_question(one_answer(sample, question)) for question in goals}
    if size is not None:
        sample, people = everybody(sample, size)
        numbers[people.question], goals[people.question] = people, float(size)
    return sample, numbers, goals


def _check(
    figures: Targets,
    totals: Mapping[str, float] | None,
    size: float | None,
    variance: str | None,
    how: How,
    within: str | Sequence[str] | None,
) -> None:
    """Raise ``WeightingError`` for what does not go together."""
    if not figures.margins and not totals:
        raise WeightingError("nothing to calibrate to", where="calibrate", fix="Give targets, or totals of numbers.")
    if size is not None and figures.margins:
        raise WeightingError(
            "margins give the number of people already", where="size", fix="Write 'total:' in the targets instead."
        )
    if variance is not None and (how.distance != "linear" or how.bounds is not None or within is not None):
        raise WeightingError(
            "'variance' belongs to the linear distance without bounds, one weight a respondent",
            where="variance",
            fix="Leave it out, or leave out distance, bounds and within.",
        )


def _options(given: Mapping[str, Any]) -> dict[str, Any]:
    """The arguments for the record; the distance is always told."""
    in_order = {key: given[key] for key in (*ORDER, "tolerance", "rounds")}
    kept = unlike_default(calibrate, in_order) | {"distance": given["distance"]}
    return {key: kept[key] for key in in_order if key in kept}


def _notes(figures: Targets, units: Units | None, how: How, below: int, trimmed: int) -> tuple[Text, ...]:
    """What should be read of the weights; ``below``: respondents with one below 0; ``trimmed``: whose factor was
    cut."""
    notes: list[Text] = list(units.notes if units is not None else ())
    if below:
        notes.append(message("data.negative", count=below))
    for note in notes:
        warn(WeightingWarning, f"{figures.targets}: {say(note)}")
    if trimmed:
        notes.append(message("data.factors_cut", limits=span(how.trim), count=trimmed))
    return tuple(notes)
