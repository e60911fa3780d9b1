"""Questions of several answers that have a column of marks for each option."""

from __future__ import annotations

from collections.abc import Callable, Hashable, Iterator, Mapping, Sequence
from dataclasses import replace

from survey.cells.meanings.missing_kind import missing_kind
from survey.cells.table.encoding import SEVERAL, plain_text, printed
from survey.scaffold.guessing.columns import Column
from survey.scaffold.guessing.names import name_of, option_name
from survey.scaffold.guessing.set_words import says_no, says_none, says_yes
from survey.scaffold.guessing.stems import common_text, stem_of
from survey.scaffold.guessing.told import as_code
from survey.scaffold.proposal import Choice, Proposal

_LEAST = 3  # columns that are taken for a set without a word of the file


def flag_question(columns: Sequence[Column], name: str) -> Proposal | None:
    """The neighbouring ``columns`` of one stem as a question of several answers; None where they are no marks.

    Marks are 1 with or without 0, words for yes and no (in labels, too), one text or one code a column beside empty
    cells. Where a column has another answer ("don't know"), each is a question by itself.
    """
    if len(columns) < _LEAST or not any(column.given for column in columns):
        return None
    marks = [_marks(column) for column in columns]
    if all(mark is not None for mark in marks):
        kinds = {mark for mark in marks if mark}
        if len(kinds) > 1:
            return None
        only = next(iter(kinds), None)
        return with_flags(columns, name, None if only in (None, 1.0) else as_code(only), "marks in columns")
    own = [_own_text(column) for column in columns]
    return _by_own(columns, own, name) if all(own) else None


def with_flags(
    columns: Sequence[Column], name: str, marked: int | float | str | None, guess: str, text: str = ""
) -> Proposal:
    """The question with an option for each column, named by what its label has of its own."""
    question, items = common_text([column.label for column in columns])
    options: dict[str, Choice] = {}
    by_option: dict[str, str] = {}
    for column, item in zip(columns, items, strict=True):
        last = stem_of(column.name)[1]
        label = item or ("" if last.isdigit() else last)
        option = option_name(label if name_of(label) else column.name, options)
        options[option] = _choice(label)
        by_option[option] = column.name
    said = text or question or (columns[0].name.rpartition("[")[0].strip() if "[" in columns[0].name else "")
    text_of = {"und": said} if said else {}
    return Proposal(
        name, None, "multiple", text_of, options=options, columns=by_option, marked=marked, guess=f"{guess}"
    )


def _choice(label: str, codes: tuple[int | float | str, ...] = ()) -> Choice:
    none = says_none(label)
    return Choice(codes, {"und": label} if label else {}, missing_kind(label), exclusive=none)


def _marks(column: Column) -> Hashable | None:
    """What in the column is a mark: 1.0, or a word of yes; "" for a column of nothing; None where it has no marks."""
    keys = set(column.given)
    if not keys:
        return ""
    labels = {key: column.labels[key][1] for key in keys if key in column.labels}
    if any(missing_kind(text) for text in labels.values()):
        return None
    if keys <= {0.0, 1.0}:
        turned = says_no(labels.get(1.0, "")) or says_yes(labels.get(0.0, ""))
        other = 0.0 in labels and 1.0 in labels and not says_no(labels[0.0])
        return None if turned or other or len(column.labels) > 2 else 1.0
    yes = [key for key in keys if says_yes(labels.get(key, str(key)))]
    no = [key for key in keys if says_no(labels.get(key, str(key)))]
    if len(keys) > 2 or len(yes) + len(no) < len(keys) or len(yes) > 1:
        return None
    labelled = [key for key, (_, text) in column.labels.items() if says_yes(text)]
    mark = yes[0] if yes else labelled[0] if len(labelled) == 1 else None
    return column.answers[mark][0] if mark in column.answers and isinstance(mark, str) else mark


def _own_text(column: Column) -> str:
    """The one text, or the one labelled code above 1, that a column of marks has beside empty cells, 0 and "not
    selected"."""
    keys = _own_keys(column)
    if len(keys) != 1:
        last = stem_of(column.name)[1] if "[" in column.name else ""
        return "" if keys else column.label or last
    text = column.labels[keys[0]][1] if keys[0] in column.labels else printed(column.answers[keys[0]][0])
    alone = column.count(keys[0]) < SEVERAL and plain_text(text) not in plain_text(f"{column.label} {column.name}")
    return "" if alone and keys[0] not in column.labels else text


def _own_keys(column: Column) -> list[Hashable]:
    return [key for key in column.given if key != 0.0 and not (isinstance(key, str) and says_no(key))]


def heading_questions(
    columns: Sequence[Column], named: Callable[[str], str]
) -> Iterator[tuple[list[str], Proposal | None]]:
    """Neighbouring columns, ``_LEAST`` or more, of headings that begin alike and end each in the one text that is in
    the column ("3. Python." over "Python."): their names, and the question that they are. ``named``: its name by that
    of the first."""
    runs: list[tuple[str, list[Column]]] = []
    for column in columns:
        keys = _own_keys(column) if column.holds == "texts" and not column.labels else []
        text = printed(column.answers[keys[0]][0]).strip() if len(keys) == 1 else ""
        heading = (column.label or column.name).strip()
        stem = heading[: -len(text)] if text and heading.endswith(text) else ""
        if stem and runs and runs[-1][0] == stem:
            runs[-1][1].append(column)
        else:
            runs.append((stem, [column]))
    for stem, members in runs:
        if stem and len(members) >= _LEAST:
            yield [column.name for column in members], _own_question(members, named(members[0].name))


def _own_question(columns: Sequence[Column], name: str) -> Proposal | None:
    """The columns as a question; its text is what their headings begin with."""
    texts = [_own_text(column) for column in columns]
    made = _by_own(columns, texts, name) if all(texts) else None
    heading = (columns[0].label or columns[0].name).strip()
    stem = heading[: -len(texts[0].strip())].strip().strip("-–—:|[").strip()
    return replace(made, text={"und": stem} if stem else {}) if made is not None else None


def _by_own(columns: Sequence[Column], texts: Sequence[str], name: str) -> Proposal | None:
    if len(set(texts)) < len(texts):
        return None
    question, _ = common_text([column.label for column in columns])
    options: dict[str, Choice] = {}
    by_option: dict[str, str] = {}
    for column, text in zip(columns, texts, strict=True):
        option = option_name(text, options)
        keys = _own_keys(column)
        code = (as_code(column.answers[keys[0]][0]),) if keys and keys[0] in column.labels else ()
        options[option] = _choice(text, code)
        by_option[option] = column.name
    asked = question or (columns[0].name.rpartition("[")[0].strip() if "[" in columns[0].name else "")
    said = {"und": asked} if asked else {}
    return Proposal(name, None, "multiple", said, options=options, columns=by_option, guess="one text a column")


def unmarked(columns: Mapping[str, str], values: Mapping[str, Sequence[object]], marked: object) -> int:
    """Rows in which no column of flags has anything but an empty cell or 0."""
    import numpy as np

    rows = None
    for column in columns.values():
        some = np.array([_some(value, marked) for value in values[column]])
        rows = some if rows is None else rows | some
    return 0 if rows is None else int((~rows).sum())


def _some(value: object, marked: object) -> bool:
    if value is None or value != value or value is False or value == 0:
        return False
    return value == marked if marked is not None else bool(str(value).strip())
