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

With ``--peers`` the tables are also made by R's survey and the wide one by svy (Python), where they are installed.
svy's shares and standard errors are compared, and the time is that of its ``prop(by=)`` alone.
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
WIDE = {"area": 50, "cluster": 20, "answer": 5, "group": 30}
NAMES = {"raking": "rake to 5 margins", "table": "5 × 12 table, 20 × 50 PSUs", "wide": "5 × 30 table, 50 × 20 PSUs"}
LIMIT = 3.0  # times the bound
# threads of numpy's matrix product wait for each other: on a busy machine 16 ms for what takes one thread 0.1 ms
ONE_THREAD = {"OPENBLAS_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def respondents(rows: int) -> pd.DataFrame:
    """Synthetic answers; seed 2024."""
    rng = np.random.default_rng(2024)
    keys = {name: rng.integers(1, size + 1, rows) for name, size in {**MARGINS, **TABLE}.items()}
    weight = rng.random(rows) + 0.5
    keys |= {name: rng.integers(1, size + 1, rows) for name, size in WIDE.items() if name not in keys}
    return pd.DataFrame({**keys, "weight": weight})


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


def crosstab(data: Any, engine: str = "memory", keys: Mapping[str, int] = TABLE) -> Any:
    """Answers by columns with the standard errors of strata of PSUs; ``keys``: stratum, PSU, answer, column."""
    stratum, psu, answer, column = keys
    return opened(data, engine, stratum=stratum, psu=psu).share(answer, by=column)


def wide(data: Any, engine: str = "memory") -> Any:
    """5 answers by 30 columns with the standard errors of 50 strata of 20 PSUs."""
    return crosstab(data, engine, WIDE)


JOBS: dict[str, Callable[..., Any]] = {"raking": raking, "table": crosstab, "wide": wide}
BARE: dict[str, Callable[[pd.DataFrame], Any]] = {
    "raking": bare_raking,
    "table": lambda frame: bare_cells(frame, TABLE),
    "wide": lambda frame: bare_cells(frame, WIDE),
}


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


def rows_shares(frame: pd.DataFrame, keys: Mapping[str, int] = TABLE) -> tuple[np.ndarray, np.ndarray]:
    """Shares and standard errors, one cell of the table at a time, from linearized scores of respondents."""
    shares, errors = [], []
    w = frame["weight"].to_numpy()
    strata, psus, answers, columns = (frame[key].to_numpy() for key in keys)
    unit = strata * 100 + psus
    for answer in range(1, list(keys.values())[2] + 1):
        for column in range(1, list(keys.values())[3] + 1):
            base = w * (columns == column)
            yes = answers == answer
            share = (base * yes).sum() / base.sum()
            totals = np.bincount(unit, base * (yes - share) / base.sum())
            scores = pd.Series(totals, range(len(totals))).loc[np.unique(unit)]
            by_stratum = scores.groupby(scores.index // 100)
            size = by_stratum.size()
            shares.append(share)
            errors.append(np.sqrt((size * by_stratum.var(ddof=1)).sum()))
    return np.array(shares), np.array(errors)


def by_rows(frame: pd.DataFrame) -> tuple[np.ndarray, ...]:
    """All figures by rows: shares and standard errors of both tables, raked weights."""
    return (*rows_shares(frame, TABLE), *rows_shares(frame, WIDE), rows_raked(frame))


def check(expected: tuple[np.ndarray, ...], engine: str, data: Any) -> float:
    """Largest relative difference from the figures by rows."""
    table, broad = crosstab(data, engine), wide(data, engine)
    found = (table.estimate, table.std_error, broad.estimate, broad.std_error, raking(data, engine).weights)
    return max(apart(one, other) for one, other in zip(found, expected, strict=True))


def apart(found: np.ndarray, expected: np.ndarray) -> float:
    """Largest relative difference."""
    return float(np.abs(found / expected - 1).max())


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
        JOBS[job](path, engine)
    status = Path("/proc/self/status")  # getrusage would count what the program that started this one had
    if status.is_file():
        line = next(line for line in status.read_text().splitlines() if line.startswith("VmHWM"))
        print(float(line.split()[1]) / 1024)
    else:
        print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024))


def peer_r(folder: Path, frame: pd.DataFrame, keys: Mapping[str, int]) -> tuple[str, float] | str:
    """Release of R's survey and the seconds it takes for a table, without reading the data; or why it was not run."""
    if shutil.which("Rscript") is None:
        return "not installed"
    asked = 'cat(requireNamespace("survey", quietly=TRUE))'
    if "TRUE" not in subprocess.run(["Rscript", "-e", asked], capture_output=True, text=True).stdout:
        return "not installed"
    stratum, psu, answer, column = keys
    frame[[*keys, "weight"]].to_csv(folder / "rows.csv", index=False)
    script = f"""
        suppressMessages(library(survey)); f <- read.csv("{folder / 'rows.csv'}")
        t0 <- proc.time()[["elapsed"]]
        d <- svydesign(id=~{psu}, strata=~{stratum}, weights=~weight, data=f, nest=TRUE)
        s <- svyby(~factor({answer}), ~{column}, d, svymean)
        cat(as.character(packageVersion("survey")), proc.time()[["elapsed"]] - t0)
    """
    done = subprocess.run(["Rscript", "-e", script], capture_output=True, text=True)
    if done.returncode:
        return "failed"
    release, seconds = done.stdout.split()
    return release, float(seconds)


