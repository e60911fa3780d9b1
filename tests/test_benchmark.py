"""The benchmark compares what it times with a computation by rows; here on few rows and without a clock."""

from __future__ import annotations

import importlib.util
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

pytestmark = pytest.mark.derivation


@pytest.fixture(scope="module")
def benchmark(root: Path) -> ModuleType:
    spec = importlib.util.spec_from_file_location("benchmark", root / "scripts" / "benchmark.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_both_engines_give_the_figures_of_rows(benchmark: ModuleType, engine: str, tmp_path: Path) -> None:
    frame = benchmark.respondents(20_000)
    frame.to_parquet(tmp_path / "rows.parquet")
    data = frame if engine == "memory" else tmp_path / "rows.parquet"
    assert benchmark.check(frame, engine, data) < 1e-10


def test_the_bound_counts_everybody_once(benchmark: ModuleType) -> None:
    frame = benchmark.respondents(5_000)
    flat, (n, w, w2) = benchmark.bare_cells(frame, benchmark.TABLE)
    assert len(flat) == n.sum() == 5_000
    assert w.sum() == pytest.approx(frame["weight"].sum())
    assert w2.sum() == pytest.approx((frame["weight"] ** 2).sum())
    assert np.array_equal(benchmark.bare_raking(frame), frame["weight"])
