"""Delimited text: CSV, TSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import numpy as np

from survey.cells.layout import Layout
from survey.cells.names import check_names
from survey.cells.numbers import numbers_of_texts
from survey.cells.text_shape import TextShape, not_in_encoding, text_shape
from survey.errors import DataError, MissingWarning, Problem, warn


def read_csv(path: Path, encoding: str | None = None) -> tuple[Any, Layout]:
    """A pandas frame of a delimited text file, and how the file is written.

    Every cell is text as it stands (``NA``, ``None`` and ``нет`` are answers); a column that holds nothing but plain
    numbers becomes numbers, and codes with leading zeros stay text. Rows of empty cells are left out with a warning.
    ``DataError``: no header, columns of one name, lines with too many or too few cells (their numbers), a quotation
    mark that is not closed, text in another encoding.
    """
    shape = text_shape(path, encoding)
    check_names(path.name, shape.header)
    text = decoded(path, shape)
    table = _parsed(path.name, shape, text)
    frame, commas = {}, []
    empty = np.ones(table.num_rows, dtype=bool)
    for name, column in zip(shape.header, table.columns, strict=True):
        series = column.to_pandas()
        if empty.any():  # seldom true after the first column
            empty &= (series.str.strip() == "").to_numpy(dtype=bool)
        frame[name], comma = numbers_of_texts(series, decimal_commas=shape.delimiter != ",")
        if comma:
            commas.append(name)
    import pandas as pd

    made = pd.DataFrame(frame, columns=list(shape.header))
    rows = None
    if empty.any():
        rows = np.flatnonzero(~empty)
        made = made.loc[~empty].reset_index(drop=True)
        warn(MissingWarning, f"{path.name}: {int(empty.sum())} empty rows are left out", stacklevel=4)
    return made, csv_layout(shape, rows, "," if commas else ".", tuple(commas))


def csv_layout(shape: TextShape, rows: Any = None, decimal: str = ".", commas: tuple[str, ...] = ()) -> Layout:
    """The layout of a text file."""
    return Layout("csv", encoding=shape.encoding, delimiter=shape.delimiter, decimal=decimal, rows=rows, commas=commas)


def decoded(path: Path, shape: TextShape) -> str:
    """The whole text, without byte-order mark."""
    data = path.read_bytes()
    try:
        return data.decode(shape.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise not_in_encoding(path.name, shape.encoding, data, error) from None


def _parsed(file: str, shape: TextShape, text: str) -> Any:
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    if text.count('"') % 2:
        _check_records(file, shape, text)
    ragged: list[int] = []

    def note(row: Any) -> str:
        ragged.append(row.actual_columns)
        return "skip"

    names = next(csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter))  # with the blanks around them
    try:
        table = arrow_csv.read_csv(
            io.BytesIO(text.encode("utf-8")),
            read_options=arrow_csv.ReadOptions(block_size=1 << 24),
            parse_options=arrow_csv.ParseOptions(
                delimiter=shape.delimiter, newlines_in_values=True, invalid_row_handler=note
            ),
            convert_options=arrow_csv.ConvertOptions(
                column_types={name: pa.string() for name in names}, strings_can_be_null=False, null_values=[]
            ),
        )
    except pa.ArrowInvalid as error:
        said = str(error).splitlines()[0]
        raise DataError([Problem(file, 0, "", f"cannot be read: {said}", "Export it again.")]) from None
    if ragged:
        _check_records(file, shape, text)
        raise DataError([Problem(file, 0, "", f"{len(ragged)} lines have too many or too few cells")])
    if not table.num_rows:
        raise DataError([Problem(file, 0, "", "holds a header and no rows", "Export it again.")])
    return table


def _check_records(file: str, shape: TextShape, text: str) -> None:
    """Name the lines with too many or too few cells, and the quotation mark that is not closed."""
    width, line = len(shape.header), 1
    problems = []
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=shape.delimiter, strict=True)
    try:
        for record in reader:
            if record and len(record) != width:
                fix = "Put cells that contain the delimiter into quotation marks." if len(record) > width else ""
                said = f"has {len(record)} cells where the header has {width}"
                problems.append(Problem(file, line, "", said, fix))
            line = reader.line_num + 1
    except csv.Error as error:
        fix = "Close it, or double it inside a cell."
        open_ended = "unexpected end" in str(error)
        said = "is opened and never closed" if open_ended else "stands inside a cell and is not doubled"
        problems.append(Problem(file, line if open_ended else reader.line_num, "", f"a quotation mark {said}", fix))
    if problems:
        more = len(problems) - 20
        rest = [Problem(file, problems[20].line, "", f"and {more} more lines like this")] if more > 0 else []
        raise DataError([*problems[:20], *rest])
