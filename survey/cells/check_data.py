"""Whether data fit what is asked of them: columns, respondents' numbers, weights. Problems are gathered, not raised."""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np

from survey.cells.encoding import is_blank, plain_question, printed
from survey.cells.engine import Engine
from survey.cells.names import nearest_column
from survey.cells.numbers import as_floats
from survey.errors import MissingWarning, Problem, warn
from survey.words import nearest

EXACT = 2.0**53  # above it whole numbers lose digits as floats


def absent_columns(engine: Engine, wanted: Iterable[tuple[str, str]], file: str) -> list[Problem]:
    """``wanted``: columns and what each is for. A problem for each that the data do not have, with the nearest name."""
    problems = []
    for column, use in dict.fromkeys(wanted):
        if column not in engine.columns:
            said = f"there is no such column{f' ({use})' if use else ''}"
            problems.append(Problem(file, 0, column, said, nearest_column(column, engine.columns)))
    return problems


def repeated_ids(engine: Engine, column: str, file: str) -> list[Problem]:
    """Respondents' numbers that stand in several rows. Rows without a number are warned of."""
    import pandas as pd

    values = pd.Series(engine.values(column))
    blank = np.array([is_blank(value) for value in values]) if values.dtype.kind not in "iub" else np.zeros(0, bool)
    if blank.any():
        said = f"{file}: {column}: {int(blank.sum())} rows have no number of the respondent"
        warn(MissingWarning, said, stacklevel=4)
        values = values[~blank]
    twice = values[values.duplicated(keep=False)].map(printed).value_counts()
    if not len(twice):
        return []
    shown = ", ".join(f"{value} ({count} rows)" for value, count in sorted(twice.items())[:8])
    more = f" and {len(twice) - 8} more" if len(twice) > 8 else ""
    said = f"{len(twice)} respondent number(s) stand in several rows: {shown}{more}"
    return [Problem(file, 0, column, said, "Remove the double rows, or name another column as data.id.")]


def bad_weights(engine: Engine, column: str, file: str, what: str = "weight") -> list[Problem]:
    """Weights that are words, missing, infinite, negative, or all 0. Some weights of 0 are allowed."""
    numbers, words = as_floats(engine.values(column))
    problems = []

    def add(said: str, fix: str) -> None:
        problems.append(Problem(file, 0, column, said, fix))

    if words:
        commas = all(word.replace(",", "", 1).lstrip("-").isdigit() for word in words)
        fix = "Write decimal points." if commas else f"Name the column of the {what}."
        shown = ", ".join(f"'{word}'" for word in words[:5])
        add(f"the {what} is not a number in some rows: {shown}{', …' if len(words) > 5 else ''}", fix)
    blank = int((~np.isfinite(numbers)).sum())
    if blank and not words:
        add(f"the {what} is missing or not finite in {blank} row(s)", "Give every row one; 0 where it does not count.")
    known = numbers[np.isfinite(numbers)]
    negative = int((known < 0).sum())
    if negative:
        add(f"the {what} is negative in {negative} row(s)", "Look for a wrong column, or a code for missing.")
    elif len(known) and not known.any():
        add(f"the {what} is 0 in all {len(known)} rows", "Name another column.")
    if len(known) and float(np.abs(known).max()) > EXACT:
        add(f"the {what} has values above 2^53, which lose digits", "Divide it by a constant.")
    return problems


def no_rows(engine: Engine, conditions: dict[str, object], file: str) -> Problem:
    """The problem that no row fulfils ``conditions``; names the values that occur."""
    said = " and ".join(f"{column} = {printed(value)}" for column, value in conditions.items())
    column, value = next(iter(conditions.items()))
    levels = [str(level) for level in engine.encoding(plain_question(column)).levels[:-2]]
    return Problem(file, 0, column, f"no row has {said}", nearest(printed(value), levels))
