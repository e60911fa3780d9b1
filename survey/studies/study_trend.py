"""A trend, with the microdata of the studies that have them."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

from survey.cells.polls.with_polls import with_polls
from survey.definitions.records.library import Library
from survey.studies.study_sample import sample_opener
from survey.studies.waves.withheld_points import withheld_points
from survey.trends.series import Trend
from survey.trends.trend import trend


def study_trend(
    question: str, library: Library, *, series: Sequence[str] = (), studies: Sequence[str] = (), **options: Any
) -> Trend:
    """``survey.trends.trend.trend`` with the polls of tables (``survey.cells.polls``), opening the data of a study
    where it is needed; ``options`` are its others (level, base, force, where)."""
    library = with_polls(library, question, series, studies)
    opened = sample_opener(library)
    options.setdefault("withheld", withheld_points(library, confined=options.get("where") is not None))
    return trend(question, library, series=tuple(series), studies=tuple(studies), open_sample=opened, **options)


def trends_of(library: Library, waves: int = 3, *, without: Collection[str] = ()) -> list[tuple[str, str]]:
    """Every question and series with at least ``waves`` waves, one of them with figures or data, in alphabetical order;
    no series that has a study of ``without``."""
    asked: dict[tuple[str, str], int] = {}
    known: set[tuple[str, str]] = set()
    broken = {library.study(name).series for name in without}
    for study in library.studies.values():
        for name in study.questions:
            if study.series and study.series not in broken and name in library.questions:
                key = (name, study.series)
                asked[key] = asked.get(key, 0) + 1
                known |= {key} if study.data is not None or study.questions[name].published else set()
    return sorted(key for key, count in asked.items() if count >= waves and key in known)
