"""The questions that several samples have in common, and their answers in one column each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.shared.asked import refuse
from survey.cells.shared.common_answers import common_answers
from survey.cells.shared.unanswered import column_of, common_form
from survey.cells.table.joined import joined_name
from survey.cells.table.set_question import SetQuestion
from survey.definitions.records.question import Option, Question
from survey.errors import ComparisonWarning, warn
from survey.weighting.combining.refused_questions import refuse_questions
from survey.wording.message import message
from survey.wording.worded import once
from survey.words import MISSING_KINDS, UNKNOWN, Text, say

Columns = dict[str, NDArray[Any]]
UNNAMED = "?"  # stands for what no option names


def combined_questions(
    parts: Mapping[str, SampleData], aside: str, *, force: bool = False
) -> tuple[dict[str, Question], Columns, tuple[Text, ...]]:
    """Questions (each in a column called like it), the columns, and notes of what was left out.

    Questions are matched by id. The same options may have other codes in another sample: then the column holds their
    ids. Kinds of missing may have other options, or none: they are joined by kind; finer answers are joined as the nets
    of their question say, where another sample has the coarser ones (``cells.shared.common_answers``). Other columns
    that all samples have are kept as they are. Raises one error with every question whose type or answers differ
    (``refused_questions``). ``aside``: the name of the question of samples, which no column may have."""
    first = next(iter(parts.values()))
    designs = {column for part in parts.values() for column in part.design.columns}
    ids = [name for name in first.questions if all(name in part.questions for part in parts.values())]
    parts, joined = _with_common_answers(parts, ids)
    refuse_questions(parts, ids)
    notes = [*joined, *_unlike(parts, ids, force)]
    questions: dict[str, Question] = {}
    columns: Columns = {}
    for name in ids:
        asked = [part.questions[name] for part in parts.values()]
        if asked[0].type == "multiple":
            notes += _add_set(name, asked, parts, questions, columns)
            continue
        there = [(one.column or name) in part.engine.columns for one, part in zip(asked, parts.values(), strict=True)]
        if not all(there):
            continue  # published figures only
        if len({(_codes(one), one.blank) for one in asked}) == 1:
            columns[name] = _stacked(parts, [one.column or name for one in asked])
            questions[name] = asked[0].model_copy(update={"column": None})
        else:
            questions[name], columns[name] = _joined(list(parts.values()), name)
    taken = {one.casefold() for one in (*columns, aside)}
    for column in first.engine.columns:
        if column.casefold() not in taken and all(column in part.engine.columns for part in parts.values()):
            columns[column] = _stacked(parts, [column] * len(parts))
    for key, part in parts.items():
        used = {one.column or name for name, one in part.questions.items() if name in ids} | designs
        lost = [name for name in part.questions if name not in questions]
        lost += [one for one in part.engine.columns if one not in (*columns, *used, *lost)]
        if lost:
            shown = ", ".join(lost[:5]) + (", …" if len(lost) > 5 else "")
            notes.append(message("data.not_in_all", sample=key, count=len(lost), names=shown))
    return questions, columns, tuple(notes)


def _with_common_answers(
    parts: Mapping[str, SampleData], ids: Sequence[str]
) -> tuple[dict[str, SampleData], list[Text]]:
    """The samples with finer answers joined where others asked for the coarser ones, and what was joined."""
    notes: list[Text] = []
    for name in ids:
        found = common_answers(list(parts.values()), name)
        parts = dict(zip(parts, found.samples, strict=True))
        notes += found.notes(name)
    return dict(parts), notes


def _add_set(
    name: str,
    asked: Sequence[Question],
    parts: Mapping[str, SampleData],
    questions: dict[str, Question],
    columns: Columns,
) -> list[Text]:
    """Add a question of several answers that is in the same form in all samples, its columns under names of its own;
    what to note of one that is not."""
    first, *others = asked
    if not isinstance(first, SetQuestion):
        return []  # published figures only
    meant = [replace(part, column="", question=None) for part in first.parts]
    for one in others:
        if not isinstance(one, SetQuestion) or [replace(p, column="", question=None) for p in one.parts] != meant:
            return [message("data.set_written_otherwise", question=name)]
        codes = [[_codes(part.question) for part in each.parts if part.question] for each in (first, one)]
        if codes[0] != codes[1] or (first.asked, first.blank) != (one.asked, one.blank):
            return [message("data.set_written_otherwise", question=name)]
    made = [replace(part, column=f"{name}: {k}") for k, part in enumerate(first.parts, start=1)]
    for k, part in enumerate(made):
        columns[part.column] = _stacked(parts, [one.parts[k].column for one in asked if isinstance(one, SetQuestion)])
    update = {"parts": tuple(made), "column": joined_name([part.column for part in made]), "columns": {}}
    questions[name] = first.model_copy(update=update)
    return []


def _unlike(parts: Mapping[str, SampleData], ids: Sequence[str], force: bool) -> list[Text]:
    """Words for answers that are worded otherwise; what is not comparable raises, unless it is forced."""
    base, *others = parts.values()
    found = once(said for one in others for said in refuse(base, one, ids, force=force))
    for said in found:
        warn(ComparisonWarning, say(said))
    return [*found]


def _codes(question: Question) -> tuple[Any, ...]:
    return tuple(sorted((key, tuple(map(str, option.codes))) for key, option in question.options.items()))


def _joined(parts: Sequence[SampleData], name: str) -> tuple[Question, NDArray[Any]]:
    """The question and, of each respondent, the id of the option; None for an empty cell, ``?`` for what no option
    names. Those without an answer are joined by kind (``cells.shared.unanswered``): in an option of the first sample,
    in its empty cells where these are of the kind, else in an option of their own or one called by the kind."""
    first, *_ = asked = [part.questions[name] for part in parts]
    form = common_form(parts, name)
    kinds = {key: option.missing or "" for key, option in form.options.items()}
    options = {key: option for one in reversed(asked) for key, option in one.options.items()}
    ids, used = [], set(first.options)
    for part in parts:
        encoding = part.engine.encoding(part.questions[name])
        levels = zip(encoding.levels, encoding.kinds, strict=True)
        homes = [_home(level, kind, kinds, first, options) for level, kind in levels]
        used.update(home for home in homes if home is not None)
        ids.append(np.array(homes, dtype=object)[part.engine.codes(part.questions[name])])
    kept = {key: options[key] for one in asked for key in one.options if key in used}
    for home in sorted(used - set(kept) - {UNNAMED}):
        if home in MISSING_KINDS:
            kept[home] = Option.model_validate({"id": home, "missing": home})
    plain = {key: option.model_copy(update={"code": None}) for key, option in kept.items()}
    return first.model_copy(update={"column": None, "options": plain}), np.concatenate(ids)


def _home(
    level: str, kind: str, kinds: Mapping[str, str], first: Question, options: Mapping[str, Option]
) -> str | None:
    """What stands in the combined column for a level of one sample."""
    if level == UNKNOWN:
        return UNNAMED
    if not kind:
        return level
    home = column_of(level, kind, kinds)
    if home in options:
        return home
    if kind == first.blank:
        return None
    return level if level in options else kind


def _stacked(parts: Mapping[str, SampleData], columns: list[str]) -> NDArray[Any]:
    """A column of every sample; numbers stay numbers where all have them."""
    values = [np.asarray(part.engine.values(column)) for column, part in zip(columns, parts.values(), strict=True)]
    if not all(one.dtype.kind in "iufb" for one in values):
        values = [one.astype(object) for one in values]
    return np.concatenate(values)
