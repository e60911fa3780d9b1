"""Results as JSON: ``{"rows": [...], "notes": {...}}`` and nothing else."""

from __future__ import annotations

import json

from survey.reports.documents.document import Document
from survey.reports.printing.data_rows import plain


def render_json(document: Document, language: str) -> str:
    """Indented JSON; no figure is null, a number that is not finite cannot occur."""
    inside = {column for columns in document.nested.values() for column in columns}
    names = (*(name for name in document.columns if name not in inside), *document.nested)
    rows = [{name: plain(name, row.get(name), language) for name in names} for row in document.rows]
    made = {"rows": rows, "notes": plain("notes", document.notes, language)}
    return json.dumps(made, ensure_ascii=False, indent=1, allow_nan=False) + "\n"
