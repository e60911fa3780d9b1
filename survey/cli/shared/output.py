"""How output leaves the program."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import click

from survey.cli.shared.colour import has_colours
from survey.words import FORMS, NotesWanted

BOM = "\ufeff"  # by it Excel knows that a .csv is UTF-8


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
    labels: bool = False,
    bom: bool = False,
) -> None:
    """Print ``value`` in the asked form, or write it to a file, together with ``figures`` or not at all; ``synthetic``
    and ``notes`` as ``survey.reports.printing.render`` takes them. ``labels`` and ``bom``: of csv."""
    from survey.reports.documents.make import document
    from survey.reports.documents.shape.labels import labelled
    from survey.reports.documents.shape.lacking import warn_of_language
    from survey.reports.printing.colours import colours
    from survey.reports.printing.render import render, rendered

    value = document(value)
    warn_of_language(value, lang)
    if labels:
        value = labelled(value, lang)
    if out is None:
        for path, figure in (figures or {}).items():
            put_picture(figure, path, quiet)
        with colours(form in (None, "text") and has_colours(sys.stdout)):
            text = render(value, form or "text", lang, synthetic=synthetic, notes=notes).rstrip("\n")
        click.echo(f"{BOM}{text}" if bom else text)
        return
    from survey.reports.files.way_back import with_way_back
    from survey.reports.files.write_weighting import write_together

    form = form or form_of(out)
    made = rendered(with_way_back(value, form, out), form, lang, synthetic=synthetic, notes=notes)
    for path in write_together({out: f"{BOM}{made}" if bom and isinstance(made, str) else made}, figures or {}):
        wrote(path, quiet)


def put_picture(figure: Any, out: Path, quiet: bool) -> None:
    """Write a picture."""
    from survey.reports.files.figures import save_figure

    save_figure(figure, out)
    wrote(out, quiet)


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
