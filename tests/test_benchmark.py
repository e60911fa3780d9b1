"""The benchmark compares what it times with a computation by rows; here on few rows and without a clock."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType
from typing import Any

import numpy as np
import pytest

from survey.cells.celltable import CellTable
from survey.cells.memory import MemoryEngine

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
    assert benchmark.check(benchmark.by_rows(frame), engine, data) < 1e-10


def test_a_wrong_figure_is_seen(benchmark: ModuleType) -> None:
    frame = benchmark.respondents(20_000)
    *others, weights = benchmark.by_rows(frame)
    assert benchmark.check((*others, weights * (1 + 1e-9)), "memory", frame) > 1e-10


def test_the_wide_table_has_every_cell_and_psu(benchmark: ModuleType) -> None:
    table = benchmark.wide(benchmark.respondents(20_000))
    assert len(table.estimate) == 5 * 30
    assert table.design_df == 50 * 20 - 50


def test_the_wide_table_is_one_pass_over_the_rows(benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    passes = []
    collapse = MemoryEngine.collapse

    def counted(*args: Any, **options: Any) -> CellTable:
        passes.append(args[1])
        return collapse(*args, **options)

    monkeypatch.setattr(MemoryEngine, "collapse", counted)
    benchmark.wide(benchmark.respondents(20_000))
    assert len(passes) == 1


def test_a_peer_that_is_not_there_is_named(benchmark: ModuleType, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "svy", None)
    assert benchmark.peer_svy(benchmark.respondents(1_000), 1) == "not installed"


@pytest.mark.parametrize("table", ["TABLE", "WIDE"])
def test_the_bound_counts_everybody_once(benchmark: ModuleType, table: str) -> None:
    frame = benchmark.respondents(5_000)
    flat, (n, w, w2) = benchmark.bare_cells(frame, keys := getattr(benchmark, table))
    assert len(n) == np.prod(list(keys.values()))
    assert len(flat) == n.sum() == 5_000
    assert w.sum() == pytest.approx(frame["weight"].sum())
    assert w2.sum() == pytest.approx((frame["weight"] ** 2).sum())
    assert np.array_equal(benchmark.bare_raking(frame), frame["weight"])
