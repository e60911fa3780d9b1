"""Sets of multiple responses that a file has and no question uses, offered as lines of a definition."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from survey.cells.files.response_sets import ResponseSet
from survey.cells.meanings.file_parts import FilePart
from survey.cells.meanings.file_sets import bare_name, set_label
from survey.cells.meanings.set_columns import answer_columns
from survey.definitions.records.question import Question

_COLUMNS = 4  # that a line shows


def unused_sets(part: FilePart, questions: Iterable[Question]) -> tuple[ResponseSet, ...]:
    """The sets of a file that no question names and whose columns none has together; those without columns are none."""
    asked = list(questions)
    named = {bare_name(question.set) for question in asked if question.set is not None}
    used = [set(answer_columns(question)) for question in asked]
    return tuple(
        one
        for one in part.layout.sets
        if one.columns and bare_name(one.name) not in named and not any(set(one.columns) <= columns for columns in used)
    )


def offered_sets(parts: Sequence[FilePart], questions: Iterable[Question]) -> str:
    """What to say of the sets of the files that no question uses, with the lines to paste; "" where there are none."""
    asked = list(questions)
    taken = {question.question for question in asked}
    found: dict[str, tuple[ResponseSet, FilePart]] = {}
    for part in parts:
        for one in unused_sets(part, asked):
            found.setdefault(one.name, (one, part))
    if not found:
        return ""
    file = next(iter(found.values()))[1].name
    lines = [f"{file}: {len(found)} set(s) of multiple responses that no question uses. Write under 'questions:':"]
    for one, part in found.values():
        lines += _lines(one, part, taken)
    return "\n".join(lines)


def _lines(one: ResponseSet, part: FilePart, taken: set[str]) -> list[str]:
    """A set as a question, with what it is called and its columns as a comment; a column that is not there is told."""
    name = re.sub(r"[^a-z0-9_]+", "_", bare_name(one.name)).strip("_") or "several_answers"
    while name in taken:
        name += "_set"
    taken.add(name)
    label, columns = " ".join(set_label(one, part).split()), ", ".join(one.columns[:_COLUMNS])
    more = f" and {len(one.columns) - _COLUMNS} more" if len(one.columns) > _COLUMNS else ""
    gone = [column for column in one.columns if column not in part.engine.columns]
    lost = f"; not in the file: {', '.join(gone[:_COLUMNS])}" if gone else ""
    said = f"{label:.60} ({columns}{more}{lost})".strip()
    return [f"  {name}:  # {said}", "    type: multiple", f"    set: {one.name}"]
