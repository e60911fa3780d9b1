"""Whole HTML pages from the templates: everything escaped, nothing loaded from elsewhere, no script but their own."""

from __future__ import annotations

import base64
import hashlib
from functools import lru_cache
from itertools import groupby
from typing import TYPE_CHECKING, Any

from survey.reports.documents.placed.refs import web_address
from survey.reports.printing.grid_parts import parts
from survey.reports.printing.grid_words import GridWords
from survey.reports.printing.internal import refuse_internal
from survey.wording.message import word

if TYPE_CHECKING:
    from jinja2 import Environment

MOST = 12  # columns side by side on a page; a wider table is set in parts, so that no printer cuts it


def page(template: str, title: str, language: str, *, synthetic: bool = False, style: str = "", **parts: Any) -> str:
    """The page ``template`` in ``language``; ``parts`` are its own values.

    ``style``: a file beside the templates that this kind of page has besides, ``script`` (one of the parts) another
    one. ``trail`` (also one of them): the pages above it, with their addresses. The page may wear its own style and run
    its own script (by their hashes) and show pictures beside it or inside it; all else is forbidden to it.
    Raises ``SurveyError`` for a part that is internal.
    """
    refuse_internal(parts)
    css, js, policy = _own(style, parts.pop("script", ""))
    made = (
        _templates()
        .get_template(template)
        .render(
            title=title,
            language=language,
            synthetic=synthetic,
            css=css,
            js=js,
            policy=policy,
            word=lambda key, **fields: word(key, language, **fields),
            **{"trail": (), **parts},
        )
    )
    return made.strip("\n") + "\n"


@lru_cache(maxsize=1)
def _templates() -> Environment:
    from jinja2 import Environment, PackageLoader, StrictUndefined

    loader = PackageLoader("survey.reports.printing", "templates")
    templates = Environment(loader=loader, autoescape=True, undefined=StrictUndefined, keep_trailing_newline=False)
    templates.globals.update(groups_of=groups_of, column_class=column_class, parts_of=lambda grid: parts(grid, MOST))
    templates.globals.update(address_of=web_address)
    return templates


@lru_cache
def _own(style: str, script: str) -> tuple[Any, Any, str]:
    """Style, script ("" for none) and the policy that lets a page have these and its pictures."""
    from importlib.resources import files

    from markupsafe import Markup

    folder = files("survey.reports.printing").joinpath("templates")
    sheets = [folder.joinpath(name).read_text(encoding="utf-8") for name in ("page.css", style) if name]
    css = "".join(sheets).replace("\r\n", "\n")
    js = folder.joinpath(script).read_text(encoding="utf-8").replace("\r\n", "\n") if script else ""
    rules = ["default-src 'none'", f"style-src '{_digest(css)}'", "img-src 'self' data:", "base-uri 'none'"]
    rules += ["form-action 'none'", *([f"script-src '{_digest(js)}'"] if js else [])]
    return Markup(css), Markup(js), "; ".join(rules)


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()


def groups_of(grid: GridWords) -> list[tuple[str, int, bool]]:
    """Names over neighbouring columns, how many each spans, and whether a line parts it from the left; [] for none."""
    found = [(name, len(list(heads))) for name, heads in groupby(grid.heads, key=lambda head: head.group)]
    if not any(name for name, _ in found):
        return []
    return [(name, width, place > 0) for place, (name, width) in enumerate(found)]


def column_class(grid: GridWords, at: int) -> str:
    """Classes of a column: words or figures, and a line before a new group."""
    head = grid.heads[at]
    first = at > 0 and grid.heads[at - 1].group != head.group
    return " ".join(name for name, wanted in (("prose", head.prose), ("first", first)) if wanted)
