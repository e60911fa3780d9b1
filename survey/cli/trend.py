"""``survey trend``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.common import (
    OutPath,
    level_option,
    names_of,
    open_library,
    output_options,
    put,
    questionnaires_option,
    series_option,
    studies_option,
)


@click.command()
@click.argument("question")
@series_option
@studies_option
@click.option("--change", metavar="STUDY:STUDY", help="Print the change between two waves, with its interval.")
@click.option("--deff", type=click.FloatRange(1), default=1.0, show_default=True, help="Design effect for --change.")
@click.option(
    "--plot", type=OutPath(), metavar="FILE", help="Also draw it: .svg or .png."
)
@questionnaires_option
@level_option
@output_options
def trend(
    question: str,
    series: str | None,
    studies: str | None,
    change: str | None,
    deff: float,
    plot: Path | None,
    questionnaires: Path | None,
    level: float,
    **options: Any,
) -> None:
    """Print one question over the waves of a series.

    One row a wave, from published figures or microdata, with interval, n, mode and sources. A printed "more than 60"
    stays a bound. Breaks (another mode, wording or set of options) are marked. Without --series and --studies every
    study that asked the question is used.
    """
    from survey.reports.study_trend import study_trend
    from survey.trends.change import change as change_between

    start, colon, end = (change or "").partition(":")
    if change is not None and not colon:
        raise click.UsageError("--change wants two studies: --change baw_2018_09:baw_2020_11")
    library = open_library(questionnaires)
    found = study_trend(question, library, series=names_of(series), studies=names_of(studies), level=level)
    value = found if change is None else change_between(found, start.strip(), end.strip(), deff=deff)
    figures: dict[Path, Any] = {}
    if plot is not None:
        from survey.plots.trend import trend_plot

        figures[plot] = trend_plot(found, language=options["lang"])
    put(value, figures=figures, **options)
