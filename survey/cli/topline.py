"""``survey topline``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped
from survey.cli.shared.ids import QUESTION, QUESTIONS, STUDY
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import data_options, figure_options, names_of, rule_option
from survey.cli.shared.output import put
from survey.cli.shared.output_options import noted_options
from survey.cli.shared.row_options import row_options, row_settings
from survey.cli.shared.settings import data_settings, figure_settings


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@click.argument("questions", nargs=-1, type=QUESTION, metavar="[QUESTION]…")
@click.option("--grid", type=QUESTIONS, help="One table of questions of one scale: items down, options across.")
@data_options
@figure_options
@row_options
@rule_option
@noted_options
def topline(
    study: str, questions: tuple[str, ...], grid: str | None, questionnaires: Path | None, **options: Any
) -> None:
    """Print shares of single questions, with intervals and bases.

    From microdata where the study has them (or --data gives them), else from its published figures. Without
    QUESTION all questions that the study's definition asks to tabulate.
    """
    from survey.studies.study_tables import study_toplines

    if grid and questions:
        raise click.UsageError("--grid names its own questions")
    found, library = find_study(study, questionnaires)
    if not questions and not grid:
        from survey.studies.find_study import of_all_columns

        found = of_all_columns(found, library)
    settings, figures = data_settings(options), figure_settings(options) | row_settings(options)
    figures["rule"] = options.pop("rule")
    if grid:
        from survey.studies.study_grid import study_grid

        put(study_grid(found, library, names_of(grid), settings=settings, **figures), **options)
        return
    put(study_toplines(found, library, questions, settings=settings, **figures), **options)
