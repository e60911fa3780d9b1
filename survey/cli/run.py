"""``survey run``."""

from __future__ import annotations

from pathlib import Path

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import STUDY
from survey.cli.shared.opening import open_library
from survey.cli.shared.options import internal_option, questionnaires_option, rule_option
from survey.cli.shared.output_options import OutPath, lang_option, overwrite_option, quiet_option
from survey.cli.shared.progress import progress


@click.command(cls=Grouped)
@click.argument("studies", nargs=-1, type=STUDY, metavar="[STUDY]…")
@questionnaires_option
@grouped(
    "--out",
    type=OutPath(folder=True),
    default=Path("results"),
    show_default=True,
    metavar="FOLDER",
    help="Where results are written.",
    group="Output",
)
@click.option("--jobs", type=click.IntRange(1), default=2, show_default=True, help="Studies worked on at once.")
@rule_option
@internal_option
@lang_option
@overwrite_option
@quiet_option
def run(
    studies: tuple[str, ...],
    questionnaires: Path | None,
    out: Path,
    jobs: int,
    rule: str | None,
    lang: str,
    quiet: bool,
) -> None:
    """Write the results of studies: tables, pictures, verdicts.

    Each study gets a folder with everything its definition allows: toplines (CSV, HTML), a picture of each
    question, crosstabs and the weighting report where there are microdata, verdicts on its published figures, and
    run.json, the record of the run. Without STUDY all studies are run, and trends and claims as well. A folder is
    written whole or not at all; running again gives the same bytes. Files in it that no run wrote, or that were
    changed since, stay, and where one of them has the name of a result nothing is written.
    """
    from survey.studies.running.run_all import plan, run_all

    library = open_library(questionnaires)
    steps = plan(studies, library)
    with progress(len(steps), quiet) as step_done:
        written = run_all(steps, library, out, jobs=jobs, rule=rule, language=lang, step_done=step_done)
    if not quiet:
        click.echo(f"Wrote {len(written)} files to {out}", err=True)
