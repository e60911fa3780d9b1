"""Options of pictures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, get_args

import click

from survey.cli.shared.grouped import grouped, together
from survey.cli.shared.output_options import OutPath
from survey.words import PictureKind, PictureSize

if TYPE_CHECKING:
    from survey.plots.pictured import Style

kind_option = grouped(
    "--kind",
    type=click.Choice(get_args(PictureKind)),
    help="Kind of picture. [default: what suits the question]",
    group="Picture",
)
look_options = together(
    click.option("--title", metavar="TEXT", help="A finding as the title, in the language of --lang."),
    click.option(
        "--size",
        type=click.Choice(get_args(PictureSize)),
        default="page",
        show_default=True,
        help="Where it is shown: page 150 mm wide, column of a newspaper 92, phone 103, slide 16:9.",
    ),
    click.option(
        "--notes",
        type=click.Choice(["figure", "full"]),
        default="figure",
        show_default=True,
        help="In the picture: three lines, or all; the file's description always has all.",
    ),
    group="Picture",
)


class BookPath(OutPath):
    """A folder, or one file that ends in .pdf."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        return OutPath(folder=not str(value).lower().endswith(".pdf")).convert(value, param, ctx)


book_options = together(
    click.option(
        "--form",
        type=click.Choice(["svg", "png", "jpg"]),
        default="svg",
        show_default=True,
        help="Of files in a folder.",
    ),
    click.option(
        "--out",
        type=BookPath(),
        required=True,
        metavar="FOLDER|FILE.pdf",
        help="A folder, or one .pdf of pages.",
    ),
    group="Output",
)


def look_settings(options: dict[str, Any]) -> Style:
    """How pictures are made, from the options of a command."""
    from survey.plots.pictured import Style

    title = {"und": options["title"]} if options["title"] else None
    return Style(options["lang"], options["size"], options["notes"] == "full", options.get("kind"), title)
