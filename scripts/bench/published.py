"""A whole published table held against data, and the search for the rule that made one that is missed."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

import survey
from bench.book import ANSWERS, LEVELS, asked, names_of, rows_of, tables_of
from bench.measure import Record, spread, turns
from survey.claims.explaining.explanation import Explanation, explain_table
from survey.claims.published.check import PublishedCheck, check_table

ROWS = 10_000
WHOLE, MISSED = (ROWS, 25, 4), (ROWS, 5, 3)  # respondents, questions, banner variables: 2,125 and 325 cells
LEAST_RULES, LEAST_CELLS = 2_000, 300


def published(count: int) -> list[Record]:
    """Records of a table of over 2,000 cells against the tabulation of the same cells, and of the search over at least
    2,000 rules for one of over 300 cells."""
    frame = rows_of(WHOLE)
    names = names_of(WHOLE)
    rows = printed(frame, *names)
    held, made = turns(count, lambda: lambda: checked(frame, rows, *names), lambda: tables_of(frame, *names))
    check = checked(frame, rows, *names)
    good = check.reproduced == len(check.cells) >= 2_000
    seconds, good_rule, what = searched(count)
    return [
        Record(f"published table: {len(check.cells):,} cells against tabulating them", "memory", ROWS, spread(held),
               spread(made), None, good, 0.0, 3.0),
        Record(what, "memory", ROWS, spread(seconds), None, None, good_rule, second_limit=30.0),
    ]  # fmt: skip


def searched(count: int) -> tuple[list[float], bool, str]:
    """Seconds of the search for a hidden rule, whether it names it, and what it was."""
    frame = rows_of(WHOLE)
    names, few = names_of(WHOLE), names_of(MISSED)
    hidden = frame[frame["b3"] == 2].assign(weight=1.0)
    rows = printed(hidden, *few)
    check = checked(frame, rows, *names)
    found = explain_table(check)
    rule = {(change.kind, change.name) for one in found.whole for change in one.changes}
    good = {("weight", "none"), ("filter", "b3 == '2'")} <= rule
    enough = found.tried >= LEAST_RULES and len(check.cells) >= LEAST_CELLS

    def again() -> Explanation:
        return explain_table(check)

    times, _ = turns(count, lambda: again, None)
    what = f"why a published table is missed: {found.tried:,} rules, {len(check.cells)} cells"
    return times, good and enough, what


def checked(frame: pd.DataFrame, rows: list[list[str]], questions: list[str], banner: list[str]) -> PublishedCheck:
    """The table against the data, from nothing."""
    definitions: dict[str, Any] = asked(questions, banner)
    return check_table(survey.Sample(frame, survey.SurveyDesign(weight="weight"), definitions), rows)


def printed(frame: pd.DataFrame, questions: list[str], banner: list[str]) -> list[list[str]]:
    """The table as it is printed, by plain sums: ids, and percent with one digit."""
    weight = frame["weight"].to_numpy()
    groups = [(name, level) for name in banner for level in range(1, LEVELS + 1)]
    inside = [np.ones(len(frame), dtype=bool), *(frame[name].to_numpy() == level for name, level in groups)]
    heads = [["", "Total", *(f"{name} {level}" for name, level in groups)]]
    rows = []
    for name in questions:
        answers = frame[name].to_numpy()
        rows += [[name], ["", "", *(by for by, _ in groups)], *heads]
        for answer in range(1, ANSWERS + 1):
            shares = [100 * weight[held & (answers == answer)].sum() / weight[held].sum() for held in inside]
            rows.append([f"{name} {answer}", *(f"{share:.1f}" for share in shares)])
        rows.append([])
    return rows
