"""No output of a command may stand in the way of another."""

from __future__ import annotations

from pathlib import Path


def apart(outputs: dict[str, Path]) -> None:
    """No output is a file that was read, and no two are one; said before the work that makes them. ``outputs``: by
    their options."""
    from survey.errors import SurveyError
    from survey.inputs import files_noted, note
    from survey.reports.files.place import check_place

    with files_noted(kept=False):
        for option, path in outputs.items():
            try:
                check_place(path, foreign_too=False)
            except SurveyError as error:
                raise SurveyError(error.message, where=f"{option} {path}", fix=error.fix) from None
            note([path], "is a data file" if option == "--out" else f"is the file of {option} already")
