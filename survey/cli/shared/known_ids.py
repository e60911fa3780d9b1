"""Ids for the completion of a shell: read from definitions as they stand, checked by nobody, told in milliseconds.

A file that is broken or that is not there has no ids; nothing is raised.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from survey.definitions.places import ENDINGS, FOLDERS, definition_files, folder_of

Known = dict[str, str]  # ids with what a shell shows beside them
SERIES = re.compile(rb"^series:\s*([a-z0-9_]+)\s*$", re.MULTILINE)


class Definitions:
    """The ids in a folder of definitions."""

    def __init__(self, folder: Path | str | None) -> None:
        self.folder = folder_of(folder)

    def files(self, kind: str) -> dict[str, Path]:
        """The files of one kind by id."""
        return {path.stem: path for path in definition_files(self.folder.joinpath(FOLDERS[kind]))}

    def series(self) -> list[str]:
        """Series that studies name."""
        found = (SERIES.search(path.read_bytes()) for path in self.files("study").values())
        return sorted({match[1].decode() for match in found if match})

    def study(self, name: str) -> dict[str, Any]:
        """What the file of a study says, over what its series says; ``name`` may be its path."""
        files, path = self.files("study"), Path(name)
        own = _read(files[name] if name in files else path) if name in files or path.suffix in ENDINGS else {}
        above = self.files("series").get(str(own.get("series")))
        common = _read(above) if above is not None else {}
        return {**common, **own, "questions": _part(common, "questions") | _part(own, "questions")}

    def targets(self, studies: Iterable[str]) -> list[str]:
        """Targets that these studies are weighted to."""
        named = [_part(self.study(study), "weighting").get("targets") for study in studies]
        return [one for one in named if isinstance(one, str)]

    def questions(self, studies: Iterable[str]) -> Known:
        """Questions of these studies; without any, those that studies share."""
        named = [name for study in studies for name in self.study(study)["questions"]]
        return dict.fromkeys(named or self.files("question"), "")

    def options(self, studies: Iterable[str], questions: Iterable[str]) -> Known:
        """Options and nets of these questions as these studies asked them."""
        shared, asked = self.files("question"), [self.study(study)["questions"] for study in studies]
        found: Known = {}
        for name in questions:
            for one in (_read(shared[name]) if name in shared else {}, *(_part(own, name) for own in asked)):
                for key in ("options", "nets"):
                    found |= {option: _label(said) for option, said in _part(one, key).items()}
        return found

    def margins(self, targets: Iterable[str]) -> Known:
        """Margins of these targets."""
        files = self.files("targets")
        return {name: "" for one in targets if one in files for name in _part(_read(files[one]), "margins")}


def _read(path: Path) -> dict[str, Any]:
    from survey.definitions.records.read_yaml import read_yaml

    data = read_yaml(path).data if path.is_file() else None
    return data if isinstance(data, dict) else {}


def _part(data: Mapping[str, Any], key: str) -> dict[str, Any]:
    """What stands under ``key`` by its ids, which are texts also where YAML reads a number."""
    found = data.get(key)
    return {str(name): said for name, said in found.items()} if isinstance(found, dict) else {}


def _label(said: Any) -> str:
    label = said.get("label") if isinstance(said, dict) else said
    label = next((label[one] for one in ("en", *label) if one in label), "") if isinstance(label, dict) else label
    return label if isinstance(label, str) else ""
