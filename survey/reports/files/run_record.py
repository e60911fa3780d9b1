"""What a run writes: files in a staging folder with their hashes, and ``run.json``, the record of the run."""

from __future__ import annotations

import contextlib
import hashlib
import json
import shutil
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from survey.definitions.records.library import Library
from survey.errors import KeptFileWarning, SurveyError, warn
from survey.reports.documents.placed.refs import Pictured
from survey.reports.files.alt_text import alt_text
from survey.reports.files.beside import clear, name_beside
from survey.reports.files.figures import figure_data, save_figure
from survey.reports.files.ours import RECORD, is_ours, recorded
from survey.reports.files.place import check_place, unwritable
from survey.reports.files.write import write_text
from survey.wording.lines import clean

LIBRARIES = ("numpy", "scipy", "pandas", "statsmodels", "pyreadstat", "pyarrow", "duckdb", "matplotlib", "seaborn")


class Outputs:
    """Files of one run, written into ``folder`` and remembered by what they hold. ``language``: of what people read."""

    def __init__(self, folder: Path, language: str = "en") -> None:
        self.folder = folder
        self.language = language
        self.hashes: dict[str, str] = {}
        self.pictures: dict[str, Pictured] = {}

    def text(self, name: str, text: str) -> None:
        """Write a text; its hash is that of its bytes."""
        self._once(name)
        write_text(self.folder / name, text)
        self.hashes[name] = sha256((self.folder / name).read_bytes())

    def picture(self, name: str, figure: Any, phone: Any = None) -> Pictured:
        """Write a picture, and its drawing for phones where there is one; their hashes are those of the data they show,
        as drawing libraries change their bytes."""
        self._drawn(name, figure)
        stem, _, ending = name.rpartition(".")
        narrow = "" if phone is None else self._drawn(f"{stem}.phone.{ending}", phone)
        self.pictures[name] = Pictured(name, alt_text(figure), narrow, clean(figure.heads.title))
        return self.pictures[name]

    def _drawn(self, name: str, figure: Any) -> str:
        self._once(name)
        save_figure(figure, self.folder / name)
        self.hashes[name] = sha256(_plain(figure_data(figure)).encode())
        return name

    def _once(self, name: str) -> None:
        if name in self.hashes:
            said = f"two results would be one file, '{name}'"
            raise SurveyError(said, where=self.folder.name, fix="Rename the question of that name.")

    @property
    def files(self) -> dict[str, Pictured | None]:
        """What was written so far, pictures with what is known of them."""
        return {name: self.pictures.get(name) for name in self.hashes}

    def record(
        self,
        *,
        definitions: Mapping[str, str],
        data: Mapping[str, str | None] | None = None,
        options: Mapping[str, Any] | None = None,
        warnings: Iterable[str] = (),
        disclosure: Mapping[str, Any] | None = None,
    ) -> None:
        """Write ``run.json``: everything needed to repeat the run and compare; no time, no path. ``disclosure``: what a
        policy suppressed, where one holds."""
        text = _plain(
            {
                "versions": versions(),
                "definitions": dict(sorted(definitions.items())),
                "data": dict(data or {}),
                "options": dict(options or {}),
                "warnings": sorted(set(warnings)),
                "pictures": {name: one.alt for name, one in self.pictures.items()},
                **({"disclosure": dict(disclosure)} if disclosure is not None else {}),
                "outputs": dict(sorted(self.hashes.items())),
            }
        )
        self.text(RECORD, text + "\n")


@contextmanager
def staged(folder: Path, language: str = "en") -> Iterator[Outputs]:
    """All results of ``folder`` or none: files are made in a folder beside it and take their places at the end, each
    whole, the record last. What the last run wrote and this one didn't goes; what no run wrote, or what was changed
    since, stays, with a warning that names it.

    Raises ``SurveyError`` when ``folder`` has things in it and no record of a run, and when one of the files to write
    is there and is not as a run wrote it (``survey.reports.files.place``); everything stays as it was then.
    """
    if folder.exists() and not (folder / RECORD).is_file():
        held = sorted(path.name for path in folder.iterdir()) if folder.is_dir() else [folder.name]
        if held:
            raise SurveyError(
                f"holds '{held[0]}' and is not a folder of results, so nothing is written there",
                where=str(folder),
                fix="Name another place with --out, or move it away.",
            )
    new = not folder.exists()
    clear(folder.parent)
    stage = name_beside(folder)
    try:
        stage.mkdir(parents=True)
    except OSError as error:
        raise unwritable(folder, error) from error
    try:
        yield (outputs := Outputs(stage, language))
        folder.mkdir(exist_ok=True)
        _put(outputs, folder)
        new = False
    finally:
        shutil.rmtree(stage, ignore_errors=True)
        if new:
            with contextlib.suppress(OSError):
                folder.rmdir()


def _put(outputs: Outputs, folder: Path) -> None:
    """Files from the stage to their places, after every place was looked at."""
    problems = []
    for name in outputs.hashes:
        try:
            check_place(folder / name)
        except SurveyError as error:
            problems.append(error)
    if problems:
        more = f" ({len(problems) - 1} more files of this folder neither)" if len(problems) > 1 else ""
        raise SurveyError(f"{problems[0].message}{more}", where=problems[0].where, fix=problems[0].fix)
    stale = [
        folder / name
        for name in recorded(folder)
        if name not in outputs.hashes and (folder / name).is_file() and is_ours(folder / name)
    ]
    names = [name for name in outputs.hashes if name != RECORD]
    for name in [*names, *(name for name in outputs.hashes if name == RECORD)]:
        (outputs.folder / name).replace(folder / name)
    for path in stale:
        path.unlink()
    kept = sorted(path.name for path in folder.iterdir() if path.name not in outputs.hashes)
    if kept:
        shown = ", ".join(kept[:8]) + (f" and {len(kept) - 8} more" if len(kept) > 8 else "")
        warn(KeptFileWarning, f"{len(kept)} file(s) that no run wrote stay in {folder}: {shown}")


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
