"""The options that commands share."""

from __future__ import annotations

from pathlib import Path

import click

from survey.cli.shared.grouped import grouped, together
from survey.cli.shared.ids import MARGINS, SERIES, STUDIES
from survey.words import BASES, ENGINES, INTERVALS, PRESENTATION_RULES


class InPath(click.Path):
    """A file or folder to read."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)


questionnaires_option = grouped(
    "--questionnaires",
    type=InPath(),
    metavar="FOLDER",
    help="Folder of definitions. [default: ./questionnaires, else those the program carries]",
    group="Data",
)
data_option = grouped(
    "--data",
    type=InPath(),
    metavar="FILE",
    help="Data file, instead of the one the study names; also a folder of files, or a pattern in quotes: 'wave_*.sav'.",
    group="Data",
)
engine_options = together(
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        help="Where the data are worked on. [default: auto: DuckDB for .csv and .parquet from 200 MB, else memory]",
    ),
    click.option("--memory-limit", metavar="SIZE", help="Most memory that DuckDB may take, such as 2GB."),
    click.option("--master", metavar="URL", help="Spark master, such as spark://host:7077. [default: local[*]]"),
    group="Data",
)


def _tell(context: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        from survey.inside import kept_inside

        context.with_resource(kept_inside())


def _allow(context: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        from survey.outside import outside_allowed

        context.with_resource(outside_allowed())


outside_option = grouped(
    "--allow-outside",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_allow,
    help="Definitions may name files outside of their project and of this folder.",
    group="Data",
)
internal_option = together(
    outside_option,
    click.option(
        "--internal",
        is_flag=True,
        is_eager=True,
        expose_value=False,
        callback=_tell,
        help="For who works with the data: answers in own words are told, few respondents are shown. Not for release.",
    ),
    group="Output",
)
encoding_option = click.option("--encoding", metavar="NAME", help="Encoding of the data file, such as cp1251.")
sheet_option = click.option("--sheet", metavar="NAME", help="Sheet of an .xlsx file.")
sheet_options = together(
    encoding_option,
    sheet_option,
    internal_option,
    engine_options,
    group="Data",
)
weight_option = grouped(
    "--weight",
    metavar="COLUMN",
    help="Weight column to use as it is, instead of the study's weighting.",
    group="Weighting",
)
design_options = together(
    click.option("--stratum", metavar="COLUMN", help="Stratum column, instead of the study's."),
    click.option("--psu", metavar="COLUMN", help="Cluster (PSU) column, instead of the study's."),
    group="Design",
)
data_options = together(questionnaires_option, data_option, sheet_options, weight_option, design_options)
level_option = grouped(
    "--level",
    type=click.FloatRange(0.5, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Confidence level.",
    group="Figures",
)
base_option = grouped(
    "--base",
    type=click.Choice(BASES),
    help="Whom percentages are of. [default: as the study says, else asked]",
    group="Figures",
)
interval_option = grouped(
    "--interval",
    type=click.Choice(INTERVALS),
    default="logit",
    show_default=True,
    help="Kind of confidence interval.",
    group="Figures",
)
rule_option = grouped(
    "--rule",
    type=click.Choice(PRESENTATION_RULES),
    help="Rule by which small or imprecise figures are not shown, or marked. [default: the study's]",
    group="Tables",
)
where_option = grouped(
    "--where",
    metavar="FILTER",
    help="Confine the figures to a part, the rest staying in the design: 'age >= 18 and region in [minsk, brest]'.",
    group="Figures",
)
figure_options = together(base_option, level_option, interval_option, where_option)
force_option = click.option(
    "--force", is_flag=True, help="Show what is not comparable all the same, marked, instead of refusing it."
)
# of a figure over waves
waves_options = together(base_option, force_option, questionnaires_option, internal_option, level_option, where_option)
series_option = grouped("--series", type=SERIES, help="Series of studies to draw on.", group="Data")
studies_option = grouped("--studies", type=STUDIES, help="Single studies to draw on.", group="Data")

margins_option = grouped(
    "--margins",
    type=MARGINS,
    help="Margins of the targets. [default: as the study says, else all of them]",
    group="Weighting",
)


def names_of(text: str | None) -> tuple[str, ...]:
    """``a, b`` as two names."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
