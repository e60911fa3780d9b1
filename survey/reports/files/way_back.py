"""What lies above a page that is written among results: their list, and the study's own page."""

from __future__ import annotations

import html
import re
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey.reports.documents.make import document
from survey.reports.files.ours import RECORD, is_ours, recorded
from survey.wording.message import message
from survey.wording.worded import same
from survey.words import Text

LIST = "index.html"
_TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)


def pages_above(out: Path) -> tuple[tuple[Text, str], ...]:
    """The list of all results and the page of the folder that ``out`` is to be in, with their addresses seen from it,
    as far as a run wrote them and nobody changed them since; none where ``out`` is not among results, or is the list.
    """
    folder = out.absolute().parent
    if not (folder / RECORD).is_file():
        return ((message("reports.all_results"), LIST),) if out.name != LIST and _is_list(folder / LIST) else ()
    above = [(message("reports.all_results"), f"../{LIST}")] if _is_list(folder.parent / LIST) else []
    own = folder / LIST
    title = _TITLE.search(own.read_text(encoding="utf-8")) if LIST in recorded(folder) and _is_written(own) else None
    if title is not None and out.name != LIST:
        return (*above, (same(html.unescape(title[1])), LIST))
    return tuple(above)


def with_way_back(value: Any, form: str, out: Path) -> Any:
    """``value`` with the pages above ``out`` at its head where it becomes a page that has some; else as it is."""
    above = pages_above(out) if form == "html" else ()
    if not above:
        return value
    made = document(value)
    return replace(made, trail=(*above, (made.title, "")))


def _is_list(path: Path) -> bool:
    """Whether ``path`` is a list of results that a run wrote: pages of folders have a record beside them."""
    return _is_written(path) and not (path.parent / RECORD).exists()


def _is_written(path: Path) -> bool:
    try:
        return path.is_file() and path.stat().st_size > 0 and is_ours(path)
    except OSError:
        return False
