"""``survey new``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey.cli.opening import open_library
from survey.cli.options import OutPath, data_option, overwrite_option, questionnaires_option, quiet_option
from survey.cli.output import wrote

if TYPE_CHECKING:
    from survey.studies.starting.new_study import NewStudy


@click.command()
@click.argument("study")
@data_option
@click.option("--encoding", metavar="NAME", help="Encoding of the data file, such as cp1251.")
@click.option("--sheet", metavar="NAME", help="Sheet of an .xlsx file.")
@click.option("--short", is_flag=True, help="Leave to the file the texts and labels that it says by itself.")
@click.option("--out", type=OutPath(), metavar="FILE", help="The definition. [default: STUDY.yaml]")
@questionnaires_option
@overwrite_option
@quiet_option
def new(
    study: str,
    data: Path | None,
    encoding: str | None,
    sheet: str | None,
    short: bool,
    out: Path | None,
    questionnaires: Path | None,
    quiet: bool,
) -> None:
    """Write a first definition of a study from its data file.

    Questions stand in the order of the file, with its texts and labels. Types, kinds of missing answers and the columns
    of the design are guessed, and marked as guesses; what is unsure stands in comments, with counts. Texts in
    respondents' own words, and answers that fewer than five gave, are counted and never listed.
    """
    from survey.studies.starting.new_study import new_study

    library = open_library(questionnaires)
    made = new_study(study, library, data=data, out=out, encoding=encoding, sheet=sheet, repeat=not short)
    wrote(made.path, quiet)
    if not quiet:
        click.echo(_summary(made), err=True)


def _summary(made: NewStudy) -> str:
    from survey.studies.starting.new_study import counts

    scaffold = made.scaffold
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts(scaffold).items())
    roles = ", ".join(f"{role.what} {role.column}" for role in scaffold.roles if role.sure)
    unsure = sum(len(question.remarks) for question in scaffold.questions) + sum(not one.sure for one in scaffold.roles)
    lines = [f"{len(scaffold.questions)} questions ({kinds}); {len(scaffold.left)} columns left out"]
    lines += [f"Guessed: {roles}"] if roles else []
    open_roles = ", ".join(f"{role.what} {role.column} ({role.why})" for role in scaffold.roles if not role.sure)
    lines += [f"Not used, decide: {open_roles}"] if open_roles else []
    lines += [f"{unsure} remarks on what is unsure stand in the file"] if unsure else []
    return "\n".join([*lines, f"Next: survey check {made.path}"])
