"""Answers to be given away, and the record of what became of them beside the file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path
from typing import Any

from survey.cells.files.formats import FORMATS, KINDS, converter
from survey.cells.files.layout import SYNTHETIC
from survey.errors import LabelWarning, SurveyError, warn
from survey.releasing.record import Released
from survey.reports.files.place import check_place
from survey.reports.files.run_record import versions
from survey.reports.files.write_weighting import put_together
from survey.weighting.plan.study_sample import MARK


def write_released(
    made: Released, out: Path, asked: Mapping[str, Any], texts: Mapping[Path, str | bytes]
) -> list[Path]:
    """Write the answers in the format that the ending of ``out`` names, what was ``asked`` and done as ``out`` with
    ``.json`` after it, and ``texts``: all of them or none. A new file of answers is for its owner alone (0600): to give
    it away is a step of its own."""
    form = FORMATS.get(out.suffix.lower())
    if form is None:
        known = ", ".join(FORMATS)
        raise SurveyError(f"'{out.suffix}' is no format of data", where=str(out), fix=f"End the name in {known}.")
    frame = made.frame
    if made.synthetic and form in ("csv", "excel") and MARK not in frame.columns:
        frame = frame.assign(**{MARK: SYNTHETIC})
    lost = 0 if KINDS[form].labels else len(made.layout.value_labels)
    if lost:
        warn(LabelWarning, f"{out.name}: has no room for labels; those of the answers in {lost} columns stay behind")
    beside = out.with_name(f"{out.name}.json")
    text = json.dumps({"versions": versions(), "asked": dict(asked), **made.record()}, ensure_ascii=False, indent=1)
    for path in (out, beside, *texts):
        check_place(path)
    with ExitStack() as stack:
        put_together(stack, {beside: f"{text}\n", **texts}, {})
        converter(form)(frame, made.layout, out)
    return [out, beside, *texts]
