"""Cells of a grid as a spreadsheet has them: a number and its format, or a text."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from survey.reports.documents.grid import Cell, Grid
from survey.reports.printing.widths import legal
from survey.wording.figures import Number
from survey.wording.spans import Span
from survey.words import DASH, say

MOST_LETTERS = 32_767  # in a cell of Excel


Written = tuple[str | float, str]  # what stands in a cell of a sheet: a text, or a number and its format


def fitting(text: str) -> str:
    """``text`` as a cell can hold it: one that is too long ends in an ellipsis."""
    text = legal(text)
    return text if len(text) <= MOST_LETTERS else f"{text[: MOST_LETTERS - 1]}…"


def places(grid: Grid) -> list[int]:
    """How many columns of a sheet each column of the grid takes: an interval has its ends in two."""
    columns = zip(*(row.cells for row in grid.rows if row.cells), strict=True)
    found = [2 if Span in set(map(type, column)) else 1 for column in columns]
    return found or [1] * len(grid.heads)


def written(cells: Sequence[Cell], places: Sequence[int], language: str) -> tuple[Written | None, ...]:
    """A row of cells, each in as many ``places``: figures as numbers in full precision, limits and words as texts."""
    if max(places, default=1) == 1:
        return tuple(_one(cell, language) for cell in cells)
    return tuple(part for cell, many in zip(cells, places) for part in _several(cell, many, language))  # noqa: B905


def _several(cell: Cell, places: int, language: str) -> tuple[Written | None, ...]:
    if places == 1:
        return (_one(cell, language),)
    if isinstance(cell, Span) and cell.known:
        return (_one(cell.low, language), _one(cell.high, language))
    if isinstance(cell, Span):
        return ((DASH, ""),) * places
    return (_one(cell, language), *[None] * (places - 1))


def _one(cell: Cell, language: str) -> Written | None:
    if cell is None:
        return None
    if type(cell) is Number and cell.kind == "percent" and 0.01 < cell.value < 0.99 and not cell.before:
        return cell.value, _share_format(cell.decimals, cell.after)  # most cells of a book
    if isinstance(cell, Number) and cell.known and not cell.before:  # a limit is no figure to be added up
        scaled = 100 * cell.value if cell.kind == "points" else cell.value
        return scaled, _format(cell)
    text = fitting(say(cell, language))
    return (text, "") if text else None


@lru_cache(maxsize=64)
def _share_format(decimals: int | None, after: str) -> str:
    return _format(Number(0.5, "percent", decimals, after=after))


def _format(cell: Number) -> str:
    """How a spreadsheet writes what ``cell`` says in words; near 0 and 100 percent and for small p-values these are
    kept, so that the sheet says no more than the page."""
    if cell.kind == "whole":
        return _named("#,##0", cell.after)
    percent = "%" if cell.kind in ("percent", "end") else ""
    if cell.is_near:
        return _named(f'"{Number(cell.value, cell.kind, cell.decimals)["en"]}{percent}"', cell.after)
    places = cell.places
    digits = f"0.{'0' * places}" if places else "0"
    scale = 100 if percent or cell.kind == "points" else 1
    if abs(scale * cell.value) < 1 and round(scale * cell.value, places) == 0:  # what is rounded to nothing has no sign
        return _named(f"{digits}{percent};{digits}{percent}" if cell.value else f"{digits}{percent}", cell.after)
    return _named(f"+{digits};-{digits}" if cell.kind in ("points", "signed") else f"{digits}{percent}", cell.after)


def _named(number_format: str, after: str) -> str:
    if not after:
        return number_format
    return ";".join(f'{part}"{after}"' for part in number_format.split(";"))
