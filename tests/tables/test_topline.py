"""Toplines from microdata, against sums over rows."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pandas as pd
import pytest

from survey.cells.samples.sample import SampleData
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.errors import EstimationError, SmallBaseWarning
from survey.estimation.statistics.share import share
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.weighting.calibrating.poststratify import poststratify
from survey.words import TOTAL, result_columns

Make = Callable[..., SampleData]


def row(table: Table, option: str) -> int:
    """Place of an option."""
    return [item.id for item in table.stub].index(option)


def error(frame: pd.DataFrame, inside: pd.Series, base: pd.Series) -> float:
    """Standard error of the weighted share of ``inside`` in ``base`` from the spread of PSU totals of row scores."""
    p = frame.w[inside].sum() / frame.w[base].sum()
    scores = frame.w * base * (inside - p) / frame.w[base].sum()
    v = 0.0
    for _, units in scores.groupby([frame.stratum, frame.psu]).sum().groupby("stratum"):
        v += len(units) / (len(units) - 1) * ((units - units.mean()) ** 2).sum()
    return float(np.sqrt(v))


@pytest.mark.derivation
def test_shares_and_their_errors_are_those_of_rows(make: Make, frame: pd.DataFrame) -> None:
    table = topline(make(), "vote")
    base = frame.vote != 9
    for option, code in {"yes": 1, "rather": 2, "no": 3, "dont_know": 8}.items():
        inside = base & (frame.vote == code)
        assert table.estimate[row(table, option), 0] == pytest.approx(frame.w[inside].sum() / frame.w[base].sum())
        assert table.std_error[row(table, option), 0] == pytest.approx(error(frame, inside, base))
        assert table.count[row(table, option), 0] == inside.sum()
    column = table.columns[0]
    weights = frame.w[base]
    assert column.id == TOTAL and column.n == base.sum()
    assert column.n_weighted == pytest.approx(weights.sum())
    assert column.n_kish == pytest.approx(weights.sum() ** 2 / (weights**2).sum())


@pytest.mark.derivation
def test_the_error_of_a_net_is_that_of_one_merged_option(make: Make, frame: pd.DataFrame) -> None:
    table = topline(make(), "vote")
    single = share(make(), "vote")
    base, inside = frame.vote != 9, frame.vote.isin([1, 2])
    net = row(table, "for")
    assert table.std_error[net, 0] == pytest.approx(error(frame, inside, base))
    assert table.count[net, 0] == inside.sum()
    parts = [single.option.index("yes"), single.option.index("rather")]
    together = single.covariance[np.ix_(parts, parts)].sum()  # both variances and twice the covariance
    assert table.std_error[net, 0] == pytest.approx(np.sqrt(together))


@pytest.mark.property
@pytest.mark.parametrize("base", ["all", "asked", "valid"])
@pytest.mark.parametrize("question", ["vote", "trust", "sex", "edu", "age", "income"])
def test_shares_of_a_topline_make_one_hundred(make: Make, question: str, base: str) -> None:
    table = topline(make(), question, base=base)
    parts = [i for i, item in enumerate(table.stub) if item.kind in ("option", "missing")]
    assert table.estimate[parts, 0].sum() == pytest.approx(1)
    assert table.count[parts, 0].sum() == table.columns[0].n


@pytest.mark.property
def test_a_net_is_the_sum_of_its_options(make: Make) -> None:
    table = topline(make(), "vote")
    parts = [row(table, "yes"), row(table, "rather")]
    assert table.estimate[row(table, "for"), 0] == pytest.approx(table.estimate[parts, 0].sum())


@pytest.mark.contract
def test_rows_are_answers_then_missing_then_nets_then_the_mean(make: Make) -> None:
    kinds = [(item.id, item.kind) for item in topline(make(), "vote").stub]
    assert kinds == [
        ("yes", "option"),
        ("rather", "option"),
        ("no", "option"),
        ("dont_know", "missing"),
        ("_blank", "missing"),
        ("for", "net"),
    ]
    scale = topline(make(), "trust", base="asked").stub
    assert [item.kind for item in scale] == ["option", "option", "option", "missing", "mean"]


@pytest.mark.derivation
def test_the_mean_of_a_scale_leaves_missing_answers_out(make: Make, frame: pd.DataFrame) -> None:
    table = topline(make(), "trust", base="asked")
    valid = frame.trust != 9
    mean = np.average(frame.trust[valid], weights=frame.w[valid])
    assert table.estimate[row(table, "mean"), 0] == pytest.approx(mean)
    assert table.count[row(table, "mean"), 0] == valid.sum()
    scores = frame.w * valid * (frame.trust - mean) / frame.w[valid].sum()
    units = scores.groupby([frame.stratum, frame.psu]).sum()
    v = sum(len(u) / (len(u) - 1) * ((u - u.mean()) ** 2).sum() for _, u in units.groupby("stratum"))
    assert table.std_error[row(table, "mean"), 0] == pytest.approx(np.sqrt(v))


@pytest.mark.derivation
def test_the_mean_of_a_number_cut_into_ranges_is_that_of_the_numbers(make: Make, frame: pd.DataFrame) -> None:
    # the ranges are a margin of the weighting too, which must not be mixed up with the numbers
    plain = make(design=SurveyDesign(weight="w"))
    weighted = poststratify(plain, {"age": {"young": 40, "old": 60}})
    table = topline(weighted, "age")
    assert table.estimate[row(table, "mean"), 0] == pytest.approx(np.average(frame.age, weights=weighted.weights))
    assert table.estimate[row(table, "old"), 0] == pytest.approx(0.6)
    assert table.std_error[row(table, "old"), 0] == 0
    assert "fixed" in {note.key for note in table.notes}


@pytest.mark.contract
def test_a_number_without_ranges_has_one_row_and_a_mean(make: Make, frame: pd.DataFrame) -> None:
    table = topline(make(), "income")
    assert [item.id for item in table.stub] == ["answered", "mean"]
    assert table.estimate[1, 0] == pytest.approx(np.average(frame.income, weights=frame.w))


@pytest.mark.contract
def test_the_base_is_the_definitions_where_none_is_given(make: Make, frame: pd.DataFrame) -> None:
    assert topline(make(), "trust").columns[0].n == (frame.trust != 9).sum()  # the study says valid
    assert topline(make(study={"questions": {}}), "trust").columns[0].n == len(frame)
    assert topline(make(), "trust", base="asked").columns[0].n == len(frame)


@pytest.mark.contract
def test_records_have_the_result_columns_and_nothing_else(make: Make) -> None:
    table = topline(make(), "trust", base="asked")
    assert all(tuple(record) == result_columns() for record in table.records)
    assert [record["option"] for record in table.records] == [item.id for item in table.stub]
    for name in ("estimate", "std_error", "conf_low", "conf_high"):
        assert [record[name] for record in table.records] == list(getattr(table, name)[:, 0])


@pytest.mark.contract
def test_answers_in_own_words_must_be_coded_first(make: Make) -> None:
    sample = make(questions={"why": {"type": "open", "column": "sex"}})
    with pytest.raises(EstimationError, match="own words"):
        topline(sample, "why")


@pytest.mark.contract
def test_a_base_too_small_to_publish_is_warned_of_and_marked(make: Make, frame: pd.DataFrame) -> None:
    few = frame.groupby(["stratum", "psu"], as_index=False).head(1)
    with pytest.warns(SmallBaseWarning, match="fewer than 30"):
        table = topline(make(few), "sex")
    assert table.columns[0].small
    assert f"({len(few)})" in next(note.text["en"] for note in table.notes if note.key == "small")
    some = frame.groupby(["stratum", "psu"], as_index=False).head(3)
    assert topline(make(some), "sex").columns[0].small  # marked, and no warning
    assert not topline(make(), "sex").columns[0].small


@pytest.mark.contract
def test_a_table_without_a_study_says_so(make: Make) -> None:
    made = make()
    table = topline(SampleData(made.engine, made.design, made.questions), "vote")
    notes = {note.key: note.text["en"] for note in table.notes}
    assert "without a study" in notes["study"] and "pollster" not in notes
    assert table.study == ""


@pytest.mark.contract
def test_synthetic_data_are_marked(make: Make) -> None:
    for sample in (make(synthetic=True), make(study={"synthetic": True})):
        table = topline(sample, "vote")
        assert table.synthetic and "synthetic" in {note.key for note in table.notes}
    assert isinstance(make().study, Study) and not topline(make(), "vote").synthetic
