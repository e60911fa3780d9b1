"""``survey weight``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.common import (
    data_option,
    data_settings,
    design_options,
    find_study,
    form_of,
    lang_option,
    put,
    questionnaires_option,
    quiet_option,
    sheet_options,
    wrote,
)
from survey.words import FORMS


def _known_form(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    if path is not None:
        form_of(path, "--report")
    return path


@click.command()
@click.argument("study")
@data_option
@click.option(
    "--out",
    type=click.Path(path_type=Path, dir_okay=False),
    required=True,
    metavar="FILE",
    help="The data with the weight column added; same format as the data file.",
)
@click.option("--name", default="weight", show_default=True, metavar="COLUMN", help="Name of the new weight column.")
@click.option("--base-weight", metavar="COLUMN", help="Weights to start from, instead of the study's.")
@click.option(
    "--report",
    type=click.Path(path_type=Path, dir_okay=False),
    metavar="FILE",
    callback=_known_form,
    help="Also write the report here.",
)
@questionnaires_option
@sheet_options
@design_options
@lang_option
@click.option("--format", "form", type=click.Choice(FORMS), help="Form of the report. [default: text]")
@quiet_option
def weight(
    study: str,
    out: Path,
    name: str,
    base_weight: str | None,
    report: Path | None,
    questionnaires: Path | None,
    lang: str,
    form: str | None,
    quiet: bool,
    **options: Any,
) -> None:
    """Weight a data file to the study's population targets.

    Prints the report: margins before and after, smallest and largest weight, design effect, effective n, margin of
    error. Writes the data back with the weight column added; labels and all other columns stay as they are.
    Weights that cannot be made (an option missing from the sample or from the targets, margins that disagree) are an
    error that names what does not fit, and nothing is written.
    """
    from survey.cells.open_study import open_study
    from survey.errors import SurveyError
    from survey.reports.study_sample import weighted
    from survey.reports.whole_file import whole_file
    from survey.reports.write_data import write_data

    found, library = find_study(study, questionnaires)
    if base_weight is not None:
        plan = found.weighting.model_copy(update={"base_weight": base_weight})
        found = found.model_copy(update={"weighting": plan})
    settings = {key: value for key, value in data_settings(options).items() if value is not None}
    before = open_study(found, library, **settings)
    source = before.opened.path if before.opened else None
    if source is not None and out.exists() and out.samefile(source):
        raise SurveyError("is the data file itself", where=f"--out {out}", fix="Name another file.")
    sample = weighted(before, found, library, name=name)
    if report is None:
        written = write_data(sample, out)
    else:
        if any(path is not None and report.resolve() == path.resolve() for path in (out, source)):
            raise SurveyError("is a data file", where=f"--report {report}", fix="Name another file.")
        with whole_file(report) as beside:  # both files are written, or none
            put(sample.calibration, form=None, lang=lang, out=beside, quiet=True, synthetic=sample.synthetic)
            written = write_data(sample, out)
    for path in (*written, *([report] if report is not None else [])):
        wrote(path, quiet)
    put(sample.calibration, form=form, lang=lang, out=None, synthetic=sample.synthetic)
