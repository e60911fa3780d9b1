"""Definitions from a folder of YAML files, or from one file.

A library knows all its files at once and reads each when it is first asked for, so that working on one poll does
not parse a hundred; ``check_library`` reads and checks everything.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from survey.definitions.checks.check_series import unused_series
from survey.definitions.checks.cross_check import cross_check
from survey.definitions.places import ENDINGS, FOLDERS, definition_files, folder_of
from survey.definitions.reading.read_record import Entry, read_record
from survey.definitions.reading.shelf import Shelf, SourceShelf
from survey.definitions.records.library import Library
from survey.definitions.records.read_yaml import Document
from survey.definitions.records.study import Study
from survey.errors import DefinitionError, Problem, SurveyError
from survey.inputs import note
from survey.words import nearest


def load_library(folder: Path | str | None = None) -> Library:
    """The definitions in ``folder``; without one, in ``./questionnaires`` if that is there, else the shipped ones.

    Files: ``questions/*.yaml``, ``studies/*.yaml``, ``targets/*.yaml``, ``claims/*.yaml``, ``sources.yaml`` and
    ``sources/*.yaml``, in any subfolder of these. Ids are file names. No file is read yet: a file's own faults are
    raised as ``DefinitionError`` when its record is asked for, those of a whole kind when all its records are.
    Raises ``SurveyError`` when the folder does not exist, ``DefinitionError`` when two files have one id.
    """
    folder = folder_of(folder)
    if not folder.is_dir():
        said = "is a file, not a folder of definitions" if folder.is_file() else "there is no such folder"
        others = [item.name for item in folder.parent.iterdir() if item.is_dir()] if folder.parent.is_dir() else []
        raise SurveyError(said, where=str(folder), fix=nearest(folder.name, sorted(others)))
    files: dict[str, Path] = {}
    problems = []
    for kind, name in FOLDERS.items():
        for path in definition_files(folder / name):
            first = files.setdefault(f"{kind}/{path.stem}", path)
            if first != path:
                problems.append(Problem(str(path), 0, "", f"has the same id as {first}", "Rename one of them."))
    if problems:
        raise DefinitionError(problems)
    shelves: dict[str, Any] = {
        kind: Shelf(kind, {key.split("/", 1)[1]: path for key, path in files.items() if key.startswith(f"{kind}/")})
        for kind in FOLDERS
    }
    shelves["study"].common, shelves["study"].shared = shelves["series"], shelves["question"]
    sources = [folder / f"sources{ending}" for ending in ENDINGS]
    note([*files.values(), *sources, *definition_files(folder / "sources")], "is a definition")
    return Library(
        folder=folder,
        questions=shelves["question"],
        studies=shelves["study"],
        targets=shelves["targets"],
        claims=shelves["claims"],
        common=shelves["series"],
        sources=SourceShelf([*(path for path in sources if path.is_file()), *definition_files(folder / "sources")]),
        files=files,
    )


def load_study(name: str | Path, library: Library) -> Study:
    """The study ``name`` of ``library``, or the one in the file ``name``, checked with everything it refers to.

    A study from a file joins the library under its id, in place of one of the same id, so that
    ``library.files["study/<id>"]`` says where it lies and its data file is found beside it. Use ``with_file`` to keep
    the library as it is. Raises ``DefinitionError`` with all problems of the study and of the questions, targets
    and sources it uses; ``SurveyError`` with the nearest name when there is no such study.
    """
    text = str(name)
    if text not in library.studies and _is_path(text):
        text = _join(Path(text), library)
    elif text not in library.studies:
        there = next((f"{text}{ending}" for ending in ENDINGS if Path(f"{text}{ending}").is_file()), None)
        if there is not None:
            raise SurveyError(
                f"no study called '{text}' in {library.folder}",
                where="study",
                fix=f"For the file here write '{there}'.",
            )
        return library.study(text)
    refuse_faults(library, [text])
    return library.study(text)


def with_file(path: str | Path, library: Library) -> Library:
    """A library like ``library`` that also has the study in the file ``path``, under the file's name.

    The file's faults are raised when the study is asked for (``load_study``).
    """
    studies = library.studies.copy() if isinstance(library.studies, Shelf) else dict(library.studies)
    added = replace(library, studies=studies, files=dict(library.files))
    _join(Path(path), added)
    return added


def with_claims(path: str | Path, library: Library) -> tuple[str, Library]:
    """The name of the claims in the file ``path``, and a library like ``library`` that has them."""
    name, file = Path(path).stem, Path(path)
    claims = library.claims.copy() if isinstance(library.claims, Shelf) else dict(library.claims)
    entry = read_record(file, "claims")
    if isinstance(claims, Shelf):
        claims.put(name, file, entry)
    return name, replace(library, claims=claims, files={**library.files, f"claims/{name}": file})


def check_library(library: Library, names: Iterable[str] | None = None) -> list[Problem]:
    """Every problem of every file, sorted by file and line; with ``names`` (ids of studies and of claims files) those
    of these files and of what they use: the studies of claims, the questions and targets of studies."""
    problems: list[Problem] = []
    if names:
        chosen = [(kind, name) for name in names for kind in ("study", "claims") if name in _shelf(library, kind)]
        chosen += [("study", study) for kind, name in chosen if kind == "claims" for study in _quoted(library, name)]
        chosen += [used for kind, name in chosen if kind == "study" for used in _used(library, name)]
    else:
        chosen = [(kind, name) for kind in FOLDERS for name in _shelf(library, kind)]
        problems += getattr(library.sources, "problems", [])
        problems += _unread(library)
    for kind, name in dict.fromkeys(chosen):
        entry = _entry(library, kind, name)
        problems += entry.problems
        if kind == "series":
            problems += unused_series(library, name, entry.document)
        elif entry.draft is not None:
            problems += cross_check(entry.draft, library, entry.document)
    return sorted(set(problems))


def refuse_faults(library: Library, names: Iterable[str] | None = None) -> None:
    """Raise ``DefinitionError`` with all that ``check_library`` finds."""
    problems = check_library(library, names)
    if problems:
        raise DefinitionError(problems)


def _is_path(text: str) -> bool:
    return Path(text).suffix.lower() in ENDINGS or Path(text).is_file() or len(Path(text).parts) > 1


def _join(path: Path, library: Library) -> str:
    """Put the study in the file into the library's studies and files; its id."""
    entry = read_record(path, "study")
    if isinstance(library.studies, Shelf):
        library.studies.put(path.stem, path, entry)
    elif entry.problems:
        raise DefinitionError(entry.problems)
    elif isinstance(library.studies, dict):
        library.studies[path.stem] = entry.record
    if isinstance(library.files, dict):
        library.files[f"study/{path.stem}"] = path
    return path.stem


def _shelf(library: Library, kind: str) -> Any:
    return {
        "question": library.questions,
        "study": library.studies,
        "targets": library.targets,
        "claims": library.claims,
        "series": library.common,
    }[kind]


def _entry(library: Library, kind: str, name: str) -> Entry:
    shelf = _shelf(library, kind)
    return (
        shelf.entry(name)
        if isinstance(shelf, Shelf)
        else Entry(shelf[name], Document(f"{kind} {name}"), (), shelf[name])
    )


def _quoted(library: Library, name: str) -> list[str]:
    """The studies that claims speak of, by name or as those of a series."""
    claims = _entry(library, "claims", name).draft
    if claims is None:
        return []
    series = {claim.series for claim in claims.claims} - {None}
    drafts = {study: _entry(library, "study", study).draft for study in (library.studies if series else ())}
    members = [study for study, draft in drafts.items() if draft is not None and draft.series in series]
    named = [study for claim in claims.claims for study in claim.studies]
    return [*(study for study in dict.fromkeys(named) if study in library.studies), *members]


def _used(library: Library, name: str) -> list[tuple[str, str]]:
    """Shared questions and targets that a study refers to."""
    study = _entry(library, "study", name).draft
    if study is None:
        return []
    questions = [*study.questions, *study.across, *study.tables]
    return [
        *(("question", question) for question in questions if question in library.questions),
        *(("targets", targets) for targets in study.weighting.target_ids if targets in library.targets),
    ]


def _unread(library: Library) -> list[Problem]:
    """Files that look like definitions and stand where none is looked for."""
    known = (*FOLDERS.values(), "sources")
    problems = []
    for item in sorted(library.folder.iterdir()) if library.folder.is_dir() else []:
        if item.name.startswith("."):
            continue
        if item.is_file() and item.suffix.lower() in ENDINGS and item.stem != "sources":
            fix = f"Move it to one of {', '.join(known)}."
            problems.append(
                Problem(str(item), 0, "", "is not read: it stands in none of the folders of definitions", fix)
            )
        elif (
            item.is_dir() and item.name not in known and any(path.suffix.lower() in ENDINGS for path in item.iterdir())
        ):
            fix = nearest(item.name, known)
            problems.append(Problem(str(item), 0, "", "holds definitions that are not read", fix))
    return problems
