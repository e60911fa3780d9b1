"""A statistic of a study's data, asked for by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import EstimationError, SurveyError
from survey.estimation.models.model import model
from survey.estimation.statistics.share import share
from survey.studies.guarded_estimate import guarded, refuse_model, refuse_model_words
from survey.tables.finding import Finding, finding, model_finding, tests_finding
from survey.weighting.plan.study_sample import has_data, study_sample

Made = list[Finding]

TESTS = {
    "chisquare": ("tests.chisquare", "chisquare"),
    "goodness": ("tests.goodness", "goodness"),
    "t": ("tests.t_test", "t_test"),
    "rank": ("tests.rank_test", "rank_test"),
    "trend": ("tests.trend_test", "trend_test"),
}


def study_estimate(
    study: Study,
    library: Library,
    statistic: str,
    asked: Sequence[str],
    by: Sequence[str] = (),
    *,
    settings: dict[str, Any] | None = None,
    where: str | None = None,
    **options: Any,
) -> Made:
    """One finding a question of ``asked`` (of the pair, for a ratio or a correlation; of the formula, for a model).

    ``options``: those of the statistic; of a test also ``kind`` (a key of ``TESTS``); of a model also ``part``
    (coefficients, effects, ratios, predictions) and, for predictions, ``predict`` and ``at``. ``where``: a filter, as
    ``survey.cells.filters.within`` takes it. Raises ``SurveyError``
    where the study has no data or a figure would be of too few respondents, and what the statistic raises.
    """
    settings = settings or {}
    if not has_data(study, settings):
        raise SurveyError("a statistic needs microdata", where=study.study, fix="Give --data FILE.")
    sample = within(study_sample(study, library, **settings), where)
    made = _WORK[statistic](sample, tuple(asked), tuple(by), dict(options))
    return guarded(study, sample, asked, by, made, statistic, options)


def _each(module: str, name: str) -> Callable[..., Made]:
    def work(sample: SampleData, asked: tuple[str, ...], by: tuple[str, ...], options: dict[str, Any]) -> Made:
        call = _load(module, name)
        return [finding(sample, call(sample, question, by=by, **options), "deff" in options) for question in asked]

    return work


def _pair(module: str, name: str) -> Callable[..., Made]:
    def work(sample: SampleData, asked: tuple[str, ...], by: tuple[str, ...], options: dict[str, Any]) -> Made:
        return [finding(sample, _load(module, name)(sample, *asked, by=by, **options), "deff" in options)]

    return work


def _matrix(sample: SampleData, asked: tuple[str, ...], by: tuple[str, ...], options: dict[str, Any]) -> Made:
    made = _load("statistics.matrix", "covariance")(sample, asked, by=by, **options)
    return [finding(sample, made, "deff" in options)]


def _test(sample: SampleData, asked: tuple[str, ...], by: tuple[str, ...], options: dict[str, Any]) -> Made:
    kind = options.pop("kind", "chisquare")
    call = _load(*TESTS[kind])
    if kind == "rank" and "variant" in options:
        options["scores"] = options.pop("variant")
    if kind == "goodness":
        return [tests_finding(sample, [call(sample, question, **options)]) for question in asked]
    columns: tuple[str | None, ...] = by or (None,)  # a t test may be of everybody
    return [tests_finding(sample, [call(sample, question, name, **options) for name in columns]) for question in asked]


def _model(sample: SampleData, asked: tuple[str, ...], by: tuple[str, ...], options: dict[str, Any]) -> Made:
    part, predict = options.pop("part", "coefficients"), options.pop("predict", None)
    at = options.pop("at", ())
    (formula,) = asked
    found: Made = []
    refuse_model_words(sample, formula)
    for domain in _domains(sample, by):
        made = model(sample, formula, domain=domain, **options)
        refuse_model(sample.study, made)
        if part == "effects":
            found.append(model_finding(sample, made, made.effects()))
        elif part == "ratios":
            found.append(model_finding(sample, made, made.ratios()))
        elif part == "predictions":
            found.append(model_finding(sample, made, made.predictions(predict, at)))
        else:
            found.append(finding(sample, made))
    return found


def _domains(sample: SampleData, by: tuple[str, ...]) -> list[dict[str, str] | None]:
    """Every combination of options that somebody chose; None for all."""
    if not by:
        return [None]
    made = share(sample, by[0], by[1:], base="valid")
    rows = [
        {by[0]: option, **dict(zip(by[1:], levels, strict=True))}
        for option, levels, count in zip(made.option, made.domain_levels, made.count, strict=True)
        if count > 0 and not any(level.startswith("_") for level in levels)
    ]
    if not rows:
        raise EstimationError("nobody is in any of the domains", where=", ".join(by))
    return list(rows)


def _load(module: str, name: str) -> Any:
    import importlib

    return getattr(importlib.import_module(f"survey.estimation.{module}"), name)


_WORK: dict[str, Callable[..., Made]] = {
    "share": _each("statistics.share", "share"),
    "mean": _each("statistics.mean", "mean"),
    "total": _each("statistics.total", "total"),
    "quantile": _each("statistics.quantile", "quantile"),
    "median": _each("statistics.quantile", "median"),
    "variance": _each("statistics.variance", "variance"),
    "deviation": _each("statistics.variance", "deviation"),
    "ratio": _pair("statistics.ratio", "ratio"),
    "correlation": _pair("statistics.correlation", "correlation"),
    "covariance": _matrix,
    "test": _test,
    "model": _model,
}
