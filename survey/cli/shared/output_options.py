"""Options of what leaves the program: language, form, file."""

from __future__ import annotations

from pathlib import Path
from typing import Any, get_args

import click

from survey.cli.shared.grouped import grouped, together
from survey.cli.shared.output import form_of
from survey.words import FORMS, LANGUAGES, ROUNDINGS, TEXT_FORMS, NotesWanted


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
            from survey.leaving import leaving_house

            ctx.with_resource(leaving_house())
        if self.file_okay:
            from survey.reports.files.place import check_place

            check_place(Path(str(path)), foreign_too=False)
        return path


def _replace(context: click.Context, option: click.Parameter, given: bool) -> None:
    if given:
        from survey.reports.files.place import replacing

        context.with_resource(replacing())


overwrite_option = grouped(
    "--overwrite",
    is_flag=True,
    is_eager=True,  # known when the places to write to are looked at
    expose_value=False,
    callback=_replace,
    help="Also replace files that this program did not write; never one that is read here.",
    group="Output",
)
quiet_option = grouped(
    "--quiet", is_flag=True, help="No progress and no 'wrote' lines; warnings and errors stay.", group="Output"
)
lang_option = grouped(
    "--lang",
    type=click.Choice(LANGUAGES),
    default="en",
    show_default=True,
    help="Language of labels and notes.",
    group="Output",
)
format_option = grouped(
    "--format",
    "form",
    type=click.Choice(FORMS),
    is_eager=True,  # known when the name of --out is looked at
    help="Form of the output. [default: by the name of --out, else text]",
    group="Output",
)


def _known_form(context: click.Context, option: click.Parameter, path: Path | None) -> Path | None:
    form = context.params.get("form")  # misuse is said before the work, not after it
    if path is None and form is not None and form not in TEXT_FORMS:
        raise click.UsageError(f"--format {form} is a file and no text: name it with --out FILE")
    form = form or (form_of(path) if path is not None else "text")
    for name in ("labels", "bom"):
        if context.params.get(name) and form != "csv":
            raise click.UsageError(f"--{name} is of csv: say --format csv, or end the name of --out in .csv")
    return path


notes_option = grouped(
    "--notes",
    type=click.Choice(get_args(NotesWanted)),
    default="method",
    show_default=True,
    help="What stands below the figures: what they can't be read without; how they came about, too; everything.",
    group="Output",
)
out_option = grouped(
    "--out",
    type=OutPath(),
    metavar="FILE",
    callback=_known_form,
    help="Write to FILE, not to the screen.",
    group="Output",
)


def _round(context: click.Context, option: click.Parameter, rule: Any) -> None:
    if rule is not None:
        from survey.wording.rounding import rounded

        context.with_resource(rounded(rule, first=True))


rounding_option = grouped(
    "--rounding",
    type=click.Choice(ROUNDINGS),
    expose_value=False,
    callback=_round,
    help="How halves are rounded in print. [default: as the study says, else half_up, as SPSS and spreadsheets]",
    group="Output",
)
bom_option = grouped(
    "--bom",
    is_flag=True,
    is_eager=True,
    help="A .csv begins with a byte order mark, without which Excel shows letters that are not Latin wrongly.",
    group="Output",
)
labels_option = grouped(
    "--labels",
    is_flag=True,
    is_eager=True,
    help="A .csv also has the labels of questions and options, in the language of --lang, beside their ids.",
    group="Output",
)
output_options = together(
    lang_option, rounding_option, format_option, out_option, bom_option, overwrite_option, quiet_option
)
noted_options = together(notes_option, labels_option, output_options)
picture_option = together(
    click.option("--out", type=OutPath(), required=True, metavar="FILE", help="The picture: .svg, .png, .pdf or .jpg."),
    overwrite_option,
    group="Output",
)
