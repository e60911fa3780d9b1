"""A first definition of a study, made of its data file, of the form of its questionnaire, or of both."""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Unpack

from survey.cells.files.layout import Reading
from survey.cells.files.open import open_data
from survey.definitions.records.library import Library
from survey.errors import SurveyError
from survey.reports.files.named import remember_named
from survey.reports.files.place import check_place
from survey.reports.files.write import write_text
from survey.scaffold.form import Form
from survey.scaffold.guessing.guess import guess
from survey.scaffold.guessing.mr_sets import declared_sets
from survey.scaffold.guessing.names import name_of
from survey.scaffold.joining.shared_names import with_shared_told
from survey.scaffold.joining.with_form import form_scaffold, with_form
from survey.scaffold.proposal import Scaffold
from survey.scaffold.writing.study_text import study_text

ENDINGS = (".yaml", ".yml")


@dataclass(frozen=True)
class NewStudy:
    """What was written: the study's id, its file, and what is proposed there."""

    study: str
    path: Path
    scaffold: Scaffold


def new_study(
    study: str,
    library: Library,
    *,
    data: Path | str | None = None,
    form: Form | None = None,
    out: Path | str | None = None,
    repeat: bool = True,
    **reading: Unpack[Reading],
) -> NewStudy:
    """Write a first definition of ``study``, to be corrected by hand: its questions in the order of ``data`` with
    texts, labels, types and kinds of missing answers as far as they can be told, and what is unsure in comments.

    ``form``: of its questionnaire, whose texts and answers are taken before the file's; alone it makes the definition
    of a study that is not in the field yet. ``out``: its file, named like the study; without one ``studies/STUDY.yaml``
    in the folder of definitions where that is ``./questionnaires``, else ``STUDY.yaml`` here. ``repeat``: texts and
    labels that the file says by itself are written too, to be edited. ``reading``: ``encoding`` and ``sheet`` of the
    data, also written down for later. Raises ``SurveyError`` for an id of other than small Latin letters, digits and
    ``_``, for a file that is there and was not written by this program (unless inside ``replacing``), and
    ``DataError`` for data that cannot be read.
    """
    path = _place(study, out)
    check_place(path)
    taken = tuple(library.questions)
    if data is None and form is None:
        raise SurveyError(
            "a definition is made of data, or of a form", where=study, fix="Name a data file with --data."
        )
    if data is None and form is not None:
        scaffold = with_shared_told(form_scaffold(form, taken), taken)
        write_text(path, study_text(study, scaffold))
        return NewStudy(study, path, scaffold)
    opened = open_data(Path(data or ""), **reading)
    sets = declared_sets(opened.path, reading.get("encoding"))
    scaffold = guess(opened, sets, taken) if form is None else with_form(opened, form, sets, taken)
    scaffold = with_shared_told(scaffold, taken)
    told = {key: str(value) for key, value in reading.items() if value is not None}
    remember_named(Path(data or ""))
    write_text(path, study_text(study, scaffold, file=_beside(Path(data or ""), path), reading=told, repeat=repeat))
    return NewStudy(study, path, scaffold)


def _place(study: str, out: Path | str | None) -> Path:
    if study != name_of(study, 80) or not study:
        said = f"'{study}' is no name of a study"
        fix = f"Small Latin letters, digits and _: {name_of(study, 80) or 'wave_1'}."
        raise SurveyError(said, where="STUDY", fix=fix)
    folder = Path("questionnaires", "studies")
    path = Path(out) if out is not None else (folder if folder.is_dir() else Path()) / f"{study}.yaml"
    if path.suffix.lower() not in ENDINGS or path.stem != study:
        fix = f"Name it {path.with_name(f'{study}.yaml')}."
        raise SurveyError("the file of a study is named like the study", where=str(path), fix=fix)
    return path


def _beside(data: Path, definition: Path) -> str:
    """The data file as the definition names it: from its own folder."""
    return Path(os.path.relpath(data.resolve(), definition.resolve().parent)).as_posix()


def counts(scaffold: Scaffold) -> Mapping[str, int]:
    """How many questions of each type there are."""
    found: dict[str, int] = {}
    for question in scaffold.questions:
        found[question.kind] = found.get(question.kind, 0) + 1
    return found
