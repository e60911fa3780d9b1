"""The one parser of delimited text, for every engine: whole into memory, or part by part into a Parquet file.

Engines left to themselves cut ragged lines or fill them up, keep rows without answers, and read UTF-8 only.
"""

from __future__ import annotations

import codecs
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.files.csv_records import BLOCK
from survey.cells.files.text_shape import TextShape
from survey.cells.table.column import Coded

PART = 1 << 22  # bytes read at a time


class TextSource(io.RawIOBase):
    """The answers of a text file as UTF-8, without what stands above them. ``quotes``: quotation marks so far."""

    def __init__(self, path: Path, shape: TextShape) -> None:
        self._file = path.open("rb")
        self._file.seek(shape.start)
        self._decode = codecs.getincrementaldecoder(shape.encoding)("strict") if shape.encoding != "utf-8" else None
        self._rest = b""
        self.quotes = 0

    def readable(self) -> bool:
        return True

    def read(self, size: int = -1) -> bytes:
        while not self._rest or size < 0:
            part = self._file.read(PART)
            made = self._decode.decode(part, final=not part).encode("utf-8") if self._decode else part
            self.quotes += made.count(b'"')
            self._rest += made
            if not part:
                break
        size = len(self._rest) if size < 0 else size
        found, self._rest = self._rest[:size], self._rest[size:]
        return found

    def close(self) -> None:
        self._file.close()
        super().close()


def coded_columns(body: bytes, shape: TextShape, ragged: list[int]) -> list[Coded]:
    """The answers column by column. Raises what Arrow raises.

    Arrow gives places and distinct texts as it parses, and NumPy reads these without copying: its own functions on
    columns, and ``np.asarray`` of one, would load pandas."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    options = _arrow_options(shape, ragged, pa.dictionary(pa.int32(), pa.string()))
    made = []
    for column in arrow_csv.read_csv(io.BytesIO(body), **options).columns:
        chunks = column.unify_dictionaries().chunks
        places = [np.from_dlpack(chunk.indices) for chunk in chunks]
        values = chunks[0].dictionary.to_pylist() if chunks else []
        made.append(Coded(np.concatenate(places) if places else np.zeros(0, dtype=np.int32), values))
    return made


def _arrow_options(shape: TextShape, ragged: list[int], kind: Any) -> dict[str, Any]:
    """How Arrow reads the answers: as texts (``kind``), whatever they look like. Lines of another length are noted in
    ``ragged``; a line of blanks is a row without answers."""
    import pyarrow.csv as arrow_csv

    def note(row: Any) -> str:
        if (row.text or "").strip():
            ragged.append(row.actual_columns)
        return "skip"

    names = shape.header
    return {
        "read_options": arrow_csv.ReadOptions(block_size=BLOCK, column_names=list(names)),
        "parse_options": arrow_csv.ParseOptions(
            delimiter=shape.delimiter, newlines_in_values=True, invalid_row_handler=note
        ),
        "convert_options": arrow_csv.ConvertOptions(
            column_types=dict.fromkeys(names, kind), strings_can_be_null=False, null_values=[]
        ),
    }


def blank_rows(columns: Sequence[Any], rows: int) -> NDArray[np.bool_]:
    """Which rows have blanks in every one of several columns of texts; one column says nothing of a row."""
    if len(columns) < 2:
        return np.zeros(rows, dtype=bool)
    empty = np.ones(rows, dtype=bool)
    for column in columns:
        if not empty.any():  # seldom true after the first column
            break
        empty &= blank_cells(column)
    return empty


def blank_cells(column: Any) -> NDArray[np.bool_]:
    """Which cells of a column of texts, coded or of Arrow's, hold nothing but blanks."""
    if isinstance(column, Coded):
        return np.array([not text.strip() for text in column.values], dtype=bool)[column.places]
    import pyarrow.compute as pc

    return np.asarray(pc.fill_null(pc.binary_length(pc.utf8_trim_whitespace(column)), 0)) == 0


def batches(source: TextSource, shape: TextShape, ragged: list[int]) -> Iterator[Any]:
    """The answers as Arrow batches of texts. Raises what Arrow and the encoding raise."""
    import pyarrow as pa
    import pyarrow.csv as arrow_csv

    reader = arrow_csv.open_csv(pa.PythonFile(source, mode="r"), **_arrow_options(shape, ragged, pa.string()))
    yield from reader


def with_nulls(batch: Any) -> Any:
    """A batch with nulls in place of blanks: engines make numbers of texts, and a blank is none."""
    import pyarrow as pa
    import pyarrow.compute as pc

    columns = []
    for column in batch.columns:
        blank = blank_cells(column)
        columns.append(pc.if_else(pa.array(blank), pa.scalar(None, pa.string()), column) if blank.any() else column)
    return pa.RecordBatch.from_arrays(columns, schema=batch.schema)
