"""How output leaves the program."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from survey.words import FORMS, NotesWanted


def put(
    value: Any,
    *,
    form: str | None,
    lang: str,
    out: Path | None,
    notes: NotesWanted = "method",
    quiet: bool = False,
    synthetic: bool = False,
    figures: dict[Path, Any] | None = None,
) -> None:
    """Print ``value`` in the asked form, or write it to a file, together with ``figures`` or not at all; ``synthetic``
    and ``notes`` as ``survey.reports.printing.render`` takes them."""
    from survey.reports.printing.render import render, rendered

    if out is None:
        for path, figure in (figures or {}).items():
            put_picture(figure, path, quiet)
        click.echo(render(value, form or "text", lang, synthetic=synthetic, notes=notes).rstrip("\n"))
        return
    from survey.reports.files.write_weighting import write_together

    text = rendered(value, form or form_of(out), lang, synthetic=synthetic, notes=notes)
    for path in write_together({out: text}, figures or {}):
        wrote(path, quiet)


def put_picture(figure: Any, out: Path, quiet: bool) -> None:
    """Write a picture."""
    from survey.reports.files.figures import save_figure

    save_figure(figure, out)
    wrote(out, quiet)


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


def form_of(path: Path, option: str = "--out") -> str:
    """The form a file name asks for."""
    endings = {".txt" if form == "text" else f".{form}": form for form in FORMS}
    known = endings | {".htm": "html"}
    if path.suffix.lower() not in known:
        *names, last = endings
        other = ", or say --format" if option == "--out" else ""
        raise click.UsageError(f"{option} {path.name}: end the name in {', '.join(names)} or {last}{other}")
    return known[path.suffix.lower()]


def wrote(path: Path, quiet: bool = False) -> None:
    """Say where something was written."""
    if not quiet:
        click.echo(f"Wrote {path}", err=True)
