"""``questions: all``: the columns of the data as questions."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from survey.cells.files.open import Opened
from survey.cells.meanings.file_parts import FilePart, file_parts
from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.meanings.set_columns import set_columns
from survey.cells.meanings.written_numbers import spaced_numbers
from survey.cells.opening.asked_columns import used_questions, weighting_variables
from survey.cells.opening.personal import personal
from survey.cells.opening.read_replicates import replicate_columns
from survey.cells.table.encoding import SEVERAL, as_number
from survey.definitions.records.laid_over import FILE
from survey.definitions.records.library import Library
from survey.definitions.records.question import POINTS
from survey.definitions.records.study import Study, StudyQuestion
from survey.errors import DataError, LeftOutWarning, Problem, warn

MANY = 20  # different answers that a column of texts, or one without a label, may have
_WEIGHT = re.compile(r"(^|[a-z_])(w|wt|wgt|wght|weight|weights|вес|веса|вага|вагі)(_.*|\d*)$|weight", re.IGNORECASE)
_DATES = ("datetime", "date", "time", "timedelta")
# why a column is no question; in the order in which they are told
_ROWS = ("weights", "numbers of respondents", "columns of the design", "personal data")
_WHY = (*_ROWS, "dates", "numbers with blanks inside", "own words", "no label", "empty")
_SHOWN = 12


@dataclass
class Columns:
    """``questions``: column -> its type, None where the data tell it. ``others``: why -> columns that are none."""

    questions: dict[str, str | None] = field(default_factory=dict)
    others: dict[str, list[str]] = field(default_factory=dict)

    def without(self, why: str, column: str) -> None:
        """``column`` is no question."""
        self.others.setdefault(why, []).append(column)

    def tell(self, name: str) -> None:
        """Warn of the columns that are no questions: how many, and which."""
        if not self.others:
            return
        count = sum(map(len, self.others.values()))
        told = [f"{why}: {_listed(self.others[why])}" for why in _WHY if why in self.others]
        warn(LeftOutWarning, f"{name}: {count} column(s) of the data are no questions ({'; '.join(told)})")


def with_every_column(study: Study, library: Library, opened: Opened, *, own_weighting: bool) -> Study:
    """``study``, where it says so, with a question for each labelled column that none of its own stands for, in the
    order of the data; in data without any labels, for each column but those of many different texts.

    Where the definition is not one of the library (a file by itself), a column called like a shared question is not
    this question, unless the weighting needs it. Warns of the columns that are none. ``DataError`` where none is one.
    """
    if not study.every:
        return study
    inside = library.folder.resolve() in library.files.get(f"study/{study.study}", Path()).resolve().parents
    weighted = weighting_variables(study, library) if own_weighting else []
    used = used_questions(study, library, own_weighting=own_weighting)
    asked = {name: library.question(study, name) for name in used if inside or name in (*study.questions, *weighted)}
    taken = {column for one in asked.values() for column in set_columns(one, asked) or (one.column or one.question,)}
    found = columns_of(study, opened, taken)
    if not found.questions and not study.questions:
        fix = "Name questions under 'questions:'."
        raise DataError([Problem(opened.name, 0, "", "no column of the data can be a question", fix)])
    found.tell(study.study)
    made = dict(study.questions)
    for column, kind in found.questions.items():
        said: dict[str, Any] = {"type": kind} if kind is not None else {}
        if column in library.questions and not inside:
            text = opened.layout.labels.get(column) or column
            said = {"type": "single", **said, "title": text, "text": text, "options_of": FILE, "nets": {}}
        made[column] = study.with_base(StudyQuestion.model_validate(said))
    return study.model_copy(update={"questions": made})


def columns_of(study: Study, opened: Opened, taken: set[str]) -> Columns:
    """The columns that are questions, and why the others are none."""
    parts = file_parts(opened, opened.engine)
    told = {name for part in parts for name in (*part.layout.labels, *part.layout.value_labels)}
    found = Columns()
    design = {*_design(study, opened.engine.columns)}
    weights = {study.design.weight, study.weighting.base_weight, *(part.layout.weight for part in parts)}
    for column in opened.engine.columns:
        if column in weights:
            found.without("weights", column)
        elif study.data is not None and column == study.data.id:
            found.without("numbers of respondents", column)
        elif column in design:
            found.without("columns of the design", column)
        elif column not in taken and told and column not in told:
            found.without("no label", column)
        elif column not in taken:
            _look(column, parts, bool(told), found)
    return found


def _design(study: Study, columns: Sequence[str]) -> list[str]:
    said, replicates = study.design, study.design.replicates
    named = [name if isinstance(name, tuple) else (name,) for name in (said.stratum, said.psu, said.fpc) if name]
    flat = [column for one in named for column in one]
    flat += replicate_columns(columns, replicates.columns) if replicates is not None else []
    return [*flat, *(study.data.where if study.data is not None else ())]


def _look(column: str, parts: Sequence[FilePart], labels: bool, found: Columns) -> None:
    """Whether the answers of one column are those of a question."""
    counts: dict[Any, int] = {}
    for part in parts:
        for value, count in part.answers(column).items():
            counts[value] = counts.get(value, 0) + count
    given, named = sum(counts.values()), any(part.labels(column) for part in parts)
    numbers = [as_number(value) for value in counts]
    numeric = all(number is not None for number in numbers)
    whole = numeric and all(number == int(number) for number in numbers if number is not None)
    if not counts:
        found.without("empty", column)
    elif named and personal(column, counts, parts[0].labels(column)) is None:
        found.questions[column] = "scale" if _is_scale(column, counts, parts) else None
    elif named or personal(column, counts, {}) is not None:
        found.without("personal data", column)
    elif spaced_numbers(counts):
        found.without("numbers with blanks inside", column)
    elif any(type(value).__name__.casefold().startswith(_DATES) or _is_timestamp(value) for value in counts):
        found.without("dates", column)
    elif numeric and not whole and _WEIGHT.search(column):
        found.without("weights", column)
    elif len(counts) == given and given > MANY and (whole or not numeric):
        found.without("numbers of respondents" if whole else "own words", column)
    elif not numeric and len(counts) > 2 and given < 2 * len(counts):
        found.without("own words", column)
    elif len(counts) > MANY and not numeric and (given < SEVERAL * len(counts) or not labels):
        found.without("own words", column)
    else:
        found.questions[column] = "number" if numeric and len(counts) > POINTS else None


def _is_scale(column: str, counts: Iterable[Any], parts: Sequence[FilePart]) -> bool:
    """Whether whole numbers without a label occur, and all of them between two labelled ones: the points of a scale."""
    texts = [pair for part in parts for pair in part.labels(column).items()]
    ends = [as_number(code) for code, text in texts if missing_kind(text) is None]
    known = {as_number(code) for code, _ in texts}
    found = [as_number(value) for value in counts if not any(part.declares_missing(column, value) for part in parts)]
    loose = [number for number in found if number not in known]
    numbers = [number for number in ends if number is not None]
    if not loose or len(numbers) < 2 or not 1 < max(numbers) - min(numbers) < POINTS:
        return False
    return all(one is not None and one == int(one) and min(numbers) < one < max(numbers) for one in loose)


def _is_timestamp(value: Any) -> bool:
    return type(value).__name__ in ("Timestamp", "Timedelta", "datetime64")


def _listed(names: Sequence[str]) -> str:
    more = f" and {len(names) - _SHOWN} more" if len(names) > _SHOWN else ""
    return f"{len(names)}: {', '.join(names[:_SHOWN])}{more}"
