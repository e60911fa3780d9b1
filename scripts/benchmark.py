#!/usr/bin/env python3
"""How fast the package is against the least that the same answer costs, in one run.

A time alone says little about another machine; a ratio to a bound measured beside it does. Work and bound take turns;
of each the least, the median and the largest time are kept, and the ratio is median to median. No time counts before
the figures were found equal to those of another way that shares no code with the package (``bench/truth.py``; 1e-9,
relative; raked weights of other packages 1e-6). The bounds are told in ``bench/bounds.py``. Memory is the largest of a
whole process of its own, that imports, reads the files and does the work once.

Quick (under 3 minutes) or ``--full`` (10^7 rows in memory, 10^8 in Parquet files for DuckDB, Spark; half an hour and
4 GB of disk). The data are synthetic, made in a temporary folder (``TMPDIR``) and removed at the end, also when
interrupted. The exit code is 1 where a figure is wrong or a limit is passed.
"""

from __future__ import annotations

import argparse
import json
import os
import shutil
import signal
import subprocess
import sys
import tempfile
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from bench import book, data, growth, measure, page, polls, published, start, truth, weigh, wide
from bench.measure import Record
from bench.peers import PEERS
from bench.peers import WORKS as PEER_WORKS
from bench.works import WORKS, Source, Work, weights_differ, with_units
from rich.console import Console
from rich.table import Table

# threads of numpy's matrix product wait for each other: on a busy machine 16 ms for what takes one thread 0.1 ms
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}
HERE = Path(__file__).resolve()
DOCS = HERE.parent.parent / "docs"

IN_MEMORY = {"quick": (10**3, 10**4, 10**5, 10**6), "full": (10**3, 10**4, 10**5, 10**6, 10**7)}
BY_DUCKDB = {"quick": (10**6,), "full": (10**6, 10**7, 10**8)}
LARGEST = {  # rows, for what has 80 columns or 25 crossings
    ("replicates", "memory"): 10**6,
    ("replicates", "duckdb"): 10**6,
    ("attach", "memory"): 10**6,
    ("attach", "duckdb"): 10**6,
    ("batch", "duckdb"): 10**6,
}
UNITS = (10, 100, 1_000, 10_000)  # PSUs in all, for the growth by cells
PEER_ROWS = {"quick": 10**5, "full": 10**6}
LIMITS = {  # of the ratio
    ("rake", "memory", 10**7): 1.5,
    ("banner", "memory", 10**7): 2.0,
    ("banner", "duckdb", 10**8): 1.3,
    ("replicates", "memory", 10**6): 1.3,
}
PEAKS = {("banner", "duckdb", 10**8): 2048.0}  # MiB
PEER_TOLERANCE = {"rake": 1e-6}  # raking stops by a rule of its own in each package


