#!/usr/bin/env python3
"""How fast the engines are, against the least that numpy needs for the same answer, in one run.

A time alone says little about another machine; a ratio to a bound measured beside it does. The data are synthetic and
the same in every run. Work and bound take turns, and the best of ``--repeat`` turns counts for each.

**The bound** is what anybody must do who starts from the same pandas columns and knows nothing of their codes in
advance, written in plain numpy with no check, no label, no object:

* *encode*: for each key one ``bincount`` to see which codes occur, and one look-up to number them;
* *combine*: one multiplication and addition a key, so that each respondent has the number of its cell;
* *sum*: the ``bincount`` passes of n, Σw and Σw² per cell;
* *raking* adds the look-up of each respondent's factor and the multiplication with the base weight (the rounds
  themselves run over cells and cost nothing beside it).

What comes after the sums (shares, covariances, raking rounds, intervals) is small in both and is not in the bound.
Before anything is timed, the figures are compared with a computation from rows that shares no code with the package.
"""

from __future__ import annotations

import argparse
import gc
import os
import platform
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Mapping
from importlib.metadata import version
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
from rich.console import Console
from rich.table import Table

import survey

MARGINS = {"sex": 2, "age": 6, "region": 7, "education": 4, "settlement": 5}
TABLE = {"stratum": 20, "psu": 50, "answer": 5, "column": 12}
LIMIT = 3.0  # times the bound


def respondents(rows: int) -> pd.DataFrame:
    """Synthetic answers; seed 2024."""
    rng = np.random.default_rng(2024)
    keys = {name: rng.integers(1, size + 1, rows) for name, size in {**MARGINS, **TABLE}.items()}
    return pd.DataFrame({**keys, "weight": rng.random(rows) + 0.5})


def targets() -> dict[str, dict[str, float]]:
    """A share for each code of each margin; seed 7."""
    rng = np.random.default_rng(7)
    return {
        name: {str(code): float(share) for code, share in enumerate(rng.dirichlet(np.full(size, 30.0)), start=1)}
        for name, size in MARGINS.items()
    }


# the bound


def bare_cells(frame: pd.DataFrame, keys: Mapping[str, int]) -> tuple[np.ndarray, list[np.ndarray]]:
    """Number of each respondent's cell, and n, Σw, Σw² per cell."""
    flat = np.zeros(len(frame), dtype=np.int64)
    size = 1
    for key in keys:
        column = frame[key].to_numpy()
        present = np.flatnonzero(np.bincount(column))
        table = np.zeros(present[-1] + 1, dtype=np.int8)
        table[present] = np.arange(len(present))
        flat *= len(present)
        flat += table[column]
        size *= len(present)
    w = frame["weight"].to_numpy()
    return flat, [
        np.bincount(flat, minlength=size),
        np.bincount(flat, w, minlength=size),
        np.bincount(flat, w * w, minlength=size),
    ]


def bare_raking(frame: pd.DataFrame) -> np.ndarray:
    """The passes of raking, with factors of 1."""
    flat, sums = bare_cells(frame, MARGINS)
    weight: np.ndarray = np.ones(len(sums[0]))[flat] * frame["weight"].to_numpy()
    return weight


# the package


def opened(data: Any, engine: str = "memory", **design: Any) -> survey.Sample:
    """The data with their design."""
    return survey.Sample(data, survey.SurveyDesign(weight="weight", **design), engine=engine)


def raking(data: Any, engine: str = "memory") -> Any:
    """One million respondents raked to five margins."""
    return survey.rake(opened(data, engine), targets())


def crosstab(data: Any, engine: str = "memory") -> Any:
    """5 answers by 12 columns with the standard errors of 20 strata of 50 PSUs."""
    return opened(data, engine, stratum="stratum", psu="psu").share("answer", by="column")


# the same from rows


def rows_raked(frame: pd.DataFrame, rounds: int = 60) -> np.ndarray:
    """Weights raked row by row."""
    w = frame["weight"].to_numpy(dtype=float)
    for _ in range(rounds):
        for name, shares in targets().items():
            wanted = np.array([0.0, *shares.values()]) * len(frame)
            now = np.bincount(frame[name], w)
            w = w * np.divide(wanted, now, out=np.zeros_like(wanted), where=now > 0)[frame[name].to_numpy()]
    return w


def rows_shares(frame: pd.DataFrame) -> tuple[np.ndarray, np.ndarray]:
    """Shares and standard errors, one cell of the table at a time, from linearized scores of respondents."""
    shares, errors = [], []
    w = frame["weight"].to_numpy()
    unit = frame["stratum"].to_numpy() * 100 + frame["psu"].to_numpy()
    for answer in range(1, TABLE["answer"] + 1):
        for column in range(1, TABLE["column"] + 1):
            base = w * (frame["column"].to_numpy() == column)
            yes = frame["answer"].to_numpy() == answer
            share = (base * yes).sum() / base.sum()
            scores = pd.Series(base * (yes - share) / base.sum()).groupby(unit).sum()
            by_stratum = scores.groupby(scores.index // 100)
            size = by_stratum.size()
            shares.append(share)
            errors.append(np.sqrt((size * by_stratum.var(ddof=1)).sum()))
    return np.array(shares), np.array(errors)


def check(frame: pd.DataFrame, engine: str, data: Any) -> float:
    """Largest relative difference from the computation by rows."""
    share, error = rows_shares(frame)
    table = crosstab(data, engine)
    weight = rows_raked(frame)
    return max(
        float(np.abs(table.estimate / share - 1).max()),
        float(np.abs(table.std_error / error - 1).max()),
        float(np.abs(raking(data, engine).weights / weight - 1).max()),
    )


# timing


def turns(repeat: int, *work: Callable[[], Any]) -> list[float]:
    """The best time of each, taking turns."""
    best = [float("inf")] * len(work)
    for _ in range(repeat):
        for place, one in enumerate(work):
            gc.collect()
            start = time.perf_counter()
            one()
            best[place] = min(best[place], time.perf_counter() - start)
    return best


def peak(path: Path, engine: str, job: str) -> float:
    """Largest memory, in MB, of a program of its own that only does ``job`` on the file."""
    run = [sys.executable, __file__, "--alone", job, "--data", str(path), "--engine", engine]
    done = subprocess.run(run, capture_output=True, text=True, check=True)
    return float(done.stdout)


def alone(job: str, path: Path, engine: str) -> None:
    """Do one job and print the peak memory; what ``peak`` starts."""
    if job == "nothing":
        opened(respondents(10))
    else:
        {"raking": raking, "table": crosstab}[job](path, engine)
    status = Path("/proc/self/status")  # getrusage would count what the program that started this one had
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        print(float(line.split()[1]) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))


