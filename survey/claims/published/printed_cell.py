"""One cell of a published table with the heads that it stands under, as they are printed."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class PrintedCell:
    """``question``: the title of its table; ``row``: the head of its row; ``group`` over ``column``: those of its
    column. ``measure``: what its column holds (percent, n, moe, unread). ``levels``: of a long table, domain column ->
    what stands in it. ``where``: its place in the file."""

    where: str
    question: str
    row: str
    group: str
    column: str
    text: str
    measure: str = "percent"
    levels: tuple[tuple[str, str], ...] = ()
    proportion: bool = False  # the column says that it holds proportions


def place(row: int, column: int, sheet: str = "") -> str:
    """A cell as a spreadsheet calls it: "B7", "Table 2!B7"; both from 0."""
    letters, rest = "", column + 1
    while rest:
        rest, digit = divmod(rest - 1, 26)
        letters = chr(ord("A") + digit) + letters
    return f"{sheet}!{letters}{row + 1}" if sheet else f"{letters}{row + 1}"
