"""Tables that hold others are added up, and few tables are made for many that are asked for."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from survey.cells.engines.memory import MemoryEngine
from survey.cells.table.celltable import CellTable, added_up
from survey.cells.table.encoding import plain_question
from survey.cells.table.grouping import Grouping, packed
from survey.cells.table.kept_tables import KeptTables
from survey.definitions.records.question import Question


def asked(name: str, options: int) -> Question:
    return Question.model_validate({"question": name, "options": {f"o{i}": i for i in range(options)}})


QUESTIONS = {name: asked(name, count) for name, count in {"a": 2, "b": 3, "c": 5, "d": 40}.items()}
PSU = plain_question("psu")


def rows(seed: int, count: int) -> pd.DataFrame:
    rng = np.random.default_rng(seed)
    made = {name: rng.integers(0, len(question.options), count) for name, question in QUESTIONS.items()}
    return pd.DataFrame({**made, "psu": rng.integers(0, 9, count), "w": rng.random(count) * (rng.random(count) > 0.1)})


def same(one: CellTable, other: CellTable) -> None:
    assert one.keys == other.keys and one.levels == other.levels
    np.testing.assert_array_equal(one.codes, other.codes)
    np.testing.assert_array_equal(one.n, other.n)
    np.testing.assert_array_equal(one.respondents, other.respondents)
    np.testing.assert_allclose(one.sum_w, other.sum_w, rtol=1e-12)
    np.testing.assert_allclose(one.sum_w2, other.sum_w2, rtol=1e-12)


names = st.lists(st.sampled_from([*QUESTIONS, "psu"]), min_size=1, max_size=4, unique=True)


@pytest.mark.property
@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), many=st.lists(names, min_size=1, max_size=6))
def test_packed_tables_answer_all_that_was_asked(seed: int, many: list[list[str]]) -> None:
    data = rows(seed, 200)
    wanted = [Grouping(tuple(QUESTIONS.get(name, PSU) for name in one), "w") for one in many]
    few = packed(wanted)
    assert len(few) <= len(wanted)
    kept = KeptTables()
    for grouping in few:
        kept.keep(grouping, MemoryEngine(data).collapse(*(grouping.keys, *grouping.sums)))
    for grouping in wanted:
        found = kept.find(grouping)
        assert found is not None
        same(found, MemoryEngine(data).collapse(grouping.keys, "w"))


@pytest.mark.property
@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), cuts=st.lists(st.integers(0, 300), max_size=3))
def test_tables_of_parts_add_up_to_the_table_of_all(seed: int, cuts: list[int]) -> None:
    data = rows(seed, 300)
    keys = [QUESTIONS["a"], QUESTIONS["c"]]
    ends = sorted({0, 300, *cuts})
    parts = [MemoryEngine(data[low:high]).collapse(keys, "w") for low, high in zip(ends, ends[1:], strict=False)]
    same(added_up(parts), MemoryEngine(data).collapse(keys, "w"))


@pytest.mark.contract
def test_small_tables_are_packed_and_wide_ones_are_not() -> None:
    a, b, c, d = QUESTIONS.values()
    made = packed([Grouping((PSU, a, b)), Grouping((PSU, a, c)), Grouping((PSU, c, d)), Grouping((a,))])
    assert [set(grouping.names) for grouping in made] == [{"psu", "a", "b", "c"}, {"psu", "c", "d"}]  # a is in them


@pytest.mark.contract
def test_other_sums_and_other_questions_of_a_name_are_other_tables() -> None:
    kept = KeptTables()
    table = MemoryEngine(rows(1, 50)).collapse([QUESTIONS["a"]], "w")
    kept.keep(Grouping((QUESTIONS["a"],), "w"), table)
    assert kept.find(Grouping((QUESTIONS["a"],), "w")) is table
    assert kept.find(Grouping((QUESTIONS["a"],))) is None
    assert kept.find(Grouping((QUESTIONS["a"],), "w", "base")) is None
    assert kept.find(Grouping((asked("a", 3),), "w")) is None


@pytest.mark.contract
def test_tables_not_used_for_longest_are_forgotten_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.cells.table.kept_tables.MOST_CELLS", 9)
    engine, kept = MemoryEngine(rows(2, 400)), KeptTables()
    groupings = [Grouping((QUESTIONS[name],), "w") for name in "abc"]
    for grouping in groupings[:2]:
        kept.keep(grouping, engine.collapse(grouping.keys, "w"))
    assert kept.find(groupings[0]) is not None  # used again, so b is the oldest
    kept.keep(groupings[2], engine.collapse(groupings[2].keys, "w"))
    assert kept.find(groupings[1]) is None and kept.find(groupings[0]) is not None


@pytest.mark.derivation
def test_psus_numbered_through_all_strata_give_the_cells_of_a_group_by(monkeypatch: pytest.MonkeyPatch) -> None:
    rng = np.random.default_rng(5)
    data = pd.DataFrame({"stratum": rng.integers(0, 60, 3000), "a": rng.integers(0, 2, 3000), "w": rng.random(3000)})
    data["psu"] = data["stratum"] * 50 + rng.integers(0, 50, 3000)  # 60 × 3 000 combinations, 3 000 at most occur
    keys = [plain_question("stratum"), PSU, QUESTIONS["a"]]
    table = MemoryEngine(data).collapse(keys, "w")
    want = data.groupby(["stratum", "psu", "a"])["w"].agg(["size", "sum"])
    levels = [list(map(int, level[:-2])) for level in table.levels[:2]]
    found = [(levels[0][s], levels[1][p], a) for s, p, a in table.codes.tolist()]
    assert found == want.index.tolist()
    assert table.n.tolist() == want["size"].tolist()
    np.testing.assert_allclose(table.sum_w, want["sum"], rtol=1e-12)
