"""Stata files."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from survey.cells.files.check_texts import warn_of_full_labels, warn_of_wrong_letters
from survey.cells.files.layout import Layout
from survey.cells.files.read_spss import content, readable_content, texts_of
from survey.cells.table.names import check_names

LABEL = 80  # letters of a column's label


def read_stata(path: Path, encoding: str | None = None) -> tuple[Any, Layout]:
    """A pandas frame of a .dta file, and its labels.

    Tagged missing values are kept as the texts ``.a`` to ``.z``, so that "refused" is not lost; a plain ``.`` is an
    empty cell. Warns and raises as ``read_spss`` does.
    """
    frame, meta, unreadable = readable_content(stata_content, path, encoding)
    check_names(path.name, meta.column_names)
    for name in meta.missing_user_values:
        if name in frame.columns:
            frame[name] = frame[name].map(_dotted)
    labels = {name: text for name, text in meta.column_names_to_labels.items() if text}
    value_labels = {
        name: {_dotted(value): text for value, text in texts.items()}
        for name, texts in meta.variable_value_labels.items()
    }
    full = {name: text for name, text in labels.items() if len(text) >= LABEL}
    warn_of_full_labels(path.name, {name: "x" * LABEL for name in full}, {}, limits=(LABEL, 0))
    warn_of_wrong_letters(path.name, texts_of(frame, labels, value_labels), meta.file_encoding or "")
    missing = {name: tuple((f".{tag}", f".{tag}") for tag in tags) for name, tags in meta.missing_user_values.items()}
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


def stata_content(
    path: Path, encoding: str | None = None, *, dates: bool = True, columns: Sequence[str] | None = None
) -> tuple[Any, Any]:
    """Frame and metadata as pyreadstat gives them, missing tags kept; dates stay numbers where not ``dates``.
    ``columns``: no others than these."""
    import pyreadstat

    return content(pyreadstat.read_dta, path, encoding, "stata", dates, columns)


def _dotted(value: Any) -> Any:
    return f".{value}" if isinstance(value, str) and len(value) == 1 and value.isalpha() else value
