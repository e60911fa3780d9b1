"""Crosstabs from microdata, against sums over rows."""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError, SmallBaseWarning
from survey.estimation.statistics.share import share
from survey.tables.crosstab import crosstab
from survey.tables.small_base import small_bases_together
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.words import TOTAL, result_columns

Make = Callable[..., SampleData]
CODES = {"yes": [1], "rather": [2], "no": [3], "dont_know": [8], "for": [1, 2]}
pytestmark = pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")


def place(table: Table, option: str, group: str, level: str) -> tuple[int, int]:
    """Row and column."""
    columns = [(column.group, column.id) for column in table.columns]
    return [row.id for row in table.stub].index(option), columns.index((group, level))


def error(frame: pd.DataFrame, inside: pd.Series, base: pd.Series) -> float:
    """Standard error of the weighted share of ``inside`` in ``base`` from the spread of PSU totals of row scores."""
    p = frame.w[inside].sum() / frame.w[base].sum()
    scores = frame.w * base * (inside - p) / frame.w[base].sum()
    v = 0.0
    for _, units in scores.groupby([frame.stratum, frame.psu]).sum().groupby("stratum"):
        v += len(units) / (len(units) - 1) * ((units - units.mean()) ** 2).sum()
    return float(np.sqrt(v))


@pytest.mark.derivation
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
@pytest.mark.parametrize("option", CODES)
def test_percents_and_their_errors_are_those_of_rows(
    make: Make, frame: pd.DataFrame, percent: str, option: str
) -> None:
    table = crosstab(make(), "vote", ["sex", "edu"], percent=percent)
    asked, chosen = frame.vote != 9, frame.vote.isin(CODES[option])
    for group, level in (("sex", "man"), ("sex", "woman"), ("edu", "low"), ("edu", "high")):
        domain = frame[group] == level
        base = {"column": asked & domain, "row": chosen, "cell": asked}[percent]
        at = place(table, option, group, level)
        assert table.estimate[at] == pytest.approx(frame.w[chosen & domain].sum() / frame.w[base].sum())
        assert table.std_error[at] == pytest.approx(error(frame, chosen & domain & base, base))
        assert table.count[at] == (chosen & domain).sum()
        record = next(item for item in table.records if item["option"] == option and item[group] == level)
        assert record["n"] == base.sum()
        assert record["n_weighted"] == pytest.approx(frame.w[base].sum())


@pytest.mark.derivation
def test_degrees_of_freedom_are_psus_minus_strata_of_each_base(make: Make, frame: pd.DataFrame) -> None:
    few = frame[(frame.sex == "woman") | (frame.stratum < 2)]
    table = crosstab(make(few), "vote", ["sex"], percent="row")
    for option, codes in CODES.items():
        mine = few[few.vote.isin(codes)]
        expected = len(mine.groupby(["stratum", "psu"])) - mine.stratum.nunique()
        found = [record["df"] for record in table.records if record["option"] == option and record["sex"] == "man"]
        assert found == [expected]
    column = crosstab(make(few), "vote", ["sex"])
    men = few[(few.sex == "man") & (few.vote != 9)]
    assert {record["df"] for record in column.records if record["sex"] == "man"} == {
        len(men.groupby(["stratum", "psu"])) - men.stratum.nunique()
    }


@pytest.mark.property
@pytest.mark.parametrize("percent", ["column", "cell"])
def test_the_total_column_is_the_topline(make: Make, percent: str) -> None:
    one, many = topline(make(), "trust"), crosstab(make(), "trust", ["sex", "edu"], percent=percent)
    for name in ("estimate", "std_error", "conf_low", "conf_high", "count"):
        np.testing.assert_array_equal(getattr(many, name)[:, 0], getattr(one, name)[:, 0])
    assert many.columns[0] == one.columns[0] and many.stub == one.stub


