"""Data written in another format than they came in, with their weights."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey.cells.files.formats import FORMATS, KINDS, converter
from survey.cells.files.layout import SYNTHETIC, Layout
from survey.cells.samples.collapsed_strata import JOINED
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import as_number
from survey.errors import LabelWarning, warn
from survey.reports.files.data.added_weight import AddedColumn, added_columns
from survey.weighting.margins.missing import HELPING
from survey.weighting.plan.study_sample import MARK
from survey.words import say


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
    if not KINDS[form].labels:
        new = [column.name for column in added]
        lost = len([name for name in layout.labels if name not in new]) + len(layout.value_labels)
        if lost and not invented:  # the labels of the weights are no loss
            warn(LabelWarning, f"{out.name}: has no room for labels; those of {lost} columns stay behind")
    if layout.sets and form != "spss":
        names = ", ".join(one.name for one in layout.sets)
        warn(LabelWarning, f"{out.name}: has no room for sets of multiple responses: {names}")
    return converter(form)(frame, layout, out)


def _came(sample: SampleData) -> tuple[str, ...]:
    """The columns of the data before anything was made of them."""
    return sample.opened.engine.columns if sample.opened is not None else ()


def _frame(sample: SampleData, added: Sequence[AddedColumn], mark: bool) -> Any:
    """The columns that came, then the new ones: not those that weighting made on its way. ``mark``: invented answers
    are told by a column, in a format that has no other place for it."""
    import pandas as pd

    frame = sample.engine.frame()
    own = [name for name in frame.columns if not name.startswith((HELPING, JOINED))]
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
