"""Weighted data at scale: written by the engine that holds them, not through Python."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from survey.cells.engines.lazy import LazyEngine
from survey.cells.files.read_arrow import KEY
from survey.cells.samples.sample import SampleData
from survey.errors import MissingWarning, warn
from survey.reports.files.data.added_weight import AddedColumn, weight_label
from survey.reports.files.data.convert_data import completed_layout
from survey.reports.files.data.typed_columns import labels_json
from survey.reports.files.whole_file import whole_file, whole_folder


def writes_by_engine(sample: SampleData, out: Path) -> bool:
    """Whether ``out`` is a Parquet file and the data are in an engine that is better left to write it itself: on a
    cluster, in several files, in a scan, or in one file so large that it was not even hashed."""
    engine = sample.engine
    if not isinstance(engine, LazyEngine) or out.suffix.lower() != ".parquet":
        return False
    opened = sample.opened
    return engine.writes_folders or opened is None or opened.path is None or not opened.digest


def write_by_engine(sample: SampleData, out: Path) -> list[Path]:
    """The columns of the data and the weight in use, in the order of the data, as a Parquet file (Spark: a folder of
    them, in no order).

    Labels go into the file's metadata (Spark keeps none). Rows of the data that are not the study's are left out, with
    a warning that counts them.
    """
    engine = sample.engine
    assert isinstance(engine, LazyEngine) and sample.weight is not None
    came: tuple[str, ...] = ()
    if sample.opened is not None:
        came = sample.opened.engine.columns
        if gone := sample.opened.engine.n - engine.n:
            warn(MissingWarning, f"{out.name}: {gone} rows are not of this study and are left out")
    columns = list(came or engine.columns)
    added = []
    if sample.weight not in columns:
        columns.append(sample.weight)
        added.append(AddedColumn(sample.weight, np.zeros(0), weight_label(sample)))
    metadata = {KEY.decode(): labels_json(completed_layout(sample, added)).decode()}
    with whole_folder(out) if engine.writes_folders else whole_file(out, private=True) as beside:
        engine.write_parquet(beside, columns, metadata)
    return [out]
