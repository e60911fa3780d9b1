"""``survey crosstab``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from survey.cli.shared.grouped import Grouped, grouped, together
from survey.cli.shared.ids import QUESTION, QUESTIONS, STUDY
from survey.cli.shared.letter_options import letter_options, letter_settings
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import data_options, figure_options, names_of, rule_option
from survey.cli.shared.output import form_of, put
from survey.cli.shared.output_options import noted_options
from survey.cli.shared.row_options import row_options, row_settings
from survey.cli.shared.settings import data_settings, figure_settings
from survey.words import Percent, TotalPlace


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@click.argument("questions", nargs=-1, type=QUESTION, metavar="[QUESTION]…")
@click.option("--rows", type=QUESTIONS, help="Questions to tabulate, as QUESTION. [default: those of the study]")
@click.option(
    "--banner",
    "--by",
    type=QUESTIONS,
    help="Questions to break by; 'region>settlement': one inside the other. [default: the study's banner]",
)
@together(
    click.option(
        "--percent", type=click.Choice(get_args(Percent)), default="column", show_default=True, help="What makes 100."
    ),
    click.option(
        "--all",
        "book",
        is_flag=True,
        help="A book: every question of the study, after contents with the n of each; also why one has no table.",
    ),
    click.option("--one-sheet", is_flag=True, help="With --all and .xlsx: all tables on one sheet."),
    group="Tables",
)
@data_options
@figure_options
@grouped(
    "--total",
    type=click.Choice(get_args(TotalPlace)),
    default="first",
    show_default=True,
    help="Where the column of everybody stands.",
    group="Tables",
)
@row_options
@letter_options
@rule_option
@noted_options
def crosstab(
    study: str,
    questions: tuple[str, ...],
    rows: str | None,
    banner: str | None,
    percent: str,
    questionnaires: Path | None,
    **options: Any,
) -> None:
    """Print questions by banner variables.

    A total column first, then the columns of each banner variable side by side, each with its base. Needs
    microdata: those of the study, or --data.
    """
    book, one_sheet = options.pop("book"), options.pop("one_sheet")
    if questions and rows is not None:
        raise click.UsageError("--rows names the questions that stand after STUDY: give them once")
    if book and (questions or rows is not None):
        raise click.UsageError("--all has every question of the study, --rows those that it names: give one of them")
    if one_sheet and not (book and _form(options) == "xlsx"):
        raise click.UsageError("--one-sheet goes with --all and a file of .xlsx")
    letters = letter_settings(options)
    found, library = find_study(study, questionnaires)
    asked = questions or names_of(rows)
    if not asked:
        from survey.studies.find_study import of_all_columns

        found = of_all_columns(found, library)
    settings, figures = data_settings(options), figure_settings(options) | {"percent": percent} | letters
    figures |= {"rule": options.pop("rule"), "total": options.pop("total"), **row_settings(options)}
    if book:
        from survey.studies.study_book import study_book

        put(study_book(found, library, names_of(banner), settings=settings, one_sheet=one_sheet, **figures), **options)
        return
    from survey.studies.study_tables import study_crosstabs

    put(study_crosstabs(found, library, asked, names_of(banner), settings=settings, **figures), **options)


def _form(options: dict[str, Any]) -> str:
    """The form of the output."""
    out: Path | None = options["out"]
    return str(options["form"] or (form_of(out) if out is not None else "text"))
