"""A frame and its layout as formats with types have them: columns of one kind each, labels of numbers."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from survey.cells.files.layout import Layout
from survey.cells.table.encoding import as_number, is_blank, printed
from survey.errors import LabelWarning, warn


def plain_columns(frame: Any, layout: Layout, *, tags: bool = False) -> tuple[Any, set[str]]:
    """Columns of one kind each, and those that are text: numbers where every value is one, else the values' texts.

    Stata's tagged missing values (``.a``) become empty, unless ``tags`` are to be kept as texts.
    """
    import numpy as np
    import pandas as pd

    made: dict[str, Any] = {}
    texts: set[str] = set()
    for name in frame.columns:
        column = frame[name]
        if column.dtype.kind in "iufbM":
            made[name] = column
            continue
        known = {low for low, _ in layout.missing.get(name, ()) if isinstance(low, str)}
        values = [None if is_blank(value) or (not tags and value in known) else value for value in column.tolist()]
        given = [value for value in values if value is not None]
        if given and not any(isinstance(value, str) or as_number(value) is None for value in given):
            made[name] = pd.Series([np.nan if value is None else as_number(value) for value in values], dtype=float)
        else:
            texts.add(name)
            made[name] = pd.Series([None if value is None else printed(value) for value in values], dtype=object)
    return pd.DataFrame(made), texts


def number_labels(layout: Layout, texts: set[str]) -> dict[str, dict[Any, str]]:
    """Labels of numbers, in columns of numbers; a text that is answered with needs no label."""
    found: dict[str, dict[Any, str]] = {}
    for name, labels in layout.value_labels.items():
        numbers = {as_number(value): text for value, text in labels.items() if as_number(value) is not None}
        if numbers and name not in texts:
            found[name] = dict(numbers)
    return found


def warn_of_tags(layout: Layout, out: Path, kept: set[str]) -> None:
    """A warning that names the columns whose missing values are not declared in ``out``."""
    lost = [name for name in layout.missing if name not in kept]
    if lost:
        said = f"{out.name}: which values are missing is not kept in {len(lost)} column(s): {', '.join(lost[:8])}"
        warn(LabelWarning, said)


def labels_json(layout: Layout) -> bytes:
    """Labels, value labels, missing ranges and notes as they are kept in a file's metadata."""
    kept = {
        "labels": dict(layout.labels),
        "value_labels": {
            name: {str(value): text for value, text in pairs.items()} for name, pairs in layout.value_labels.items()
        },
        "missing": {name: [list(pair) for pair in pairs] for name, pairs in layout.missing.items()},
        "title": layout.title,
        "notes": list(layout.notes),
    }
    return json.dumps({key: value for key, value in kept.items() if value}, ensure_ascii=False).encode("utf-8")