@pytest.mark.property
def test_row_percents_make_one_hundred_over_each_variable(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex", "edu"], percent="row")
    for group in ("sex", "edu"):
        mine = [j for j, column in enumerate(table.columns) if column.group == group]
        assert np.nansum(table.estimate[:, mine], axis=1) == pytest.approx(1)
    assert (table.estimate[:, 0] == 1).all() and (table.std_error[:, 0] == 0).all()
    assert (table.conf_low[:, 0] == 1).all() and (table.conf_high[:, 0] == 1).all()


@pytest.mark.property
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_a_banner_of_several_variables_is_the_banners_of_each(make: Make, percent: str) -> None:
    both = crosstab(make(), "vote", ["sex", "edu"], percent=percent)
    alone = [crosstab(make(), "vote", [name], percent=percent) for name in ("sex", "edu")]
    assert both.columns == (*alone[0].columns, *alone[1].columns[1:])
    expected = np.hstack([alone[0].estimate, alone[1].estimate[:, 1:]])
    np.testing.assert_array_equal(both.estimate, expected)


@pytest.mark.property
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_shares_made_together_are_those_made_one_by_one(make: Make, percent: Any) -> None:
    sample = make()
    table = crosstab(sample, "vote", ["sex", "edu"], percent=percent)
    for name in ("estimate", "std_error", "conf_low", "conf_high", "count"):
        alone = {}
        for group in ("sex", "edu"):
            made = share(sample, "vote", group, percent=percent)
            rows = zip(made.option, made.domain_levels, getattr(made, name).tolist(), strict=True)
            alone |= {(option, group, levels): value for option, levels, value in rows}
        columns = [(j, column) for j, column in enumerate(table.columns) if column.group]
        ours = {
            (row.id, at.group, at.domain): getattr(table, name)[i, j]
            for i, row in enumerate(table.stub)
            for j, at in columns
        }
        shared = ours.keys() & alone.keys()
        assert len(shared) == len(columns) * len({option for option, _, _ in alone})
        np.testing.assert_array_equal([ours[key] for key in shared], [alone[key] for key in shared])


@pytest.mark.property
def test_bases_of_a_variables_columns_make_the_total(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex", "edu"])
    for group in ("sex", "edu"):
        mine = [column for column in table.columns if column.group == group]
        assert sum(column.n for column in mine) == table.columns[0].n
        assert sum(column.n_weighted for column in mine) == pytest.approx(table.columns[0].n_weighted)


@pytest.mark.contract
def test_those_without_an_answer_to_the_banner_have_columns_only_where_they_exist(
    make: Make, frame: pd.DataFrame
) -> None:
    table = crosstab(make(), "vote", ["edu"])
    assert [column.id for column in table.columns] == [TOTAL, "low", "high", "none_such", "_blank", "_unknown"]
    note = next(item.text["en"] for item in table.notes if item.key == "missing_edu")
    asked = frame.vote != 9
    assert f"No answer (empty) ({(asked & frame.edu.isna()).sum()})" in note
    assert f"7 ({(frame.edu == '7').sum()})" in note  # the code itself
    complete = frame[frame.edu.isin(["low", "high"])]
    found = crosstab(make(complete), "vote", ["edu"])
    assert [column.id for column in found.columns[1:]] == ["low", "high", "none_such"]


@pytest.mark.contract
def test_an_option_of_the_banner_with_nobody_in_it_is_a_column_of_dashes(make: Make) -> None:
    table = crosstab(make(), "vote", ["edu"])
    _, j = place(table, "yes", "edu", "none_such")
    assert np.isnan(table.estimate[:, j]).all() and table.columns[j].n == 0 and not table.columns[j].small


@pytest.mark.contract
def test_records_name_the_option_of_their_own_variable_and_the_total_of_the_others(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex", "edu"])
    assert all(tuple(record) == result_columns(("sex", "edu")) for record in table.records)
    assert table.domains == ("sex", "edu")
    names = [(record["option"], record["sex"], record["edu"]) for record in table.records]
    assert len(set(names)) == len(names) == table.estimate.size
    assert all(TOTAL in pair for _, *pair in names)
    at = names.index(("no", TOTAL, "high"))
    assert table.records[at]["estimate"] == table.estimate[place(table, "no", "edu", "high")]


@pytest.mark.contract
def test_columns_too_small_to_publish_are_named_unless_they_are_of_a_missing_answer(
    make: Make, frame: pd.DataFrame
) -> None:
    few = frame.assign(edu=frame["edu"].mask(frame["edu"].eq("high") & (frame.index > 50)))
    with pytest.warns(SmallBaseWarning, match="edu = high") as caught:
        table = crosstab(make(few), "vote", ["edu"])
    assert "_unknown" not in str(caught[0].message)
    small = {column.id for column in table.columns if column.small}
    assert {"high", "_unknown"} <= small and not {"low", "_blank"} & small


@pytest.mark.contract
def test_a_column_too_small_in_several_tables_is_named_once(make: Make, frame: pd.DataFrame) -> None:
    few = make(frame.assign(edu=frame["edu"].mask(frame["edu"].eq("high") & (frame.index > 50))))
    with pytest.warns(SmallBaseWarning) as caught, small_bases_together():
        for question in ("vote", "sex"):
            crosstab(few, question, ["edu"])
    assert len(caught) == 1
    expected = r"^fewer than 30 respondents in edu = high \(from n 16, effective \d+, in 2 tables\)"
    assert re.search(expected, str(caught[0].message))


@pytest.mark.contract
@pytest.mark.parametrize(
    ("banner", "said"),
    [([], "empty"), (["sex", "sex"], "twice"), (["vote"], "domain of itself"), (["income"], "ranges")],
)
def test_a_banner_that_cannot_be_is_refused(make: Make, banner: list[str], said: str) -> None:
    with pytest.raises(EstimationError, match=said):
        crosstab(make(), "vote", banner)
