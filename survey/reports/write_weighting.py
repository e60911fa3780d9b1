"""The files of a weighting: the data with their weights and whatever else was asked for, all of them or none."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from survey.cells.sample import SampleData
from survey.errors import SurveyError
from survey.reports.figures import save_figure
from survey.reports.whole_file import whole_file
from survey.reports.write_data import write_data


def write_weighting(
    sample: SampleData,
    out: Path,
    *,
    replicates: bool = False,
    texts: Mapping[Path, str] | None = None,
    figures: Mapping[Path, Any] | None = None,
) -> list[Path]:
    """Write the data to ``out`` (``survey.reports.write_data``) and ``texts`` and ``figures`` to their places; the
    files that were written, the data first.

    Nothing takes its place before everything has been made. Raises ``SurveyError`` where two would be one file, or one
    is the data file.
    """
    source = sample.opened.path if sample.opened is not None else None
    code = out.with_name(f"{out.name}.R") if replicates else None
    taken = {path.resolve() for path in (out, source, code) if path is not None}
    for path in (*(texts or {}), *(figures or {})):
        if path.resolve() in taken:
            raise SurveyError("is a file of this weighting already", where=str(path), fix="Name another file.")
        taken.add(path.resolve())
    with ExitStack() as stack:
        for path, text in (texts or {}).items():
            stack.enter_context(whole_file(path)).write_text(text, encoding="utf-8", newline="\n")
        for path, figure in (figures or {}).items():
            save_figure(figure, stack.enter_context(whole_file(path)))
        written = write_data(sample, out, replicates=replicates)
    return [*written, *(texts or {}), *(figures or {})]
