"""Data written in another format than they came in, with their weights."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey.cells.files.formats import FORMATS, KINDS
from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.files.read_arrow import KEY
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import as_number, is_blank, printed
from survey.errors import LabelWarning, warn
from survey.reports.files.added_weight import AddedColumn, added_columns
from survey.reports.files.whole_file import whole_file
from survey.reports.files.write_arrow import labels_json
from survey.reports.files.write_spss import marked, save_spss
from survey.reports.files.write_stata import save_stata
from survey.weighting.margins.missing import HELPING
from survey.weighting.plan.study_sample import MARK
from survey.words import say

_RUNS = re.compile(r"[=+@\t\r]|-(?!\d)")  # how a text begins that a spreadsheet would run


def convert_data(sample: SampleData, out: Path, *, replicates: bool = False, invented: bool = False) -> list[Path]:
    """Write the rows of ``sample`` with their weight, if they have one, in the format that the ending of ``out`` names.

    Labels go where the format has room for them: into .sav and .dta (from the definition where the data came without),
    and into the metadata of .parquet and .feather. Otherwise a warning counts what is left behind. Texts that a
    spreadsheet would run as formulas get an apostrophe in front in .csv, with a warning, and stay texts in .xlsx.
    ``invented``: the labels are those of the definition, so that a format without them loses nothing.
    """
    added = added_columns(sample, _came(sample), replicates=replicates) if sample.weight is not None else ()
    layout = completed_layout(sample, added)
    form = FORMATS[out.suffix.lower()]
    frame = _frame(sample, added, mark=form in ("csv", "excel"))
    writers: dict[str, Callable[[Any, Layout, Path], list[Path]]] = {
        "csv": _csv,
        "excel": _excel,
        "spss": _spss,
        "stata": _stata,
        "parquet": _arrow,
        "feather": _arrow,
    }
    if not KINDS[form].labels:
        new = [column.name for column in added]
        lost = len([name for name in layout.labels if name not in new]) + len(layout.value_labels)
        if lost and not invented:  # the labels of the weights are no loss
            warn(LabelWarning, f"{out.name}: has no room for labels; those of {lost} columns stay behind")
    return writers[form](frame, layout, out)


def _came(sample: SampleData) -> tuple[str, ...]:
    """The columns of the data before anything was made of them."""
    return sample.opened.engine.columns if sample.opened is not None else ()


def _frame(sample: SampleData, added: Sequence[AddedColumn], mark: bool) -> Any:
    """The columns that came, then the new ones: not those that weighting made on its way. ``mark``: invented answers
    are told by a column, in a format that has no other place for it."""
    import pandas as pd

    frame = sample.engine.frame()
    own = [name for name in frame.columns if not name.startswith(HELPING)]
    came = set(_came(sample)) if sample.opened is not None else set(own)
    keep = [name for name in frame.columns if name in came]
    new: dict[str, Any] = {column.name: column.values for column in added}
    if mark and sample.synthetic and MARK not in keep:
        new[MARK] = [SYNTHETIC] * len(frame)
    frame = frame[[name for name in keep if name not in new]]
    return pd.concat([frame, pd.DataFrame(new, index=frame.index)], axis=1) if new else frame


def completed_layout(sample: SampleData, added: Sequence[AddedColumn]) -> Layout:
    """Labels of the file the data came from, completed from the definition, and the weight's own."""
    came = sample.opened.layout if sample.opened is not None else Layout("frame")
    labels, value_labels = dict(came.labels), dict(came.value_labels)
    if came.format not in ("spss", "stata"):
        for question in sample.questions.values():
            column = question.column or question.question
            text = say(question.title or question.text)
            if text:
                labels.setdefault(column, text)
            texts = {
                code: say(option.label)
                for option in question.options.values()
                for code in option.codes
                if option.label and as_number(code) is not None
            }
            if texts:
                value_labels.setdefault(column, texts)
    for new in added:
        labels.setdefault(new.name, new.label)
    notes = (*came.notes, SYNTHETIC) if sample.synthetic and not came.synthetic else came.notes
    known = {*sample.engine.columns, *(new.name for new in added)}
    return replace(
        came,
        labels={name: text for name, text in labels.items() if name in known},
        value_labels={name: texts for name, texts in value_labels.items() if name in known},
        missing={name: ranges for name, ranges in came.missing.items() if name in known},
        notes=notes,
    )


