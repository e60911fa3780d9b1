"""``survey compare``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import COMPARED, QUESTIONS, STUDY
from survey.cli.shared.opening import open_library
from survey.cli.shared.options import names_of, waves_options
from survey.cli.shared.output import put
from survey.cli.shared.output_options import OutPath, noted_options
from survey.cli.shared.settings import output_settings

ALONE = ("base", "top", "adjust", "power")  # have no effect on --scheme
PAIRS = ("successive", "first", "ends", "all")
ADJUSTS = ("holm", "bh", "bonferroni")
STATISTICS = ("share", "mean", "median")


@click.command(cls=Grouped)
@click.argument("names", nargs=-1, required=True, type=COMPARED, metavar=COMPARED.name)
@click.option("--statistic", type=click.Choice(STATISTICS), help="What changes. [default: share; mean of a number]")
@click.option("--by", type=QUESTIONS, help="Domains to compare in.")
@click.option("--net", "nets", multiple=True, metavar="NAME=OPTION+…", help="Options summed as a further row.")
@click.option("--top", type=click.IntRange(1), metavar="K", help="Nets of the K highest and lowest points of a scale.")
@click.option(
    "--pairs", type=click.Choice(PAIRS), default="successive", show_default=True, help="Which waves are subtracted."
)
@click.option("--between", metavar="LEVEL:LEVEL", help="Difference in differences of two levels of --by.")
@click.option("--adjust", type=click.Choice(ADJUSTS), help="Adjust p-values over all changes.")
@click.option("--margin", type=float, metavar="X", help="Test that changes are smaller, in points or the mean's unit.")
@click.option("--power", type=click.FloatRange(0, 1, min_open=True, max_open=True), help="Of the least change found.")
@click.option("--make-up", type=QUESTIONS, help="Split changes by the samples' make-up; crossed: sex*age.")
@click.option("--scheme", type=STUDY, help="Both lines: by own weights, and by this study's.")
@grouped(
    "--plot",
    type=OutPath(),
    metavar="FILE",
    help="Also draw the (one) question: .svg, .png, .pdf or .jpg.",
    group="Output",
)
@waves_options
@noted_options
def compare(
    names: tuple[str, ...],
    by: str | None,
    nets: tuple[str, ...],
    between: str | None,
    make_up: str | None,
    scheme: str | None,
    plot: Path | None,
    margin: float | None,
    questionnaires: Path | None,
    where: str | None,
    **options: Any,
) -> None:
    """Compare waves: what may be compared, then what changed.

    STUDY is an id, a series, or several waves pooled: w1+w2. Shares, nets, means and medians, with the covariance of
    persons and PSUs that are in both waves. Another question under the same name is refused with the reason.
    """
    from survey.studies.waves.study_compare import parted, study_compare

    output, library = output_settings(options), open_library(questionnaires)
    studies, questions = parted(names, library)
    given = {name: value for name, value in options.items() if value is not None}
    if scheme is not None:
        from survey.studies.waves.study_compare import study_audit

        others = {"by": by, "nets": nets, "make_up": make_up, "plot": plot, "between": between, "where": where}
        odd = {**{name: value for name, value in others.items() if value}, **given}.keys() & {*others, *ALONE}
        if odd or margin is not None or given["pairs"] != "successive" or given["force"]:
            raise click.UsageError("--scheme goes with --statistic and --level alone")
        how = {name: given[name] for name in ("statistic", "level") if name in given}
        made: Any = study_audit(studies, questions, library, scheme, **how)
        put(made, **output)
        return
    if plot is not None and len(questions) > 1:
        raise click.UsageError("--plot draws one question")
    if nets:
        given["nets"] = dict(map(_net, nets))
        if len(given["nets"]) < len(nets):
            raise click.UsageError("--net names one net twice")
    if make_up:
        given["make_up"] = [name.split("*") if "*" in name else name for name in names_of(make_up)]
    if between is not None:
        first, colon, second = between.partition(":")
        if not colon or not by:
            raise click.UsageError("--between wants two levels of --by: --by sex --between men:women")
        given["between"] = (first.strip(), second.strip())
    made = study_compare(studies, questions, library, names_of(by), where=where, margin=margin, **given)
    figures: dict[Path, Any] = {}
    if plot is not None:
        from survey.plots.compared.slopes import slopes

        figures[plot] = slopes(made[0], language=output["lang"])
    put(made, figures=figures, **output)


def _net(text: str) -> tuple[str, tuple[str, ...]]:
    name, equals, options = text.partition("=")
    parts = tuple(one.strip() for one in options.split("+") if one.strip())
    if not equals or not name.strip() or not parts:
        raise click.UsageError(f"--net wants NAME=OPTION+OPTION, '{text}' is not")
    return name.strip(), parts
