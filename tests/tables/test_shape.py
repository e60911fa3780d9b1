"""Rows, their order, and the figures of a cell as they are asked for."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError, SurveyError
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.quantile import median
from survey.estimation.statistics.share import share
from survey.estimation.statistics.variance import deviation
from survey.reports.printing.render import render, rendered
from survey.tables.crosstab import crosstab
from survey.tables.table import Table
from survey.tables.topline import topline

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
Make = Callable[..., SampleData]


def row(table: Table, name: str) -> int:
    return [one.id for one in table.stub].index(name)


def test_options_are_sorted_by_size_and_what_is_no_answer_stays_last(make: Make) -> None:
    plain, made = (crosstab(make(), "vote", ["sex"], sort=how) for how in ("none", "size"))
    names = [one.id for one in made.stub]
    assert names == ["yes", "no", "rather", "dont_know", "_blank", "for"]
    places = [row(plain, name) for name in names]
    for key in ("estimate", "std_error", "conf_low", "conf_high", "count"):
        assert np.array_equal(getattr(made, key), getattr(plain, key)[places], equal_nan=True)
    assert [one["option"] for one in made.records][:: len(made.columns)] == names
    by_option = {(one["option"], one["sex"]): one for one in plain.records}
    assert all(one == by_option[one["option"], one["sex"]] for one in made.records)


def test_row_percents_are_sorted_by_their_bases_and_other_stands_behind(make: Make) -> None:
    options = {"other": {"code": 1}, "b": {"code": 2}, "c": {"code": 3}}
    sample = make(questions={"vote": {"options": options}}, study={"questions": {"vote": {"order": "size"}}})
    for percent in ("row", "column", "cell"):
        made = crosstab(sample, "vote", ["sex"], percent=percent, base="valid")  # type: ignore[arg-type]
        assert [one.id for one in made.stub] == ["c", "b", "other"]
    assert [one.id for one in topline(sample, "vote", base="valid", sort="none").stub] == ["other", "b", "c"]


@pytest.mark.derivation
def test_the_net_difference_is_the_mean_of_plus_and_minus_one(make: Make, frame: pd.DataFrame) -> None:
    """Top less bottom with its error is the mean of a number that is 1 at the top, -1 at the bottom, else 0."""
    frame = frame[frame.trust != 9]
    table = crosstab(make(frame), "trust", ["sex"], boxes=1)
    scores = frame.assign(score=frame.trust.map({1.0: 0.0, 2.0: 1.0, 3.0: 2.0}))  # -1 alone below 0 is taken for a code
    sample = make(scores)
    at = row(table, "_net_difference")
    for by, columns in (((), [0]), ("sex", [1, 2])):
        direct = mean(sample, "score", by)
        for name in ("estimate", "std_error", "conf_low", "conf_high"):
            less = 0.0 if name == "std_error" else 1.0
            assert getattr(table, name)[at, columns] == pytest.approx(getattr(direct, name) - less, abs=1e-9), name
    top, bottom = (table.estimate[row(table, name)] for name in ("_top", "_bottom"))
    assert table.estimate[at] == pytest.approx(top - bottom)
    printed = render(table, "text")
    assert "Top 1 (high)" in printed and "Top minus bottom, points" in printed
    assert "Верхние минус нижние, п. п." in render(table, "md", "ru")


def test_statistics_stand_below_with_their_own_errors(make: Make) -> None:
    sample = make()
    table = crosstab(sample, "trust", ["sex"], statistics=("median", "sd"))
    assert [one.id for one in table.stub if one.kind == "mean"] == ["median", "sd"]
    for name, work in (("median", median), ("sd", deviation)):
        for by, columns in (((), [0]), ("sex", [1, 2])):
            direct = work(sample, "trust", by)
            assert table.estimate[row(table, name), columns] == pytest.approx(direct.estimate, rel=1e-12)
            assert table.std_error[row(table, name), columns] == pytest.approx(direct.std_error, rel=1e-12)
    assert [one.id for one in topline(sample, "trust").stub if one.kind == "mean"] == ["mean"]
    assert "statistics" in {note.key for note in table.notes}
    assert "mean" not in {note.key for note in table.notes}


def test_a_cell_shows_the_figures_that_are_asked_for(make: Make) -> None:
    show = ("percent", "n", "weighted", "moe", "interval", "index")
    table = crosstab(make(), "trust", ["sex"], show=show)
    for one in table.records:
        column = next(
            at for at, column in enumerate(table.columns) if (column.id if column.group else "_total") == one["sex"]
        )
        at = row(table, one["option"])
        assert one["count"] == table.count[at, column]
        assert one["moe"] == pytest.approx((one["conf_high"] - one["conf_low"]) / 2)
        assert one["index"] == pytest.approx(100 * one["estimate"] / table.estimate[at, 0])
        if one["option"] != "mean":
            assert one["count_weighted"] == pytest.approx(one["estimate"] * one["n_weighted"])
    for form, lines in (("text", ("low", "  weighted n", "  index")), ("md", ("index",)), ("html", ("weighted n",))):
        printed = render(table, form)
        assert all(line in printed for line in lines), form
    assert render(table, "csv").splitlines()[0].endswith("count,count_weighted,moe,index")
    assert "узважанае n" in render(table, "text", "be") and "взвешенное n" in render(table, "text", "ru")


@pytest.mark.parametrize("percent", ["row", "cell"])
def test_weights_of_cells_are_those_of_the_column_percents(make: Make, percent: Any) -> None:
    tables = [crosstab(make(), "trust", ["sex"], percent=how, show=("weighted",)) for how in ("column", percent)]
    found = [{(one["option"], one["sex"]): one["count_weighted"] for one in table.records} for table in tables]
    for key, value in found[0].items():
        if key[0] != "mean":
            assert found[1][key] == pytest.approx(value)


@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_the_total_column_stands_first_last_or_nowhere(make: Make, percent: Any) -> None:
    how: dict[str, Any] = {"percent": percent}
    first, last, none = (crosstab(make(), "trust", ["sex"], total=at, **how) for at in ("first", "last", "none"))
    assert np.array_equal(first.estimate, last.estimate, equal_nan=True)
    lines = [render(table, "md").splitlines() for table in (first, last, none)]
    heads = [next(line for line in part if "man" in line) for part in lines]
    assert heads[0].index("Total") < heads[0].index("man")
    assert heads[1].index("Total") > heads[1].index("woman")
    assert "Total" not in heads[2]
    if percent == "row":
        assert "Weighted n" in heads[2]
    assert "_total" in render(last, "csv") and "_total" not in render(none, "csv")


@pytest.mark.parametrize(
    ("options", "said"),
    [
        ({"sort": "sise"}, "unknown sort 'sise'"),
        ({"show": ("percent", "indx")}, "unknown show 'indx'"),
        ({"show": ("n", "n")}, "stands twice"),
        ({"statistics": ("mode",)}, "unknown statistics 'mode'"),
        ({"boxes": 2}, "would share one"),
        ({"boxes": -1}, "cannot be"),
        ({"show": ("index",)}, "an index compares"),
    ],
)
def test_what_cannot_be_is_one_error(make: Make, options: dict[str, Any], said: str) -> None:
    with pytest.raises(EstimationError, match=said):
        topline(make(), "trust", **options)


def test_printed_shares_that_do_not_make_100_are_told_on_request() -> None:
    sample = survey.Sample(pd.DataFrame({"q": ["a", "b", "c"] * 50}))
    printed = render(sample.topline("q"), "text", notes="full")
    assert "Printed shares add up to 99.9 in some columns" in printed
    halves = survey.Sample(pd.DataFrame({"q": ["a", "b"] * 60}))
    assert "add up to" not in render(halves.topline("q"), "text", notes="full")


def test_combinations_that_nobody_gave_are_counted_in_each_language(make: Make) -> None:
    def said(sample: SampleData) -> Any:
        (note,) = [note for note in crosstab(sample, "vote", ["sex > edu"]).notes if note.key == "empty"]
        return note.text

    # nobody has the education "none_such": neither men nor women; among men no woman has any of the three
    assert "2 combinations of answers have no column" in said(make())["en"]
    confined = said(within(make(), "sex == man"))
    assert "4 combinations of answers have no column" in confined["en"]
    assert "4 сочетаний" in confined["ru"] and "4 спалучэнняў" in confined["be"]


def test_columns_inside_columns_are_those_of_the_crossing(make: Make) -> None:
    sample = make()
    table = crosstab(sample, "vote", ["sex > edu", "sex"], show=("percent", "n"))
    direct = share(sample, "vote", ("sex", "edu"))
    for at, column in enumerate(table.columns):
        if len(column.domain) == 2:
            rows = [i for i, levels in enumerate(direct.domain_levels) if levels == column.domain]
            names = [direct.option[i] for i in rows]
            mine = [row(table, name) for name in names]
            assert table.estimate[mine, at] == pytest.approx(direct.estimate[rows], rel=1e-12)
            assert table.std_error[mine, at] == pytest.approx(direct.std_error[rows], rel=1e-12)
            assert column.n == direct.n[rows][0] > 0  # combinations that nobody is in have no column
    nested = [column for column in table.columns if len(column.domain) == 2]
    assert [column.domain for column in nested][:3] == [("man", "low"), ("man", "high"), ("man", "_blank")]
    assert sum(column.n for column in nested) == table.columns[0].n
    found = {(one["sex"], one["edu"]): one["n"] for one in table.records if one["option"] == "yes"}
    assert sum(found["man", level] for level in ("low", "high", "_blank", "_unknown")) == found["man", "_total"]
    heads = render(table, "html", "en")
    assert "sex: man" in heads and "sex: woman" in heads


@pytest.mark.parametrize("percent", ["row", "cell"])
def test_row_percents_of_columns_inside_columns_have_their_bases(make: Make, percent: Any) -> None:
    sample = make()
    table = crosstab(sample, "vote", ["sex>edu"], percent=percent, base="valid")
    direct = share(sample, "vote", ("sex", "edu"), percent=percent, base="valid", nets={"for": ("yes", "rather")})
    whole = {(one["option"], one["sex"], one["edu"]): one["estimate"] for one in table.records}
    for option, levels, estimate in zip(direct.option, direct.domain_levels, direct.estimate, strict=True):
        if (option, *levels) in whole:
            assert whole[option, *levels] == pytest.approx(estimate, rel=1e-12)
    if percent == "row":
        assert {base.group for one in table.stub for base in one.bases} == {"", "sex>edu"}
    for form in ("text", "md", "html", "csv", "json"):
        assert render(table, form)


BANNERS = [("sex>nosuch", "nosuch"), ("sex>vote", "itself"), ("sex>income", "ranges")]


@pytest.mark.parametrize(("banner", "said"), BANNERS)
def test_a_banner_that_cannot_be_is_one_error(make: Make, banner: str, said: str) -> None:
    with pytest.raises(SurveyError) as caught:
        crosstab(make(), "vote", [banner])
    assert said in str(caught.value)


def test_letters_are_of_shares_and_means_whatever_other_rows_there_are(make: Make) -> None:
    sample = make()
    plain = crosstab(sample, "trust", ["sex", "edu"], letters=True)
    more: dict[str, Any] = {"boxes": 1, "statistics": ("mean", "median", "sd"), "sort": "size"}
    made = crosstab(sample, "trust", ["sex", "edu"], letters=True, **more)
    for i, one in enumerate(plain.stub):
        assert made.marks[row(made, one.id)] == plain.marks[i]
    for name in ("median", "sd", "_net_difference"):
        assert not any(made.marks[row(made, name)])
    assert made.tests is not None
    assert {"_top", "_bottom", "mean"} <= set(made.tests.row)
    assert not {"median", "sd", "_net_difference"} & set(made.tests.row)
    assert len(made.records) == len(made.stub) * len(made.columns)
    for record in made.records:
        at = row(made, record["option"])
        group = next((name for name in ("sex", "edu") if record[name] != "_total"), "")
        level = record[group] if group else "_total"
        place = [(column.group, column.id) for column in made.columns].index((group, level))
        assert record["letters"] == made.marks[at][place]
    only = crosstab(sample, "trust", ["sex"], letters=True, statistics=("sd",))
    assert only.tests is not None and "mean" not in only.tests.row


@pytest.mark.parametrize("form", ["xlsx", "docx", "tex", "csv", "json", "md", "html", "text"])
def test_every_form_has_what_was_asked_for(make: Make, form: str) -> None:
    table = crosstab(make(), "trust", ["sex>edu", "sex"], show=("percent", "index"), boxes=1, total="last", sort="size")
    assert rendered(table, form)
