"""What engines do differently with the same data, each as one test on every engine.

The list was measured on pandas, Arrow, Polars, DuckDB and Spark; left to themselves they disagree on every case here.
"""

from __future__ import annotations

import datetime
import decimal
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from survey.cells.engines.memory import MemoryEngine
from survey.cells.files.open import open_data
from survey.cells.table.celltable import CellTable
from survey.cells.table.encoding import plain_question
from survey.cells.table.grouping import Grouping
from survey.definitions.records.question import Question
from survey.errors import DataError

Make = Callable[[Any], Any]


def keys(*names: str) -> list[Question]:
    """Columns without a definition."""
    return [plain_question(name) for name in names]


def counts(cells: CellTable) -> dict[tuple[str, ...], int]:
    """Rows of each combination, by the names of its levels."""
    return {
        tuple(str(level[code]) for level, code in zip(cells.levels, row, strict=True)): int(n)
        for row, n in zip(cells.codes, cells.n, strict=True)
    }


def assert_same(one: CellTable, other: CellTable) -> None:
    """The same cells: keys, levels, order and n equal, sums within 1e-12."""
    assert one.keys == other.keys
    assert one.levels == other.levels
    assert np.array_equal(one.codes, other.codes)
    assert np.array_equal(one.n, other.n)
    assert np.array_equal(one.respondents, other.respondents)
    assert one.sum_w == pytest.approx(other.sum_w, rel=1e-12, abs=0)
    assert one.sum_w2 == pytest.approx(other.sum_w2, rel=1e-12, abs=0)
    if one.also is None or other.also is None:
        assert one.also is other.also
    else:
        assert one.also == pytest.approx(other.also, rel=1e-12, abs=0)


# weights


def rows_refused(made: Any, why: str) -> int:
    """How many rows, of all parts, the weight ``w`` is refused for because of ``why``."""
    with pytest.raises(DataError) as refused:
        made.collapse(keys("k"), "w")
    said = [problem.message for problem in refused.value.problems]
    assert {problem.key for problem in refused.value.problems} == {"w"}
    found = [re.fullmatch(rf"the weight is {re.escape(why)} in (\d+) row\(s\)", message) for message in said]
    return sum(int(one.group(1)) if one else -1000 for one in found)


@pytest.mark.contract
@pytest.mark.parametrize(("kind", "value"), [("int8", 100), ("int32", 2_000_000_000), ("uint8", 200)])
def test_whole_weights_wrap_neither_when_squared_nor_when_added(engine: Make, kind: str, value: int) -> None:
    data = pd.DataFrame({"k": [1, 1, 1, 2], "w": np.array([value] * 4, dtype=kind)})
    cells = engine(data).collapse(keys("k"), "w", also=["w"])
    assert cells.sum_w.tolist() == [3.0 * value, value]
    assert cells.sum_w2.tolist() == [3.0 * value**2, float(value) ** 2]
    assert cells.also is not None
    assert cells.also[:, 0].tolist() == [3.0 * value, value]


@pytest.mark.contract
@pytest.mark.parametrize("large", [2**53 + 1, 2**62, 2.0**60], ids=["least", "whole", "float"])
def test_weights_above_two_to_the_53_are_refused_with_their_count(engine: Make, large: float) -> None:
    made = engine(pd.DataFrame({"k": [1, 1, 2, 2], "w": [large, 1, large, 1]}))
    assert rows_refused(made, "2^53 or more, where digits are lost,") == 2


@pytest.mark.contract
def test_weights_that_are_nan_and_weights_that_are_null_are_counted_alike(engine: Make) -> None:
    numbers = [1.0, float("nan"), None, 2.0, float("nan"), 1.0]
    made = engine(pa.table({"k": [1, 1, 1, 2, 2, 2], "w": pa.array(numbers, pa.float64())}))
    assert rows_refused(made, "empty or not a finite number") == 3


@pytest.mark.contract
def test_a_decimal_weight_is_a_number(engine: Make) -> None:
    weights = [decimal.Decimal(text) for text in ("0.25", "1.50", "100.00", "0.00")]
    data = pa.table({"k": [1, 1, 2, 2], "w": pa.array(weights, pa.decimal128(9, 2))})
    cells = engine(data).collapse(keys("k"), "w", also=["w"])
    assert cells.sum_w.tolist() == [1.75, 100.0]
    assert cells.sum_w2.tolist() == [0.0625 + 2.25, 10_000.0]
    assert cells.respondents.tolist() == [2, 1]