class Benchmark:
    """One run: what it measured, and the folder of its data."""

    def __init__(self, folder: Path, size: str, turns: int, largest: int, console: Console) -> None:
        self.folder, self.size, self.given_turns, self.largest, self.console = folder, size, turns, largest, console
        self.records: list[Record] = []
        self.missing: list[str] = []

    def turns(self, rows: int) -> int:
        """How many turns, the fewer the longer they are."""
        return self.given_turns or (3 if rows > 10**7 or self.size == "quick" and rows >= 10**6 else 5)

    def keep(self, record: Record) -> None:
        """Keep a record and tell it."""
        self.records.append(record)
        shown = f"{page.seconds(record.seconds)} bound {page.seconds(record.bound_seconds)}"
        self.console.print(f"[dim]{record.work}, {record.engine}, {record.n:,}: {shown}[/dim]", highlight=False)

    def measured(self, key: str, work: Work, engine: str, source: Source, peak: bool = True) -> Record:
        """One work on one engine: figures first, then turns, then the memory of a process of its own."""
        given = source.given(engine)
        made = work.prepare(given, engine)()
        differ = work.differ(made, source, engine)
        scans = work.scans(made) if work.scans else None
        del made
        good = bool(differ <= work.tolerance)
        times: list[float] = []
        bounds: list[float] = []
        if good:
            count = self.turns(source.rows)
            times, bounds = measure.turns(count, lambda: work.prepare(given, engine), work.bound(engine, source))
        at = (key, engine, source.rows)
        record = Record(
            work.name,
            engine,
            source.rows,
            measure.spread(times) if times else None,
            measure.spread(bounds) if bounds else None,
            measure.peak(HERE, key, engine, source.paths) if peak else None,
            good,
            differ,
            LIMITS.get(at),
            PEAKS.get(at),
            scans=scans,
        )
        self.keep(record)
        return record

    def sources(self, engine: str) -> Iterator[Source]:
        """Data of each size for ``engine``, one at a time; files that are not needed again are removed."""
        for rows in (IN_MEMORY if engine == "memory" else BY_DUCKDB)[self.size]:
            if rows > self.largest:
                continue
            for kind in dict.fromkeys(work.kind for work in WORKS.values()):
                if all(rows > LARGEST.get((key, engine), rows) for key, work in WORKS.items() if work.kind == kind):
                    continue
                paths = data.written(self.folder, kind, rows)
                in_memory = kind != "trend" and engine == "memory"
                yield Source(paths, rows, data.frame_of(paths) if in_memory else None)
                if rows >= 10**7:
                    for path in paths:
                        path.unlink()

    def engines(self) -> None:
        """All works in memory and on DuckDB."""
        for engine in ("memory", "duckdb"):
            for source in self.sources(engine):
                kind = source.paths[0].name.split("_")[0]
                for key, work in WORKS.items():
                    long = source.rows > LARGEST.get((key, engine), source.rows) or (
                        self.size == "quick" and engine == "duckdb" and key in ("attach", "batch")
                    )
                    if work.kind == kind and not long:
                        self.measured(key, work, engine, source)

    def cells(self) -> None:
        """The same table of the same rows in more and more PSUs."""
        rows = min(10**6 if self.size == "full" else 10**5, self.largest)
        paths = data.written(self.folder, "tables", rows)
        frame = data.frame_of(paths)
        draw = np.random.default_rng(11)
        for units in UNITS:
            unit = draw.integers(0, units, rows)
            split = frame.assign(stratum=unit % 5 + 1, psu=unit // 5 + 1)
            record = self.measured("", with_units(units), "memory", Source(paths, rows, split), peak=False)
            record.cells = 60 * units

    def spark(self) -> None:
        """The banner table on Spark with two workers, in a process of its own."""
        rows = min(10**6, self.largest)
        paths = data.written(self.folder, "tables", rows)
        run = [sys.executable, str(HERE), "--alone", "spark", "--turns", "3", "--data", *map(str, paths)]
        done = subprocess.run(run, capture_output=True, text=True)
        if done.returncode:
            self.missing.append(f"Spark ({done.stderr.strip().splitlines()[-1]})")
            return
        found = json.loads(done.stdout.splitlines()[-1])
        times, bound = measure.spread(found["seconds"]), measure.spread(found["bound"])
        good = bool(found["differ"] <= WORKS["banner"].tolerance)
        name = WORKS["banner"].name
        self.keep(Record(name, "spark", rows, times if good else None, bound, found["peak"], good, found["differ"]))

    def peers(self, pythons: list[str]) -> None:
        """Other packages on the same data; each is run by the first Python that has it."""
        rows = min(PEER_ROWS[self.size], self.largest)
        for key in ("rake", "banner", "replicates"):
            place = self._columns(key, rows)
            for peer in PEERS:
                if key in PEER_WORKS[peer]:
                    self._peer(peer, key, rows, _by_python(peer, key, place, pythons))
            self._peer("R survey", key, rows, _by_r(key, place))
            shutil.rmtree(place)

    def _columns(self, key: str, rows: int) -> Path:
        """A folder with the data and settings, as ``bench/peers.py`` and ``bench/peers.R`` read them."""
        place = self.folder / f"peers_{key}"
        place.mkdir()
        frame = data.frame_of(data.written(self.folder, WORKS[key].kind, rows))
        for name in frame:
            frame[name].to_numpy(dtype=float).tofile(place / f"{name}.bin")
        (place / "columns.txt").write_text("\n".join(frame) + "\n")
        for name, part in data.targets().items():
            (place / f"{name}.txt").write_text("\n".join(repr(share) for share in part.values()) + "\n")
        known = {
            "columns": list(frame),
            "targets": data.targets(),
            "banners": data.BANNERS,
            "replicates": data.replicate_columns(),
        }
        (place / "settings.json").write_text(json.dumps(known))
        return place

    def _peer(self, peer: str, key: str, rows: int, found: dict[str, Any]) -> None:
        """Keep what a peer took, if its figures are right."""
        if "missing" in found:
            self.missing.append(f"{peer} ({WORKS[key].name}: {found['missing']})")
            return
        frame = data.frame_of(data.written(self.folder, WORKS[key].kind, rows))
        source = Source([], rows, frame)
        weighted = peer != "weightipy"
        differ = peer_differs(key, found["figures"], frame, weighted)
        bound = measure.spread([measure.clocked(WORKS[key].bound("memory", source)) for _ in range(3)])
        name = WORKS[key].name + ("" if weighted else page.FROM_ONE)
        good = bool(differ <= PEER_TOLERANCE.get(key, 1e-9))
        times = measure.spread(found["seconds"]) if good else None
        self.keep(Record(name, f"{peer} {found['release']}", rows, times, bound, found["peak_mib"], good, differ))

    def summary(self) -> Table:
        """All that was measured."""
        table = Table(title="least / median / largest seconds; ratio of medians")
        for name in ("work", "engine", "n", "seconds", "bound", "ratio", "peak MiB"):
            table.add_column(name, justify="left" if name in ("work", "engine") else "right", no_wrap=True)
        for one in self.records:
            ratio = "wrong" if not one.checked else "" if one.ratio is None else f"{one.ratio:.2f}"
            mib = "" if one.peak_mib is None else f"{one.peak_mib:,.0f}"
            work = one.work if one.scans is None else f"{one.work} ({one.scans} scans)"
            shown = (page.seconds(one.seconds), page.seconds(one.bound_seconds))
            table.add_row(work, one.engine, f"{one.n:,}", *shown, ratio, mib)
        return table


def _by_python(peer: str, key: str, place: Path, pythons: list[str]) -> dict[str, Any]:
    """What a peer found by the first Python that has it; ``missing`` says why it was not run."""
    found: dict[str, Any] = {"missing": "not installed"}
    settings = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    for python in pythons:
        run = [python, str(HERE.parent / "bench" / "peers.py"), peer, key, str(place), "3"]
        done = subprocess.run(run, capture_output=True, text=True, env=settings)
        if done.returncode:
            return {"missing": f"failed: {(done.stderr.strip().splitlines() or [''])[-1]}"}
        found = json.loads(done.stdout.splitlines()[-1])
        if "missing" not in found:
            return {**found, "figures": np.fromfile(place / "figures.bin")}
    return found


def _by_r(key: str, place: Path) -> dict[str, Any]:
    """The same by R's survey."""
    try:
        run = ["Rscript", str(HERE.parent / "bench" / "peers.R"), key, str(place), "2"]
        done = subprocess.run(run, capture_output=True, text=True)
    except FileNotFoundError:
        return {"missing": "not installed"}
    if done.returncode:
        return {"missing": f"failed: {(done.stderr.strip().splitlines() or [''])[-1]}"}
    if done.stdout.strip() == "missing":
        return {"missing": "not installed"}
    release, peak, *times = done.stdout.split()
    found = np.fromfile(place / "figures.bin")
    peak_mib = None if peak == "NA" else float(peak)
    return {"release": release, "seconds": [float(one) for one in times], "peak_mib": peak_mib, "figures": found}


def peer_differs(key: str, figures: np.ndarray, frame: pd.DataFrame, weighted: bool = True) -> float:
    """How far a peer's figures are from those of the other way."""
    if key == "rake":
        return weights_differ(figures, frame, weighted)
    if key == "banner":
        estimate, error = truth.table(truth.totals_of_frame(frame), "answer", data.BANNERS)
    else:
        estimate, error = truth.replicated(frame, "answer", data.replicate_columns())
    expected = np.concatenate([estimate.T.ravel(), error.T.ravel()])
    return truth.apart(figures, expected)


def alone(key: str, engine: str, paths: list[Path], turns: int) -> None:
    """What ``measure.peak`` starts: one work in a process of its own, whose last line is its peak; on Spark with
    turns and bound."""
    given = paths[0] if len(paths) == 1 else paths
    if key != "spark":
        WORKS[key].prepare(given, engine)()
        print(measure.own_peak())
        return
    from bench.bounds import sql_tables
    from bench.works import PAIRS, UNITS

    work = WORKS["banner"]
    source = Source(paths, 0)
    made = work.prepare(given, "spark")()
    differ = work.differ(made, source, "spark")
    from pyspark.sql import SparkSession

    session = SparkSession.getActiveSession()
    assert session is not None
    query = sql_tables([(*UNITS, *pair) for pair in PAIRS])

    def bound() -> None:
        session.read.parquet(*map(str, paths)).createOrReplaceTempView("data")
        session.sql(query).toArrow()

    bound()
    times, bounds = measure.turns(turns, lambda: work.prepare(given, "spark"), bound)
    peak = measure.own_peak() + measure.children_peak()
    print(json.dumps({"seconds": times, "bound": bounds, "differ": differ, "peak": peak}))


def main() -> int:
    """Measure, print, write; 1 where a figure is wrong or a limit is passed."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--full", action="store_true", help="all sizes, and Spark")
    parser.add_argument("--peers", action="store_true", help="also svy, balance, Weightipy, ipfn and R's survey")
    parser.add_argument(
        "--peer-python", action="append", default=[], metavar="PATH", help="a Python that has some of them (repeatable)"
    )
    parser.add_argument("--json", type=Path, metavar="PATH", help="write the measurements")
    parser.add_argument("--write-docs", action="store_true", help="write docs/performance.md; --full always does")
    parser.add_argument("--turns", type=int, default=0, help="turns of each work (5; 3 of the longest)")
    parser.add_argument("--largest", type=int, default=10**9, metavar="N", help="leave out data of more rows")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, nargs="+", help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="memory", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not ONE_THREAD.keys() <= os.environ.keys():  # read once, when numpy is imported
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, *sys.argv])
    warnings.simplefilter("ignore")
    if asked.alone:
        alone(asked.alone, asked.engine, asked.data, asked.turns)
        return 0
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(143))
    console = Console(width=150)
    with tempfile.TemporaryDirectory(prefix="survey-benchmark-") as place:
        run = Benchmark(Path(place), "full" if asked.full else "quick", asked.turns, asked.largest, console)
        run.records += start.start_up(run.folder, asked.turns or 5)
        run.records += book.book(run.folder, run.size, asked.turns or 3)
        run.records += wide.wide(run.folder, run.size, asked.turns or 3)
        run.records += published.published(asked.turns or 3)
        run.records += polls.polls(asked.turns or 3)
        run.records += growth.growth(asked.turns or 3)
        run.engines()
        run.cells()
        if asked.full:
            run.spark()
        if asked.peers or asked.peer_python:
            run.peers(asked.peer_python or [sys.executable])
            weighed, missing = weigh.weigh(run.folder, asked.turns or 7, asked.peer_python or [sys.executable])
            run.records += weighed
            run.missing += missing
    console.print(run.summary())
    for name in run.missing:
        console.print(f"not measured: {name}", highlight=False)
    if asked.json:
        asked.json.write_text(json.dumps([one.plain() for one in run.records], indent=1) + "\n", encoding="utf-8")
    if asked.full or asked.write_docs:
        command = "scripts/benchmark.py --full" if asked.full else "scripts/benchmark.py --write-docs"
        page.write(DOCS, run.records, run.missing, command)
        console.print("wrote docs/performance.md")
    faults = [fault for one in run.records for fault in one.faults()]
    for fault in faults:
        console.print(f"[red]{fault}[/red]", highlight=False)
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main())
