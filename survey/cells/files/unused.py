"""Options of reading that have no effect on what was read: an error, as a figure may rest on what they were meant to
say."""

from __future__ import annotations

from survey.cells.engines.parts import PartsEngine
from survey.cells.files.open import Opened
from survey.errors import SurveyError

_FORMATS = {"sheet": ("excel",), "encoding": ("csv", "spss", "stata")}
_ENGINES = {"memory_limit": ("duckdb",), "master": ("spark",)}
_FIXES = {
    "sheet": "Leave it out: only a workbook (.xlsx) has sheets.",
    "encoding": "Leave it out: it is for text, SPSS and Stata files; others say theirs.",
    "memory_limit": "Leave it out, or name the engine: duckdb.",
    "master": "Leave it out, or name the engine: spark.",
}


def refuse_unused(opened: Opened, **given: str | None) -> None:
    """Raise ``SurveyError`` for a ``sheet``, ``encoding``, ``memory_limit`` or ``master`` that none of the files, and
    none of the engines that read them, can use."""
    engine = opened.engine
    engines = {part.name for _, part in engine.parts} if isinstance(engine, PartsEngine) else {engine.name}
    formats = {layout.format for layout in (opened.layout, *opened.layouts)}
    for option, value in given.items():
        used = formats & {*_FORMATS.get(option, ())} or engines & {*_ENGINES.get(option, ())}
        if value is not None and not used:
            raise SurveyError(f"{value} has no effect on {opened.name}", where=option, fix=_FIXES[option])
