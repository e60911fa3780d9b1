"""``survey trend``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import QUESTION, QUESTIONS, TWO_STUDIES
from survey.cli.shared.opening import open_library
from survey.cli.shared.options import names_of, series_option, studies_option, waves_options
from survey.cli.shared.output import put
from survey.cli.shared.output_options import OutPath, noted_options


@click.command(cls=Grouped)
@click.argument("question", type=QUESTION)
@series_option
@studies_option
@click.option("--statistic", type=click.Choice(("share", "mean", "median")), help="Of the data, wave by wave.")
@click.option("--by", type=QUESTIONS, help="Domains, wave by wave. Needs microdata, as --statistic does.")
@click.option("--change", type=TWO_STUDIES, help="Print the change between two waves, with its interval.")
@click.option("--deff", type=click.FloatRange(1), help="Design effect of published figures, for --change. [default: 1]")
@grouped("--plot", type=OutPath(), metavar="FILE", help="Also draw it: .svg, .png, .pdf or .jpg.", group="Output")
@waves_options
@click.option("--all", "whole", is_flag=True, help="Print all waves of a long trend on the screen.")
@noted_options
def trend(
    question: str,
    series: str | None,
    studies: str | None,
    statistic: Any,
    by: str | None,
    change: str | None,
    deff: float | None,
    base: Any,
    force: bool,
    plot: Path | None,
    whole: bool,
    questionnaires: Path | None,
    level: float,
    where: str | None,
    **options: Any,
) -> None:
    """Print one question over the waves of a series.

    One row a wave, from published figures or microdata, with interval, n, mode and sources. A printed "more than 60"
    stays a bound. Everybody in the base has a column, those without an answer too. Breaks (another mode, wording, set
    of options, sample, …) are marked; waves in which one name stands for two answers are refused. Without --series and
    --studies every study that asked the question is used. The picture of many polls of a table has the line out of
    them that survey line prints.
    """
    from survey.studies.study_trend import study_trend
    from survey.trends.change import change as change_between
    from survey.trends.shortened import shortened

    start, colon, end = (change or "").partition(":")
    if change is not None and not colon:
        raise click.UsageError("--change wants two studies: --change baw_2018_09:baw_2020_11")
    if deff is not None and change is None:
        raise click.UsageError("--deff is the design effect of a change: it goes with --change")
    library = open_library(questionnaires)
    chosen: dict[str, Any] = {"series": names_of(series), "studies": names_of(studies)}
    if statistic is not None or by is not None:
        from survey.studies.waves.study_compare import study_line

        if change is not None or plot is not None:
            raise click.UsageError("--statistic and --by print a line; changes: survey compare, pictures: survey plot")
        how: dict[str, Any] = {"statistic": statistic, "base": base, "level": level, "force": force, "where": where}
        put(study_line(question, library, names_of(by), **how, **chosen), **options)
        return
    found = study_trend(question, library, **chosen, level=level, base=base, force=force, where=where)
    on_screen = options["out"] is None and options["form"] in (None, "text")
    value: Any = shortened(found) if on_screen and not whole else found
    if change is not None:
        value = change_between(found, start.strip(), end.strip(), deff=deff, force=force)
    figures: dict[Path, Any] = {}
    if plot is not None:
        from survey.plots.pictured import Style, trend_picture
        from survey.studies.waves.study_line import polls_line

        figures[plot] = trend_picture(found, Style(options["lang"]), polls_line(found, library))
    put(value, figures=figures, **options)
