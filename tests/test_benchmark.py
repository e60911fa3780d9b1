"""The benchmark compares what it times with another way to the same figures; here on few rows and without a clock."""

from __future__ import annotations

import importlib
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import numpy as np
import pandas as pd
import pytest
from rich.console import Console

pytestmark = pytest.mark.derivation

MODULES = ("data", "bounds", "truth", "works", "measure", "page", "peers", "growth")
ENGINES = ("memory", "duckdb")


@pytest.fixture(scope="module")
def bench(root: Path) -> Iterator[SimpleNamespace]:
    """The modules of the benchmark, its script among them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.syspath_prepend(str(root / "scripts"))
        made = {name: importlib.import_module(f"bench.{name}") for name in MODULES}
        yield SimpleNamespace(**made, script=importlib.import_module("benchmark"))


@pytest.fixture(scope="module")
def sources(bench: SimpleNamespace, tmp_path_factory: pytest.TempPathFactory) -> dict[tuple[str, str], Any]:
    """Data of each kind for each engine."""
    folder = tmp_path_factory.mktemp("benchmark")
    made = {}
    for kind in ("tables", "replicates", "trend"):
        paths = bench.data.written(folder, kind, 8_000)
        frame = None if kind == "trend" else bench.data.frame_of(paths)
        made[kind, "memory"] = bench.works.Source(paths, 8_000, frame)
        made[kind, "duckdb"] = bench.works.Source(paths, 8_000)
    return made


@pytest.mark.parametrize("engine", ENGINES)
@pytest.mark.parametrize("key", ["rake", "banner", "batch", "replicates", "attach", "trend"])
def test_both_engines_give_the_figures_of_the_other_way(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any], key: str, engine: str
) -> None:
    work = bench.works.WORKS[key]
    source = sources[work.kind, engine]
    made = work.prepare(source.given(engine), engine)()
    assert work.differ(made, source, engine) < 1e-10


def test_a_wrong_weight_is_seen(bench: SimpleNamespace, sources: dict[tuple[str, str], Any]) -> None:
    frame = sources["tables", "memory"].frame
    weights = bench.works.rake(frame, "memory").weights.copy()
    assert bench.works.weights_differ(weights, frame, True) < 1e-10
    weights[17] *= 1 + 1e-6
    assert bench.works.weights_differ(weights, frame, True) > 1e-7


def test_the_time_of_a_wrong_figure_does_not_count(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any], tmp_path: Path
) -> None:
    work = replace(bench.works.WORKS["banner"], differ=lambda *_: 1e-3)
    run = bench.script.Benchmark(tmp_path, "quick", 1, 10**4, Console(quiet=True))
    record = run.measured("banner", work, "memory", sources["tables", "memory"], peak=False)
    assert record.plain()["checked"] is False
    assert (record.seconds, record.bound_seconds, record.ratio) == (None, None, None)
    assert "other figures" in record.faults()[0]


@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"limit": 1.9}, "2.00 times the bound"),
        ({"limit": 2.1}, ""),
        ({"peak_limit": 99.0}, "peak 100 MiB"),
        ({"second_limit": 2.5}, "3.00 s at least"),
        ({"second_limit": 3.5}, ""),
    ],
)
def test_a_passed_limit_is_told(bench: SimpleNamespace, limits: dict[str, float], said: str) -> None:
    record = bench.measure.Record("work", "memory", 10, (3.0, 4.0, 9.0), (1.0, 2.0, 3.0), 100.0, True, **limits)
    assert record.ratio == 2.0  # median to median
    assert [fault for fault in record.faults() if said and said in fault] == record.faults()
    assert bool(record.faults()) == bool(said)


def test_shares_of_the_other_way_are_those_of_each_respondent(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any]
) -> None:
    frame = sources["tables", "memory"].frame
    share, error = bench.truth.shares(bench.truth.totals_of_frame(frame), "answer", "vote")
    base = frame["weight"] * (frame["vote"] == 4)
    yes = frame["answer"] == 2
    expected = float((base * yes).sum() / base.sum())
    score = (base * (yes - expected) / base.sum()).groupby([frame["stratum"], frame["psu"]]).sum()
    strata = score.groupby(level="stratum")
    assert share[1, 3] == pytest.approx(expected, rel=1e-12)
    assert error[1, 3] == pytest.approx(float(np.sqrt((strata.var() * strata.size()).sum())), rel=1e-12)


def test_the_bound_counts_everybody_once_in_each_table(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    frame = sources["tables", "memory"].frame
    monkeypatch.setattr(bench.bounds, "STEP", 1_000)
    tables = [("answer", "sex"), ("answer", "vote"), ("mood",)]
    for keys, (n, w, w2) in zip(tables, bench.bounds.bare_tables(frame, ("stratum", "psu"), tables), strict=True):
        found = frame.groupby(["stratum", "psu", *keys])["weight"].agg(["size", "sum"])
        assert n[n > 0].tolist() == found["size"].tolist()
        assert w[n > 0] == pytest.approx(found["sum"].to_numpy())
        assert w2.sum() == pytest.approx((frame["weight"] ** 2).sum())


def test_the_other_bounds_pass_over_everybody(bench: SimpleNamespace, sources: dict[tuple[str, str], Any]) -> None:
    frame = sources["tables", "memory"].frame
    assert np.array_equal(bench.bounds.bare_raking(frame, bench.data.BANNERS), frame["weight"])
    wide = sources["replicates", "memory"].frame
    columns = bench.data.replicate_columns()
    sums = bench.bounds.bare_replicates(wide, "answer", columns)
    assert sums == pytest.approx(wide.groupby("answer")[columns].sum().to_numpy().T)
    assert bench.bounds.pure_sums(wide, columns) == pytest.approx(sums.sum(axis=1))


def test_the_sql_bound_has_the_sums_of_the_bare_passes(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any]
) -> None:
    source = sources["tables", "duckdb"]
    found = bench.works.WORKS["banner"].bound("duckdb", source)().to_pandas()
    bare = bench.works.WORKS["banner"].bound("memory", sources["tables", "memory"])()
    assert len(found) == sum(int((n > 0).sum()) for n, _, _ in bare)
    assert found["n"].sum() == 5 * 8_000
    assert found["w2"].sum() == pytest.approx(sum(w2.sum() for _, _, w2 in bare))


def test_the_data_are_the_same_in_every_run_and_keys_are_independent(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any], tmp_path: Path
) -> None:
    frame = sources["tables", "memory"].frame
    again = bench.data.frame_of(bench.data.written(tmp_path, "tables", 8_000))
    order = list(frame)
    pd.testing.assert_frame_equal(
        frame.sort_values(order, ignore_index=True), again.sort_values(order, ignore_index=True)
    )
    assert {name: int(frame[name].max()) for name in bench.data.KEYS} == bench.data.KEYS
    apart = np.abs(np.corrcoef(frame.to_numpy(dtype=float).T) - np.eye(len(order)))
    assert apart.max() < 5 / np.sqrt(len(frame))  # five standard errors of a correlation of 0


def test_all_tables_of_the_batch_are_one_scan_in_memory(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any]
) -> None:
    work = bench.works.WORKS["batch"]
    made = work.prepare(sources["tables", "memory"].given("memory"), "memory")()
    assert work.scans(made) == 1
    assert sum(table.estimate.size for table in made[1].values()) == sum(
        size * (1 + sum(bench.data.QUESTIONS[by] for by in bench.data.BANNERS if by != name))
        for name, size in bench.data.QUESTIONS.items()
    )


def test_a_peer_that_is_not_there_is_named(bench: SimpleNamespace, tmp_path: Path) -> None:
    found = bench.script._by_python("opinion-survey-of-nobody", "rake", tmp_path, [sys.executable])
    assert found == {"missing": "not installed"}


def test_figures_of_peers_are_compared_in_the_order_they_are_written_in(
    bench: SimpleNamespace, sources: dict[tuple[str, str], Any]
) -> None:
    frame = sources["tables", "memory"].frame
    table = bench.works.banner(frame, "memory")[1]["answer"]
    figures = np.concatenate([table.estimate.T.ravel(), table.std_error.T.ravel()])
    assert bench.script.peer_differs("banner", figures, frame) < 1e-10
    assert bench.script.peer_differs("banner", figures[::-1], frame) > 1e-3


def test_the_page_and_the_json_say_what_was_measured(bench: SimpleNamespace, tmp_path: Path) -> None:
    def record(n: int, seconds: float, cells: int | None = None) -> Any:
        made = bench.measure.Record(
            "rake", "memory", n, (seconds, seconds, 2 * seconds), (0.01, 0.02, 0.03), 321.0, True
        )
        made.cells = cells
        return made

    records = [record(10**k, 10.0 ** (k - 6)) for k in (4, 5, 6, 7)]
    records += [record(10**5, 0.1 * size / 6_000, size) for size in (6_000, 60_000)]
    wrong = bench.measure.Record("trend", "duckdb", 10, None, None, None, False, 0.5)
    bench.page.write(tmp_path, [*records, wrong], ["ipfn (not installed)"], "scripts/benchmark.py --full")
    page = (tmp_path / "performance.md").read_text(encoding="utf-8")
    assert "| rake | memory | 10 000 000 | 10.0 / 10.0 / 20.0 s | 10.0 / 20.0 / 30.0 ms | 500.00 | 321 |" in page
    assert "| rake | memory | 10 000 | 10.0 ms | 10 000 000 | 10.0 s | 1.00 |" in page
    assert "figures differ" in page and "Not measured: ipfn (not installed)." in page
    assert "The exponent of cells, from 6 000 on, is 1.00." in page
    assert str(Path.home()) not in page
    assert "<svg" in (tmp_path / "performance.svg").read_text(encoding="utf-8")
    plain = json.loads(json.dumps([one.plain() for one in records]))
    assert list(plain[0]) == ["work", "engine", "n", "seconds", "bound_seconds", "ratio", "peak_mib", "checked"]
    assert plain[0]["seconds"] == [0.01, 0.01, 0.02] and plain[0]["ratio"] == 0.5
    assert plain[0]["checked"] is True


def test_nothing_is_left_after_an_interrupted_run(root: Path, tmp_path: Path) -> None:
    settings = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONPATH": str(root)}
    run = [sys.executable, str(root / "scripts" / "benchmark.py"), "--largest", "1000"]
    process = subprocess.Popen(run, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        while not list(tmp_path.glob("survey-benchmark-*/*.parquet")) and process.poll() is None:
            time.sleep(0.05)
        assert process.poll() is None
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) != 0
    finally:
        process.kill()
    assert not list(tmp_path.glob("survey-benchmark-*"))


def test_growth_is_told_of_work_that_has_the_size_asked_for(bench: SimpleNamespace, tmp_path: Path) -> None:
    made = bench.growth.works(tmp_path)
    assert made.keys() == bench.growth.HALF.keys()
    assert len(made["questions"](3)()) == 3
    assert len(made["options"](7)()[0].stub) == 7
    assert len(made["banner variables"](3)()[0].columns) == 1 + 3 * 4
    assert len(made["columns of a text"](5)()) == bench.growth.ROWS
    assert len(made["columns of a text on DuckDB"](5)()) == bench.growth.ROWS
    assert len(made["polls of a line"](20)().lines[0].polls) == 20
