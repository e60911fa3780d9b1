"""Results as Markdown with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.reports.documents.document import Document
from survey.reports.printing.grid_words import GridWords, RowWords, grid_words, note_words
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.wording.message import word
from survey.words import say


def render_md(document: Document, language: str) -> str:
    """Each table with its title above and its notes below; a paragraph a passage and their counts at the end."""
    blocks = [_grid(grid_words(grid, language)) for grid in document.grids]
    if document.summary is not None:
        lines = [line for passage in document.passages for line in _passage(passage_words(passage, language))]
        blocks.append("\n".join([*lines, say(document.summary, language), ""]))
    if document.method:
        notes = [f"- {_safe(note)}" for note in note_words(document.method, language)]
        blocks.append("\n".join([f"**{_safe(word('reports.method', language))}**", "", *notes, ""]))
    return "\n".join(blocks)


def _grid(grid: GridWords) -> str:
    lines = [f"**{_safe(grid.title)}**", ""] if grid.title else []
    if grid.synthetic:
        lines = [f"**{word('plots.synthetic', grid.language)}**", "", *lines]
    if not grid.heads:
        return "\n".join([*lines, *(_safe(note) for note in grid.notes)]) + "\n"
    heads = [_safe(f"{head.group}: {head.label}" if head.group else head.label) for head in grid.heads]
    lines.append(_line([_safe(grid.corner), *heads]))
    lines.append(_line(["---", *("---" if head.prose else "---:" for head in grid.heads)]))
    lines += [_line(_cells(row, len(grid.heads))) for row in grid.rows]
    if grid.notes:
        lines += ["", *(f"- {_safe(note)}" for note in grid.notes)]
    return "\n".join(lines) + "\n"


def _cells(row: RowWords, width: int) -> list[str]:
    head = _safe(row.head)
    if row.kind in ("section", "break"):
        return [f"*{head}*", *[""] * width]
    return [f"**{head}**" if row.kind == "net" else head, *(_safe(cell) for cell in row.cells)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def _passage(said: PassageWords) -> list[str]:
    head = f"**{said.mark} {said.word}**" + (f" · {said.inference}" if said.inference else "")
    lines = [f"{head}: `{said.claim.replace('`', '')}`", ""]
    if said.quote:
        lines += [f"> {_safe(said.quote)}", ""]
    return [*lines, _safe(said.sentence), "", *(f"- {head}: {_safe(text)}" for head, text in said.lines), ""]


def _safe(text: str) -> str:
    text = re.sub(r"([\\`*\[\]|~]|\b_|_\b)", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return re.sub(r"^(\s*)([#+>-]|\d+[.)])(?=\s)", r"\1\\\2", text)
