"""Delimited text: CSV, TSV."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np

from survey.cells.files.blank_rows import told
from survey.cells.files.csv_records import BLOCK, csv_records
from survey.cells.files.layout import Layout
from survey.cells.files.text_shape import TextShape, not_in_encoding, text_shape
from survey.cells.files.text_table import TextSource, batches, blank_cells, blank_rows, coded_columns, with_nulls
from survey.cells.table.column import Coded
from survey.cells.table.names import check_names
from survey.cells.table.numbers import DecimalMark, file_mark, numbers_of_texts
from survey.cells.table.own_words import quoted_apart
from survey.cells.table.wide_frame import WideFrame
from survey.errors import DataError, MissingWarning, Problem, warn
from survey.words import Text


def read_csv(path: Path, encoding: str | None = None, header_rows: int | None = None) -> tuple[WideFrame, Layout]:
    """The columns of a delimited text file, each made numbers when it is asked for, and how the file is written.

    Every cell is text as it stands (``NA``, ``None`` and ``нет`` are answers); a column that holds nothing but plain
    numbers becomes numbers, and codes with leading zeros stay text. Rows of empty cells are left out with a warning.
    ``DataError``: no header, columns of one name, lines with too many or too few cells (their numbers), a quotation
    mark that is not closed, text in another encoding.
    """
    shape = shape_of(path, encoding, header_rows)
    text = decoded(path, shape)
    texts = _named(path.name, shape, _parsed(path.name, shape, text))
    count = len(next(iter(texts.values()), ()))
    empty = blank_rows(list(texts.values()), count)
    rows = _kept(path.name, empty)
    left_out = _left_out(path.name, empty)
    if rows is not None:
        texts = {name: column.of_rows(rows) for name, column in texts.items()}
    marks = {name: DecimalMark() for name in texts if shape.delimiter != ","}
    for name, mark in marks.items():
        mark.add(texts[name].values)
    commas = [name for name, mark in marks.items() if mark.commas]

    def read(asked: list[str] | None) -> dict[str, Any]:
        return {name: numbers_of_texts(texts[name], commas=name in commas) for name in asked or texts}

    frame = WideFrame(list(texts), count if rows is None else len(rows), read, looks=None)
    return frame, csv_layout(shape, rows, "," if commas else file_mark(marks.values()), commas, left_out)


def copy_to_parquet(path: Path, shape: TextShape, out: Path) -> Layout:
    """The same table, all of it texts, in a Parquet file that engines read: part by part, so that the text is never
    loaded whole. Decimal commas become points where ``read_csv`` reads them so."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as parquet

    names = _names(shape)
    ragged: list[int] = []
    blanks: list[Any] = []
    filled = np.zeros(len(names), dtype=bool)
    marks = [DecimalMark() for _ in names] if shape.delimiter != "," else []
    source = TextSource(path, shape)
    try:
        schema = pa.schema([(name, pa.string()) for name in names])
        with source, parquet.ParquetWriter(out, schema, compression="lz4") as file:
            for batch in batches(source, replace(shape, header=names), ragged):
                empty = blank_rows(batch.columns, batch.num_rows)
                blanks.append(empty)
                part = batch.filter(pa.array(~empty)) if empty.any() else batch
                for k in np.flatnonzero(~filled):
                    filled[k] = bool(_has_any(part.column(int(k))))
                for mark, column in zip(marks, part.columns, strict=False):
                    mark.add(pc.unique(column).to_pylist())
                file.write_batch(with_nulls(part))
    except (pa.ArrowInvalid, UnicodeDecodeError) as error:
        _explain(path, shape)
        said = str(error).splitlines()[0]
        if "Empty CSV" in said:
            raise DataError([Problem(path.name, 0, "", "holds a header and no rows", "Export it again.")]) from None
        raise DataError(
            [Problem(path.name, 0, "", f"cannot be read: {quoted_apart(said)}", "Export it again.")]
        ) from None
    if ragged or source.quotes % 2:
        _explain(path, shape)
    empty = np.concatenate(blanks) if blanks else np.zeros(0, dtype=bool)
    rows = _kept(path.name, empty)
    commas = [name for name, mark in zip(names, marks, strict=False) if mark.commas]
    _finish(path.name, shape, out, filled, commas)
    return csv_layout(shape, rows, "," if commas else file_mark(marks), commas, _left_out(path.name, empty))


def _finish(file: str, shape: TextShape, out: Path, filled: Any, commas: list[str]) -> None:
    """Leave out columns without a name and without answers; decimal points in place of commas."""
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as parquet

    names = _names(shape)
    kept = [name for name, own, some in zip(names, shape.header, filled, strict=True) if own or some]
    check_names(
        file, [own if own or some else name for own, some, name in zip(shape.header, filled, names, strict=True)]
    )
    if len(kept) == len(names) and not commas:
        return
    beside = out.with_name("made.parquet")
    with parquet.ParquetFile(out) as before:
        schema = pa.schema([(name, pa.string()) for name in kept])
        with parquet.ParquetWriter(beside, schema, compression="lz4") as after:
            for batch in before.iter_batches(columns=kept):
                columns = [batch.column(name) for name in kept]
                pairs = zip(kept, columns, strict=True)
                made = [pc.replace_substring(one, ",", ".") if name in commas else one for name, one in pairs]
                after.write_table(pa.Table.from_arrays(made, schema=schema))
    beside.replace(out)


