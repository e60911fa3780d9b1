"""A whole published report: 24 questions by four banners, 1 811 cells, in the form in which newsrooms publish them.

The respondents are invented and the table is generated, by plain sums that know nothing of the estimator; its form is
that of a public table: titles over rows, heads of groups once at the top, an empty first column, groups of fewer than
100 respondents blank, a dash where a question meets itself."""

from __future__ import annotations

import time
from typing import Any

import numpy as np
import pandas as pd
import pytest
import yaml

import survey
from survey.cells.samples.sample import SampleData
from survey.claims.published.check import PublishedCheck, check_table
from survey.definitions.records.published_table import PublishedTable
from survey.reports.printing.render import render

MAPPING = """
minimum_base: 100
groups: {Age: age3, Race: race2, Children: kids, Sexual Orientation: orientation}
columns: {Adult Men: _total}
questions: {"AMONG EMPLOYED: How much have you heard?": heard}
rows:
  heard: {"A lot or some": [1, 2], "Nothing": 3}
cells: {"–": skip}
"""
BANNER = {
    "age3": ("Age", ("18 - 34", "35 - 64", "65 and up"), (0.3, 0.5, 0.2)),
    "race2": ("Race", ("White", "Non-white"), (0.7, 0.3)),
    "kids": ("Children", ("Has children", "No children"), (0.6, 0.4)),
    "orientation": ("Sexual Orientation", ("Straight", "Gay/Bisexual"), (0.9, 0.1)),
}
SIZES = (*([8] * 20), 10, 7)  # answers of the 22 questions beside `heard` and `age3`: with these 182 rows in all


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    draw = np.random.default_rng(1811)
    data: dict[str, Any] = {key: draw.choice(len(levels), 1615, p=p) + 1 for key, (_, levels, p) in BANNER.items()}
    for at, size in enumerate(SIZES, start=1):
        lean = np.cumsum(1 + draw.random((size, 3)), axis=0)  # the ages answer differently
        sums = lean[:, data["age3"] - 1]
        data[f"q{at}"] = 1 + (draw.random(1615) * sums[-1] > sums).sum(axis=0)
    data["heard"] = np.where(draw.random(1615) < 0.5, draw.integers(1, 4, 1615), np.nan)  # else not employed
    data["weight"] = draw.lognormal(0, 0.5, 1615)
    return pd.DataFrame(data)


@pytest.fixture(scope="module")
def sample(frame: pd.DataFrame) -> SampleData:
    questions: dict[str, Any] = {}
    for at, size in enumerate(SIZES, start=1):
        options = {number: f"Answer {number} of {at}" for number in range(1, size + 1)}
        questions[f"q{at}"] = {"title": f"Question {at}", "options": options}
    for key, (title, levels, _) in BANNER.items():
        questions[key] = {"title": f"{title} of men", "options": dict(enumerate(levels, start=1))}
    heard = {1: "A lot", 2: "Some", 3: "Nothing at all"}
    questions["heard"] = {"title": "Heard of it", "blank": "not_asked", "options": heard}
    return survey.Sample(frame, weight="weight", questions=questions)


@pytest.fixture(scope="module")
def table(frame: pd.DataFrame) -> list[list[str]]:
    groups = [(key, code) for key, (_, levels, _) in BANNER.items() for code in range(1, len(levels) + 1)]
    first = [BANNER[key][0] if code == 1 else "" for key, code in groups]
    rows = [["AMONG ADULT MEN", "", "Adult Men", *first]]
    rows.append(["", "", "", *(BANNER[key][1][code - 1] for key, code in groups)])

    data = {name: column.to_numpy() for name, column in frame.items()}
    columns = [("", np.ones(len(frame), dtype=bool)), *((key, data[key] == code) for key, code in groups)]

    def line(label: str, question: str, codes: tuple[int, ...]) -> list[str]:
        printed, answers = ["", label], data[question]
        for key, group in columns:
            inside = group & np.isfinite(answers)
            weight = np.where(inside, data["weight"], 0.0)
            share = 100 * weight[np.isin(answers, codes)].sum() / weight.sum()
            printed.append("" if inside.sum() < 100 else "–" if key == question else f"{share:.0f}%")
        return printed

    for at, size in enumerate(SIZES, start=1):
        rows.append([f"Question {at}", *[""] * 9])
        rows += [line(f"Answer {number} of {at}", f"q{at}", (number,)) for number in range(1, size + 1)]
    rows.append(["AMONG EMPLOYED: How much have you heard?", *[""] * 9])
    rows += [line("A lot or some", "heard", (1, 2)), line("Nothing", "heard", (3,))]
    rows += [["age3", *[""] * 9], *(line(level, "age3", (at,)) for at, level in enumerate(BANNER["age3"][1], 1))]
    return rows