# keys


@pytest.mark.contract
def test_nan_null_and_blank_keys_are_one_blank_level(engine: Make) -> None:
    numbers = pa.array([1.0, float("nan"), None, 2.0, float("nan"), 1.0], pa.float64())
    texts = pa.array(["a", "", None, "  ", "a", "NaN"], pa.string())
    made = engine(pa.table({"number": numbers, "text": texts, "w": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}))
    number = made.collapse(keys("number"), "w")
    assert counts(number) == {("1",): 2, ("2",): 1, ("_blank",): 3}
    assert number.sum_w.tolist() == [7.0, 4.0, 10.0]
    both = keys("number", "text")
    cells = made.collapse(both, "w")
    assert counts(cells) == {
        ("1", "NaN"): 1,
        ("1", "a"): 1,
        ("2", "_blank"): 1,
        ("_blank", "a"): 1,
        ("_blank", "_blank"): 2,
    }
    weighted = made.attach(both, cells, np.array([10.0, 100.0, 1.0, 1000.0, 7.0]), "new", start="w")
    assert weighted.collapse(keys("number"), "new").sum_w.tolist() == [60.0 + 100.0, 4.0, 5000.0 + 35.0]


@pytest.mark.contract
def test_a_key_without_any_answer_is_blank_in_every_row(engine: Make) -> None:
    made = engine(pa.table({"k": pa.array([None] * 6, pa.float64()), "w": [1.0] * 6}))
    cells = made.collapse(keys("k"), "w")
    assert counts(cells) == {("_blank",): 6}
    assert made.attach(keys("k"), cells, np.array([3.0]), "new", start="w").summary("new").total == 18.0


@pytest.mark.contract
def test_minus_zero_is_zero(engine: Make) -> None:
    made = engine(pa.table({"k": [0.0, -0.0, 1.0, -0.0, 0.0, 1.0], "w": [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]}))
    cells = made.collapse(keys("k"), "w")
    assert counts(cells) == {("0",): 4, ("1",): 2}
    assert cells.sum_w.tolist() == [12.0, 9.0]
    weighted = made.attach(keys("k"), cells, np.array([10.0, 100.0]), "new", start="w")
    assert weighted.collapse(keys("k"), "new").sum_w.tolist() == [120.0, 900.0]


@pytest.mark.contract
def test_a_categorical_key_has_the_definitions_order_and_all_its_options(engine: Make) -> None:
    question = Question.model_validate(
        {"question": "trust", "options": {"low": None, "mid": None, "high": None, "never_chosen": None}}
    )
    answers = pd.Categorical(
        ["high", "low", None, "low", "high", "high"], categories=["unused", "high", "low"], ordered=True
    )
    made = engine(pd.DataFrame({"trust": answers, "w": np.ones(6)}))
    cells = made.collapse([question], "w")
    assert cells.levels[0] == ("low", "mid", "high", "never_chosen", "_blank", "_unknown")
    assert counts(cells) == {("low",): 2, ("high",): 3, ("_blank",): 1}
    assert list(counts(cells)) == [("low",), ("high",), ("_blank",)]
    plain = engine(pd.DataFrame({"trust": answers})).collapse(keys("trust"))
    assert plain.levels[0] == ("high", "low", "_blank", "_unknown")


@pytest.mark.contract
def test_a_dictionary_key_of_numbers_is_read_by_its_values(engine: Make) -> None:
    coded = pa.DictionaryArray.from_arrays(pa.array([2, 0, None, 0, 2, 2], pa.int8()), pa.array([30, 20, 10]))
    cells = engine(pa.table({"k": coded, "w": np.arange(6.0)})).collapse(keys("k"), "w")
    assert counts(cells) == {("10",): 3, ("30",): 2, ("_blank",): 1}
    assert cells.sum_w.tolist() == [9.0, 4.0, 2.0]