def shape_of(path: Path, encoding: str | None, header_rows: int | None) -> TextShape:
    """How the text is written; ``DataError`` for columns without a name of their own."""
    shape = text_shape(path, encoding, header_rows)
    named = shape.header
    while named and not named[-1]:  # delimiters at the ends of lines
        named = named[:-1]
    some = tuple(name for name in named if name)  # whether those without a name are columns the answers tell
    try:
        check_names(path.name, some if 2 * len(some) >= len(named) else named)
    except DataError:
        check_names(path.name, named)  # all that is wrong with the names
        raise
    return shape


def _names(shape: TextShape) -> tuple[str, ...]:
    """The columns, those without a name by their place."""
    return tuple(name or f"\0{place}" for place, name in enumerate(shape.header))


def _named(file: str, shape: TextShape, columns: Sequence[Coded]) -> dict[str, Coded]:
    """The columns by name, without those that have neither a name nor an answer."""
    kept = [k for k, name in enumerate(shape.header) if name or _has_any(columns[k])]
    check_names(file, [name if k in kept else f"\0{k}" for k, name in enumerate(shape.header)])
    return {shape.header[k]: columns[k] for k in kept}


def _has_any(column: Any) -> bool:
    """Whether a column of texts has any that is not blank."""
    return not bool(blank_cells(column).all())


def _kept(file: str, empty: Any) -> Any:
    """Where the rows stand that are no blanks; None where none are."""
    if not len(empty):
        raise DataError([Problem(file, 0, "", "holds a header and no rows", "Export it again.")])
    if not empty.any():
        return None
    if empty.all():
        raise DataError([Problem(file, 0, "", f"all of its {len(empty)} rows are empty", "Export it again.")])
    warn(MissingWarning, str(told(file, int(empty.sum()))))
    return np.flatnonzero(~empty)


def _left_out(file: str, empty: Any) -> tuple[Text, ...]:
    return (told(file, int(empty.sum())),) if empty.any() else ()


def _explain(path: Path, shape: TextShape) -> None:
    """Name the lines that are wrong, read once more."""
    _check_records(path.name, shape, decoded(path, shape))


def csv_layout(
    shape: TextShape, rows: Any = None, decimal: str = ".", commas: Sequence[str] = (), said: tuple[Text, ...] = ()
) -> Layout:
    """The layout of a text file."""
    return Layout(
        "csv",
        labels={name: text for name, text in zip(shape.header, shape.texts, strict=False) if name and text},
        encoding=shape.encoding,
        delimiter=shape.delimiter,
        decimal=decimal,
        rows=rows,
        said=(*shape.said, *said),
        commas=tuple(commas),
        head=shape.head,
        header=shape.place + 1,
    )


def decoded(path: Path, shape: TextShape) -> str:
    """The whole text, without byte-order mark."""
    data = path.read_bytes()
    try:
        return data.decode(shape.encoding).removeprefix("\ufeff")
    except UnicodeDecodeError as error:
        raise not_in_encoding(path.name, shape.encoding, data, error) from None


def _parsed(file: str, shape: TextShape, text: str) -> list[Coded]:
    import pyarrow as pa

    if text.count('"') % 2:
        _check_records(file, shape, text)
    ragged: list[int] = []
    body = text.encode("utf-8")[len(text[: shape.letters].encode("utf-8")) :]
    if not body.strip(b"\r\n"):
        raise DataError([Problem(file, 0, "", "holds a header and no rows", "Export it again.")])
    try:
        columns = coded_columns(body, replace(shape, header=_names(shape)), ragged)
    except pa.ArrowInvalid as error:
        said = str(error).splitlines()[0]
        raise DataError([Problem(file, 0, "", f"cannot be read: {quoted_apart(said)}", "Export it again.")]) from None
    if ragged:
        _check_records(file, shape, text)
        raise DataError([Problem(file, 0, "", f"{len(ragged)} lines have too many or too few cells")])
    return columns


def _check_records(file: str, shape: TextShape, text: str) -> None:
    """Name the lines with too many or too few cells, and the quotation mark that is not closed."""
    width, line, above = len(shape.header), 1, 0
    problems = []
    reader = csv_records(io.StringIO(text, newline=""), shape.delimiter, strict=True)
    try:
        for record in reader:
            above += bool(record)
            blank = len(record) == 1 and not record[0].strip()
            if record and not blank and above > shape.head and len(record) != width:
                fix = "Put cells that contain the delimiter into quotation marks." if len(record) > width else ""
                said = f"has {len(record)} cells where the header has {width}"
                problems.append(Problem(file, line, "", said, fix))
            line = reader.line_num + 1
    except csv.Error as error:
        fix = "Close it, or double it inside a cell."
        if "field limit" in str(error):
            said = f"a cell has more than {BLOCK:,} letters"
            raise DataError([Problem(file, reader.line_num, "", said, "Leave that column out of the file.")]) from None
        open_ended = "unexpected end" in str(error)
        said = "is opened and never closed" if open_ended else "stands inside a cell and is not doubled"
        problems.append(Problem(file, line if open_ended else reader.line_num, "", f"a quotation mark {said}", fix))
    if problems:
        more = len(problems) - 20
        rest = [Problem(file, problems[20].line, "", f"and {more} more lines like this")] if more > 0 else []
        raise DataError([*problems[:20], *rest])
