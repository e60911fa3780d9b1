"""Weighting as a study's definition asks for it: its steps, one after the other."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Trim, Weighting
from survey.definitions.records.targets import Targets
from survey.definitions.records.values import Record
from survey.definitions.records.weighting import WeightingStep
from survey.errors import WeightingError
from survey.weighting.record.step import CHOSEN
from survey.wording.worded import joined
from survey.words import Text

Lookup = Callable[[str], Targets]
Look = Callable[[SampleData, WeightingStep, Mapping[str, Any], str | None], bool]
CALIBRATING = ("rake", "poststratify", "calibrate")
ROOMS = {
    **dict.fromkeys(("selection", "eligibility", "nonresponse", "propensity"), "before"),
    **dict.fromkeys(("poststratify", "rake", "calibrate", "trim", "scale", "standardize"), "calibrating"),
}
IN_USE = ("trim", "scale", "standardize")  # verbs that take the weight in use and no other


def weigh(
    sample: SampleData, weighting: Weighting, targets: Targets | Lookup, *, name: str | None = None
) -> SampleData:
    """The sample weighted by the steps of ``weighting``, or by what its short form says.

    ``targets``: those to weight to, or a function from their id to them. Each step is the function of its verb
    (``survey.weighting.<room>.<verb>``) with the arguments as they are written, starts from the weight of the step
    before, makes a column of its own and is kept in ``sample.steps``. ``name``: the column of the last step; others
    are called after their verbs. ``missing`` is the rule of all steps that have none of their own. Limits of a
    ``trim`` step are multiples of the mean weight. Raises what the steps raise, with the place of the step.
    """
    if weighting.method == "poststratify" and len(weighting.margins) > 1:
        raise WeightingError(
            f"post-stratification uses one margin, not {len(weighting.margins)}",
            where="weighting.margins",
            fix="Name one crossed margin, or use method: rake.",
        )
    return run_steps(sample, weighting, targets, name, lambda *_: True)


def run_steps(
    sample: SampleData, weighting: Weighting, targets: Targets | Lookup, name: str | None, look: Look
) -> SampleData:
    """What ``weigh`` does; ``look`` is shown each step before it is done, and says whether to go on."""
    if isinstance(targets, Targets):
        weighting = weighting.model_copy(update={"targets": weighting.targets or targets.targets})
    find: Lookup = (lambda _: targets) if isinstance(targets, Targets) else targets
    plan = weighting.plan
    for place, step in enumerate(plan):
        last = place == len(plan) - 1
        column = step.name if step.name is not None and not (last and name) else None
        if last:
            column = name if name is not None else column
        elif column is None:
            column = _between(step.verb, sample)
        base = step.base_weight or (weighting.base_weight if place == 0 else None)
        try:
            sample, given = _ready(sample, step, find, weighting, base)
            if not look(sample, step, given, base):
                return sample
            sample = _done(sample, step, weighting, given, base, column)
        except WeightingError as error:
            if len(plan) == 1:
                raise
            where = f"weighting.steps.{place + 1} ({step.verb}){f': {error.where}' if error.where else ''}"
            raise type(error)(error.message, where=where, fix=error.fix) from error
    return sample


def _between(verb: str, sample: SampleData) -> str:
    """A name for the column of a step that is not the last."""
    taken = {column.casefold() for column in sample.engine.columns}
    names = (f"weight_{verb}", *(f"weight_{verb}_{k}" for k in range(2, 1000)))
    return next(name for name in names if name not in taken)


def _ready(
    sample: SampleData, step: WeightingStep, find: Lookup, weighting: Weighting, base: str | None
) -> tuple[SampleData, dict[str, Any]]:
    """The sample that the step starts from, and the step's arguments as its function takes them."""
    verb, given = step.verb, _arguments(step.arguments)
    if verb in CALIBRATING:
        alone = given.get("totals") and not weighting.targets  # of a stage: totals of units, never the study's targets
        if step.arguments.targets or not (alone or given.get("stage")):
            given["targets"] = _targets(step, find, weighting)
        given.setdefault("missing", _plain(weighting.missing))
        if given["missing"] == "stop":
            del given["missing"]
    if verb in IN_USE and base is not None and base != sample.weight:
        sample = sample.changed(design=replace(sample.design, weight=base), calibration=None)
    elif verb not in IN_USE and base is not None:
        given["base_weight"] = base
    if verb == "trim" and given.pop("unit", "mean") == "mean":
        mean = _mean(sample)
        given |= {key: given[key] * mean for key in ("lower", "upper") if given.get(key) is not None}
    if verb == "scale" and given.get("to") == "population":
        given["targets"] = _targets(step, find, weighting)
    return sample, given


def _done(
    sample: SampleData,
    step: WeightingStep,
    weighting: Weighting,
    given: dict[str, Any],
    base: str | None,
    name: str | None,
) -> SampleData:
    verb = step.verb
    said = choose_margins(sample, weighting, given, base) if verb == "rake" and weighting.choose is not None else None
    function = getattr(importlib.import_module(f"survey.weighting.{ROOMS[verb]}.{verb}"), verb)
    made: SampleData = function(sample, **given, name=name)
    if said is not None:
        made = _told(made, said, weighting)
    return made


def _told(made: SampleData, said: Text, weighting: Weighting) -> SampleData:
    """``made`` with the choice of its margins in the record of the last step, and in the notes of the report."""
    last, rule, record = made.steps[-1], weighting.choose, made.calibration
    assert rule is not None and record is not None
    last = replace(last, said=joined([last.said, said], "; "), details={**last.details, CHOSEN: rule.limit})
    return made.changed(steps=(*made.steps[:-1], last), calibration=replace(record, notes=(said, *record.notes)))


def choose_margins(sample: SampleData, weighting: Weighting, given: dict[str, Any], base: str | None) -> Text:
    """Put the margins chosen into ``given``, and say by which rule."""
    from survey.weighting.plan.choose import choose  # few weightings choose; it tries margins out, as a forecast does

    rule = weighting.choose
    assert rule is not None
    found = choose(
        sample,
        given["targets"],
        rule.limit,
        rule.method,
        margins=given.get("margins", ()),
        most=rule.most,
        iterate=rule.iterate,
        base_weight=base,
        missing=given.get("missing", "stop"),
    )
    given["margins"] = found.margins
    return found.rule


def _targets(step: WeightingStep, find: Lookup, weighting: Weighting) -> Targets:
    named = step.arguments.targets or weighting.targets
    if named is None:
        raise WeightingError(f"'{step.verb}' has no targets", where="weighting", fix="Add 'targets:'.")
    return named if isinstance(named, Targets) else find(named)


def _arguments(record: Record) -> dict[str, Any]:
    """What is written in the definition, as the function takes it; what is left out is the function's own default."""
    return {key: _plain(getattr(record, key)) for key in type(record).model_fields if key in record.model_fields_set}


def _plain(value: Any) -> Any:
    """Records as mappings, except of those that functions take as they are."""
    if isinstance(value, (Trim, Targets)):
        return value
    if isinstance(value, Record):
        return {key: _plain(getattr(value, key)) for key in type(value).model_fields if key in value.model_fields_set}
    if isinstance(value, Mapping):
        return {key: _plain(item) for key, item in value.items()}
    return value


def _mean(sample: SampleData) -> float:
    """The mean of the positive weights in use."""
    cells = sample.engine.collapse((), weight=sample.weight)
    return float(cells.sum_w.sum() / cells.respondents.sum())
