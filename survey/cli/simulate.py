"""``survey simulate``."""

from __future__ import annotations

from pathlib import Path

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import STUDY, TARGETS
from survey.cli.shared.opening import find_study
from survey.cli.shared.options import margins_option, names_of, questionnaires_option
from survey.cli.shared.output import wrote
from survey.cli.shared.output_options import OutPath, overwrite_option, quiet_option


@click.command(cls=Grouped)
@click.argument("study", type=STUDY)
@click.option("--n", type=click.IntRange(min=2), default=1000, show_default=True, help="Number of respondents.")
@click.option("--seed", type=click.IntRange(min=0), default=1, show_default=True, help="The same seed, the same wave.")
@grouped(
    "--out",
    type=OutPath(microdata=True),
    metavar="FILE",
    help="The data: .sav, .dta, .csv, .xlsx, .parquet or .feather. [default: STUDY_synthetic.csv]",
    group="Output",
)
@grouped(
    "--targets", type=TARGETS, help="Targets that make the population. [default: those of the study]", group="Weighting"
)
@margins_option
@click.option(
    "--bias",
    type=click.FloatRange(min=0),
    default=0.25,
    show_default=True,
    help="How unequally groups respond (standard deviation of log rates); 0 is a simple random sample.",
)
@questionnaires_option
@overwrite_option
@quiet_option
def simulate(
    study: str,
    n: int,
    seed: int,
    out: Path | None,
    targets: str | None,
    margins: str | None,
    bias: float,
    questionnaires: Path | None,
    quiet: bool,
) -> None:
    """Make an invented wave of a study, to rehearse and to teach with.

    Answers are drawn so that in the population the published shares hold, groups from the targets; groups respond
    unequally, so that weighting has something to do. Codes and columns are those of the definition. Nobody gave these
    answers: every file says that it is synthetic, and so does everything that is made from it.
    """
    from survey.studies.simulate_study import simulate_study, write_simulated

    found, library = find_study(study, questionnaires)
    sample = simulate_study(found, library, n, seed, targets=targets, margins=names_of(margins), bias=bias)
    place = out if out is not None else Path(f"{found.study}_synthetic.csv")
    for path in write_simulated(sample, place):
        wrote(path, quiet)
