"""``survey plot``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.opening import data_settings, figure_settings, find_study, open_library, open_sample
from survey.cli.options import (
    base_option,
    data_options,
    figure_options,
    force_option,
    lang_option,
    level_option,
    names_of,
    picture_option,
    questionnaires_option,
    quiet_option,
    series_option,
    studies_option,
)
from survey.cli.output import put_picture


@click.group()
def plot() -> None:
    """Draw the same tables as SVG or PNG."""


@plot.command()
@click.argument("study")
@click.argument("question")
@picture_option
@questionnaires_option
@data_options
@figure_options
@lang_option
@quiet_option
def topline(
    study: str, question: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any
) -> None:
    """Bars with intervals: the shares of one question."""
    from survey.plots.bars import bars
    from survey.studies.study_tables import study_toplines

    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options)
    put_picture(bars(study_toplines(found, library, [question], settings=settings, **figures)[0], lang), out, quiet)


@plot.command()
@click.argument("study")
@click.argument("question")
@click.option("--banner", metavar="QUESTION,…", help="Questions to break by. [default: the study's banner]")
@click.option("--option", metavar="OPTION", help="Draw this option as dots with intervals, not all options as bars.")
@picture_option
@questionnaires_option
@data_options
@figure_options
@lang_option
@quiet_option
def crosstab(
    study: str,
    question: str,
    banner: str | None,
    option: str | None,
    out: Path,
    questionnaires: Path | None,
    lang: str,
    quiet: bool,
    **options: Any,
) -> None:
    """Stacked bars of 100%, or dots for one option: one question by the banner."""
    from survey.studies.study_tables import study_crosstabs

    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options)
    table = study_crosstabs(found, library, [question], names_of(banner), settings=settings, **figures)[0]
    if option is None:
        from survey.plots.stacked import stacked

        figure = stacked(table, language=lang)
    else:
        from survey.plots.dots import dots

        figure = dots(table, option, language=lang)
    put_picture(figure, out, quiet)


@plot.command()
@click.argument("question")
@series_option
@studies_option
@picture_option
@questionnaires_option
@base_option
@force_option
@level_option
@lang_option
@quiet_option
def trend(
    question: str,
    series: str | None,
    studies: str | None,
    out: Path,
    questionnaires: Path | None,
    base: Any,
    force: bool,
    level: float,
    lang: str,
    quiet: bool,
) -> None:
    """Points with intervals over the waves of a series, breaks marked."""
    from survey.plots.trend import trend_plot
    from survey.studies.study_trend import study_trend

    library = open_library(questionnaires)
    chosen = {"series": names_of(series), "studies": names_of(studies)}
    found = study_trend(question, library, **chosen, level=level, base=base, force=force)
    put_picture(trend_plot(found, language=lang), out, quiet)


@plot.command()
@click.argument("study")
@picture_option
@questionnaires_option
@data_options
@lang_option
@quiet_option
def weights(study: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any) -> None:
    """Histogram of the weights, with their design effect."""
    from survey.studies.study_figures import weights_figure

    found, library = find_study(study, questionnaires)
    put_picture(weights_figure(open_sample(found, library, **data_settings(options)), lang), out, quiet)


@plot.command()
@click.argument("study")
@picture_option
@questionnaires_option
@data_options
@lang_option
@quiet_option
def gaps(study: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any) -> None:
    """How far the sample is from the population's margins, before and after weighting."""
    from survey.studies.study_figures import gaps_figure

    found, library = find_study(study, questionnaires)
    put_picture(gaps_figure(open_sample(found, library, **data_settings(options)), lang), out, quiet)
