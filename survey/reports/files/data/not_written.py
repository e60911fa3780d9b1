"""What to say when the library of a format could not write a file."""

from __future__ import annotations

from pathlib import Path

from survey.errors import SurveyError

# ReadStat keeps the system's own words to itself
_PLACE = ("unable to write data", "unable to open", "i/o error")


def not_written(out: Path, error: Exception) -> SurveyError:
    """The error for a file that pyreadstat refused: of the place, or of a name or text that does not fit."""
    if any(words in str(error).lower() for words in _PLACE):
        said = "cannot be written: the disk is full or broken, or files may not be as large as this one"
        return SurveyError(said, where=str(out), fix="Make room, or name another place.")
    fix = "Rename the column (the weight with --name), or write .csv or .parquet."
    return SurveyError(f"cannot be written: {error}", where=str(out), fix=fix)
