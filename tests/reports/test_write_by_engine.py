"""Weights go back to the data without the rows coming into Python, and nothing is left half-written."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pyarrow.parquet as parquet
import pytest

from survey import Sample, SurveyDesign, rake
from survey.cells.files.open import open_data
from survey.errors import MissingWarning
from survey.progress import watched
from survey.reports.files.data.write_by_engine import write_by_engine, writes_by_engine
from survey.reports.files.data.write_data import write_data
from survey.reports.files.write import write_bytes

pytestmark = pytest.mark.contract

TARGETS = {"sex": {"1": 0.45, "2": 0.55}, "q1.region": {"Мінск": 0.3, "Гомель": 0.5, "it's": 0.2}}


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rng = np.random.default_rng(8)
    frame = pd.DataFrame(
        {
            "number": np.arange(300_000),
            "sex": rng.integers(1, 3, 300_000),
            "q1.region": rng.choice(["Мінск", "Гомель", "it's"], 300_000),
            "note": rng.choice(["так", None], 300_000),
            "w": rng.random(300_000) + 0.5,
        }
    )
    frame.to_parquet(tmp_path / "wave.parquet", index=False)
    return tmp_path / "wave.parquet"


def test_large_files_are_written_by_their_engine(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.cells.files.open.LARGE", 1000)
    sample = rake(Sample(path, SurveyDesign(weight="w")), TARGETS)
    assert writes_by_engine(sample, path.with_name("weighted.parquet"))
    assert not writes_by_engine(sample, path.with_name("weighted.csv"))
    assert write_data(sample, path.with_name("weighted.parquet")) == [path.with_name("weighted.parquet")]
    assert [*pd.read_parquet(path.with_name("weighted.parquet")).columns][-2:] == ["w", "weight"]


@pytest.mark.parametrize("engine", ["duckdb", "polars"])
def test_the_file_has_all_columns_in_the_datas_order_and_the_weights_of_memory(path: Path, engine: str) -> None:
    out = path.with_name("weighted.parquet")
    sample = rake(Sample(path, SurveyDesign(weight="w"), engine=engine), TARGETS)
    assert not writes_by_engine(sample, out)  # a small file keeps its every byte
    assert write_by_engine(sample, out) == [out]
    before, after = pd.read_parquet(path), pd.read_parquet(out)
    assert [*after.columns] == [*before.columns, "weight"]
    pd.testing.assert_frame_equal(after[before.columns], before)
    want = rake(Sample(path, SurveyDesign(weight="w"), engine="memory"), TARGETS).weights
    np.testing.assert_allclose(after["weight"], want, rtol=1e-12)
    kept = json.loads(parquet.read_metadata(out).metadata[b"survey"])
    assert kept["labels"]["weight"].startswith("Weight: raked to sex, q1.region")
    assert open_data(out).layout.labels["weight"] == kept["labels"]["weight"]


def test_a_study_inside_a_larger_file_is_written_alone_with_a_warning(path: Path) -> None:
    sample = Sample(path, SurveyDesign(weight="w"), engine="duckdb")
    some = sample.changed(engine=sample.engine.where({"sex": 2}))
    out = path.with_name("women.parquet")
    with pytest.warns(MissingWarning, match="women.parquet: [0-9]+ rows are not of this study and are left out"):
        write_by_engine(some, out)
    before = pd.read_parquet(path)
    assert pd.read_parquet(out)["number"].tolist() == before.loc[before["sex"] == 2, "number"].tolist()


def test_interrupted_writing_leaves_the_earlier_file_and_nothing_else(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("survey.cells.engines.duckdb_backend.TICK", 1e-7)
    out = path.with_name("weighted.parquet")
    sample = rake(Sample(path, SurveyDesign(weight="w"), engine="duckdb"), TARGETS)
    write_bytes(out, b"earlier")

    def stopped(what: str, part: float) -> None:
        raise KeyboardInterrupt

    with watched(stopped), pytest.raises(KeyboardInterrupt):
        write_by_engine(sample, out)
    assert out.read_bytes() == b"earlier"
    assert {item.name for item in path.parent.iterdir()} == {"wave.parquet", "weighted.parquet"}
    assert sample.engine.collapse([], sample.weight).n.tolist() == [300_000]  # the engine goes on working


def test_more_groups_than_memory_holds_go_to_disk_or_are_refused_in_words(tmp_path: Path) -> None:
    import duckdb

    path = tmp_path / "wide.parquet"
    duckdb.sql(f"copy (select i as a, i % 7 as b, 1.0 as w from range(1500000) t(i)) to '{path}' (format parquet)")
    limited = open_data(path, engine="duckdb", memory_limit="100MB").engine
    table = limited.distinct("b")
    assert sum(table[1]) == 1_500_000
    _, repeated, many = limited.repeated("a")  # 1.5 million groups
    assert repeated == [] and many == 0
