"""Definitions by id, each file read when it is first asked for.

Reading YAML is slow (about 0.2 ms a line) and most work needs one study of a hundred.
"""

from __future__ import annotations

import re
from collections.abc import ItemsView, Iterator, Mapping, Sequence, ValuesView
from dataclasses import replace
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from survey.definitions.reading.problems import explain
from survey.definitions.reading.read_record import Entry, plain, read_record
from survey.definitions.records.library import named_bases
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import read_yaml
from survey.definitions.records.series import Series, with_series
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.errors import DefinitionError, Problem

T = TypeVar("T")


class Shelf(Mapping[str, T]):
    """Records of one kind. A file with faults raises ``DefinitionError`` when its record is asked for; ``values``
    and ``items`` raise one error with the faults of all files."""

    def __init__(
        self,
        kind: str,
        files: Mapping[str, Path],
        entries: Mapping[str, Entry] | None = None,
        common: Shelf[Series] | None = None,
    ) -> None:
        """``common``: of studies, what those of a series have in common. ``shared``: of studies, the questions that
        several of them have, once these are known."""
        self.kind, self.common = kind, common
        self.shared: Mapping[str, Question] = {}
        self._files = dict(files)
        self._entries: dict[str, Entry] = dict(entries or {})

    def entry(self, name: str) -> Entry:
        """The file of ``name`` as it was read, with its problems. Raises ``KeyError``."""
        if name not in self._entries:
            self._entries[name] = self._settled(read_record(self._files[name], self.kind))
        return self._entries[name]

    def put(self, name: str, path: Path, entry: Entry) -> None:
        """Add a definition from elsewhere, in place of one of the same name."""
        self._files[name], self._entries[name] = path, self._settled(entry)

    def _settled(self, entry: Entry) -> Entry:
        """A study with what its series says, and its nested bases by the names of options."""
        made = self._joined(entry)
        if not isinstance(made.draft, Study):
            return made
        record = None if made.record is None else named_bases(made.record, self.shared)
        return replace(made, record=record, draft=named_bases(made.draft, self.shared))

    def _joined(self, entry: Entry) -> Entry:
        """A study with what its series says, and the faults of that file."""
        name = getattr(entry.draft, "series", None)
        if self.common is None or name is None or name not in self.common:
            return entry
        above = self.common.entry(name)
        document = replace(entry.document, behind=above.document)
        problems = (*entry.problems, *(one for one in above.problems if one not in entry.problems))
        if above.record is None:
            return replace(entry, record=None, document=document, problems=problems)
        record = None if entry.record is None else with_series(entry.record, above.record)
        return Entry(record, document, problems, with_series(entry.draft, above.record))

    def copy(self) -> Shelf[T]:
        """A shelf of its own with what has been read so far."""
        made: Shelf[T] = Shelf(self.kind, self._files, self._entries, self.common)
        made.shared = self.shared
        return made

    def __getitem__(self, name: str) -> T:
        entry = self.entry(name)
        if entry.problems:
            raise DefinitionError(entry.problems)
        record: T = entry.record
        return record

    def __iter__(self) -> Iterator[str]:
        return iter(self._files)

    def __len__(self) -> int:
        return len(self._files)

    def __contains__(self, name: object) -> bool:
        return name in self._files

    def values(self) -> ValuesView[T]:
        self._all()
        return super().values()

    def items(self) -> ItemsView[str, T]:
        self._all()
        return super().items()

    def _all(self) -> None:
        problems = [problem for name in self for problem in self.entry(name).problems]
        if problems:
            raise DefinitionError(problems)


class SourceShelf(Mapping[str, Source]):
    """All sources of some files, each a mapping from ids to sources; read at the first question."""

    def __init__(self, files: Sequence[Path]) -> None:
        self._files = tuple(files)
        self._read: tuple[dict[str, Source], list[Problem]] | None = None

    @property
    def problems(self) -> list[Problem]:
        """What is wrong in the files."""
        return self._get()[1]

    def _get(self) -> tuple[dict[str, Source], list[Problem]]:
        if self._read is None:
            self._read = _sources(self._files)
        return self._read

    def _found(self) -> dict[str, Source]:
        found, problems = self._get()
        if problems:
            raise DefinitionError(problems)
        return found

    def __getitem__(self, name: str) -> Source:
        return self._found()[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._found())

    def __len__(self) -> int:
        return len(self._found())


def _sources(files: Sequence[Path]) -> tuple[dict[str, Source], list[Problem]]:
    found: dict[str, Source] = {}
    where: dict[str, str] = {}
    problems: list[Problem] = []
    for path in files:
        document = read_yaml(path)
        problems += document.problems
        if document.broken:
            continue
        if not isinstance(document.data, dict):
            said = "must be a mapping from ids to sources"
            problems.append(document.problem((), said, "Write 'census_2019: {title: …, url: …, date: …}'."))
            continue
        for name, data in plain(document.data).items():
            at = (name,)
            if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,79}", name):
                said = f"must be a name of small Latin letters, digits and _, not '{name}'"
                problems.append(document.problem(at, said, "Rename it where it is used, too."))
            elif name in where:
                problems.append(document.problem(at, f"the source is also defined in {where[name]}", "Keep one."))
            where.setdefault(name, f"{path.name}, line {document.line(at)}")
            try:
                found[name] = Source.model_validate({} if data is None else data)
            except ValidationError as error:
                problems += explain(error, document, Source, at)
    return found, problems
