"""The interactive report of one study or of a series: its studies, and the trends of their questions."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import combinations
from typing import Any

from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import LeftOutWarning, SurveyError, warn
from survey.progress import steps
from survey.reports.interactive.report import Report, ReportStudy, ReportTrend
from survey.studies.interactive.study_report import report_study
from survey.studies.running.trails import series_name
from survey.studies.study_trend import study_trend
from survey.tables.rules.rule_of import rule_of
from survey.trends.change import Changes, change
from survey.trends.series import Trend
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text

ALL_PAIRS = 15  # waves of which every two are compared; of more, neighbours and each with the first and the last


def study_report(study: Study, library: Library, *, settings: dict[str, Any] | None = None, **options: Any) -> Report:
    """A report of ``study`` with the trends of its series. ``options``: as ``report_study`` takes them."""
    made = report_study(study, library, settings=settings, **options)
    level = float(options.get("level", 0.95))
    own = study.series and not _settings_given(settings)
    trends = _report_trends([study], library, str(study.series), level, options) if own else {}
    return Report(made.title, (made,), trends, level)


def series_report(series: str, library: Library, **options: Any) -> Report:
    """A report of all studies of ``series`` in the order of their dates, the latest first. ``SurveyError`` where there
    is no such series."""
    studies = [study for study in library.studies.values() if study.series == series]
    if not studies:
        known = sorted({study.series for study in library.studies.values() if study.series})
        raise SurveyError(f"no series '{series}'", where="report", fix=f"Known: {', '.join(known)}.")
    studies.sort(key=lambda study: (study.fieldwork.start or "", study.study), reverse=True)
    level = float(options.get("level", 0.95))
    of_data = {name: options.pop(name) for name in ("banner", "rule", "base", "filters") if name in options}
    if any(of_data.get(name) for name in ("banner", "rule", "base")) and all(study.data is None for study in studies):
        raise SurveyError("banner, rule and base need microdata, and no study of the series has any", where=series)
    made: list[ReportStudy] = [
        report_study(library.study(study.study), library, **options, **(of_data if study.data is not None else {}))
        for study in steps("studies", [study for study in studies if _has_figures(study)])
    ]
    if not made:
        raise SurveyError("no figures were published and there are no data", where=series, fix="Name another series.")
    trends = _report_trends(studies, library, series, level, options | of_data)
    return Report(message("reports.series", name=series_name(series, library)), tuple(made), trends, level)


def _has_figures(study: Study) -> bool:
    """Whether a study has data or published figures."""
    return study.data is not None or any(own.published for own in study.questions.values())


def _settings_given(settings: dict[str, Any] | None) -> bool:
    """Whether the user reads other data than the definition says, of which the waves before know nothing."""
    return any(value is not None for value in (settings or {}).values())


def _report_trends(
    studies: Sequence[Study], library: Library, series: str, level: float, options: Mapping[str, Any]
) -> dict[str, ReportTrend]:
    """The trend of each question of ``studies`` that at least two waves of ``series`` asked. Those without one are told
    with the reason, also that of waves with data under a rule of presentation, which a trend does not follow."""
    found: dict[str, ReportTrend] = {}
    rule, base, interval = (options.get(name) for name in ("rule", "base", "interval"))
    for name in dict.fromkeys(name for study in studies for name in study.questions):
        waves = [s for s in library.studies.values() if s.series == series and name in s.questions and _has_figures(s)]
        if len(waves) < 2 or name not in library.questions:
            continue
        if any(wave.data is not None and rule_of(wave, rule) is not None for wave in waves):
            _left_out(series, name, "a rule of presentation is in force, which a trend does not follow")
            continue
        if interval not in (None, "logit") and any(wave.data is not None for wave in waves):
            _left_out(series, name, f"intervals of a trend are logit, not {interval}")
            continue
        try:
            trend = study_trend(name, library, series=(series,), level=level, base=base)
        except SurveyError as error:
            _left_out(series, name, str(error.message))
            continue
        if len({point.study for point in trend.points}) > 1:
            found[name] = ReportTrend(trend, _changes(trend), series_name(series, library))
    return found


def _left_out(series: str, name: str, why: str) -> None:
    warn(LeftOutWarning, f"{series}: {name}: has no waves in the report: {why}")


def _changes(trend: Trend) -> dict[tuple[str, str], Changes | Text]:
    waves = list(dict.fromkeys(point.study for point in trend.points))
    made: dict[tuple[str, str], Changes | Text] = {}
    for i, j in combinations(range(len(waves)), 2):
        if len(waves) > ALL_PAIRS and not (j == i + 1 or i == 0 or j == len(waves) - 1):
            continue
        try:
            made[waves[i], waves[j]] = change(trend, waves[i], waves[j])
        except SurveyError as error:
            made[waves[i], waves[j]] = same(error.message)
    return made