def _csv(frame: Any, layout: Layout, out: Path) -> list[Path]:
    delimiter = "\t" if out.suffix.lower() in (".tsv", ".tab") else ","
    escaped = 0

    def cell(value: Any) -> str:
        nonlocal escaped
        text = "" if is_blank(value) else printed(value)
        if isinstance(value, str) and _RUNS.match(text) and as_number(text) is None:
            escaped += 1
            return f"'{text}"
        return text

    with whole_file(out) as beside:
        with beside.open("w", encoding="utf-8", newline="") as file:
            rows = csv.writer(file, delimiter=delimiter, lineterminator="\n")
            rows.writerow(map(str, frame.columns))
            columns = [[cell(value) for value in frame[name].tolist()] for name in frame.columns]
            rows.writerows(zip(*columns, strict=True))
    if escaped:
        said = f"{out.name}: {escaped} text(s) that a spreadsheet would run got an apostrophe in front"
        warn(LabelWarning, said, stacklevel=4)
    return [out]


def _excel(frame: Any, layout: Layout, out: Path) -> list[Path]:
    import xlsxwriter

    with whole_file(out) as beside:
        options = {"strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
        with xlsxwriter.Workbook(str(beside), {**options, "constant_memory": True}) as book:
            sheet = book.add_worksheet("Data")
            for place, name in enumerate(frame.columns):
                sheet.write_string(0, place, str(name))
            columns = [frame[name].tolist() for name in frame.columns]
            for row, values in enumerate(zip(*columns, strict=True), start=1):
                for place, value in enumerate(values):
                    if is_blank(value):
                        continue
                    number = None if isinstance(value, str) else as_number(value)
                    if number is None:
                        sheet.write_string(row, place, printed(value))
                    else:
                        sheet.write_number(row, place, number)
    return [out]


def _spss(frame: Any, layout: Layout, out: Path) -> list[Path]:
    made, texts = _columns(frame, layout)
    ranges = {
        name: [{"lo": low, "hi": high} for low, high in pairs]
        for name, pairs in layout.missing.items()
        if all(isinstance(low, (int, float)) for low, _ in pairs) and name not in texts
    }
    _warn_of_tags(layout, out, kept=set(ranges))
    options = {
        "file_label": marked(layout.title, SYNTHETIC in layout.notes),
        "note": list(layout.notes) or None,
        "missing_ranges": ranges,
        "variable_format": {name: "F8.0" for name in made.columns if made[name].dtype.kind in "iub"},
    }
    return save_spss(made, out, layout.labels, _number_labels(layout, texts), options)


def _stata(frame: Any, layout: Layout, out: Path) -> list[Path]:
    made, texts = _columns(frame, layout)
    _warn_of_tags(layout, out, kept=set())
    options = {"file_label": marked(layout.title, SYNTHETIC in layout.notes)}
    return save_stata(made, out, layout.labels, _number_labels(layout, texts), options, {})


def _arrow(frame: Any, layout: Layout, out: Path) -> list[Path]:
    import pyarrow as pa
    import pyarrow.feather as feather
    import pyarrow.parquet as parquet

    made, _ = _columns(frame, layout, tags=True)
    table = pa.Table.from_pandas(made, preserve_index=False)
    table = table.replace_schema_metadata({**(table.schema.metadata or {}), KEY: labels_json(layout)})
    with whole_file(out) as beside:
        if FORMATS[out.suffix.lower()] == "parquet":
            parquet.write_table(table, beside)
        else:
            feather.write_feather(table, beside)
    return [out]


def _columns(frame: Any, layout: Layout, *, tags: bool = False) -> tuple[Any, set[str]]:
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


def _number_labels(layout: Layout, texts: set[str]) -> dict[str, dict[Any, str]]:
    """Labels of numbers, in columns of numbers; a text that is answered with needs no label."""
    found: dict[str, dict[Any, str]] = {}
    for name, labels in layout.value_labels.items():
        numbers = {as_number(value): text for value, text in labels.items() if as_number(value) is not None}
        if numbers and name not in texts:
            found[name] = dict(numbers)
    return found


def _warn_of_tags(layout: Layout, out: Path, kept: set[str]) -> None:
    lost = [name for name in layout.missing if name not in kept]
    if lost:
        said = f"{out.name}: which values are missing is not kept in {len(lost)} column(s): {', '.join(lost[:8])}"
        warn(LabelWarning, said, stacklevel=4)
