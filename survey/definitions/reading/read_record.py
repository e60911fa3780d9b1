"""One definition file as a record, with everything that is wrong with it."""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from survey.definitions.places import FOLDERS
from survey.definitions.reading.problems import explain, place
from survey.definitions.records.claims import Claims
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Document, Keys, read_yaml
from survey.definitions.records.series import OF_ONE, Series
from survey.definitions.records.study import Study
from survey.definitions.records.targets import Targets
from survey.errors import Problem

KINDS: dict[str, type[BaseModel]] = {
    "question": Question,
    "study": Study,
    "targets": Targets,
    "claims": Claims,
    "series": Series,
}
# keys whose values are true or false
_BOOLEAN = (
    *("collapse", "combined", "exclusive", "iterate", "mse"),
    *("multiple", "nest", "reworded", "strict", "synthetic"),
)


@dataclass(frozen=True)
class Entry:
    """A file as it was read: its record unless there are problems, and its lines.

    ``draft``: the record without the keys that have faults, where that makes one. It is good for finding further
    faults and for nothing else.
    """

    record: Any
    document: Document
    problems: tuple[Problem, ...] = ()
    draft: Any = None


def read_record(path: Path, kind: str) -> Entry:
    """The file at ``path`` as a record of ``kind`` (question, study, targets, claims). Raises nothing."""
    document = read_yaml(path)
    problems = list(document.problems)
    if document.broken:
        return Entry(None, document, tuple(problems))
    data = document.data
    if not isinstance(data, dict):
        got = "a list" if isinstance(data, list) else f"'{str(data)[:40]}'"
        problems.append(document.problem((), f"must be a mapping (key: value), not {got}", f"Begin with '{kind}: …'."))
        return Entry(None, document, tuple(problems))
    data = plain(data)
    other = next((name for name in KINDS if name in data and name != kind and kind not in data), None)
    if other is not None:
        said = f"is a {other} file in a place for {FOLDERS[kind]}"
        problems.append(document.problem((other,), said, f"Move it to {FOLDERS[other]}/, or begin it with '{kind}:'."))
        return Entry(None, document, tuple(problems))
    head = "id" if kind == "claims" else kind
    if head in data and str(data[head]) != path.stem:
        said = f"'{data[head]}' is not the name of the file"
        problems.append(document.problem((head,), said, f"Write '{head}: {path.stem}', or rename the file."))
    if kind == "claims":
        data["id"] = path.stem
    for key in OF_ONE if kind == "series" else ():
        if data.pop(key, None) is not None:
            problems.append(document.problem((key,), f"'{key}' belongs to one study", "Write it in the studies."))
    if kind in ("study", "series") and isinstance(data.get("questions"), list):
        data["questions"], faults = _named(data["questions"], document)
        problems += faults
    booleans = list(_booleans(data, (), document))
    try:
        record = KINDS[kind].model_validate(data)
    except ValidationError as error:
        faults = explain(error, document, KINDS[kind])
        places = {(problem.line, problem.key) for problem in faults}
        problems += [*faults, *(problem for problem in booleans if (problem.line, problem.key) not in places)]
        return Entry(None, document, tuple(problems), _draft(data, error, document, KINDS[kind]))
    problems += booleans
    return Entry(None if problems else record, document, tuple(problems), record)


def _booleans(data: Any, path: Keys, document: Document) -> Iterator[Problem]:
    """``true`` where it would silently become the number 1 or the text True."""
    for name, value in data.items() if isinstance(data, dict) else enumerate(data) if isinstance(data, list) else ():
        step = (*path, str(name))
        if isinstance(value, bool) and name not in _BOOLEAN:
            said = f"must be a text or a number, not {str(value).lower()}"
            yield document.problem(step, said, f"Write it in quotes: '{str(value).lower()}'.")
        else:
            yield from _booleans(value, step, document)


def _draft(data: dict[str, Any], error: ValidationError, document: Document, model: type[BaseModel]) -> Any:
    """The record that is left when every faulty value is taken out; None where a part that others name would go."""
    data = copy.deepcopy(data)
    for fault in error.errors(include_url=False):
        path = place(fault, document)
        whole = not path or path[0] == "data" or (path[0] in ("questions", "claims") and len(path) < 3)
        if whole or fault["type"] == "missing" or "options" in path:
            return None
        path = path[:1] if path[0] == "weighting" else path
        here: Any = data
        for part in path[:-1]:
            here = here.get(part) if isinstance(here, dict) else None
        if not isinstance(here, dict):
            return None
        here.pop(path[-1], None)
    try:
        return model.model_validate(data)
    except ValidationError:
        return None


def plain(data: Any, key: str = "") -> Any:
    """Keys as texts, except of options, whose keys may be codes; a year as the text of a date; ``unknown`` wordings
    left out."""
    if isinstance(data, dict):
        keep = key == "options"
        return {
            name if keep else str(name): plain(value, str(name))
            for name, value in data.items()
            if not (value == "unknown" and name in ("text", "title"))
        }
    if isinstance(data, list):
        return [plain(value) for value in data]
    return str(data) if key in ("date", "wave") and type(data) is int else data


def _named(names: list[Any], document: Document) -> tuple[dict[str, Any], list[Problem]]:
    """``questions: [q1, q2]`` as a mapping, each with the line of its place in the list."""
    found: dict[str, Any] = {}
    problems = []
    for i, name in enumerate(names):
        at = ("questions", str(i))
        if isinstance(name, (dict, list)) or name is None:
            fix = "Write 'questions:' as a mapping: each question's id, a colon, and its keys."
            problems.append(document.problem(at, "a list of questions holds ids only", fix))
        elif str(name) in found:
            problems.append(document.problem(at, f"the question '{name}' is named twice", "Keep one."))
        else:
            found[str(name)] = {}
            document.lines[("questions", str(name))] = document.line(at)
    return found, problems