@pytest.fixture(scope="module")
def check(sample: SampleData, table: list[list[str]]) -> PublishedCheck:
    begun = time.perf_counter()
    made = check_table(sample, table, PublishedTable.model_validate(yaml.safe_load(MAPPING)))
    assert time.perf_counter() - begun < 10
    return made


@pytest.mark.derivation
def test_1811_of_1811_cells_over_24_questions_are_reproduced(check: PublishedCheck) -> None:
    assert len(MAPPING.strip().splitlines()) <= 40
    assert len(check.questions) == 24
    assert (check.reproduced, len(check.judged), len(check.cells)) == (1811, 1811, 1820)
    assert check.unjudged == {"skip": 9}
    text = render(check.only("missed"), "text")
    assert "1,811 of 1,811 figures reproduced" in text
    assert "Question 1 " in text and "Whole table" in text


@pytest.mark.derivation
def test_blanks_are_held_against_the_minimum_base(
    sample: SampleData, table: list[list[str]], check: PublishedCheck
) -> None:
    blanks = [cell for cell in check.judged if cell.figure.kind == "mark" and not cell.figure.mark]
    assert len(blanks) == 2 and all(cell.found.n < 100 for cell in blanks)  # of the employed, gay or bisexual men
    assert "Of the reproduced 2 are blanks" in " ".join(render(check.only("missed"), "text").split())
    lower = check_table(sample, table, check.rules.model_copy(update={"minimum_base": 50}))
    assert [cell.reason for cell in lower.missed] == ["suppressed", "suppressed"]


@pytest.mark.derivation
def test_a_table_changed_in_one_cell_misses_that_cell(sample: SampleData, table: list[list[str]]) -> None:
    changed = [list(row) for row in table]
    changed[4][5] = f"{int(changed[4][5][:-1]) + 2}%"
    check = check_table(sample, changed, PublishedTable.model_validate(yaml.safe_load(MAPPING)))
    assert [(cell.placed.cell.where, cell.placed.question) for cell in check.missed] == [("F5", "q1")]


@pytest.mark.derivation
def test_a_question_by_its_own_groups_is_all_of_one_and_none_of_the_others(sample: SampleData) -> None:
    rows = [["age3"], ["", "18 - 34", "35 - 64"], ["18 - 34", "100", "0"], ["35 - 64", "0", "100"]]
    rows.append(["65 and up", "1", "0"])
    heads = {"18 - 34": {"age3": "1"}, "35 - 64": {"age3": "2"}}
    check = check_table(sample, rows, PublishedTable(columns=heads))
    assert [cell.status for cell in check.cells].count("reproduced") == 5
    assert [cell.placed.cell.where for cell in check.missed] == ["B5"]


@pytest.mark.contract
def test_a_question_of_blanks_alone_takes_no_question_below_it_along(
    sample: SampleData, table: list[list[str]]
) -> None:
    at = next(number for number, row in enumerate(table) if row[0] == "Question 2")
    blank = [[*row[:2], *[""] * 10] for row in table[at : at + 9]]
    check = check_table(sample, table[:at] + blank + table[at + 9 : at + 18], PublishedTable(minimum_base=100))
    assert {name: len(cells) for name, cells in check.questions.items()} == {"q1": 80, "q2": 80, "q3": 80}
