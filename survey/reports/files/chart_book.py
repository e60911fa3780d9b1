"""Many pictures at once: a folder of files, or a PDF of pages."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from survey.errors import SurveyError
from survey.reports.files.figures import FORMATS, pages_bytes
from survey.reports.files.write import write_bytes
from survey.reports.files.write_weighting import write_together


def write_book(pictures: Iterable[tuple[str, Any]], out: Path, form: str = "svg") -> list[Path]:
    """Write pictures with their names into the folder ``out``, all or none, or as pages of ``out`` where it ends in
    .pdf; the files that were written. Raises ``SurveyError`` where there is no picture, or ``out`` has another
    ending of a file."""
    ending = out.suffix.lower().removeprefix(".")
    if ending != "pdf" and ending in FORMATS:
        fix = f"Name a folder ({out.with_suffix('')}) with --form {ending}, or a file ending in .pdf."
        raise SurveyError("a book is a folder of pictures or a .pdf", where=str(out), fix=fix)
    made = list(pictures)
    if not made:
        raise SurveyError("there are no figures to draw", where=str(out))
    if ending == "pdf":
        write_bytes(out, pages_bytes([figure for _, figure in made]))
        return [out]
    return write_together({}, {out / f"{name}.{form}": figure for name, figure in made})