def peer_r(folder: Path, frame: pd.DataFrame) -> tuple[str, float] | str:
    """Seconds that R's survey takes for the table, without reading the data; or why it was not run."""
    if shutil.which("Rscript") is None:
        return "not installed"
    asked = 'cat(requireNamespace("survey", quietly=TRUE))'
    if "TRUE" not in subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True).stdout:
        return "not installed"
    frame.to_csv(folder / "rows.csv", index=False)
    script = f"""
        suppressMessages(library(survey)); f <- read.csv("{folder / 'rows.csv'}")
        t0 <- proc.time()[["elapsed"]]
        d <- svydesign(id=~psu, strata=~stratum, weights=~weight, data=f, nest=TRUE)
        s <- svyby(~factor(answer), ~column, d, svymean)
        cat(as.character(packageVersion("survey")), proc.time()[["elapsed"]] - t0)
    """
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True)
    if done.returncode:
        return "failed"
    release, seconds = done.stdout.split()
    return release, float(seconds)


def main() -> int:
    """Print the table; exit 1 where the engine in memory is over the limit or a figure is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="respondents (1 000 000)")
    parser.add_argument("--repeat", type=int, default=7, help="turns; the best counts (7)")
    parser.add_argument("--peers", action="store_true", help="also time R's survey, where it is installed")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="memory", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if asked.alone:
        alone(asked.alone, asked.data, asked.engine)
        return 0
    with tempfile.TemporaryDirectory() as place:
        return measure(asked.rows, asked.repeat, asked.peers, Path(place))


def measure(rows: int, repeat: int, peers: bool, folder: Path) -> int:
    """Everything, on ``rows`` respondents."""
    console = Console(width=110)
    frame = respondents(rows)
    path = folder / "rows.parquet"
    frame.to_parquet(path, index=False)
    apart = {"memory": check(frame, "memory", frame), "duckdb": check(frame, "duckdb", path)}
    rake_bound, rake_time = turns(repeat, lambda: bare_raking(frame), lambda: raking(frame))
    table_bound, table_time = turns(repeat, lambda: bare_cells(frame, TABLE), lambda: crosstab(frame))
    few = max(2, repeat // 3)
    rake_duck, table_duck = turns(few, lambda: raking(path, "duckdb"), lambda: crosstab(path, "duckdb"))
    idle = peak(path, "memory", "nothing")
    table = Table(title=f"{rows:,} respondents, best of {repeat} (duckdb: of {few})")
    for name in ("work", "engine", "seconds", "bound", "ratio", "memory", "apart from rows"):
        table.add_column(name, justify="left" if name in ("work", "engine") else "right", no_wrap=True)
    lines = (
        ("rake to 5 margins", "memory", "raking", rake_time, rake_bound),
        ("rake to 5 margins", "duckdb", "raking", rake_duck, rake_bound),
        ("5 × 12 table, 20 × 50 PSUs", "memory", "table", table_time, table_bound),
        ("5 × 12 table, 20 × 50 PSUs", "duckdb", "table", table_duck, table_bound),
    )
    for work, engine, job, seconds, bound in lines:
        memory = peak(path, engine, job) - idle
        times = (f"{seconds:.3f}", f"{bound:.3f}", f"{seconds / bound:.1f}")
        table.add_row(work, engine, *times, f"+{memory:.0f} MB", f"{apart[engine]:.0e}")
    if peers:
        found = peer_r(folder, frame)
        table.add_row("5 × 12 table, 20 × 50 PSUs", "R survey", *_peer(found, table_bound))
    console.print(table)
    console.print(
        "Bound and engine in memory from the same pandas columns, duckdb from a Parquet file. Memory: the peak above "
        f"the {idle:.0f} MB of a program that only imports, reading of the file included. "
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, "
        f"duckdb {version('duckdb')}, {os.cpu_count()} cores."
    )
    wrong = [engine for engine, value in apart.items() if value > 1e-10]
    slow = [work for work, engine, _, seconds, bound in lines if engine == "memory" and seconds > LIMIT * bound]
    for work in slow:
        console.print(f"[red]slower than {LIMIT:g} times the bound: {work}[/red]")
    for engine in wrong:
        console.print(f"[red]other figures than the computation by rows: {engine}[/red]")
    return 1 if wrong or slow else 0


def _peer(found: tuple[str, float] | str, bound: float) -> tuple[str, ...]:
    if isinstance(found, str):
        return found, "", "", "", ""
    release, seconds = found
    return f"{seconds:.3f}", f"{bound:.3f}", f"{seconds / bound:.1f}", "", f"({release})"


if __name__ == "__main__":
    sys.exit(main())
