"""Collapse and attach do the same in memory and in DuckDB."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.cells.engines.lazy import LazyEngine
from survey.cells.engines.memory import MemoryEngine
from survey.cells.table.encode import encode
from survey.cells.table.encoding import plain_question
from survey.definitions.records.question import Question
from survey.errors import BackendError, DataError, SurveyError

VOTE = Question.model_validate(
    {
        "question": "vote",
        "column": "q1.vote",
        "options": {
            "yes": {"code": 1, "label": {"en": "Yes", "ru": "Да"}},
            "no": {"code": 2, "label": {"en": "No", "ru": "Нет"}},
            "dont_know": {"code": 99, "label": {"en": "Don't know"}, "missing": "dont_know"},
        },
    }
)


def frame(rows=500, seed=3):
    rng = np.random.default_rng(seed)
    return pd.DataFrame(
        {
            "q1.vote": rng.choice([1.0, 2.0, 99.0, 7.0, np.nan], rows, p=[0.4, 0.3, 0.1, 0.1, 0.1]),
            "region": rng.choice(["Мінск", "Гомель", "NA", None], rows),
            "age": rng.integers(18, 90, rows),
            "w": rng.random(rows) + 0.2,
            "whole": rng.integers(1, 200, rows).astype("int8").clip(1),
        }
    )


@pytest.mark.derivation
def test_cells_hold_what_a_group_by_of_rows_holds(engine):
    data = frame()
    made = engine(data)
    cells = made.collapse([VOTE, plain_question("region")], "w")
    assert cells.levels[0] == ("yes", "no", "dont_know", "_blank", "_unknown")
    named = data["q1.vote"].map({1: "yes", 2: "no", 99: "dont_know", 7: "_unknown"}).fillna("_blank")
    region = data["region"].fillna("_blank")
    for i in range(len(cells)):
        rows = (named == cells.levels[0][cells.codes[i, 0]]) & (region == cells.levels[1][cells.codes[i, 1]])
        assert cells.n[i] == rows.sum()
        assert cells.sum_w[i] == pytest.approx(data.loc[rows, "w"].sum(), rel=1e-12)
        assert cells.sum_w2[i] == pytest.approx((data.loc[rows, "w"] ** 2).sum(), rel=1e-12)
    assert cells.n.sum() == len(data)


@pytest.mark.contract
def test_cells_come_in_the_order_of_the_definition_and_each_once(engine):
    cells = engine(frame()).collapse([VOTE, plain_question("region")], "w")
    flat = cells.flat(cells.keys)
    assert (np.diff(flat) > 0).all()


@pytest.mark.contract
def test_no_keys_give_the_grand_total(engine):
    data = frame()
    cells = engine(data).collapse([], "w")
    assert cells.n.tolist() == [len(data)]
    assert cells.sum_w[0] == pytest.approx(data.w.sum())


@pytest.mark.contract
def test_integer_weights_do_not_wrap_when_squared(engine):
    data = frame()
    cells = engine(data).collapse([], "whole")
    assert cells.sum_w2[0] == float((data.whole.astype(float) ** 2).sum())


@pytest.mark.contract
def test_unknown_codes_are_counted_not_dropped(engine):
    data = frame()
    assert engine(data).encoding(VOTE).unknown == {"7": int((data["q1.vote"] == 7).sum())}


@pytest.mark.contract
def test_the_answer_na_is_an_answer(engine):
    levels = engine(frame()).encoding(plain_question("region")).levels
    assert "NA" in levels


@pytest.mark.contract
def test_an_empty_or_infinite_weight_is_refused_with_its_count(engine):
    data = frame()
    data.loc[[3, 5], "w"] = np.nan
    with pytest.raises(DataError, match=r"w: the weight is empty or not a finite number in 2 row"):
        engine(data).collapse([VOTE], "w")
    data["w"] = data["w"].fillna(np.inf)
    with pytest.raises(DataError, match="2 row"):
        engine(data).collapse([VOTE], "w")


@pytest.mark.contract
def test_a_weight_of_words_is_refused(engine):
    data = frame().assign(w="heavy")
    with pytest.raises(DataError, match="not a number"):
        engine(data).collapse([VOTE], "w")


@pytest.mark.contract
def test_an_absent_column_is_named_with_the_nearest(engine):
    with pytest.raises(DataError, match="regoin.*Did you mean 'region'"):
        engine(frame()).collapse([plain_question("regoin")])


@pytest.mark.derivation
def test_attached_factors_reach_their_rows_in_the_files_order(engine):
    data = frame()
    made = engine(data)
    keys = [VOTE, plain_question("region")]
    cells = made.collapse(keys)
    factors = np.arange(1.0, len(cells) + 1)
    weighted = made.attach(keys, cells, factors, "new", start="w")
    row = MemoryEngine(data)
    flat = row._coded(VOTE)[0].astype(int) * len(cells.levels[1]) + row._coded(plain_question("region"))[0]
    want = factors[np.searchsorted(cells.flat(cells.keys), flat)] * data.w
    age = plain_question("age")
    assert weighted.collapse([age], "new").sum_w == pytest.approx(want.groupby(data["age"]).sum().to_numpy(), rel=1e-12)
    if made.name == "spark":
        with pytest.raises(BackendError, match="rows on a cluster have no order.*\n.*duckdb"):
            weighted.values("new")
        return
    assert weighted.values("new") == pytest.approx(want.to_numpy())
    assert list(weighted.frame().columns) == [*data.columns, "new"]
    assert weighted.frame()["age"].tolist() == data["age"].tolist()


@pytest.mark.derivation
def test_base_sums_stand_beside_squares_of_the_final_weight(engine):
    data = frame()
    cells = engine(data).collapse([VOTE], "whole", base="w")
    assert cells.sum_w.sum() == pytest.approx(data.w.sum())
    assert cells.sum_w2.sum() == pytest.approx((data.whole.astype(float) ** 2).sum())


@pytest.mark.contract
def test_a_taken_name_and_a_foreign_cell_are_refused(engine):
    made = engine(frame())
    cells = made.collapse([VOTE])
    with pytest.raises(SurveyError, match="already have a column 'w'"):
        made.attach([VOTE], cells, np.ones(len(cells)), "w")
    fewer = type(cells)(cells.keys, cells.levels, cells.codes[1:], cells.n[1:], cells.sum_w[1:], cells.sum_w2[1:])
    with pytest.raises(BackendError, match="belongs to no cell"):
        made.attach([VOTE], fewer, np.ones(len(fewer)), "new")


@pytest.mark.derivation
def test_where_keeps_rows_by_number_and_by_text(engine):
    data = frame()
    made = engine(data)
    assert made.where({"q1.vote": 1}).n == int((data["q1.vote"] == 1).sum())
    assert made.where({"region": "Мінск", "q1.vote": "2"}).n == int(
        ((data["q1.vote"] == 2) & (data["region"] == "Мінск")).sum()
    )
    assert made.where({"region": "nowhere"}).n == 0


@pytest.mark.derivation
def test_a_crossing_too_wide_for_a_dense_table_is_the_same():
    rng = np.random.default_rng(0)
    data = pd.DataFrame({f"k{i}": rng.integers(0, 4000, 300) for i in range(4)} | {"w": rng.random(300)})
    keys = [plain_question(f"k{i}") for i in range(4)]
    cells = MemoryEngine(data).collapse(keys, "w")
    assert len(cells) == 300
    again = MemoryEngine(data).attach(keys, cells, cells.sum_w, "same").values("same")
    assert again == pytest.approx(data.w.to_numpy())


@pytest.mark.contract
def test_a_csv_file_keeps_leading_zeros_and_blank_cells(tmp_path):
    path = tmp_path / "wave.csv"
    path.write_text("code,w\n01,1.5\n1,1\n,2\nNA,1\n", encoding="utf-8")
    engine = LazyEngine(path)
    question = Question.model_validate(
        {"question": "code", "options": {"a": {"code": "01"}, "b": {"code": 1}, "c": {"code": "NA"}}}
    )
    cells = engine.collapse([question], "w")
    got = {cells.levels[0][code]: weight for code, weight in zip(cells.codes[:, 0], cells.sum_w, strict=True)}
    assert got == {"a": 1.5, "b": 1.0, "c": 1.0, "_blank": 2.0}


@pytest.mark.property
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.integers(0, 2**31), st.integers(1, 400))
def test_parts_of_a_file_add_up_to_the_whole(seed, cut):
    data = frame(400, seed)
    keys = [VOTE, plain_question("age")]
    question = Question.model_validate({"question": "age", "options": {i: None for i in range(18, 90)}})
    keys = [VOTE, question]
    whole = MemoryEngine(data).collapse(keys, "w")
    size = int(np.prod(whole.shape))
    parts = [MemoryEngine(part).collapse(keys, "w") for part in (data[:cut], data[cut:]) if len(part)]
    for name in ("n", "sum_w", "sum_w2"):
        added = sum(np.bincount(p.flat(p.keys), getattr(p, name), minlength=size) for p in parts)
        assert added[whole.flat(whole.keys)] == pytest.approx(getattr(whole, name))


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(st.integers(0, 2**31))
def test_the_order_of_rows_changes_nothing(seed):
    data = frame(200, seed)
    keys = [VOTE, plain_question("region")]
    one = MemoryEngine(data).collapse(keys, "w")
    other = MemoryEngine(data.sample(frac=1, random_state=seed % 1000)).collapse(keys, "w")
    assert (one.codes == other.codes).all()
    assert one.sum_w == pytest.approx(other.sum_w)


@pytest.mark.contract
@pytest.mark.parametrize(
    "values",
    [
        [1, 2, 99],
        [1.0, 2.0, 99.0],
        ["1", "2", "99"],
        ["Yes", "No", "Don’t know"],
        ["да", "НЕТ ", "don't know"],
        ["yes", "no", "dont_know"],
    ],
)
def test_codes_and_labels_in_any_language_match_options(values):
    codes, _ = encode(pd.Series(values), VOTE)
    assert codes.tolist() == [0, 1, 2]


@pytest.mark.contract
def test_ages_fall_into_ranges_and_gaps_are_unknown():
    question = Question.model_validate(
        {
            "question": "age",
            "options": {
                "18-29": {"range": [18, 29]},
                "30-59": {"range": [30, 59]},
                "60+": {"range": [60, None]},
                "refused": {"code": 999, "missing": "refused"},
            },
        }
    )
    codes, encoding = encode(pd.Series([18, 29, 30, 75, 999, 29.5, None]), question)
    assert [encoding.levels[code] for code in codes] == [
        "18-29",
        "18-29",
        "30-59",
        "60+",
        "refused",
        "_unknown",
        "_blank",
    ]
    assert encoding.unknown == {"29.5": 1}


@pytest.mark.contract
def test_a_number_question_keeps_its_numbers_and_names_its_missing_codes():
    question = Question.model_validate(
        {"question": "income", "type": "number", "options": {"refused": {"code": -1, "missing": "refused"}}}
    )
    codes, encoding = encode(pd.Series(["100", "50", "-1", "", "abc"]), question)
    assert encoding.levels == ("50", "100", "refused", "_blank", "_unknown")
    assert [encoding.levels[code] for code in codes] == ["100", "50", "refused", "_blank", "_unknown"]
    assert encoding.numbers[:2] == (50.0, 100.0)


@pytest.mark.contract
def test_a_label_shared_by_two_options_decides_nothing():
    question = Question.model_validate(
        {"question": "q", "options": {"a": {"code": 1, "label": "Other"}, "b": {"code": 2, "label": "Other"}}}
    )
    codes, encoding = encode(pd.Series(["Other", "1"]), question)
    assert [encoding.levels[code] for code in codes] == ["_unknown", "a"]
