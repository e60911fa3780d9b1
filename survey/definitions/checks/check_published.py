"""Whether ``published:`` of a study names a file that is there, and questions and options that exist."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from survey.definitions.checks.checking import Check
from survey.definitions.records.published_table import PublishedTable
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.definitions.records.study import Study
from survey.outside import ADVICE, is_outside, outside_said
from survey.words import nearest

Asked = Callable[[str], Question | None]
AT = ("published",)


def published_file(definition: Path | None, rules: PublishedTable) -> Path | None:
    """The published table that ``rules`` name, beside the ``definition`` of the study."""
    if rules.file is None:
        return None
    found = Path(rules.file)
    return found if found.is_absolute() or definition is None else definition.parent / found


def check_published(study: Study, asked: Asked, exists: Callable[[Keys, str], bool], check: Check) -> None:
    """The file, and every name of the mapping. ``asked``: the question as this study asks it."""
    rules = study.published
    if rules is None:
        return
    _file(study, rules, check)
    if study.every:  # every column of the data is a question
        return
    for key in ("questions", "groups"):
        for text, name in getattr(rules, key).items():
            exists((*AT, key, text), name)
    for name in rules.bases:
        exists((*AT, "bases", name), name)
    for text, meaning in rules.columns.items():
        for name, option in meaning.items() if isinstance(meaning, dict) else ():
            if exists((*AT, "columns", text, name), name):
                check.options((*AT, "columns", text, name), [option], asked(name), listed=False)
    for name, rows in rules.rows.items():
        if isinstance(rows, dict) and exists((*AT, "rows", name), name):
            for text, meant in rows.items():
                _row((*AT, "rows", name, text), (meant,) if isinstance(meant, str) else meant, asked(name), check)


def _row(at: Keys, names: tuple[str, ...], question: Question | None, check: Check) -> None:
    options = [name for name in names if not name.startswith("_")]
    check.options(at, options, question, listed=len(names) > 1)


def _file(study: Study, rules: PublishedTable, check: Check) -> None:
    definition = check.library.files.get(f"study/{study.study}")
    path = published_file(Path(definition) if definition is not None else None, rules)
    if path is not None and definition is not None and is_outside(path, Path(definition).parent, check.library.folder):
        check.add((*AT, "file"), outside_said(rules.file), ADVICE)
        return
    if path is None or path.is_file() or definition is None:
        return
    others = [one.name for one in path.parent.iterdir()] if path.parent.is_dir() else []
    fix = nearest(path.name, others) or "Paths are beside the definition."
    check.add((*AT, "file"), f"there is no file '{rules.file}'", fix)
