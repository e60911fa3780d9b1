"""Options of the tests of columns, which any of them asks for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import click

from survey.cli.shared.grouped import together
from survey.words import ADJUSTS, AGAINST, COLUMN_TESTS

if TYPE_CHECKING:
    from survey.tables.letters.asked import Letters

letter_options = together(
    click.option(
        "--letters",
        is_flag=True,
        help="Letters for what differs between columns; each of the next six asks for them too.",
    ),
    click.option(
        "--test",
        type=click.Choice(COLUMN_TESTS),
        help="How columns are tested: by the design of the sample, or as these programs do. [default: design]",
    ),
    click.option(
        "--against",
        type=click.Choice(AGAINST),
        help="What a column is tested against: the others of its banner question, the total column, all others in it. "
        "[default: columns]",
    ),
    click.option(
        "--letter-level",
        "levels",
        metavar="P[,P]",
        help="Level, or two of them, of which the stricter is marked in upper case. [default: 0.05]",
    ),
    click.option(
        "--adjust",
        type=click.Choice(ADJUSTS),
        help="Adjustment for the number of tests in a row of a banner question. [default: none]",
    ),
    click.option(
        "--min-base",
        type=click.FloatRange(0),
        metavar="N",
        help="Columns of fewer respondents, counted or effective, are not tested. [default: 30]",
    ),
    click.option("--p-values", is_flag=True, help="Also print the p-value of every test."),
    group="Letters",
)
NAMES = ("test", "against", "levels", "adjust", "min_base", "p_values")


def letter_settings(options: dict[str, Any]) -> dict[str, Letters]:
    """Them taken out of ``options``; nothing where none was given."""
    given = {name: options.pop(name) for name in NAMES}
    given = {name: value for name, value in given.items() if value is not None and value is not False}
    if not options.pop("letters") and not given:
        return {}
    from survey.tables.letters.asked import Letters

    if "levels" in given:
        given["levels"] = _levels(given["levels"])
    return {"letters": Letters(**given)}


def _levels(text: str) -> tuple[float, ...]:
    try:
        return tuple(float(part) for part in text.split(","))
    except ValueError:
        raise click.BadParameter(f"'{text}' is no level", param_hint="'--letter-level'") from None