def peer_svy(frame: pd.DataFrame, repeat: int) -> tuple[str, float, float, float] | str:
    """The wide table by the Python package svy: its release, the seconds of its ``prop`` and of ours in turns with it,
    and how far its figures are from ours; or why it was not run.

    What else svy does is not timed: its sample is made beforehand, from a Polars frame in which PSUs have names of
    their own.
    """
    try:
        import polars
        import svy  # type: ignore[import-not-found, unused-ignore]
    except ImportError:
        return "not installed"
    stratum, psu, answer, column = WIDE
    data = polars.from_pandas(frame[[*WIDE, "weight"]].assign(unit=frame[stratum] * 100 + frame[psu]))
    design = svy.Design(stratum=stratum, psu="unit", wgt="weight")
    samples = [svy.Sample(data, design) for _ in range(repeat + 1)]  # one for each turn: a sample keeps what it learned
    rows = samples.pop().estimation.prop(answer, by=column).to_polars().sort(answer, column)
    ours = wide(frame)
    differ = max(apart(rows["est"].to_numpy(), ours.estimate), apart(rows["se"].to_numpy(), ours.std_error))
    theirs, mine = turns(repeat, lambda: samples.pop().estimation.prop(answer, by=column), lambda: wide(frame))
    return version("svy"), theirs, mine, differ


def main() -> int:
    """Print the table; exit 1 where the engine in memory is over the limit or a figure is wrong."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--rows", type=int, default=1_000_000, help="respondents (1 000 000)")
    parser.add_argument("--repeat", type=int, default=7, help="turns; the best counts (7)")
    parser.add_argument("--peers", action="store_true", help="also time R's survey and svy, where installed")
    parser.add_argument("--alone", help=argparse.SUPPRESS)
    parser.add_argument("--data", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--engine", default="memory", help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if not ONE_THREAD.keys() <= os.environ.keys():  # read once, when numpy is imported
        os.environ.update(ONE_THREAD)
        os.execv(sys.executable, [sys.executable, *sys.argv])
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
    expected = by_rows(frame)
    differ = {"memory": check(expected, "memory", frame), "duckdb": check(expected, "duckdb", path)}
    few = max(2, repeat // 3)
    bounds: dict[str, float] = {}
    seconds: dict[tuple[str, str], float] = {}
    for job, work in JOBS.items():
        bare = BARE[job]
        bounds[job], seconds[job, "memory"] = turns(repeat, lambda: bare(frame), lambda: work(frame))
        (seconds[job, "duckdb"],) = turns(few, lambda: work(path, "duckdb"))
    idle = peak(path, "memory", "nothing")
    table = Table(title=f"{rows:,} respondents, best of {repeat} (duckdb: of {few})")
    for name in ("work", "engine", "seconds", "bound", "ratio", "memory", "apart from rows"):
        table.add_column(name, justify="left" if name in ("work", "engine") else "right", no_wrap=True)
    for (job, engine), time_ in seconds.items():
        memory = f"+{peak(path, engine, job) - idle:.0f} MB"
        table.add_row(NAMES[job], engine, *_times(time_, bounds[job]), memory, f"{differ[engine]:.0e}")
    if peers:
        for job, keys in (("table", TABLE), ("wide", WIDE)):
            found = peer_r(folder, frame, keys)
            shown = (found, "", "") if isinstance(found, str) else _times(found[1], bounds[job])
            table.add_row(NAMES[job], "R survey", *shown, "", "" if isinstance(found, str) else f"({found[0]})")
        other = peer_svy(frame, few)
        shown = (other, "", "") if isinstance(other, str) else _times(other[1], bounds["wide"])
        table.add_row(NAMES["wide"], "svy", *shown, "", "" if isinstance(other, str) else f"({other[0]})")
    console.print(table)
    console.print(
        "Bound and engine in memory from the same pandas columns, duckdb from a Parquet file. Memory: the peak above "
        f"the {idle:.0f} MB of a program that only imports, reading of the file included. "
        f"Python {platform.python_version()}, numpy {np.__version__}, pandas {pd.__version__}, "
        f"duckdb {version('duckdb')}, {os.cpu_count()} cores."
    )
    if peers and not isinstance(other, str):
        release, theirs, mine, far = other
        console.print(
            f"{NAMES['wide']}: svy {release} takes {theirs:.2f} s for prop(by=), this package {mine:.3f} s in turns "
            f"with it, {theirs / mine:.0f} times less; shares and standard errors differ by {far:.0e} at most."
        )
        differ["svy"] = far
    wrong = [engine for engine, value in differ.items() if not value <= 1e-10]
    slow = [NAMES[job] for job, bound in bounds.items() if seconds[job, "memory"] > LIMIT * bound]
    for name in slow:
        console.print(f"[red]slower than {LIMIT:g} times the bound: {name}[/red]")
    for engine in wrong:
        console.print(f"[red]other figures than the computation they are compared with: {engine}[/red]")
    return 1 if wrong or slow else 0


def _times(seconds: float, bound: float) -> tuple[str, str, str]:
    return f"{seconds:.3f}", f"{bound:.3f}", f"{seconds / bound:.1f}"


if __name__ == "__main__":
    sys.exit(main())
