"""Every question that a series asked at least three times, over its waves."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from survey.definitions.records.library import Library
from survey.plots.pictured import Style, trend_picture
from survey.reports.documents.make import document
from survey.reports.files.run_record import definition_hashes, staged
from survey.reports.printing.render import render
from survey.studies.absent_data import absent_data
from survey.studies.running.addresses import addresses
from survey.studies.running.languages import warn_of_questions
from survey.studies.running.trails import trail_of
from survey.studies.study_sample import sample_opener
from survey.studies.study_trend import trends_of, without_few_told
from survey.studies.waves.withheld_points import withheld_points
from survey.trends.trend import trend


def run_trends(library: Library, folder: Path, language: str = "en") -> list[Path]:
    """Write ``<question>_<series>.csv``, ``.html``, ``.svg`` and, for narrow screens, ``.phone.svg`` for each, and the
    record, into ``folder``."""
    how = Style(language)
    opened, withheld = sample_opener(library), withheld_points(library)
    used: list[str] = []
    warn_of_questions((question for question, _ in trends_of(library)), library, language)
    with staged(folder, language) as outputs:
        for question, series in trends_of(library, without=absent_data(library)):
            made = trend(question, library, series=(series,), open_sample=opened, withheld=withheld)
            found = without_few_told(made)
            name = f"{question}_{series}"
            outputs.text(f"{name}.csv", render(found, "csv"))
            drawn = outputs.picture(
                f"{name}.svg", trend_picture(found, how), trend_picture(found, replace(how, size="phone"))
            )
            page = document(found)
            page = replace(
                page,
                pictures=(drawn,),
                trail=trail_of(series, library, (page.title, "")),
                addresses=addresses(library, question),
            )
            outputs.text(f"{name}.html", render(page, "html", language))
            used += [f"question/{question}", *(f"study/{study.study}" for study in library.series(series))]
        outputs.record(definitions=definition_hashes(used, library), options={"level": 0.95, "language": language})
    return [folder / name for name in outputs.hashes]
