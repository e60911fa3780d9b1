"""``survey crosstab``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from survey.cli.common import (
    data_options,
    data_settings,
    figure_options,
    figure_settings,
    find_study,
    names_of,
    noted_options,
    put,
    questionnaires_option,
)
from survey.cli.row_options import row_options, row_settings
from survey.words import Percent, TotalPlace


@click.command()
@click.argument("study")
@click.option("--rows", metavar="QUESTION,…", help="Questions to tabulate. [default: those of the study]")
@click.option(
    "--banner",
    metavar="QUESTION,…",
    help="Questions to break by; 'region>settlement': one inside the other. [default: the study's banner]",
)
@click.option(
    "--percent", type=click.Choice(get_args(Percent)), default="column", show_default=True, help="What makes 100."
)
@questionnaires_option
@data_options
@figure_options
@click.option(
    "--total",
    type=click.Choice(get_args(TotalPlace)),
    default="first",
    show_default=True,
    help="Where the column of everybody stands.",
)
@row_options
@noted_options
def crosstab(
    study: str, rows: str | None, banner: str | None, percent: str, questionnaires: Path | None, **options: Any
) -> None:
    """Print questions by banner variables.

    A total column first, then the columns of each banner variable side by side, each with its base. Needs
    microdata: those of the study, or --data.
    """
    from survey.studies.study_tables import study_crosstabs

    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options) | {"percent": percent} | row_settings(options)
    figures["total"] = options.pop("total")
    put(study_crosstabs(found, library, names_of(rows), names_of(banner), settings=settings, **figures), **options)
