"""What a run writes: files in a staging folder with their hashes, and ``run.json``, the record of the run."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from survey.definitions.library import Library
from survey.errors import SurveyError

RECORD = "run.json"
LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "pyreadstat", "pyarrow", "duckdb", "matplotlib", "seaborn")


class Outputs:
    """Files of one run, written into ``folder`` and remembered by what they hold."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.hashes: dict[str, str] = {}

    def text(self, name: str, text: str) -> None:
        """Write a text; its hash is that of its bytes."""
        from survey.reports.write import write_text

        write_text(self.folder / name, text)
        self.hashes[name] = sha256((self.folder / name).read_bytes())

    def picture(self, name: str, figure: Any) -> None:
        """Write a picture; its hash is that of the data it shows, as drawing libraries change their bytes."""
        from survey.reports.figures import figure_data, save_figure

        save_figure(figure, self.folder / name)
        self.hashes[name] = sha256(_plain(figure_data(figure)).encode())

    def record(
        self,
        *,
        definitions: Mapping[str, str],
        data: Mapping[str, str] | None = None,
        options: Mapping[str, Any] | None = None,
        warnings: Iterable[str] = (),
    ) -> None:
        """Write ``run.json``: everything needed to repeat the run and compare; no time, no path."""
        text = _plain(
            {
                "versions": versions(),
                "definitions": dict(sorted(definitions.items())),
                "data": dict(data or {}),
                "options": dict(options or {}),
                "warnings": sorted(set(warnings)),
                "outputs": dict(sorted(self.hashes.items())),
            }
        )
        self.text(RECORD, text + "\n")


@contextmanager
def staged(folder: Path) -> Iterator[Outputs]:
    """``folder`` written whole or not at all: files go to a folder beside it, which takes its place at the end.

    Raises ``SurveyError`` when ``folder`` holds anything that is not the result of a run.
    """
    if folder.exists() and not (folder / RECORD).is_file():
        held = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else [folder.name]
        if held:
            raise SurveyError(
                f"holds '{held[0]}' and is not a folder of results, so it is not replaced",
                where=str(folder),
                fix="Name another place with --out, or move it away.",
            )
    beside = folder.parent / f".{folder.name}.{os.getpid()}"
    stage, old = beside.with_name(f"{beside.name}.new"), beside.with_name(f"{beside.name}.old")
    stage.mkdir(parents=True)
    try:
        yield Outputs(stage)
        if folder.exists():
            folder.rename(old)
        try:
            stage.rename(folder)
        except OSError:
            if old.exists():
                old.rename(folder)
            raise
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        shutil.rmtree(old, ignore_errors=True)


def versions() -> dict[str, str]:
    """Versions of the program, of Python and of the libraries that make numbers and pictures."""
    import platform

    found = {"opinion-survey": "", "python": platform.python_version()}
    for name in ("opinion-survey", *LIBRARIES):
        try:
            found[name] = version(name)
        except PackageNotFoundError:
            found[name] = "not installed"
    return found


def definition_hashes(names: Iterable[str], library: Library) -> dict[str, str]:
    """SHA-256 of the files of definitions, given as ``kind/id``; names without a file are left out."""
    return {name: sha256(library.files[name].read_bytes()) for name in sorted(set(names)) if name in library.files}


def sha256(data: bytes) -> str:
    """Hexadecimal SHA-256."""
    return hashlib.sha256(data).hexdigest()


def _plain(value: Any) -> str:
    return json.dumps(value, indent=1, ensure_ascii=False, allow_nan=True, default=_number)


def _number(value: Any) -> Any:
    if hasattr(value, "tolist"):
        return value.tolist()
    if isinstance(value, (set, frozenset, tuple)):
        return list(value)
    return str(value)
