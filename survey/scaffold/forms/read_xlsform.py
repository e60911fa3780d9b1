"""XLSForm workbooks (ODK, Kobo, SurveyCTO, Ona): sheets survey, choices, settings (xlsform.org)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.scaffold.forms.source import Source
from survey.scaffold.forms.words import code_of, counted, plain, used
from survey.scaffold.forms.workbook import Sheets
from survey.scaffold.forms.xls_rows import Row, labels, rows_of
from survey.scaffold.forms.xls_types import LEFT_OUT, Typed, typed

OTHER = "or_other"


def read_xlsform(source: Source, sheets: Sheets) -> Form:
    """The questions of the sheet ``survey`` with the answers of ``choices``.

    Several answers stand in one column with blanks between them, and, as Kobo exports them, in ``name/code`` each. A
    group gives its label to its questions and its ``relevant`` to theirs; those of a repeat are left out, since they
    are no answers of the respondent. ``DataError`` for a workbook without type and name in ``survey``.
    """
    rows = rows_of(sheets.get("survey", []))
    if not rows or not {"type", "name"} <= {key for row in rows for key in row}:
        raise source.fault("has no columns type and name in the sheet survey", "Name the workbook of an XLSForm.")
    settings = next(iter(rows_of(sheets.get("settings", []))), {})
    own = str(settings.get("default_language") or "")
    left: Counter[str] = Counter()
    choices = _choices(rows_of(sheets.get("choices", [])), own, left)
    questions = tuple(_questions(rows, choices, own, source, left))
    source.check_count(len(questions))
    title = labels({"label": settings.get("form_title")}, own, left) if settings.get("form_title") else {}
    texts = [title, *(one.text for one in questions), *(part.label for one in questions for part in one.options)]
    return Form(title, questions, source.path.name, used(texts), counted(left))


def _choices(rows: list[Row], own: str, left: Counter[str]) -> dict[str, tuple[FormOption, ...]]:
    found: dict[str, dict[str | int | float, FormOption]] = defaultdict(dict)
    for row in rows:
        name = row.get("list_name") or row.get("list name")
        code = row.get("name", row.get("value"))
        if name is None or code is None:
            continue
        option = FormOption(code_of(code), labels(row, own, left))
        left["choices of a code that their list has already, which were left out"] += option.code in found[str(name)]
        found[str(name)].setdefault(option.code, option)
    return {name: tuple(options.values()) for name, options in found.items()}


def _questions(
    rows: list[Row], choices: dict[str, tuple[FormOption, ...]], own: str, source: Source, left: Counter[str]
) -> list[FormQuestion]:
    found: list[FormQuestion] = []
    groups: list[tuple[str, str, str]] = []  # kind, label, relevant of those that stand open
    for row in rows:
        kind = " ".join(str(row.get("type") or "").lower().replace("_", " ").split())
        if kind.startswith("begin"):
            words = next(iter(labels(row, own, left).values()), "")
            groups.append((kind.split()[1] if " " in kind else "", words, plain(row.get("relevant"))))
        elif kind.startswith("end"):
            groups = groups[:-1]
        elif kind and any(opened == "repeat" for opened, _, _ in groups):
            left["questions of a repeat, which were left out: each respondent has several rows of them"] += 1
        elif kind:
            asked = typed(str(row["type"]))
            if asked is None:
                left[LEFT_OUT] += 1
                continue
            if row.get("name") is None:
                raise source.fault(f"a question of the type '{row['type']}' has no name", "Name it.", key="survey")
            found.append(_question(row, asked, choices, own, groups, left))
    return found


def _question(
    row: Row,
    asked: Typed,
    choices: dict[str, tuple[FormOption, ...]],
    own: str,
    groups: list[tuple[str, str, str]],
    left: Counter[str],
) -> FormQuestion:
    name = str(row["name"]).strip()
    options = choices.get(asked.list_name, ())
    left["questions of a list of choices that is not in the form"] += bool(asked.list_name) and not options
    if asked.other and options:
        options = (*options, FormOption("other", {"en": "Other"}))
    several = asked.kind == "multiple"
    where = [plain(text) for text in (*(relevant for _, _, relevant in groups), row.get("relevant")) if text]
    notes = [asked.note] if asked.note else []
    notes += [f"choices by {plain(row['choice_filter'])}"] if row.get("choice_filter") else []
    return FormQuestion(
        name,
        labels(row, own, left),
        asked.kind,
        options,
        columns=tuple(f"{name}/{option.code}" for option in options) if several else (),
        delimiter=" " if several else None,
        group=next((label for _, label, _ in reversed(groups) if label), None),
        relevant=where[0] if len(where) == 1 else " and ".join(f"({text})" for text in where) or None,
        note="; ".join(notes) or None,
    )


def is_xlsform(sheets: Sheets) -> bool:
    """Whether the workbook has a sheet that says so by its head."""
    head: list[Any] = next(iter(sheets.get("survey", [])), [])
    return "type" in {str(cell).strip().lower() for cell in head if cell is not None}