@pytest.mark.contract
def test_boolean_keys_dates_and_times_are_called_the_same(engine: Make) -> None:
    days = [datetime.date(2024, 2, 29), None, datetime.date(2023, 1, 1)] * 2
    times = [datetime.datetime(2024, 2, 29, 12, 30), None, datetime.datetime(2023, 1, 1)] * 2
    data = {"yes": pa.array([True, False, None] * 2), "day": pa.array(days, pa.date32())}
    made = engine(pa.table({**data, "time": pa.array(times, pa.timestamp("us"))}))
    assert counts(made.collapse(keys("yes"))) == {("False",): 2, ("True",): 2, ("_blank",): 2}
    assert counts(made.collapse(keys("day"))) == {("2023-01-01",): 2, ("2024-02-29",): 2, ("_blank",): 2}
    hours = {("2023-01-01 00:00:00",): 2, ("2024-02-29 12:30:00",): 2, ("_blank",): 2}
    assert counts(made.collapse(keys("time"))) == hours


@pytest.mark.contract
def test_numbers_of_64_bits_keep_their_digits_as_keys(engine: Make) -> None:
    numbers = [2**53, 2**53 + 1, 2**53 + 2] * 2
    cells = engine(pa.table({"psu": pa.array(numbers, pa.int64())})).collapse(keys("psu"))
    assert counts(cells) == {(str(2**53),): 2, (str(2**53 + 1),): 2, (str(2**53 + 2),): 2}


@pytest.mark.contract
def test_cells_come_in_one_order_whatever_the_order_of_the_rows(engine: Make) -> None:
    data = table(300)
    one = engine(data).collapse(keys("region", "answer", "psu"), "w")
    other = engine(data[::-1].reset_index(drop=True)).collapse(keys("region", "answer", "psu"), "w")
    assert (np.diff(one.flat(one.keys)) > 0).all()
    assert_same(one, other)


@pytest.mark.contract
def test_the_same_columns_in_another_order_are_one_set_of_keys(engine: Make) -> None:
    data = table(120)
    made = engine(data)
    region = plain_question("region").model_copy(update={"question": "where", "column": "region"})
    first, second = (
        Grouping((plain_question("region"), plain_question("psu")), "w"),
        Grouping((plain_question("psu"), region), "w"),
    )
    third = Grouping((plain_question("answer"),), "w")
    made.gather([first, second, third])
    one, other = made.collapse(first.keys, "w"), made.collapse(second.keys, "w")
    assert one.n.sum() == other.n.sum() == 120
    assert_same(other, engine(data).collapse(second.keys, "w"))
    assert_same(one, engine(data).collapse(first.keys, "w"))


@pytest.mark.contract
def test_no_keys_are_the_grand_total_also_beside_other_tables(engine: Make) -> None:
    data = table(60)
    made = engine(data)
    made.gather([Grouping((), "w", None, ("r1",)), Grouping(tuple(keys("psu")), "w", None, ("r1",))])
    scans = made.scans
    cells = made.collapse([], "w", also=["r1"])
    assert made.scans == scans
    assert cells.n.tolist() == [60]
    assert cells.codes.shape == (1, 0)
    assert cells.sum_w == pytest.approx([data.w.sum()], rel=1e-12)
    assert cells.also == pytest.approx(np.array([[data.r1.sum()]]), rel=1e-12)


# names


@pytest.mark.contract
def test_columns_may_be_named_like_what_is_computed(engine: Make) -> None:
    names = ("n", "_n", "_k0", "_k1", "_w0", "_s0", "_p0", "_a0", "_v0", "_g", "_rows", "_c1", "count", "select", "w")
    rng = np.random.default_rng(5)
    whole = pd.DataFrame({name: rng.integers(1, 4, 40) for name in names})
    data = whole.assign(_row=rng.random(40) + 0.5, sum=rng.random(40))
    made = engine(data)
    chosen = keys("n", "_n", "_k0", "_g")
    made.gather([Grouping(tuple(chosen), "_w0", "_row", ("_a0", "sum")), Grouping(tuple(keys("_k1")), "_w0")])
    cells = made.collapse(chosen, "_w0", base="_row", also=["_a0", "sum"])
    by_hand = data.assign(square=data["_w0"] ** 2.0).groupby(["n", "_n", "_k0", "_g"])
    assert cells.n.tolist() == by_hand.size().tolist()
    assert cells.sum_w == pytest.approx(by_hand["_row"].sum().to_numpy(), rel=1e-12)
    assert cells.sum_w2 == pytest.approx(by_hand["square"].sum().to_numpy(), rel=1e-12)
    assert cells.also == pytest.approx(by_hand[["_a0", "sum"]].sum().to_numpy(), rel=1e-12)
    weighted = made.attach(chosen, cells, np.arange(1.0, len(cells) + 1), "_c0f", start="_row")
    assert weighted.where({"_n": 2}).collapse([], "_c0f").sum_w == pytest.approx(
        [(data["_row"] * (by_hand.ngroup() + 1))[data["_n"] == 2].sum()], rel=1e-12
    )


