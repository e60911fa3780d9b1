"""``survey check``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.common import (
    OutPath,
    data_option,
    data_settings,
    design_options,
    find_study,
    force_option,
    open_library,
    questionnaires_option,
    quiet_option,
    sheet_options,
    weight_option,
    wrote,
)


@click.command()
@click.argument("names", nargs=-1, metavar="[STUDY]…")
@questionnaires_option
@data_option
@sheet_options
@weight_option
@design_options
@click.option(
    "--write-schemas",
    type=OutPath(folder=True),
    metavar="FOLDER",
    help="Also write the JSON Schemas of the definition files, for editors.",
)
@force_option
@quiet_option
def check(
    names: tuple[str, ...], questionnaires: Path | None, write_schemas: Path | None, quiet: bool, **options: Any
) -> None:
    """Check definitions, and data against them.

    Without STUDY all definitions are checked. For a STUDY that is named its data are read and checked too; with
    --data another file, such as the wave that has just come from the field. All problems are shown at once, each
    with its file, line and what to try.
    """
    from survey.definitions.load import check_library
    from survey.errors import DefinitionError

    settings = data_settings(options)
    if settings["data"] is not None and len(names) != 1:
        raise click.UsageError("--data goes with exactly one STUDY")
    library = open_library(questionnaires)
    known = [name for name in names if name in library.studies or name in library.claims]
    if not names or known:
        problems = check_library(library, known)
        if problems:
            raise DefinitionError(problems)
    if not names and not quiet:
        shelves = {
            "questions": library.questions,
            "studies": library.studies,
            "targets": library.targets,
            "claims": library.claims,
            "sources": library.sources,
        }
        counts = ", ".join(f"{len(shelf)} {name}" for name, shelf in shelves.items())
        click.echo(f"{library.folder}: {counts}. OK")
    for name in names:
        if name not in library.claims or name in library.studies:
            _check_study(name, questionnaires, settings, quiet)
        elif not quiet:
            click.echo(f"{name}: {len(library.claim_set(name).claims)} claims. OK")
    if write_schemas is not None:
        _write_schemas(write_schemas, quiet)


def _check_study(name: str, questionnaires: Path | None, settings: dict[str, Any], quiet: bool) -> None:
    from survey.reports.study_sample import study_sample

    study, library = find_study(name, questionnaires)
    found = f"{study.study}: {len(study.questions)} questions"
    if study.data is not None or settings["data"] is not None:
        sample = study_sample(study, library, **settings)
        found += f", {sample.n} respondents"
        if sample.calibration is not None:
            found += ", weights converge"
    if not quiet:
        click.echo(f"{found}. OK")


def _write_schemas(folder: Path, quiet: bool) -> None:
    from survey.definitions.schema import schemas
    from survey.reports.write_weighting import write_together

    for path in write_together({folder.joinpath(name): text for name, text in schemas().items()}, {}):
        wrote(path, quiet)
