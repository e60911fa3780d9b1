"""Stata files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from survey.cells.files.check_texts import warn_of_full_labels, warn_of_wrong_letters
from survey.cells.files.layout import Layout
from survey.cells.files.read_spss import FIRST, content, is_date, readable_content, texts_of
from survey.cells.table.names import check_names
from survey.cells.table.wide_frame import MANY, PROBED, WideFrame, WideMissing
from survey.errors import DataError

LABEL = 80  # letters of a column's label


def read_stata(path: Path, encoding: str | None = None, columns: Sequence[str] | None = None) -> tuple[Any, Layout]:
    """A pandas frame of a .dta file, and its labels. ``columns``: those that will be asked for; of a file of many the
    others are read when they are (``WideFrame``).

    Tagged missing values are kept as the texts ``.a`` to ``.z``, so that "refused" is not lost; a plain ``.`` is an
    empty cell. Warns and raises as ``read_spss`` does.
    """
    wide = None if columns is None else _wide(path, encoding, columns)
    unreadable: dict[str, str] = {}
    missing: Any
    if wide is not None:
        frame, meta, missing = wide
        first = _first_texts(path, encoding, meta)
    else:
        frame, meta, unreadable = readable_content(stata_content, path, encoding)
        frame, missing = _with_tags(frame, meta)
        first = frame
    check_names(path.name, meta.column_names)
    labels = {name: text for name, text in meta.column_names_to_labels.items() if text}
    value_labels = {
        name: {_dotted(value): text for value, text in texts.items()}
        for name, texts in meta.variable_value_labels.items()
    }
    full = {name: text for name, text in labels.items() if len(text) >= LABEL}
    warn_of_full_labels(path.name, {name: "x" * LABEL for name in full}, {}, limits=(LABEL, 0))
    warn_of_wrong_letters(path.name, texts_of(first, labels, value_labels), meta.file_encoding or "")
    return frame, Layout(
        "stata",
        labels=labels,
        value_labels=value_labels,
        missing=missing,
        title=meta.file_label or "",
        notes=tuple(meta.notes or ()),
        encoding=encoding or "",
        unreadable=unreadable,
    )


def _wide(path: Path, encoding: str | None, columns: Sequence[str]) -> tuple[WideFrame, Any, WideMissing] | None:
    """Frame, metadata and missing values of a file of many columns: those of ``columns`` are read, those that may be
    out of range, some that tell empty rows, and those of which the file says nothing, as which of their numbers are
    no answers is told by the values alone. None where the file is not so, or must be read whole."""
    try:
        meta = content(_metadata, path, encoding, "stata", dates=True, rows=False)[1]
        if len(meta.column_names) <= MANY or not meta.number_rows or meta.number_rows < 0:
            return None
        types = meta.original_variable_types
        dates = [name for name in meta.column_names if is_date(types[name])]
        told = {name for name, text in meta.column_names_to_labels.items() if text} | set(meta.variable_value_labels)
        untold = [name for name in meta.column_names if name not in told]

        def read(names: list[str] | None) -> Any:
            frame, tags = _with_tags(*stata_content(path, encoding, columns=names))
            missing.seen.update({str(name): tags.get(name, ()) for name in frame.columns})
            return frame

        frame = WideFrame(meta.column_names, meta.number_rows, read)
        missing = WideMissing(frame)
        frame.expect([*columns, *meta.column_names[:PROBED], *dates, *untold])
    except DataError:
        return None  # the whole file tells what is wrong with it
    return frame, meta, missing


def _metadata(path: str, **how: Any) -> tuple[Any, Any]:
    import pyreadstat

    made: tuple[Any, Any] = pyreadstat.read_dta(path, metadataonly=True, **how)
    return made


def _first_texts(path: Path, encoding: str | None, meta: Any) -> Any:
    """The first rows of the columns that hold texts."""
    import pandas as pd
    import pyreadstat

    texts = [name for name, kind in meta.readstat_variable_types.items() if kind == "string"]
    if not texts:
        return pd.DataFrame()
    return pyreadstat.read_dta(str(path), encoding=encoding, usecols=texts, row_limit=FIRST)[0]


def _with_tags(frame: Any, meta: Any) -> tuple[Any, dict[str, tuple[tuple[str, str], ...]]]:
    """The frame with tagged missing values as ``.a``, and which tags each column has."""
    tagged = {name: tags for name, tags in meta.missing_user_values.items() if name in frame.columns}
    for name in tagged:
        frame[name] = frame[name].map(_dotted)
    return frame, {name: tuple((f".{tag}", f".{tag}") for tag in tags) for name, tags in tagged.items()}


def stata_content(
    path: Path, encoding: str | None = None, *, dates: bool = True, columns: Sequence[str] | None = None
) -> tuple[Any, Any]:
    """Frame and metadata as pyreadstat gives them, missing tags kept; dates stay numbers where not ``dates``.
    ``columns``: no others than these."""
    import pyreadstat

    return content(pyreadstat.read_dta, path, encoding, "stata", dates, columns)


def _dotted(value: Any) -> Any:
    return f".{value}" if isinstance(value, str) and len(value) == 1 and value.isalpha() else value
