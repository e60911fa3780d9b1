"""The options that commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any, TypeVar, get_args

import click

from survey.cli.shared.output import form_of
from survey.words import (
    BASES,
    ENGINES,
    FORMS,
    INTERVALS,
    LANGUAGES,
    PRESENTATION_RULES,
    ROUNDINGS,
    TEXT_FORMS,
    NotesWanted,
)

Command = TypeVar("Command", bound=Callable[..., Any])


def together(*made: Callable[[Any], Any]) -> Callable[[Command], Command]:
    """Several options as one decorator, in their order."""

    def put_on(command: Command) -> Command:
        for option in reversed(made):
            command = option(command)
        return command

    return put_on


class InPath(click.Path):
    """A file or folder to read."""

    def __init__(self) -> None:
        super().__init__(path_type=Path)


class OutPath(click.Path):
    """A file, or a folder of files, to write; a link, or a file without the right to write, is refused at once.

    What the command makes is then for readers, unless it is ``microdata``, a definition or a record, which stay with
    who holds the data (``survey.definitions.policy``)."""

    def __init__(self, *, folder: bool = False, microdata: bool = False) -> None:
        super().__init__(path_type=Path, file_okay=not folder, dir_okay=folder)
        self.leaves = not microdata

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        path = super().convert(value, param, ctx)
        if self.leaves and ctx is not None:
            from survey.inside import leaving_house

            ctx.with_resource(leaving_house())
        if self.file_okay:
            from survey.reports.files.place import check_place

            check_place(Path(str(path)), foreign_too=False)
        return path


def _replace(context: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        from survey.reports.files.place import replacing

        context.with_resource(replacing())


overwrite_option = click.option(
    "--overwrite",
    is_flag=True,
    is_eager=True,  # known when the places to write to are looked at
    expose_value=False,
    callback=_replace,
    help="Also replace files that this program did not write; never one that is read here.",
)
quiet_option = click.option("--quiet", is_flag=True, help="No progress and no 'wrote' lines; warnings and errors stay.")
questionnaires_option = click.option(
    "--questionnaires",
    type=InPath(),
    metavar="FOLDER",
    help="Folder of definitions. [default: ./questionnaires, else those the program carries]",
)
data_option = click.option(
    "--data",
    type=InPath(),
    metavar="FILE",
    help="Data file, instead of the one the study names; also a folder of files, or a pattern in quotes: 'wave_*.sav'.",
)
engine_options = together(
    click.option(
        "--engine",
        type=click.Choice(ENGINES),
        help="Where the data are worked on. [default: auto: DuckDB for .csv and .parquet from 200 MB, else memory]",
    ),
    click.option("--memory-limit", metavar="SIZE", help="Most memory that DuckDB may take, such as 2GB."),
    click.option("--master", metavar="URL", help="Spark master, such as spark://host:7077. [default: local[*]]"),
)


def _tell(context: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        from survey.inside import kept_inside

        context.with_resource(kept_inside())


internal_option = click.option(
    "--internal",
    is_flag=True,
    is_eager=True,
    expose_value=False,
    callback=_tell,
    help="For who works with the data: answers in own words are told, few respondents are shown. Not for release.",
)
sheet_options = together(
    click.option("--encoding", metavar="NAME", help="Encoding of the data file, such as cp1251."),
    click.option("--sheet", metavar="NAME", help="Sheet of an .xlsx file."),
    internal_option,
    engine_options,
)
weight_option = click.option(
    "--weight", metavar="COLUMN", help="Weight column to use as it is, instead of the study's weighting."
)
design_options = together(
    click.option("--stratum", metavar="COLUMN", help="Stratum column, instead of the study's."),
    click.option("--psu", metavar="COLUMN", help="Cluster (PSU) column, instead of the study's."),
)
data_options = together(data_option, sheet_options, weight_option, design_options)
level_option = click.option(
    "--level",
    type=click.FloatRange(0.5, 1, min_open=True, max_open=True),
    default=0.95,
    show_default=True,
    help="Confidence level.",
)
base_option = click.option(
    "--base", type=click.Choice(BASES), help="Whom percentages are of. [default: as the study says, else asked]"
)
interval_option = click.option(
    "--interval", type=click.Choice(INTERVALS), default="logit", show_default=True, help="Kind of confidence interval."
)
rule_option = click.option(
    "--rule",
    type=click.Choice(PRESENTATION_RULES),
    help="Rule by which small or imprecise figures are not shown, or marked. [default: the study's]",
)
where_option = click.option(
    "--where",
    metavar="FILTER",
    help="Confine the figures to a part, the rest staying in the design: 'age >= 18 and region in [minsk, brest]'.",
)
figure_options = together(base_option, level_option, interval_option, where_option)
lang_option = click.option(
    "--lang", type=click.Choice(LANGUAGES), default="en", show_default=True, help="Language of labels and notes."
)
format_option = click.option(
    "--format",
    "form",
    type=click.Choice(FORMS),
    is_eager=True,  # known when the name of --out is looked at
    help="Form of the output. [default: by the name of --out, else text]",
)


def _known_form(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    form = context.params.get("form")  # misuse is said before the work, not after it
    if path is not None and form is None:
        form_of(path)
    if path is None and form is not None and form not in TEXT_FORMS:
        raise click.UsageError(f"--format {form} is a file and no text: name it with --out FILE")
    return path


notes_option = click.option(
    "--notes",
    type=click.Choice(get_args(NotesWanted)),
    default="method",
    show_default=True,
    help="What stands below the figures: what they can't be read without; how they came about, too; everything.",
)
out_option = click.option(
    "--out",
    type=OutPath(),
    metavar="FILE",
    callback=_known_form,
    help="Write to FILE, not to the screen.",
)


def _round(context: click.Context, option: click.Parameter, rule: Any) -> None:
    if rule is not None:
        from survey.wording.rounding import rounded

        context.with_resource(rounded(rule, first=True))


rounding_option = click.option(
    "--rounding",
    type=click.Choice(ROUNDINGS),
    expose_value=False,
    callback=_round,
    help="How halves are rounded in print. [default: as the study says, else half_up, as SPSS and spreadsheets]",
)
output_options = together(lang_option, rounding_option, format_option, out_option, overwrite_option, quiet_option)
noted_options = together(notes_option, output_options)
picture_option = together(
    click.option(
        "--out", type=OutPath(), required=True, metavar="FILE", help="The picture: .svg, .png, .pdf or .jpg."
    ),
    overwrite_option,
)


force_option = click.option(
    "--force", is_flag=True, help="Show what is not comparable all the same, marked, instead of refusing it."
)
series_option = click.option("--series", metavar="NAME,…", help="Series of studies to draw on.")
studies_option = click.option("--studies", metavar="STUDY,…", help="Single studies to draw on.")

margins_option = click.option(
    "--margins", metavar="NAME,…", help="Margins of the targets. [default: as the study says, else all of them]"
)


def names_of(text: str | None) -> tuple[str, ...]:
    """``a, b`` as two names."""
    return tuple(name.strip() for name in (text or "").split(",") if name.strip())
