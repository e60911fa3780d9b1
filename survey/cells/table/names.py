"""Names of columns: each one once, none empty, none that differs from another in capital letters only."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from survey.errors import DataError, Problem
from survey.words import nearest


def check_names(file: str, names: Sequence[str]) -> None:
    """``DataError`` with every column that has no name of its own; ``q`` and ``Q`` are one name to databases."""
    names = [name or "" for name in names]  # a damaged file can have names that are none
    problems = []
    seen: dict[str, str] = {}
    before: set[str] = set()
    empty = [place for place, name in enumerate(names, start=1) if not name.strip()]
    if 2 * len(empty) > len(names):
        said = f"the header names {len(names) - len(empty)} of {len(names)} columns"
        fix = "The first row that is not empty is the header: remove titles and groups of columns above it."
        problems.append(Problem(file, 0, "", said, fix))
    elif empty:
        places = ", ".join(map(str, empty))
        some, give = ("columns", "have no names") if len(empty) > 1 else ("column", "has no name")
        fix = f"Give {'them one each' if len(empty) > 1 else 'it one'} in the header."
        problems.append(Problem(file, 0, f"{some} {places}", give, fix))
    for name in names:
        if not name.strip():
            continue
        first = seen.setdefault(name.casefold(), name)
        if first != name:
            said = f"differs from the column '{first}' in capital letters only"
            problems.append(Problem(file, 0, name, said, "Rename one of them."))
        elif name in before:
            problems.append(Problem(file, 0, name, "the column stands twice in the data", "Rename or remove one."))
        before.add(name)
    if problems:
        raise DataError(sorted(set(problems)))


def nearest_column(name: str, columns: Iterable[str]) -> str:
    """A sentence naming the column most like ``name``; one that differs in capital letters only comes first."""
    known = [str(column) for column in columns]
    same = [column for column in known if column.casefold() == name.casefold()]
    return f"Did you mean '{same[0]}'?" if same else nearest(name, known)
