"""Options of the rows and cells of tables: their order, boxes, statistics, figures."""

from __future__ import annotations

from typing import Any, get_args

import click

from survey.cli.shared.grouped import together
from survey.words import Measure, RowOrder, RowStatistic

row_options = together(
    click.option(
        "--sort",
        type=click.Choice(get_args(RowOrder)),
        help="Options by size in the total column, 'other' and those without an answer last. [default: as the study "
        "says, else as they are defined]",
    ),
    click.option(
        "--boxes",
        type=click.IntRange(1),
        metavar="K",
        help="Of scales also the top K and bottom K points as nets, and their difference with its error.",
    ),
    click.option(
        "--statistics",
        metavar="NAME,…",
        help=f"Rows below scales and numbers: {', '.join(get_args(RowStatistic))}. [default: mean]",
    ),
    click.option(
        "--show",
        metavar="NAME,…",
        help=f"Figures of each cell, one below the other: {', '.join(get_args(Measure))}. [default: percent; of a "
        "topline also interval and n]",
    ),
    group="Tables",
)
NAMES = ("sort", "boxes", "statistics", "show")


def row_settings(options: dict[str, Any]) -> dict[str, Any]:
    """Those given, taken out of ``options``."""
    given = {name: options.pop(name) for name in NAMES}
    for name, known in (("statistics", get_args(RowStatistic)), ("show", get_args(Measure))):
        if given[name] is not None:
            given[name] = _listed(name, given[name], known)
    return {name: value for name, value in given.items() if value is not None}


def _listed(name: str, text: str, known: tuple[str, ...]) -> tuple[str, ...]:
    parts = tuple(part.strip() for part in text.split(",") if part.strip())
    for part in parts:
        if part not in known:
            raise click.BadParameter(f"'{part}' is none of {', '.join(known)}", param_hint=f"'--{name}'")
    return parts
