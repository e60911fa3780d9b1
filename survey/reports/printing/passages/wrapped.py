"""Lines of a text, none wider than there is room."""

from __future__ import annotations

from rich.cells import cell_len, chop_cells


def wrapped(text: str, width: int, indent: int = 0, hanging: int = 0) -> list[str]:
    """Lines of ``text`` of ``width`` cells at most, set in by ``indent``, those after the first by ``hanging`` more."""
    lines: list[str] = []
    line, margin = "", " " * indent
    for item in text.split(" "):
        trial = f"{line} {item}" if line else item
        if cell_len(margin + trial) <= width:
            line = trial
            continue
        if line:
            lines.append(margin + line)
            margin = " " * (indent + hanging)
        *pieces, line = chop_cells(item, width - indent - hanging) or [""]
        for piece in pieces:
            lines.append(margin + piece)
            margin = " " * (indent + hanging)
    return [*lines, margin + line] if line or not lines else lines
