"""Where the parts of a grid stand on a sheet, and how wide its columns must be."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate

from survey.reports.documents.grid import Grid
from survey.reports.printing.excel.cells import Written, places, written
from survey.reports.printing.grid_words import GridWords
from survey.reports.printing.widths import longest_word, text_width

STUB, FIGURE, PROSE = (18.0, 46.0), (7.0, 17.0), (12.0, 44.0)  # least and most
NOTES = 96.0  # notes and titles are set no wider than this where the table does not ask for it
ROOM = 1.5
MOST_COLUMNS, MOST_ROWS = 16_384, 1_048_576


@dataclass(frozen=True)
class Layout:
    """A grid with its words. ``at``: the first sheet column of each of its columns, and that after the last;
    ``cells``: of each row what stands in the sheet columns after the row heads."""

    words: GridWords
    at: tuple[int, ...]
    cells: tuple[tuple[Written | None, ...], ...]
    widths: tuple[float, ...]

    @property
    def last(self) -> int:
        """The last sheet column."""
        return self.at[-1] - 1

    def column_of(self, at: int) -> int:
        """Which column of the grid a sheet column is of."""
        return bisect_right(self.at, at) - 1


def layout(grid: Grid, words: GridWords, language: str) -> Layout:
    """The grid as its sheet has it."""
    each = places(grid)
    at = tuple(accumulate(each, initial=1))
    cells = tuple(written(row.cells, each, language) for row in grid.rows)
    return Layout(words, at, cells, tuple(_widths(words, at, cells)))


def words_layout(words: GridWords) -> Layout:
    """A table of words alone."""
    cells = tuple(tuple((cell, "") if cell else None for cell in row.cells) for row in words.rows)
    at = tuple(range(1, len(words.heads) + 2))
    return Layout(words, at, cells, tuple(_widths(words, at, cells)))


def _widths(words: GridWords, at: tuple[int, ...], cells: tuple[tuple[Written | None, ...], ...]) -> list[float]:
    heads = [row.head for row in words.rows if row.kind not in ("section", "break")]
    widths = [_between(max(map(text_width, (*heads, words.corner)), default=0.0), STUB)]
    inside = [_widest(column) for column in zip(*(row for row in cells if row), strict=True)]
    inside = inside or [0.0] * (at[-1] - 1)
    letters = words.letter_widths
    for place, head in enumerate(words.heads):
        mine = inside[at[place] - 1 : at[place + 1] - 1]
        if head.prose:
            widths.append(_between(max(mine[0], text_width(head.label)), PROSE))
            continue
        needed = max(longest_word(head.label) / len(mine), letters[place])
        widths += [_between(max(width, needed), FIGURE) for width in mine]
    _room_for_groups(words, at, widths)
    return widths


def _room_for_groups(words: GridWords, at: tuple[int, ...], widths: list[float]) -> None:
    """The first column of a group is as much wider as the longest word over the group asks for."""
    for first, last in spans(words):
        columns = range(at[first], at[last + 1])
        lacking = min(longest_word(words.heads[first].group), FIGURE[1]) + ROOM - sum(widths[at] for at in columns)
        if lacking > 0:
            widths[columns[0]] += lacking


def spans(words: GridWords) -> list[tuple[int, int]]:
    """First and last head of each run of neighbours that share a group."""
    found: list[tuple[int, int]] = []
    for place, head in enumerate(words.heads):
        if head.group and found and found[-1][1] == place - 1 and words.heads[place - 1].group == head.group:
            found[-1] = (found[-1][0], place)
        elif head.group:
            found.append((place, place))
    return found


def _between(width: float, ends: tuple[float, float]) -> float:
    return min(max(width + ROOM, ends[0]), ends[1])


def _widest(column: Sequence[Written | None]) -> float:
    """How wide the cells of a column are at most, as the spreadsheet shows them."""
    filled = [cell for cell in column if cell is not None]
    found = [_around(one) + 3.0 for one in {number_format for _, number_format in filled if "%" in number_format}]
    found += [_shown(*cell) for cell in filled if "%" not in cell[1]]
    return max(found, default=0.0)


def _shown(value: str | float, number_format: str) -> float:
    """How wide a text or a number that is no share is shown."""
    if isinstance(value, str):
        return text_width(value)
    return _around(number_format) + (3.0 if -1000 < value < 1000 else len(f"{value:,.0f}"))


@lru_cache(maxsize=256)
def _around(number_format: str) -> float:
    """How much stands around the whole digits of a figure."""
    return len(number_format.partition(";")[0].partition(".")[2]) + 2.0
