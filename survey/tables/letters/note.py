"""What a table with letters says of them: what they mean, how they were tested, how many are chance, what was left."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np

from survey.tables.letters.asked import Letters
from survey.tables.letters.record import SMALL, ColumnTests
from survey.tables.notes import counted, listed
from survey.tables.table import Column, Note, Table
from survey.wording.figures import Number, number, short, whole
from survey.wording.message import Message, message, plural
from survey.wording.worded import Part, joined
from survey.words import Text

LEAST = 0.05  # a smaller expected number is written with as many digits as it needs


def with_letter_notes(
    table: Table, rule: str, several: Sequence[Text] = (), alone: Sequence[Text] = ()
) -> tuple[Note, ...]:
    """The notes of ``table`` and those of its letters: what they mean before the weighting, how they were tested behind
    the method. ``rule``: how the degrees of freedom of the design came about (``design``, ``replicates``, ``given``).
    ``several``: banner questions whose columns share respondents; ``alone``: those of one column.
    """
    tests = table.tests
    if tests is None:
        return table.notes
    meaning = [Note("letters", _meaning(tests))]
    if several and tests.asked.test == "askia" and tests.asked.against == "columns":
        meaning.append(Note("letters_overlap", message("letters.overlap", variable=listed([*several]))))
    if tests.asked.against == "columns" and any(tests.parents):
        meaning.append(Note("letters_nested", message("letters.nested")))
    if left := _untested(table, tests, alone):
        meaning.append(Note("letters_untested", message("letters.untested", list=joined(left, "; "))))
    found: list[Note] = []
    for note in table.notes:
        found += [*meaning, note] if note.key == "weighting" else [note]
        if note.key == "method":
            found.append(Note("letters_test", _method(tests, rule)))
    return tuple(found)


def _meaning(tests: ColumnTests) -> Text:
    levels = [number(level) for level in tests.asked.levels]
    said = message("letters.one_level", level=levels[0])
    if len(levels) > 1:
        said = message("letters.two_levels", strict=levels[1], loose=levels[0])
    return joined([message(f"letters.{tests.asked.against}", levels=said), _chance(tests)], "; ")


def _chance(tests: ColumnTests) -> Message:
    count, marked = int(tests.tested.sum()), whole(int((tests.strength > 0).sum()))
    if not count:
        return message("letters.nothing")
    if tests.asked.adjust == "none":
        return plural("letters.chance", count, count=whole(count), chance=_about(tests.by_chance), marked=marked)
    rows, lost = tests.families, whole(tests.lost)
    figures: dict[str, Part] = {"families": whole(rows), "chance": _about(tests.by_chance), "lost": lost}
    return plural("letters.chance_adjusted", rows, count=whole(count), marked=marked, **figures)


def _about(expected: float) -> Number:
    return whole(expected) if expected >= 1 else short(expected, 1 if expected >= LEAST else 3)


def _method(tests: ColumnTests, rule: str) -> Text:
    asked = tests.asked
    adjust = message("letters.none")
    if asked.adjust != "none":
        adjust = message("letters.adjusted", name=message(f"letters.{asked.adjust}"))
    test = message(f"letters.{asked.test}")
    return message("letters.test", test=test, df=_degrees(tests, rule), adjust=adjust, base=whole(asked.fewest))


def _degrees(tests: ColumnTests, rule: str) -> Text:
    if tests.asked.test != "design":
        return message(f"letters.df_{tests.asked.test}")
    known = np.unique(tests.df[np.isfinite(tests.df)])
    if not len(known) and len(tests.df):
        return message("letters.df_normal")
    return message("letters.df_design", df=joined([whole(df) for df in known], ", "), rule=message(f"tables.df_{rule}"))


def _untested(table: Table, tests: ColumnTests, alone: Sequence[Text]) -> list[Part]:
    """Columns on too few, and how many other comparisons were not made, by reason; the count of none is 0."""
    small = [column for column in table.columns if column.group and _named(column, tests) and _few(column, tests.asked)]
    names = {(column.group, column.id) for column in small}
    rows = zip(tests.why, tests.group, tests.column, tests.other, strict=True)
    others = Counter(why for why, *at in rows if not (why == SMALL and _touches(names, *at)))
    found: list[Part] = []
    if small:
        said = listed([counted(joined([one.group_label, ": ", one.label]), one.n, whole) for one in small])
        found.append(message("letters.small", list=said))
    for why, key in (("small", "small_other"), ("edge", "edge"), ("fixed", "fixed"), ("df", "df")):
        if others[why]:
            found.append(message(f"letters.{key}", count=whole(others[why])))
    return found + [message("letters.alone", variable=label) for label in alone]


def _named(column: Column, tests: ColumnTests) -> bool:
    """Whether the column takes part in a comparison."""
    pairs = zip(tests.group, tests.column, tests.other, strict=True)
    return any(group == column.group and column.id in (one, other) for group, one, other in pairs)


def _few(column: Column, asked: Letters) -> bool:
    return bool(asked.few(np.array([column.n]), np.array([column.n_kish]))[0])


def _touches(names: set[tuple[str, str]], group: str, column: str, other: str) -> bool:
    return (group, column) in names or (group, other) in names
