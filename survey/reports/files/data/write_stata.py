"""Stata files with one column more."""

from __future__ import annotations

import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.files.read_stata import LABEL, stata_content
from survey.cells.table.encoding import as_number
from survey.errors import LabelWarning, warn
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.data.not_written import not_written
from survey.reports.files.data.typed_columns import number_labels, plain_columns, warn_of_tags
from survey.reports.files.data.undated import undate
from survey.reports.files.data.write_spss import check_column_names, marked, warn_of_cuts, with_columns
from survey.reports.files.whole_file import whole_file

_NAME = re.compile(r"[^\W\d](\w|[^\x00-\x7f]){0,31}")
_INTEGERS = ("int8", "int16", "int32")


def add_to_stata(source: Path, layout: Layout, weight: AddedWeight, out: Path) -> list[Path]:
    """Copy a .dta file with the weight columns as its last, in format 118 (Stata 14 and later; text is UTF-8).

    Labels, value labels, tagged missing values, formats and dates stay. Notes are lost, with a warning.
    """
    frame, meta = stata_content(source, layout.encoding or None, dates=False)
    labels = dict(meta.column_names_to_labels)
    for name in frame.columns:
        kind = meta.readstat_variable_types.get(name, "")
        if kind in _INTEGERS and name not in meta.missing_user_values:
            frame[name] = frame[name].astype("Int32")
    formats = dict(meta.original_variable_types)
    frame = with_columns(frame, weight)
    for column in weight.columns:
        labels[column.name] = column.label
        formats[column.name] = "%12.0g"
    if meta.notes:
        warn(LabelWarning, f"{out.name}: {len(meta.notes)} note(s) of the file are not kept")
    options = {"file_label": marked(meta.file_label or "", weight.synthetic), "variable_format": formats}
    return save_stata(frame, out, labels, meta.variable_value_labels, options, meta.missing_user_values)


def save_stata(
    frame: Any,
    out: Path,
    labels: Mapping[str, str | None],
    value_labels: Mapping[str, Mapping[Any, str]],
    options: Mapping[str, Any],
    tags: Mapping[str, list[str]],
) -> list[Path]:
    """Write a frame as .dta; labels are cut to 80 letters and labels of fractions left out, each with a warning."""
    import pyreadstat

    fits = _NAME.fullmatch
    check_column_names(out, frame.columns, lambda name: bool(fits(name)), "letters, digits and _, at most 32")
    cut = [name for name, text in labels.items() if text and len(text) > LABEL]
    warn_of_cuts(out, cut, f"{LABEL} letters a column")
    values, lost = _whole_values(value_labels, tags)
    if lost:
        shown = ", ".join(lost[:8]) + (f" and {len(lost) - 8} more" if len(lost) > 8 else "")
        said = f"{out.name}: labels of values that are not whole numbers are not kept: {shown}"
        warn(LabelWarning, said)
    import pandas as pd

    for name in tags:
        # whole numbers beside an empty cell would be written with 0 in the empty one
        plain = [value if isinstance(value, str) else float(value) for value in frame[name]]
        frame[name] = pd.Series(plain, dtype=object)
    with whole_file(out, private=True) as beside:
        try:
            pyreadstat.write_dta(
                frame,
                str(beside),
                version=15,
                column_labels={name: (text or "")[:LABEL] for name, text in labels.items()},
                variable_value_labels=values,
                missing_user_values={name: list(found) for name, found in tags.items()} or None,
                **options,
            )
        except (pyreadstat.PyreadstatError, pyreadstat.ReadstatError) as error:
            raise not_written(out, error) from None
        undate(beside)
    return [out]


def _whole_values(
    value_labels: Mapping[str, Mapping[Any, str]], tags: Mapping[str, list[str]]
) -> tuple[dict[str, dict[Any, str]], list[str]]:
    """The labels of whole numbers and tagged missing values, and names of those that Stata cannot have."""
    values: dict[str, dict[Any, str]] = {}
    lost: list[str] = []
    for name, texts in value_labels.items():
        for value, text in texts.items():
            number = as_number(value)
            if isinstance(value, str) and value in tags.get(name, ()):
                values.setdefault(name, {})[value] = text
            elif number is not None and number == int(number):
                values.setdefault(name, {})[int(number)] = text
            else:
                lost.append(f"{name} ({value})")
    return values, lost


def write_stata(frame: Any, layout: Layout, out: Path) -> list[Path]:
    """Write a frame as .dta with its labels."""
    made, texts = plain_columns(frame, layout)
    warn_of_tags(layout, out, kept=set())
    options = {"file_label": marked(layout.title, SYNTHETIC in layout.notes)}
    return save_stata(made, out, layout.labels, number_labels(layout, texts), options, {})
