"""Weighted data at scale: written by the engine that holds them, not through Python."""

from __future__ import annotations

from pathlib import Path

from survey.cells.lazy import LazyEngine
from survey.cells.read_arrow import KEY
from survey.cells.sample import SampleData
from survey.errors import MissingWarning, warn
from survey.reports.convert_data import completed_layout
from survey.reports.whole_file import whole_file, whole_folder
from survey.reports.write_arrow import labels_json


def writes_by_engine(sample: SampleData, out: Path) -> bool:
    """Whether ``out`` is a Parquet file and the data are in an engine that writes it itself."""
    return isinstance(sample.engine, LazyEngine) and out.suffix.lower() == ".parquet"


def write_by_engine(sample: SampleData, out: Path, columns: list[str]) -> list[Path]:
    """``columns`` of the rows of ``sample``, in the order of the data, as a Parquet file (Spark: a folder of them).

    Labels go into the file's metadata (Spark keeps none). Rows of the file that are not the study's are left out, with
    a warning that counts them.
    """
    engine = sample.engine
    assert isinstance(engine, LazyEngine)
    opened = sample.opened
    if opened is not None and (gone := opened.engine.n - engine.n):
        warn(MissingWarning, f"{out.name}: {gone} rows are not of this study and are left out")
    metadata = {KEY.decode(): labels_json(completed_layout(sample)).decode()}
    with (whole_folder if engine.writes_folders else whole_file)(out) as beside:
        if not engine.writes_folders:
            beside.unlink(missing_ok=True)  # the engine makes it
        engine.write_parquet(beside, columns, metadata)
    return [out]
