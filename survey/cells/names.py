"""Names of columns: each one once, none empty, none that differs from another in capital letters only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.errors import DataError, Problem
from survey.words import nearest


def check_names(file: str, names: Sequence[str]) -> None:
    """``DataError`` with every column that has no name of its own; ``q`` and ``Q`` are one name to databases."""
    problems = []
    seen: dict[str, str] = {}
    for place, name in enumerate(names, start=1):
        first = seen.setdefault(name.casefold(), name)
        if not name.strip():
            problems.append(Problem(file, 0, f"column {place}", "has no name", "Give it one in the header."))
            seen.pop(name.casefold())
        elif first != name:
            said = f"differs from the column '{first}' in capital letters only"
            problems.append(Problem(file, 0, name, said, "Rename one of them."))
        elif name in names[: place - 1]:
            problems.append(Problem(file, 0, name, "the column stands twice in the data", "Rename or remove one."))
    if problems:
        raise DataError(sorted(set(problems)))


def nearest_column(name: str, columns: Iterable[str]) -> str:
    """A sentence naming the column most like ``name``; one that differs in capital letters only comes first."""
    known = [str(column) for column in columns]
    same = [column for column in known if column.casefold() == name.casefold()]
    return f"Did you mean '{same[0]}'?" if same else nearest(name, known)
