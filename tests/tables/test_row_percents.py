"""Row percents: each row has its own base, printed, marked where it is small, and its own degrees of freedom."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from survey.cells.samples.sample import SampleData
from survey.errors import SmallBaseWarning
from survey.reports.printing.render import render
from survey.tables.crosstab import crosstab
from survey.tables.table import Table

Make = Callable[..., SampleData]
CODES = {"yes": [1], "rather": [2], "no": [3], "dont_know": [8], "for": [1, 2]}


@pytest.fixture
def few(frame: pd.DataFrame) -> pd.DataFrame:
    """Four respondents say "rather", all of them women; many of the others give no education."""
    rows = frame.index[frame.vote == 2]
    frame.loc[rows[4:], "vote"] = 3
    frame.loc[rows[:4], "sex"] = "woman"
    return frame


def row(table: Table, name: str) -> int:
    return [stub.id for stub in table.stub].index(name)


@pytest.mark.derivation
@pytest.mark.parametrize("base", ["asked", "valid", "all"])
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_the_base_of_a_row_is_all_who_chose_it(make: Make, few: pd.DataFrame, base: str) -> None:
    table = crosstab(make(few), "vote", ["sex", "edu"], percent="row", base=base)
    for option, codes in CODES.items():
        if base == "valid" and option == "dont_know":
            continue
        chose = few[few.vote.isin(codes)]
        mine = {found.group: found for found in table.stub[row(table, option)].bases}
        known = chose if base != "valid" else chose[chose.edu.isin(["low", "high"])]
        for group, rows in (("", chose), *([("edu", known)] if len(known) < len(chose) else [])):
            found = mine.pop(group)
            assert found.n == len(rows) and found.n_weighted == pytest.approx(rows.w.sum())
            assert found.n_kish == pytest.approx(rows.w.sum() ** 2 / (rows.w**2).sum())
            assert found.df == len(rows.groupby(["stratum", "psu"])) - rows.stratum.nunique()
            assert found.small == (len(rows) < 100 or found.n_kish < 30)
        assert not mine


@pytest.mark.property
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_the_printed_bases_of_rows_are_those_of_the_long_rows(make: Make, few: pd.DataFrame) -> None:
    table = crosstab(make(few), "vote", ["sex", "edu"], percent="row", base="valid")
    for stub in table.stub:
        for base in stub.bases:
            name = base.group or "sex"
            record = next(one for one in table.records if one["option"] == stub.id and one[name] != "_total")
            assert (record["n"], record["df"]) == (base.n, base.df)
            assert record["n_weighted"] == pytest.approx(base.n_weighted)


@pytest.mark.contract
def test_a_row_of_four_respondents_is_marked_and_named(make: Make, few: pd.DataFrame) -> None:
    with pytest.warns(SmallBaseWarning, match=r"vote = rather \(n 4, effective"):
        table = crosstab(make(few), "vote", ["sex"], percent="row")
    assert table.stub[row(table, "rather")].small and not table.stub[row(table, "no")].small
    note = next(note.text["en"] for note in table.notes if note.key == "small")
    assert "Rather yes (4)" in note and "fit to be published: Rather yes (4)" in note
    for form in ("text", "md", "html"):
        assert "Rather yes*" in render(table, form).replace("\\", "")
    assert json.loads(render(table, "json"))["notes"]["small_rows"] == [stub.id for stub in table.stub if stub.small]


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_a_small_column_is_no_small_base_of_row_and_cell_percents(make: Make, frame: pd.DataFrame) -> None:
    frame.loc[frame.index[8:], "sex"] = "woman"
    frame.loc[frame.index[:8], "sex"] = "man"
    made = {percent: crosstab(make(frame), "vote", ["sex"], percent=percent) for percent in ("column", "row", "cell")}
    marked = {percent: [column.id for column in table.columns if column.small] for percent, table in made.items()}
    assert marked == {"column": ["man"], "row": [], "cell": []}
    means = crosstab(make(frame), "trust", ["sex"], percent="row")  # has a row of means, which are of the columns
    assert [column.id for column in means.columns if column.small] == ["man"]


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
@pytest.mark.parametrize(
    ("language", "n", "df"),
    [("en", "Respondents (n)", "degrees of freedom"), ("ru", "Опрошено (n)", "степени свободы")],
)
def test_every_printed_form_has_the_bases_and_the_degrees_of_freedom_of_each_row(
    make: Make, few: pd.DataFrame, language: str, n: str, df: str
) -> None:
    table = crosstab(make(few), "vote", ["sex"], percent="row")
    lines = [line for line in render(table, "md", language).splitlines() if line.startswith("|")]
    heads = [part.strip() for part in lines[0].split("|")]
    at, free = heads.index(n), heads.index(df)
    for stub, line in zip(table.stub, lines[2:], strict=False):
        cells = [part.strip() for part in line.split("|")]
        assert (cells[at], cells[free]) == (f"{stub.bases[0].n:.0f}", f"{stub.bases[0].df:.0f}")
    told = json.loads(render(table, "json", language))["notes"]
    assert [told["row_bases"][stub.id][0]["n"] for stub in table.stub] == [stub.bases[0].n for stub in table.stub]
    written = list(csv.DictReader(io.StringIO(render(table, "csv", language))))
    assert [float(one["n"]) for one in written if one["sex"] == "man"] == [stub.bases[0].n for stub in table.stub]


@pytest.mark.contract
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_the_method_of_row_percents_does_not_name_one_df_for_all(make: Make, few: pd.DataFrame) -> None:
    table = crosstab(make(few), "vote", ["sex"], percent="row")
    df = [stub.bases[0].df for stub in table.stub]
    note = next(note.text for note in table.notes if note.key == "method")
    assert f"{min(df):.0f} to {max(df):.0f} degrees of freedom, of each row its own" in note["en"]
    assert "у каждой строки свои" in note["ru"] and "у кожнага радка свае" in note["be"]
    fixed = crosstab(make(few), "vote", ["sex"], percent="row", df=7)
    assert "7 degrees of freedom for everybody" in next(one.text["en"] for one in fixed.notes if one.key == "method")


@pytest.mark.property
@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
@pytest.mark.parametrize("question", ["vote", "trust"])
def test_a_cell_percent_is_its_row_share_times_that_of_the_row(make: Make, question: str) -> None:
    """cell = row × row's share of all = column × column's share of all."""
    made = {
        percent: crosstab(make(), question, ["sex", "edu"], percent=percent, base="all")
        for percent in ("column", "row", "cell")
    }
    shares = [i for i, stub in enumerate(made["cell"].stub) if stub.kind != "mean"]
    total = made["cell"].estimate[shares, :1]
    cell = made["cell"].estimate[shares, 1:]
    np.testing.assert_allclose(made["row"].estimate[shares, 1:] * total, cell, rtol=1e-12)
    heads = made["cell"].columns
    part = np.array([column.n_weighted / heads[0].n_weighted for column in heads[1:]])
    np.testing.assert_allclose(np.nan_to_num(made["column"].estimate[shares, 1:]) * part, cell, rtol=1e-12)
