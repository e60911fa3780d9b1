"""A sheet of a workbook as a whole: its columns, what stays in sight, how it is printed."""

from __future__ import annotations

import math
from collections.abc import Sequence
from itertools import groupby
from typing import Any

from survey.reports.printing.excel.layout import Layout
from survey.reports.printing.excel.looks import Looks
from survey.reports.printing.excel.tables import LINE, Paper

A4 = 9
UPRIGHT, ACROSS = 100.0, 175.0  # widths of tables that a page takes, upright and across, before letters get small
FROZEN = 15  # rows of one line: heads higher than these are not kept in sight, they would leave nothing to see


def paper(sheet: Any, looks: Looks, group: Sequence[Layout], mark: str) -> Paper:
    """A sheet for the tables of ``group``, its columns as wide as the widest needs; ``mark`` stands at its top and on
    each printed page."""
    wide = max((len(one.widths) for one in group), default=1)
    widths = [max((one.widths[at] for one in group if at < len(one.widths)), default=0.0) for at in range(wide)]
    for width, run in groupby(range(wide), key=widths.__getitem__):
        columns = list(run)
        sheet.set_column(columns[0], columns[-1], width)
    sheet.hide_gridlines(2)
    sheet.set_paper(A4)
    sheet.set_margins(left=0.5, right=0.5, top=0.75, bottom=0.75)
    made = Paper(sheet, looks, widths)
    if mark:
        made.across(0, made.reach, mark, ("synthetic",))
        made.next()
        sheet.set_header("&C&B" + mark.replace("&", "&&"))
    sheet.set_footer("&R&P / &N")
    return made


def finish(on: Paper, group: Sequence[Layout], top: int, heads: tuple[int, int]) -> None:
    """What stays in sight, and how the sheet is printed, from row ``top`` on. ``heads``: the first row of the heads of
    its one table and the first after them; equal where there are several."""
    sheet = on.sheet
    first, body = heads
    with_rows = any(one.words.heads for one in group)
    low = sum(on.heights.get(row, LINE) for row in range(body)) > FROZEN * LINE
    sheet.freeze_panes(0 if low else body, 1 if with_rows else 0)
    last = max(max((one.last for one in group), default=0), on.reach)
    sheet.print_area(top, 0, max(on.row - 1, top), last)
    wide = on.room(0, last)
    if wide > UPRIGHT:
        sheet.set_landscape()
    pages = max(1, math.ceil(wide / ACROSS)) if wide > UPRIGHT else 1
    sheet.fit_to_pages(pages, 0)
    if body > first and not low:
        sheet.repeat_rows(first, body - 1)
    if pages > 1:
        sheet.repeat_columns(0)
