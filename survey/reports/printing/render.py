"""A result in any form: text, csv, json, md, html, tex, xlsx, docx, pdf."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from importlib import import_module
from typing import Any

from survey.errors import SurveyError
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Note
from survey.reports.documents.make import document
from survey.reports.printing.internal import refuse_internal
from survey.wording.message import message
from survey.wording.rounding import rounded, rounding
from survey.words import FORMS, NotesWanted, nearest

ROOM = "survey.reports.printing"


def rendered(
    value: Any,
    form: str,
    language: str = "en",
    *,
    synthetic: bool = False,
    internal: bool = False,
    notes: NotesWanted = "method",
) -> str | bytes:
    """``value`` as ``form``: a text that ends in a line break, or the bytes of a file.

    ``value``: whatever ``survey.reports.documents.make`` knows (a table, a finding, a trend, changes, schemes, the
    report of a weighting, profiles, verdicts), or several of a type.

    * text: no wider than the terminal; md: tables of GitHub; html: a page without scripts or outside references;
    * tex: a document of LaTeX with tables of booktabs; pdf: the html page, printed by a browser;
    * xlsx: a workbook, figures as numbers; docx: a document of Word in named styles;
    * csv: one row an estimate in the project's column order; json: ``{"rows": [...], "notes": {...}}``.

    Estimates are proportions in csv, json and (in percent format) xlsx, and percent elsewhere. An empty sequence is one
    without verdicts.
    ``synthetic`` marks a result that does not know it itself (a weighting). ``notes``: ``figure`` prints what a figure
    can't be read without, ``method`` also how the figures came about, once a page, ``full`` everything; json has all
    notes always. Pictures, a trail and addresses stand on the page of a ``Document`` that has them. Raises
    ``SurveyError`` for an unknown form, and for profiles of extreme weights unless ``internal`` says that no reader
    will see them (never are they a page), and where no browser is there to print a pdf.
    """
    if form not in FORMS:
        raise SurveyError(f"no form '{form}'", where="--format", fix=nearest(form, FORMS))
    made = document(value).noted(notes)
    if made.internal and not internal:
        refuse_internal(made.grids)
    if synthetic and not made.synthetic:
        made = made.marked_synthetic()
    name = f"render_{form}"  # for each of words.FORMS a module here with a function of its name
    renderer: Callable[[Document, str], str | bytes] = getattr(import_module(f"{ROOM}.{name}"), name)
    with rounded(made.rounding):
        return renderer(_rounding_told(made, notes), language)


def _rounding_told(made: Document, notes: NotesWanted) -> Document:
    """The document with the rule by which its figures are rounded, told once."""
    if notes == "figure" or not any(grid.heads for grid in made.grids):
        return made
    return replace(made, method=(*made.method, Note(message(f"general.{rounding()}"), "method", "rounding")))


def render(
    value: Any,
    form: str,
    language: str = "en",
    *,
    synthetic: bool = False,
    internal: bool = False,
    notes: NotesWanted = "method",
) -> str:
    """``value`` as a text; see ``rendered``. Raises ``SurveyError`` also for a form that is no text."""
    made = rendered(value, form, language, synthetic=synthetic, internal=internal, notes=notes)
    if isinstance(made, bytes):
        raise SurveyError(f"{form} is a file and no text", where="--format", fix="Give --out FILE.")
    return made
