"""The weighting in a line, for the notes of a table."""

from __future__ import annotations

from survey.cells.samples.design_weights import NAME as DESIGN_WEIGHT
from survey.cells.samples.sample import SampleData
from survey.weighting.record.calibration import Calibration
from survey.weighting.told.brought import Brought, done
from survey.weighting.told.calibrated import in_short, in_shortest
from survey.weighting.told.guarded import guarded
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def weighting_line(sample: SampleData) -> Text:
    """How the weights in use were made: the last calibration, or else the steps; what the pollster says of it; which
    targets nobody published as they stand; what else is to be known of the calibration."""
    sample = guarded(sample)
    made: Calibration | None = sample.calibration
    text, stated = _made(sample), sample.study.weighting.stated if sample.study is not None else None
    if made is None and not sample.steps and sample.study is not None and sample.study.weighting.is_given:
        text = joined([text, message("weighting.short_left_out")], "; ")
    if stated:
        text = joined([text, message("weighting.short_stated", stated=stated)], ". ")
    if made is None:
        return text
    derived = Brought(made, None, sample.sources).derived
    more = [message("weighting.short_derived", list=derived)] if derived is not None else []
    return joined([text, *more, *made.notes], "; ")


def shortest_line(sample: SampleData) -> Text | None:
    """What the weights in use were brought to, by the names that questions have; None where they were not."""
    calibrations = [one for one in done(guarded(sample)) if isinstance(one, Brought)]
    return in_shortest(calibrations[-1]) if calibrations else None


def _made(sample: SampleData) -> Text:
    told = list(done(sample))
    calibrations = [one for one in told if isinstance(one, Brought)]
    if calibrations:
        return in_short(calibrations[-1])
    if sample.weight is None:
        return message("weighting.short_unweighted")
    if told:
        return message("weighting.short_steps", steps=joined([step.said for step in sample.steps], "; "))
    if sample.weight == DESIGN_WEIGHT:
        return message("weighting.short_design")
    return message("weighting.short_column", column=sample.weight)
