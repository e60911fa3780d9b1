"""A grid as a table of Word: written as XML, for which the library takes a hundred times as long cell by cell."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import groupby
from xml.sax.saxutils import escape

from survey.reports.printing.grid_words import GridWords, RowWords
from survey.reports.printing.widths import legal, longest_word, text_width
from survey.reports.printing.word.styles import RUNS, TABLE, style_id

UNIT, MARGIN = 110, 110  # twentieths of a point that a digit of a table takes, and that stay free in a cell
FIGURE, WORDS = (5.5, 15.0), (10.0, 60.0)  # widths of columns in digits
LEAST_STUB = 0.22  # of the page
UPRIGHT = 12_000  # a page that is wider lies across
MOST_ROWS = {"upright": 44, "across": 28}  # that a page takes
LOOSE = '<w:keepNext w:val="0"/>'


def table_xml(grid: GridWords, names: str, width: int, anchors: Sequence[str] = ()) -> str:
    """The table, ``width`` twentieths of a point wide, heads repeated on each page. ``names``: the declarations of
    namespaces; ``anchors``: of each row where its head leads to ("" for nowhere)."""
    widths = column_widths(grid, width)
    # one that no page takes is not held together, or its title would stand on a page of its own
    loose = len(grid.rows) > MOST_ROWS["across" if width > UPRIGHT else "upright"]
    rows = [*_head_rows(grid, widths)]
    for place, row in enumerate(grid.rows):
        rows.append(_row(row, grid, widths, anchors[place] if anchors else "", loose))
    columns = "".join(f'<w:gridCol w:w="{each}"/>' for each in widths)
    return (
        f'<w:tbl {names}><w:tblPr><w:tblStyle w:val="{style_id(TABLE)}"/><w:tblW w:w="{sum(widths)}" w:type="dxa"/>'
        f'<w:tblLayout w:type="fixed"/><w:tblLook w:firstRow="1"/></w:tblPr><w:tblGrid>{columns}</w:tblGrid>'
        f"{''.join(rows)}</w:tbl>"
    )


def column_widths(grid: GridWords, width: int) -> list[int]:
    """Row heads, then columns: figures as wide as they need, words share what is left."""
    heads = [row.head for row in grid.rows if row.kind not in ("section", "break")]
    wanted = [_between(max(map(text_width, (*heads, grid.corner)), default=0.0), WORDS)]
    flexible = [True]
    for at, head in enumerate(grid.heads):
        cells = [row.cells[at] for row in grid.rows if row.cells]
        if head.prose:
            wanted.append(_between(max(map(text_width, (*cells, head.label))), WORDS))
        else:
            longest = max(map(text_width, cells), default=0.0)
            wanted.append(_between(max(longest, longest_word(head.label)), FIGURE))
        flexible.append(head.prose)
    made = [UNIT * each + MARGIN for each in wanted]
    fixed = sum(each for each, flexes in zip(made, flexible, strict=True) if not flexes)
    share = sum(made) - fixed
    left = max(width - fixed, LEAST_STUB * width)
    made = [each * min(left / share, 1.0) if flexes else each for each, flexes in zip(made, flexible, strict=True)]
    scale = min(width / sum(made), 1.0)
    return [int(each * scale) for each in made]


def _between(size: float, ends: tuple[float, float]) -> float:
    return min(max(size + 0.5, ends[0]), ends[1])


def paragraph(text: str, style: str, run: str = "", anchor: str = "", loose: bool = False) -> str:
    """A paragraph of a cell; ``run``: the style of its letters; ``anchor``: a place in the document it leads to;
    ``loose``: a page may end below it."""
    properties = f'<w:rPr><w:rStyle w:val="{style_id(run)}"/></w:rPr>' if run else ""
    words = f'<w:r>{properties}<w:t xml:space="preserve">{escape(legal(text))}</w:t></w:r>' if text else ""
    if anchor:
        words = f'<w:hyperlink w:anchor="{anchor}" w:history="1">{words}</w:hyperlink>'
    return f'<w:p><w:pPr><w:pStyle w:val="{style_id(style)}"/>{LOOSE if loose else ""}</w:pPr>{words}</w:p>'


def _cell(content: str, width: int, across: int = 1, low: bool = False) -> str:
    span = f'<w:gridSpan w:val="{across}"/>' if across > 1 else ""
    bottom = '<w:vAlign w:val="bottom"/>' if low else ""
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/>{span}{bottom}</w:tcPr>{content}</w:tc>'


def _head_rows(grid: GridWords, widths: Sequence[int]) -> Iterator[str]:
    if any(head.group for head in grid.heads):
        cells, at = [_cell(paragraph("", "Survey Group"), widths[0])], 1
        for name, members in groupby(grid.heads, key=lambda head: head.group):
            many = len(list(members))
            cells.append(_cell(paragraph(name, "Survey Group"), sum(widths[at : at + many]), many, low=True))
            at += many
        yield _line(cells, head=True)
    cells = [_cell(paragraph(grid.corner, "Survey Head Words"), widths[0], low=True)]
    for head, width in zip(grid.heads, widths[1:], strict=True):
        style = "Survey Head Words" if head.prose else "Survey Head"
        cells.append(_cell(paragraph(head.label, style), width, low=True))
    yield _line(cells, head=True)


def _row(row: RowWords, grid: GridWords, widths: Sequence[int], anchor: str, loose: bool) -> str:
    run = RUNS[row.kind][0] if row.kind in RUNS else ""
    if row.kind in ("section", "break"):
        return _line([_cell(paragraph(row.head, "Survey Row", run), sum(widths), len(widths))])
    head_run = RUNS["link"][0] if anchor else run
    cells = [_cell(paragraph(row.head, "Survey Row", head_run, anchor, loose), widths[0])]
    for head, text, width in zip(grid.heads, row.cells, widths[1:], strict=True):
        cells.append(_cell(paragraph(text, "Survey Words" if head.prose else "Survey Figure", run), width))
    return _line(cells)


def _line(cells: Sequence[str], head: bool = False) -> str:
    repeated = "<w:tblHeader/>" if head else ""
    return f"<w:tr><w:trPr><w:cantSplit/>{repeated}</w:trPr>{''.join(cells)}</w:tr>"
