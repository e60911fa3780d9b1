"""Many tables are made in few scans, and are the tables that each by itself gives."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey import Sample, SurveyDesign, rake
from survey.estimation.core.gather import gather
from survey.tables.ahead import gathered
from survey.tables.crosstab import crosstab

OPTIONS = {"a": 3, "b": 2, "c": 4, "d": 5, "x": 2, "y": 3}
QUESTIONS = {
    name: {"options": {f"{name}{i}": {"code": i} for i in range(1, count + 1)}} for name, count in OPTIONS.items()
}
TARGETS = {"x": {"x1": 0.6, "x2": 0.4}, "y": {"y1": 0.2, "y2": 0.5, "y3": 0.3}}
ASKED, BANNER = ("a", "b", "c", "d"), ("x", "y")


@pytest.fixture
def path(tmp_path: Path) -> Path:
    rng = np.random.default_rng(11)
    data = {name: rng.integers(1, count + 1, 2000) for name, count in OPTIONS.items()}
    data |= {"stratum": rng.integers(0, 4, 2000), "w": rng.random(2000) + 0.5}
    frame = pd.DataFrame(data)
    frame["psu"] = frame["stratum"] * 10 + rng.integers(0, 10, 2000)
    for r in range(6):
        frame[f"r{r}"] = frame["w"] * rng.choice([0.5, 1.5], 2000)
    frame.to_parquet(tmp_path / "data.parquet", index=False)
    return tmp_path / "data.parquet"


def sample(path: Path, engine: str, kind: str) -> Sample:
    design = SurveyDesign(weight="w") if kind == "elements" else SurveyDesign(stratum="stratum", psu="psu", weight="w")
    made = Sample(path, design, QUESTIONS, engine=engine)
    if kind == "raked":
        return rake(made, TARGETS)
    if kind == "replicates":
        from survey import replicate_weights

        return replicate_weights(made, [f"r{r}" for r in range(6)], "bootstrap")
    return made


@pytest.mark.contract
@pytest.mark.parametrize("engine", ["duckdb", "polars", "memory"])
@pytest.mark.parametrize("kind", ["elements", "clusters", "raked", "replicates"])
def test_all_questions_by_all_banners_take_two_scans(path: Path, engine: str, kind: str) -> None:
    weighted = sample(path, engine, kind)
    before = weighted.engine.scans
    blocks = list(gathered(weighted, ASKED, BANNER))
    assert blocks == [ASKED]
    made = {name: crosstab(weighted, name, BANNER) for name in ASKED}
    assert weighted.engine.scans - before <= 2  # units of the design, then all cells
    for name in ASKED:
        alone = crosstab(sample(path, "memory", kind), name, BANNER)
        for figure in ("estimate", "std_error", "conf_low", "conf_high", "count"):
            np.testing.assert_allclose(getattr(made[name], figure), getattr(alone, figure), rtol=1e-9, atol=1e-12)


@pytest.mark.contract
def test_an_estimate_takes_one_scan_also_of_weighted_data(path: Path) -> None:
    weighted = sample(path, "duckdb", "raked")
    before = weighted.engine.scans
    weighted.share("a", by="x")
    assert weighted.engine.scans - before == 1
    weighted.share("a", by="x")
    weighted.share("a")  # part of the table
    assert weighted.engine.scans - before == 1


@pytest.mark.contract
def test_blocks_bound_the_cells(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("survey.tables.ahead.MOST_CELLS", 1200)
    assert len(list(gathered(sample(path, "duckdb", "elements"), ASKED, BANNER))) == 1
    assert len(list(gathered(sample(path, "duckdb", "clusters"), ASKED, BANNER))) > 1


@pytest.mark.contract
def test_gathering_what_is_there_costs_nothing(path: Path) -> None:
    made = sample(path, "duckdb", "clusters")
    gather(made, [("a", "x")])
    before = made.engine.scans
    gather(made, [("a", "x"), ("a",), ("x",)])
    assert made.engine.scans == before
