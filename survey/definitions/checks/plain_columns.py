"""Names that may be columns of the data: they need no question."""

from __future__ import annotations

from collections.abc import Sequence

from survey.definitions.checks.checking import Check
from survey.definitions.records.library import Library
from survey.definitions.records.presenting.banner import levels
from survey.definitions.records.study import Study
from survey.outside import is_outside
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
    places = [folder / study.data.file for folder in folders]
    return any(place.is_file() and not is_outside(place, *folders) for place in places)


def check_named(study: Study, part: str, known: Sequence[str], check: Check) -> None:
    """The questions of ``banner`` (also those inside others: ``region > settlement``) or ``tables``, each once. Where
    the data are at hand they may be columns: opening them says whether they are."""
    names = [levels(one) if part == "banner" else (one,) for one in getattr(study, part)]
    open_too = has_data(study, check.library)
    for i, inside in enumerate(names):
        at = (part, str(i))
        for name in inside:
            if not name:
                check.add(at, "a question is missing beside '>'", "Write 'region > settlement'.")
            elif name not in known and not open_too:
                column = f" A column of the data: write '{name}: {{}}' under 'questions:'."
                fix = f"{nearest(name, known)}{column if study.data is not None else ''}"
                check.add(at, f"there is no question '{name}'", fix)
        if inside in names[:i]:
            check.add(at, f"'{' > '.join(inside)}' is named twice", "Keep one.")
        elif len(set(inside)) < len(inside):
            check.add(at, f"'{inside[0]}' cannot stand inside itself", "Name two different questions.")
