"""``survey plot``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped
from survey.cli.shared.ids import OPTION, QUESTION, QUESTIONS, STUDY
from survey.cli.shared.opening import find_study, open_library, open_sample
from survey.cli.shared.options import (
    data_options,
    figure_options,
    names_of,
    rule_option,
    series_option,
    studies_option,
    waves_options,
)
from survey.cli.shared.output import put_picture, wrote
from survey.cli.shared.output_options import lang_option, overwrite_option, picture_option, quiet_option
from survey.cli.shared.picture_options import book_options, kind_option, look_options, look_settings
from survey.cli.shared.settings import data_settings, figure_settings


class _Plot(click.Group):
    """``survey plot STUDY --all`` is ``survey plot book STUDY``."""

    command_class = Grouped

    def resolve_command(self, ctx: click.Context, args: list[str]) -> Any:
        if args and args[0] not in self.commands and "--all" in args:
            args = ["book", *(arg for arg in args if arg != "--all")]
        return super().resolve_command(ctx, args)


@click.group(cls=_Plot)
def plot() -> None:
    """Draw the same tables as pictures, or a chart book.

    SVG, PNG, PDF or JPG, by the name of --out. STUDY --all: every question (book).
    """


@plot.command()
@click.argument("study", type=STUDY)
@click.argument("question", type=QUESTION, required=False)
@click.option("--grid", type=QUESTIONS, help="Questions of one scale in one picture, a bar each.")
@kind_option
@picture_option
@look_options
@data_options
@figure_options
@rule_option
@lang_option
@quiet_option
def topline(
    study: str,
    question: str | None,
    grid: str | None,
    rule: str | None,
    out: Path,
    questionnaires: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Bars with intervals: the shares of one question; or a grid of several."""
    from survey.plots.pictured import table_picture
    from survey.studies.chart_book import finding_of
    from survey.studies.study_grid import study_grid
    from survey.studies.study_tables import study_toplines

    if (question is None) == (grid is None):
        raise click.UsageError("name one QUESTION, or several of one scale with --grid")
    if options["kind"] and grid is None:
        raise click.UsageError("--kind is of grids and crosstabs; one question is drawn as bars")
    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options)
    asked = {"settings": settings, "rule": rule, **figures}
    table = study_toplines(found, library, [question], **asked)[0] if question else None
    table = table or study_grid(found, library, names_of(grid), **asked)
    figure = table_picture(table, look_settings(options), finding_of(found, table, **settings, **figures))
    put_picture(figure, out, quiet)


@plot.command()
@click.argument("study", type=STUDY)
@click.argument("question", type=QUESTION)
@click.option("--banner", type=QUESTIONS, help="Questions to break by. [default: the study's banner]")
@click.option("--option", type=OPTION, help="Draw this option as dots with intervals, not all options as bars.")
@kind_option
@picture_option
@look_options
@data_options
@figure_options
@rule_option
@lang_option
@quiet_option
def crosstab(
    study: str,
    question: str,
    banner: str | None,
    option: str | None,
    rule: str | None,
    out: Path,
    questionnaires: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """One question by the banner: stacked bars, bars around the middle of a scale, or shaded cells.

    Which of them the question decides, or --kind. With --option: dots with intervals for one option.
    """
    from survey.plots.pictured import option_picture, table_picture
    from survey.studies.chart_book import finding_of
    from survey.studies.study_tables import study_crosstabs

    if option is not None and options["kind"] is not None:
        raise click.UsageError("--option draws dots, --kind another picture: give one of them")
    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options)
    by = names_of(banner)
    table = study_crosstabs(found, library, [question], by, settings=settings, rule=rule, **figures)[0]
    how = look_settings(options)
    if option is not None:
        put_picture(option_picture(table, option, how), out, quiet)
        return
    finding = finding_of(found, table, banner=banner, **settings, **figures)
    put_picture(table_picture(table, how, finding), out, quiet)


@plot.command()
@click.argument("study", type=STUDY)
@click.option("--banner", type=QUESTIONS, help="Also each question by these; 'study': by the study's banner.")
@book_options
@overwrite_option
@look_options
@data_options
@figure_options
@rule_option
@lang_option
@quiet_option
def book(
    study: str,
    banner: str | None,
    form: str,
    rule: str | None,
    out: Path,
    questionnaires: Path | None,
    quiet: bool,
    **options: Any,
) -> None:
    """A chart book: a picture of every question of the study.

    Into a folder, a file each, or into one .pdf, a page each. Also: survey plot STUDY --all.
    """
    from survey.reports.files.chart_book import write_book
    from survey.studies.chart_book import chart_book

    if options["title"] is not None:
        raise click.UsageError("--title is of one picture; titles of a book stand under 'figures:' in the study")
    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options)
    by = None if banner is None else () if banner == "study" else names_of(banner)
    made = chart_book(found, library, look_settings(options), by, settings=settings, rule=rule, **figures)
    for path in write_book(made, out, form):
        wrote(path, quiet)


@plot.command()
@click.argument("question", type=QUESTION)
@series_option
@studies_option
@picture_option
@look_options
@waves_options
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
    where: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Points with intervals over the waves of a series, breaks marked."""
    from survey.plots.pictured import trend_picture
    from survey.studies.study_trend import study_trend
    from survey.studies.waves.study_line import polls_line

    library = open_library(questionnaires)
    chosen = {"series": names_of(series), "studies": names_of(studies)}
    found = study_trend(question, library, **chosen, level=level, base=base, force=force, where=where)
    put_picture(trend_picture(found, look_settings(options), polls_line(found, library)), out, quiet)


@plot.command()
@click.argument("study", type=STUDY)
@picture_option
@data_options
@lang_option
@quiet_option
def weights(study: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any) -> None:
    """Histogram of the weights, with their design effect."""
    from survey.studies.study_figures import weights_figure

    sample = open_sample(*find_study(study, questionnaires), **data_settings(options))
    put_picture(weights_figure(sample, lang), out, quiet)


@plot.command()
@click.argument("study", type=STUDY)
@picture_option
@data_options
@lang_option
@quiet_option
def gaps(study: str, out: Path, questionnaires: Path | None, lang: str, quiet: bool, **options: Any) -> None:
    """How far the sample is from the population's margins, before and after weighting."""
    from survey.studies.study_figures import gaps_figure

    sample = open_sample(*find_study(study, questionnaires), **data_settings(options))
    put_picture(gaps_figure(sample, lang), out, quiet)