@pytest.mark.contract
def test_counts_are_integers_of_64_bits(engine: Make) -> None:
    made = engine(table(30))
    weighted = made.collapse(keys("psu"), "w")
    assert weighted.n.dtype == weighted.respondents.dtype == weighted.codes.dtype == np.int64
    assert made.collapse([]).n.dtype == np.int64
    assert (weighted.sum_w.dtype, weighted.sum_w2.dtype) == (np.float64, np.float64)


@pytest.mark.contract
def test_names_of_any_kind_are_columns(engine: Make) -> None:
    names = ["q1.a", "q1.a.b", "Ваша думка", "two words", 'say "yes"', "it's", "a`b", "100%", "$x {y}", "Δ", "c,d;e"]
    rng = np.random.default_rng(6)
    data = pd.DataFrame({name: rng.integers(1, 3, 50) for name in names}).assign(**{"Вага.w": rng.random(50) + 0.5})
    made = engine(data)
    assert made.columns == (*names, "Вага.w")
    some = keys(*names[:6])
    cells = made.collapse(some, "Вага.w")
    assert cells.n.tolist() == data.groupby(names[:6]).size().tolist()
    made.gather([Grouping((key,), "Вага.w") for key in keys(*names)])
    for name in names:
        cells = made.collapse(keys(name), "Вага.w")
        assert cells.sum_w == pytest.approx(data.groupby(name)["Вага.w"].sum().to_numpy(), rel=1e-12)
    weighted = made.attach(some, made.collapse(some), np.ones(len(made.collapse(some))), "новая.w", start="Вага.w")
    assert weighted.columns == (*names, "Вага.w", "новая.w")
    assert weighted.summary("новая.w").total == pytest.approx(data["Вага.w"].sum(), rel=1e-12)


def two_capitals(kind: str, folder: Path, request: pytest.FixtureRequest) -> Any:
    """Data with the columns ``q`` and ``Q``, as ``kind`` has them."""
    import polars as pl

    whole = pa.table({"q": [1, 2], "Q": [2, 1]})
    path = folder / "data.parquet"
    pq.write_table(whole, path)
    if "spark" in kind:
        request.getfixturevalue("spark")
    match kind:
        case "pandas":
            return whole.to_pandas()
        case "Arrow":
            return whole
        case "Polars":
            return pl.from_arrow(whole)
        case "scan":
            return pl.scan_parquet(path)
        case "text":
            (folder / "data.csv").write_text("q,Q\n1,2\n2,1\n", encoding="utf-8")
            return folder / "data.csv"
    if kind.endswith("files"):
        pq.write_table(whole, folder / "more.parquet")
        return folder
    return path


