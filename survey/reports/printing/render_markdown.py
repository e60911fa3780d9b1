"""Results as Markdown with the tables of GitHub."""

from __future__ import annotations

import re
from collections.abc import Sequence

from survey.claims.answers.verdict import Verdict
from survey.reports.printing.grid import Grid, Row
from survey.reports.printing.grid_verdicts import said_verdict, summary
from survey.reports.printing.report_texts import word


def grids_markdown(grids: Sequence[Grid]) -> str:
    """Each table with its title above and its notes below."""
    return "\n".join(_grid(grid) for grid in grids)


def _grid(grid: Grid) -> str:
    lines = [f"**{_safe(grid.title)}**", ""] if grid.title else []
    if grid.synthetic:
        lines = [f"**{word('synthetic', grid.language)}**", "", *lines]
    if not grid.heads:
        return "\n".join([*lines, *(_safe(note) for note in grid.notes)]) + "\n"
    heads = [_safe(f"{head.group}: {head.label}" if head.group else head.label) for head in grid.heads]
    lines.append(_line([_safe(grid.corner), *heads]))
    lines.append(_line(["---", *("---" if head.prose else "---:" for head in grid.heads)]))
    lines += [_line(_cells(row, len(grid.heads))) for row in grid.rows]
    if grid.notes:
        lines += ["", *(f"- {_safe(note)}" for note in grid.notes)]
    return "\n".join(lines) + "\n"


def _cells(row: Row, width: int) -> list[str]:
    head = _safe(row.head)
    if row.kind in ("section", "break"):
        return [f"*{head}*", *[""] * width]
    return [f"**{head}**" if row.kind == "net" else head, *(_safe(cell) for cell in row.cells)]


def _line(cells: Sequence[str]) -> str:
    return "| " + " | ".join(cells) + " |"


def verdicts_markdown(verdicts: Sequence[Verdict], language: str) -> str:
    """One paragraph a verdict and the counts at the end."""
    lines = []
    for verdict in verdicts:
        said = said_verdict(verdict, language)
        head = f"**{said.mark} {said.word}**" + (f" · {said.inference}" if said.inference else "")
        lines += [f"{head}: `{said.claim.replace('`', '')}`", ""]
        if said.quote:
            lines += [f"> {_safe(said.quote)}", ""]
        lines += [_safe(said.sentence), "", *(f"- {head}: {_safe(text)}" for head, text in said.lines), ""]
    return "\n".join([*lines, summary(verdicts, language), ""])


def _safe(text: str) -> str:
    text = re.sub(r"([\\`*\[\]|~]|\b_|_\b)", r"\\\1", text.replace("&", "&amp;").replace("<", "&lt;"))
    return re.sub(r"^(\s*)([#+>-]|\d+[.)])(?=\s)", r"\1\\\2", text)
