"""A table with the letters of its columns."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.arrays import Array
from survey.definitions.records.presenting.banner import levels
from survey.errors import EstimationError
from survey.maths.adjust import adjust_p
from survey.maths.letters import cased, letter
from survey.tables.letters.asked import Letters
from survey.tables.letters.compare import Compared, Group, Tabulated, compare
from survey.tables.letters.note import with_letter_notes
from survey.tables.letters.record import REST, ColumnTests
from survey.tables.table import Column, Table
from survey.wording.worded import same
from survey.words import TOTAL, Adjust, Text

HIGHER, LOWER = "H", "L"  # than everybody, or than all others


def with_letters(table: Table, asked: Letters, made: Tabulated) -> Table:
    """``table`` with a letter in each cell for each column that it is higher than, and notes on how that was tested.

    Columns of one banner question are tested with each other; their letters begin with A in each. Those of kinds of
    missing, and the total, have none. Raises ``EstimationError`` where percentages are not of columns."""
    if table.percent != "column":
        said = f"letters compare percentages of columns, not of each {table.percent}"
        raise EstimationError(said, where=table.question, fix="Leave out --percent (percent='column').")
    groups = [group for by in made.crossed for group in Group.of(table, by, made, asked.against)]
    found = [compare(table, group, made, asked) for group in groups]
    columns = list(table.columns)
    for group in groups if asked.against == "columns" else ():
        for place, j in enumerate(group.columns.tolist()):
            columns[j] = replace(columns[j], letter=letter(place))
    lettered = replace(table, columns=tuple(columns), tests=_tests(table, asked, groups, found))
    lettered = replace(lettered, marks=_marks(lettered))
    rule = "given" if not isinstance(made.df, str) else "design" if made.sample.replicates is None else "replicates"
    asked_of = [made.sample.question(by) for by in table.domains]
    several = [question.heading for question in asked_of if question.type == "multiple"]
    notes = with_letter_notes(lettered, rule, several, [_heading(table, group) for group in groups if _alone(group)])
    return replace(lettered, notes=notes, records=tuple(lettered_records(lettered)))


def _alone(group: Group) -> bool:
    """Whether the group has nothing to be tested against."""
    return not len(group.pairs)


def _heading(table: Table, group: Group) -> Text:
    """What stands over the columns of a group."""
    own = (column for column in table.columns if (column.group, column.domain[:-1]) == (group.by, group.parent))
    return next((column.group_label for column in own if column.group_label), same(group.by))


def _tests(table: Table, asked: Letters, groups: Sequence[Group], found: Sequence[Compared]) -> ColumnTests:
    names: list[tuple[str, str, str, str]] = []
    parents: list[tuple[str, ...]] = []
    for group in groups:
        ids = [table.columns[j].id for j in group.columns.tolist()]
        beside = TOTAL if asked.against == "total" else REST
        for row in table.stub:
            names += [(group.by, row.id, ids[i], ids[j] if j >= 0 else beside) for i, j in group.pairs.tolist()]
            parents += [group.parent] * len(group.pairs)

    def flat(arrays: Sequence[NDArray[Any]]) -> NDArray[Any]:
        return np.concatenate([array.ravel() for array in arrays]) if arrays else np.zeros(0)

    return ColumnTests(
        asked,
        group=tuple(name[0] for name in names),
        row=tuple(name[1] for name in names),
        column=tuple(name[2] for name in names),
        other=tuple(name[3] for name in names),
        difference=flat([one.tested.difference for one in found]),
        std_error=flat([one.tested.std_error for one in found]),
        df=flat([one.tested.df for one in found]),
        p=flat([one.p for one in found]),
        p_adjusted=flat([_adjusted(one.p, asked.adjust) for one in found]),
        why=tuple(str(why) for one in found for why in one.why.ravel()),
        parents=tuple(parents),
    )


def _sides(column: Column, other: tuple[str, ...]) -> dict[str, str]:
    """The answers of both sides by question; one that they share is named once."""
    names = levels(column.group) if column.levels else (column.group,)
    both = zip(names, column.domain, other, strict=True)
    return {name: one if one == two else f"{one} - {two}" for name, one, two in both}


def _adjusted(p: Array, how: Adjust) -> Array:
    """P-values raised within each row."""
    return p if how == "none" else np.array([adjust_p(row, how) for row in p]).reshape(p.shape)


def _marks(table: Table) -> tuple[tuple[tuple[str, ...], ...], ...]:
    """Against columns the larger of two gets the letter of the smaller; else H and L."""
    tests = table.tests
    assert tests is not None
    rows = {row.id: i for i, row in enumerate(table.stub)}
    places = {(column.group, column.id): j for j, column in enumerate(table.columns)}
    marks: list[list[list[str]]] = [[[] for _ in table.columns] for _ in table.stub]
    strength = tests.strength
    for k in np.flatnonzero(strength).tolist():
        i, j = rows[tests.row[k]], places[tests.group[k], tests.column[k]]
        higher = bool(tests.difference[k] > 0)
        if tests.asked.against == "columns":
            other = places[tests.group[k], tests.other[k]]
            j, other = (j, other) if higher else (other, j)
            mark = table.columns[other].letter
        else:
            mark = HIGHER if higher else LOWER
        marks[i][j].append(cased(mark, int(strength[k]), len(tests.asked.levels)))
    return tuple(tuple(tuple(sorted(cell, key=_in_order)) for cell in row) for row in marks)


def _in_order(mark: str) -> tuple[int, str]:
    """Letters of columns in the order of the columns, whatever their case."""
    return len(mark), mark.upper()


def lettered_records(table: Table) -> Iterator[dict[str, Any]]:
    """The rows of the table with their letters, then, where asked for, a row a comparison."""
    tests = table.tests
    marks = [cell for row in table.marks for cell in row]
    yield from ({**record, "letters": cell} for record, cell in zip(table.records, marks, strict=True))
    if tests is None or not tests.asked.p_values:
        return
    everybody = dict.fromkeys(table.domains, TOTAL)
    columns = {(column.group, column.id): column for column in table.columns}
    for one in tests.rows():
        column, other = columns[one["group"], one["column"]], columns.get((one["group"], one["other"]))
        named = {**everybody, **_sides(column, other.domain if other else (one["other"],) * len(column.domain))}
        head = {"study": table.study, "question": table.question, "option": one["row"], **named}
        figures = {"estimate": one["difference"], "std_error": one["std_error"], "df": one["df"]}
        yield {**head, **figures, "p_value": one["p"], "p_adjusted": one["p_adjusted"], "not_tested": one["why"]}
