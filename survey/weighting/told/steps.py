"""Steps of a weighting beside its calibrations, each in a sentence."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.records.targets import Targets
from survey.weighting.record.step import Step
from survey.weighting.told.calibrated import Said, trimmed
from survey.weighting.told.names import headings
from survey.wording.figures import number
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text

NONRESPONSE = ("nonresponse", "propensity", "attrition")
NAMED = ("household", "frames", "probability", "classes", "predictors", "variables", "by")  # arguments: variables


def step_told(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Said:
    """What was done in ``step``, from its arguments, and what the sentence is about.

    A kind of step that has no sentence here is a fault of the program: ``KeyError``.
    """
    return ("trimming" if step.step == "trim" else "method"), TOLD[step.step](step, sample, targets)


def _adjusted(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    """A step before the calibration, by which variables, at which response rate."""
    given = [value for key in NAMED if (value := step.options.get(key))]
    names = headings(sample, (name for value in given for name in ([value] if isinstance(value, str) else value)))
    rate = step.details.get("response rate")
    said: list[Part] = [message("weighting.by", names=names)] if names else []
    said += [message("weighting.rate", rate=number(100 * rate, 0))] if rate is not None else []
    return message(f"weighting.{step.step}", names=joined(said, ""))


def _calibrated(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    """A calibration whose record is void: a later adjustment changed the weights that met the margins."""
    names = headings(sample, _margins_of(step, targets))
    margins: list[Part] = [names] if names else []
    margins += [message("weighting.total_of", name=name) for name in _numbers(step, sample)]
    if not margins:  # the margins of targets that are not at hand
        margins = [message("weighting.margins_of", targets=str(step.options.get("targets", "")))]
    return message(f"weighting.{step.step}", margins=joined(margins, ", "))


def _margins_of(step: Step, targets: Mapping[str, Targets]) -> list[Any]:
    """What a calibration of which there is no record went by: the variables of its margins, else their names."""
    named, given = list(step.options.get("margins") or ()), step.options.get("targets")
    if isinstance(given, Mapping):
        margins = {name: margin.get("variables", ()) for name, margin in given.get("margins", {}).items()}
    elif isinstance(given, str) and given in targets:
        margins = {name: margin.variables for name, margin in targets[given].margins.items()}
    else:
        return named
    return [margins.get(name, name) for name in named or margins]


def _numbers(step: Step, sample: SampleData) -> Iterator[Text]:
    """Questions whose numbers were brought to totals."""
    for name in step.options.get("totals") or ():
        if (heading := headings(sample, [name])) is not None:
            yield heading


def _combined(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    return message("weighting.combine")


def _scaled(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    to = step.options.get("to", "n")
    if isinstance(to, str):
        return message("weighting.scale_population" if to == "population" else "weighting.scale_n")
    if isinstance(to, Mapping):
        names = headings(sample, step.options.get("by") or ())
        return message("weighting.scale_figures", names=message("weighting.by", names=names) if names else "")
    return message("weighting.scale_to", total=number(float(to)))


def _standardized(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    names = headings(sample, (*step.options["by"], *step.options.get("over", ())))
    return message("weighting.poststratify", margins=names or "")


def _trimmed(step: Step, sample: SampleData, targets: Mapping[str, Targets]) -> Text:
    said: list[Part] = []
    for key, option in (("below", "lower"), ("above", "upper")):
        value = step.options.get(option)
        if isinstance(value, (int, float)) and abs(value) < float("inf"):
            said.append(message(f"weighting.{key}", value=number(float(value))))
    if quantiles := step.options.get("quantiles"):
        low, high = (number(float(end)) for end in quantiles)
        said.append(message("weighting.at_quantiles", low=low, high=high))
    if ratio := step.options.get("ratio"):
        said.append(message("weighting.at_ratio", ratio=number(float(ratio))))
    return trimmed(joined(said, ", "), step.counts.get("trimmed", 0))


TOLD: Mapping[str, Callable[[Step, SampleData, Mapping[str, Targets]], Text]] = {
    **dict.fromkeys(("selection", "eligibility", *NONRESPONSE), _adjusted),
    **dict.fromkeys(("rake", "poststratify", "calibrate"), _calibrated),
    "combine": _combined,
    "scale": _scaled,
    "standardize": _standardized,
    "trim": _trimmed,
}
