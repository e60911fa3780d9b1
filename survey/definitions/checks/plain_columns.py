"""Names that may be columns of the data: they need no question."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.checks.checking import Check
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.words import nearest


def has_data(study: Study, library: Library) -> bool:
    """Whether a name may be a column of the data: they are at hand, so that opening them tells which there are, or all
    of their columns are questions."""
    if study.every:
        return True
    if study.data is None or study.data.file is None:
        return study.data is not None and study.data.package is not None
    definition = library.files.get(f"study/{study.study}")
    folders = [library.folder, *([definition.parent] if definition is not None else [])]
    return any((folder / study.data.file).is_file() for folder in folders)


def check_named(study: Study, part: str, known: Sequence[str], check: Check) -> None:
    """The questions of ``banner`` or ``tables``, each once. Where the data are at hand they may be columns: opening
    them says whether they are."""
    names: tuple[str, ...] = getattr(study, part)
    open_too = has_data(study, check.library)
    for i, name in enumerate(names):
        if name not in known and not open_too:
            fix = f" A column of the data: write '{name}: {{}}' under 'questions:'." if study.data is not None else ""
            check.add((part, str(i)), f"there is no question '{name}'", f"{nearest(name, known)}{fix}")
        elif name in names[:i]:
            check.add((part, str(i)), f"'{name}' is named twice", "Keep one.")
