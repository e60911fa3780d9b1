"""Pictures of a study's weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.definitions.source_text import short_names
from survey.errors import SurveyError
from survey.weighting.record.calibration import WeightDiagnostics
from survey.weighting.record.diagnose import diagnose
from survey.weighting.told.guarded import guarded, shown_weights
from survey.weighting.told.report import WeightingReport
from survey.words import say


def weights_figure(sample: SampleData, language: str = "en") -> Any:
    """Histogram of the weights in use; a sample without weights is an error."""
    from survey.plots.weights import weights

    return weights(*_weights(sample, language))


def lorenz_figure(sample: SampleData, language: str = "en") -> Any:
    """Cumulative weight of the respondents; a sample without weights is an error."""
    from survey.plots.lorenz import lorenz

    return lorenz(*_weights(sample, language))


def gaps_figure(sample: SampleData, language: str = "en") -> Any:
    """Margins before and after weighting; a sample that was not weighted here is an error."""
    from survey.plots.gaps import gaps

    sample = guarded(sample)
    if sample.calibration is None or not sample.calibration.gaps:
        raise SurveyError("it was not weighted to targets, so there are no gaps to draw", where=sample.name)
    made = replace(sample.calibration, sources=_called(sample.calibration.sources, sample, language))
    return gaps(made, language=language, synthetic=sample.synthetic)


def margin_figures(sample: SampleData, report: WeightingReport, language: str = "en") -> dict[str, Any]:
    """``gaps`` and ``love`` by name, as far as there are margins to draw: a policy of disclosure may leave none."""
    found: dict[str, Any] = {}
    if sample.calibration is not None and guarded(sample).calibration.gaps:
        found["gaps"] = gaps_figure(sample, language)
    if sample.calibration is not None and any(margin.has_target for margin in report.balance.margins):
        named = replace(report, sources=_called(report.sources, sample, language))
        found["love"] = love_figure(named, language)
    return found


def _called(sources: Sequence[str], sample: SampleData, language: str) -> tuple[str, ...]:
    """What the sources are called, where the sample knows them."""
    short = short_names(sample.sources)
    return tuple(say(short[name], language) if name in short else name for name in sources)


def love_figure(report: WeightingReport, language: str = "en") -> Any:
    """Standardised differences from the population before and after weighting, also of variables that the weighting did
    not use; a report without any target is an error."""
    from survey.plots.love import love

    return love(report, language)


def _weights(sample: SampleData, language: str) -> tuple[Any, WeightDiagnostics, str, str, bool, str]:
    if sample.weight is None:
        raise SurveyError("there are no weights to draw", where=sample.name, fix="Give --weight COLUMN.")
    title = say(sample.study.title, language, sample.name) if sample.study else sample.name
    name = sample.weight
    sample, w = guarded(sample), shown_weights(sample)
    told = sample.calibration.diagnostics if sample.calibration is not None else None
    if told is None and sample.steps:
        told = sample.steps[-1].diagnostics
    return w, told or diagnose(w), title, language, sample.synthetic, name
