"""Data written back with their new weight columns."""

from __future__ import annotations

from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from survey.cells.files.formats import FORMATS, Format, weight_adder
from survey.cells.samples.sample import SampleData
from survey.errors import MissingWarning, SurveyError, warn
from survey.inputs import files_noted, note
from survey.reports.files.data.added_weight import AddedWeight
from survey.reports.files.data.convert_data import convert_data
from survey.reports.files.data.replicate_code import replicate_code
from survey.reports.files.data.write_by_engine import write_by_engine, writes_by_engine
from survey.reports.files.whole_file import whole_file
from survey.words import nearest


def write_data(sample: SampleData, out: Path, *, replicates: bool = False) -> list[Path]:
    """Write the data of ``sample`` to ``out`` with its weight as the last column; the files that were written.

    Columns that weighting made on its way (of the steps before the last) are not written. With ``replicates`` the
    columns of its replicate weights follow, ``weight_r1``, ``weight_r2`` and so on, and ``<out>.R`` beside it says how
    ``svrepdesign`` and a study's definition read them.

    In the format the data came in, everything else stays as it was: column order, labels, user-missing values,
    formats, notes, metadata, and in text files and workbooks every byte of the other cells. Rows that are not the
    study's stay too, without a weight and with a warning. An .sav file keeps its sets of multiple responses and its
    WEIGHT BY.

    Another ending of ``out`` converts the data; a warning says what the new format has no room for.

    Each file is written whole or not at all. Raises ``SurveyError`` for an ending that is not known, for the data file
    itself, for a sample without weights, and when the data file has changed since it was read.
    """
    out = Path(out)
    form = FORMATS.get(out.suffix.lower())
    if form is None:
        fix = nearest(out.suffix, FORMATS)
        raise SurveyError(f"data are not written as '{out.suffix or out.name}'", where=str(out), fix=fix)
    if sample.weight is None:
        raise SurveyError("the sample has no weights to write", where=str(out), fix="Weight it first.")
    if replicates and sample.replicates is None:
        raise SurveyError("the sample has no replicate weights to write", where=str(out), fix="Make them first.")
    with files_noted():
        note(sample.opened.files if sample.opened is not None else (), "is the data file itself")
        if not replicates:
            return _written(sample, out, form, replicates)
        code = replicate_code(sample, out)
        beside = out.with_name(f"{out.name}.R")
        with whole_file(beside) as made:
            made.write_text(code, encoding="utf-8")
            return [*_written(sample, out, form, replicates), beside]


def _written(sample: SampleData, out: Path, form: Format, replicates: bool) -> list[Path]:
    opened = sample.opened
    if opened is None or opened.path is None:
        if not replicates and writes_by_engine(sample, out):
            return write_by_engine(sample, out)
        return convert_data(sample, out, replicates=replicates)
    if not opened.is_as_read:  # rows are read from it once more, by place
        raise SurveyError("has changed since it was read", where=str(opened.path), fix="Run the command again.")
    if not replicates and writes_by_engine(sample, out):
        return write_by_engine(sample, out)
    if opened.layout.format != form:
        return convert_data(sample, out, replicates=replicates)
    rows = _places(sample)
    if len(rows) < opened.engine.n:
        said = f"{opened.name}: {opened.engine.n - len(rows)} rows are not of this study and get no weight"
        warn(MissingWarning, said)
    weight = AddedWeight.of(sample, rows, replicates=replicates)
    return weight_adder(form)(opened.path, opened.layout, weight, out)


def _places(sample: SampleData) -> NDArray[np.int64]:
    """Where the sample's rows stand in the file."""
    assert sample.opened is not None
    rows = sample.engine.rows()
    kept = sample.opened.layout.rows
    return rows if kept is None else np.asarray(kept)[rows]
