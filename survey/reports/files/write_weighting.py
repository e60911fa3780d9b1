"""The files of a weighting: the data with their weights and whatever else was asked for, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from survey.cells.samples.sample import SampleData
from survey.inputs import files_noted, note
from survey.reports.files.beside import clear
from survey.reports.files.data.write_data import write_data
from survey.reports.files.figures import figure_bytes
from survey.reports.files.place import check_place
from survey.reports.files.whole_file import whole_file
from survey.reports.files.write import text_bytes


def write_weighting(
    sample: SampleData,
    out: Path,
    *,
    replicates: bool = False,
    texts: Mapping[Path, str | bytes] | None = None,
    figures: Mapping[Path, Any] | None = None,
) -> list[Path]:
    """Write the data to ``out`` (``survey.reports.files.data.write_data``) and ``texts`` and ``figures`` to their
    places; the files that were written, the data first.

    Nothing takes its place before everything has been made. Raises ``SurveyError`` where two would be one file, or one
    is the data file.
    """
    with files_noted(), ExitStack() as stack:
        note(sample.opened.files if sample.opened is not None else (), "is a data file")
        with files_noted(kept=False):
            data = [out, *([out.with_name(f"{out.name}.R")] if replicates else [])]
            note(data, "is a file of this weighting already")
            for path in (*(texts or {}), *(figures or {})):
                check_place(path, foreign_too=False)
        clear(out.parent)
        put_together(stack, texts or {}, figures or {})
        written = write_data(sample, out, replicates=replicates)
    return [*written, *(texts or {}), *(figures or {})]


def write_together(texts: Mapping[Path, str | bytes], figures: Mapping[Path, Any]) -> list[Path]:
    """Write ``texts`` and ``figures``, all of them or none."""
    with files_noted(), ExitStack() as stack:
        put_together(stack, texts, figures)
    return [*figures, *texts]


def put_together(stack: ExitStack, texts: Mapping[Path, str | bytes], figures: Mapping[Path, Any]) -> None:
    """Make all files, which take their places when ``stack`` ends. What a killed command left beside any of them goes
    first, so that it is gone also where one of them cannot be made."""
    for folder in {path.parent for path in (*figures, *texts)}:
        clear(folder)
    for path, figure in figures.items():
        data = figure_bytes(figure, path)
        stack.enter_context(whole_file(path)).write_bytes(data)
    for path, text in texts.items():
        data = text_bytes(text, path)
        stack.enter_context(whole_file(path)).write_bytes(data)
