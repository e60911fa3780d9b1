"""``survey topline``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.common import (
    data_options,
    data_settings,
    figure_options,
    figure_settings,
    find_study,
    noted_options,
    put,
    questionnaires_option,
    rule_option,
)


@click.command()
@click.argument("study")
@click.argument("questions", nargs=-1, metavar="[QUESTION]…")
@questionnaires_option
@data_options
@figure_options
@rule_option
@noted_options
def topline(study: str, questions: tuple[str, ...], questionnaires: Path | None, **options: Any) -> None:
    """Print shares of single questions, with intervals and bases.

    From microdata where the study has them (or --data gives them), else from its published figures. Without
    QUESTION all questions that the study's definition asks to tabulate.
    """
    from survey.studies.study_tables import study_toplines

    found, library = find_study(study, questionnaires)
    settings, figures = data_settings(options), figure_settings(options) | {"rule": options.pop("rule")}
    put(study_toplines(found, library, questions, settings=settings, **figures), **options)