@pytest.mark.contract
@pytest.mark.parametrize("kind", ["pandas", "Arrow", "Polars", "scan"])
def test_a_frame_with_q_and_Q_is_refused(kind: str, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    with pytest.raises(DataError, match="Q: differs from the column 'q' in capital letters only"):
        open_data(two_capitals(kind, tmp_path, request))


@pytest.mark.contract
@pytest.mark.parametrize("engine_name", ["memory", "duckdb", "polars", "spark"])
@pytest.mark.parametrize("kind", ["file", "files", "text"])
def test_a_file_with_q_and_Q_is_refused(
    kind: str, engine_name: str, tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    data = two_capitals(f"spark {kind}" if engine_name == "spark" and kind != "text" else kind, tmp_path, request)
    with pytest.raises(DataError, match="Q: differs from the column 'q' in capital letters only"):
        open_data(data, engine=engine_name)


@pytest.mark.contract
def test_spark_keeps_its_strict_arithmetic(spark: Any) -> None:
    assert spark.conf.get("spark.sql.ansi.enabled") == "true"


# the same table everywhere


def table(rows: int, seed: int = 8) -> pd.DataFrame:
    """Answers with gaps, several keys of different types, a weight, a base and replicate weights."""
    rng = np.random.default_rng(seed)
    w = rng.lognormal(0.0, 0.8, rows)
    return pd.DataFrame(
        {
            "stratum": rng.integers(1, 6, rows),
            "psu": rng.integers(1, 9, rows).astype("int16"),
            "answer": rng.choice([1.0, 2.0, 3.0, 99.0, np.nan], rows),
            "region": rng.choice(np.array(["Мінск", "Брэст", "NA", "", None]), rows),
            "w": w,
            "base": rng.random(rows) + 0.1,
            "r1": w * rng.choice([0.0, 2.0], rows),
            "r2": w * rng.choice([0.0, 2.0], rows),
        }
    )


CROSSED = ("stratum", "psu", "answer", "region")


@pytest.mark.derivation
def test_every_engine_makes_the_table_of_the_engine_in_memory(engine: Make) -> None:
    data = table(4000)
    made, memory = engine(data), MemoryEngine(data)
    assert made.n == memory.n
    for weight, base, also in (
        ("w", None, ()),
        ("w", "base", ()),
        ("w", None, ("r1", "r2")),
        ("w", "base", ("r2", "r1")),
        (None, None, ()),
        (None, None, ("r1",)),
    ):
        expected = memory.collapse(keys(*CROSSED), weight, base, also)
        assert_same(made.collapse(keys(*CROSSED), weight, base, also), expected)
    for name in ("w", "base", "r1"):
        one, other = made.summary(name), memory.summary(name)
        assert (one.n, one.usable, one.zero, one.negative) == (other.n, other.usable, other.zero, other.negative)
        assert (one.minimum, one.maximum) == (other.minimum, other.maximum)
        assert (one.total, one.squares) == pytest.approx((other.total, other.squares), rel=1e-12)


@pytest.mark.derivation
def test_tables_gathered_in_one_pass_are_those_made_one_by_one(engine: Make) -> None:
    data = table(2000)
    together, apart = engine(data), MemoryEngine(data)
    groupings = [
        Grouping(tuple(keys("stratum", "psu", "answer", "region")), "w"),
        Grouping(tuple(keys("stratum", "psu", "region", "answer")), "w"),
        Grouping(tuple(keys("answer", "psu")), "w", "base"),
        Grouping(tuple(keys("region")), "w", None, ("r1", "r2")),
        Grouping(tuple(keys("region", "answer")), None),
        Grouping((), "base"),
    ]
    together.gather(groupings)
    assert together.scans == 1
    assert all(part.scans == 1 for part in getattr(together, "_parts", ()))
    for each in groupings:
        assert_same(together.collapse(each.keys, *each.sums), apart.collapse(each.keys, *each.sums))
    assert together.scans == 1


@pytest.mark.derivation
def test_a_narrower_table_needs_no_further_pass(engine: Make) -> None:
    data = table(1000)
    made = engine(data)
    made.collapse(keys(*CROSSED), "w", also=["r1"])
    scans = made.scans
    for names in (("region", "stratum"), ("psu",), (), CROSSED):
        again = made.collapse(keys(*names), "w", also=["r1"])
        assert_same(again, MemoryEngine(data).collapse(keys(*names), "w", also=["r1"]))
    assert made.scans == scans


@pytest.mark.derivation
def test_rows_chosen_then_weighted_then_collapsed_are_those_of_the_engine_in_memory(engine: Make) -> None:
    data = table(1500)

    def chain(made: Any) -> tuple[CellTable, CellTable]:
        some = made.where({"stratum": 2, "answer": "2"})
        cells = some.collapse(keys("region"), "w")
        weighted = some.attach(keys("region"), cells, np.sqrt(1.0 + cells.n), "first", start="w")
        again = weighted.collapse(keys("psu"), "first", base="w")
        twice = weighted.attach(keys("psu"), again, 1.0 / again.sum_w, "second", start="first")
        fewer = twice.where({"region": "NA"})
        return twice.collapse(keys("psu", "region"), "second", base="first"), fewer.collapse(keys("psu"), "second")

    for one, other in zip(chain(engine(data)), chain(MemoryEngine(data)), strict=True):
        assert_same(one, other)
