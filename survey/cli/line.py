"""``survey line``."""

from __future__ import annotations

from pathlib import Path
from typing import Any, Literal

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import OPTIONS, QUESTION
from survey.cli.shared.opening import open_library
from survey.cli.shared.options import names_of, series_option, studies_option, waves_options
from survey.cli.shared.output import put
from survey.cli.shared.output_options import OutPath, noted_options


@click.command(cls=Grouped)
@click.argument("question", type=QUESTION)
@series_option
@studies_option
@click.option("--options", "chosen", type=OPTIONS, help="Options that get a line. [default: all]")
@click.option(
    "--anchor",
    "anchors",
    multiple=True,
    metavar="DATE:OPTION=PERCENT,…",
    help="An outcome that the line goes through, such as 2007-11-24:labor=43.38. [default: those of the series]",
)
@click.option(
    "--houses",
    type=click.Choice(("fixed", "random")),
    help="Whether each pollster and mode leans by itself, or pollsters are drawn from many and modes have effects. "
    "[default: as the series says, else fixed]",
)
@grouped("--plot", type=OutPath(), metavar="FILE", help="Also draw it: .svg, .png, .pdf or .jpg.", group="Output")
@waves_options
@noted_options
def line(
    question: str,
    series: str | None,
    studies: str | None,
    chosen: str | None,
    anchors: tuple[str, ...],
    houses: Literal["fixed", "random"] | None,
    base: Any,
    force: bool,
    plot: Path | None,
    questionnaires: Path | None,
    level: float,
    where: str | None,
    **options: Any,
) -> None:
    """Draw one line out of many polls.

    A level that walks from day to day, seen through pollsters that lean to a side and err by more than sampling. It
    goes through the outcomes that are given as anchors; without any, pollsters lean to both sides alike. Polls of one
    pollster that share days count those days once. Formulas: docs/methods.md.
    """
    from survey.studies.waves.study_line import study_line

    found = study_line(
        question,
        open_library(questionnaires),
        series=names_of(series),
        studies=names_of(studies),
        options=names_of(chosen),
        anchors=[_anchor(text) for text in anchors] or None,
        houses=houses,
        level=level,
        base=base,
        force=force,
        where=where,
    )
    figures: dict[Path, Any] = {}
    if plot is not None:
        from survey.plots.timeline.line import line_plot

        figures[plot] = line_plot(found, options["lang"])
    put(found, figures=figures, **options)


def _anchor(text: str) -> Any:
    """``2007-11-24:labor=43.38,greens=7.8`` as an anchor."""
    from survey.definitions.records.polls import Anchor

    day, _, shares = text.partition(":")
    parts = [part.partition("=") for part in shares.split(",")]
    try:
        return Anchor(date=day, shares={name.strip(): float(share) for name, _, share in parts})
    except ValueError:
        raise click.UsageError(f"--anchor {text}: write it as 2007-11-24:labor=43.38") from None
