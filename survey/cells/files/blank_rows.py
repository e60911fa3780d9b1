"""Rows in which every cell is empty: nobody's answers, in files of every format."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.files.layout import Layout
from survey.cells.table.wide_frame import WideFrame
from survey.errors import DataError, MissingWarning, Problem, warn
from survey.wording.message import Message, plural


def told(file: str, count: int) -> Message:
    """What is said of empty rows."""
    return plural("data.empty_rows", count, file=file, count=count)


def without_blank_rows(file: str, frame: Any, layout: Layout) -> tuple[Any, Layout]:
    """The frame of a file without rows of empty cells (null, NaN, texts of blanks), a warning and a note that count
    them; ``layout.rows`` says where the others stand. A frame without such rows comes back as it is."""
    if layout.format == "csv":  # its reader left them out
        return frame, layout
    if isinstance(frame, WideFrame):
        if not _blank(frame.part()).any():
            return frame, layout
        frame = frame.whole()
    empty = _blank(frame)
    count = int(empty.sum())
    if not count:
        return frame, layout
    if count == len(frame):
        raise DataError([Problem(file, 0, "", f"all of its {count} rows are empty", "Export it again.")])
    said = told(file, count)
    warn(MissingWarning, str(said))
    kept = np.flatnonzero(~empty)
    rows = kept if layout.rows is None else np.asarray(layout.rows)[kept]
    return frame.loc[~empty].reset_index(drop=True), replace(layout, rows=rows, said=(*layout.said, said))


def _blank(frame: Any) -> NDArray[np.bool_]:
    # where there is one column an empty cell is a respondent without an answer
    empty = np.full(len(frame), frame.shape[1] > 1)
    for k in range(frame.shape[1]):
        column = frame.iloc[:, k]
        if column.dtype.kind in "iub":
            return np.zeros(len(frame), dtype=bool)
        gone = column.isna().to_numpy(dtype=bool, copy=True)
        if column.dtype.kind not in "fMmc":  # looked at where the columns before it left some
            rest = np.flatnonzero(empty & ~gone)
            texts = [isinstance(value, str) and not value.strip() for value in column.iloc[rest].tolist()]
            gone[rest[np.array(texts, dtype=bool)]] = True
        empty &= gone
        if not empty.any():
            break
    return empty
