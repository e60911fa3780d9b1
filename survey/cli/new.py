"""``survey new``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from survey.cli.shared.grouped import Grouped, grouped, together
from survey.cli.shared.opening import open_library
from survey.cli.shared.options import InPath, data_option, encoding_option, questionnaires_option, sheet_option
from survey.cli.shared.output import wrote
from survey.cli.shared.output_options import OutPath, overwrite_option, quiet_option

if TYPE_CHECKING:
    from survey.studies.starting.new_study import NewStudy


@click.command(cls=Grouped)
@click.argument("study")
@data_option
@click.option(
    "--from",
    "form",
    type=InPath(),
    metavar="FORM",
    help="Form of the questionnaire (XLSForm, LimeSurvey, Qualtrics, Triple-S, DDI, SAS), with --data or alone.",
)
@together(encoding_option, sheet_option, group="Data")
@click.option("--short", is_flag=True, help="Leave to the file the texts and labels that it says by itself.")
@grouped(
    "--out", type=OutPath(microdata=True), metavar="FILE", help="The definition. [default: STUDY.yaml]", group="Output"
)
@questionnaires_option
@overwrite_option
@quiet_option
def new(
    study: str,
    data: Path | None,
    form: Path | None,
    encoding: str | None,
    sheet: str | None,
    short: bool,
    out: Path | None,
    questionnaires: Path | None,
    quiet: bool,
) -> None:
    """Write a first definition of a study from its data file.

    It is there to be corrected by hand. Questions stand in the order of the file, with its texts and labels. Types,
    kinds of missing answers and the columns of the design are guessed, and marked as guesses; what is unsure stands in
    comments, with counts. Texts in respondents' own words, and answers that fewer than five gave, are counted and never
    listed. With --from texts and answers are those of the form.
    """
    from survey.studies.starting.new_study import new_study

    library = open_library(questionnaires)
    asked = None
    if form is not None:
        from survey.scaffold.forms.read_form import read_form

        asked = read_form(form)
    made = new_study(study, library, data=data, form=asked, out=out, encoding=encoding, sheet=sheet, repeat=not short)
    wrote(made.path, quiet)
    if not quiet:
        click.echo(_summary(made), err=True)


def _summary(made: NewStudy) -> str:
    from survey.studies.starting.new_study import counts

    scaffold = made.scaffold
    kinds = ", ".join(f"{count} {kind}" for kind, count in counts(scaffold).items())
    roles = ", ".join(f"{role.what} {role.column}" for role in scaffold.roles if role.sure)
    unsure = sum(len(question.remarks) for question in scaffold.questions) + sum(not one.sure for one in scaffold.roles)
    of_kinds = f" ({kinds})" if kinds else ""
    lines = [f"{len(scaffold.questions)} questions{of_kinds}; {len(scaffold.left)} columns left out"]
    lines += [f"{scaffold.doubles} rows are equal to an earlier one in every column"] if scaffold.doubles else []
    lines += [f"Guessed: {roles}"] if roles else []
    open_roles = ", ".join(f"{role.what} {role.column} ({role.why})" for role in scaffold.roles if not role.sure)
    lines += [f"Not used, decide: {open_roles}"] if open_roles else []
    lines += [f"{unsure} remarks on what is unsure stand in the file"] if unsure else []
    return "\n".join([*lines, f"Next: survey check {made.path}"])
