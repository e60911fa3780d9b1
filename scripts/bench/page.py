"""``docs/performance.md`` and its picture, from the records of one run."""

from __future__ import annotations

import os
import platform
import textwrap
from collections.abc import Sequence
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

import numpy as np

from bench.measure import Record, Spread

FIT = 10**5  # rows from which the growth is fitted: below it the fixed cost of a call is most of the time
FIT_CELLS = 6_000
FROM_ONE = ", from 1"  # raking without a base weight
LIBRARIES = ("numpy", "pandas", "pyarrow", "duckdb", "narwhals", "pyspark")


def seconds(times: Spread | None) -> str:
    """Least / median / largest, in a unit that suits the median."""
    if times is None:
        return ""
    size, unit = (1000.0, "ms") if times[1] < 0.1 else (1.0, "s")
    return f"{' / '.join(_digits(size * one) for one in times)} {unit}"


def _digits(value: float) -> str:
    """Three digits."""
    return f"{value:.{max(0, 2 - int(np.floor(np.log10(value))))}f}" if 0 < value < 100 else f"{value:.0f}"


def slope(points: Sequence[tuple[float, float]]) -> float | None:
    """Exponent b of time = a · size^b, by least squares of the logarithms; None for fewer than two points."""
    if len(points) < 2:
        return None
    x, y = np.log10(np.array(points)).T
    return float(np.polyfit(x, y, 1)[0])


def growth(records: Sequence[Record]) -> list[tuple[str, str, list[tuple[float, float]]]]:
    """For each work and engine the medians by n."""
    lines: dict[tuple[str, str], list[tuple[float, float]]] = {}
    for one in records:
        if one.engine in ("memory", "duckdb") and one.seconds is not None and one.cells is None:
            lines.setdefault((one.work, one.engine), []).append((one.n, one.seconds[1]))
    return [(*key, points) for key, points in lines.items()]


def by_cells(records: Sequence[Record]) -> list[Record]:
    """Records of the growth by cells."""
    return [one for one in records if one.cells is not None and one.seconds is not None]


def machine() -> str:
    """The machine and the libraries, in a sentence; no names of users or hosts."""
    lines = _lines(Path("/proc/cpuinfo"))
    model = next((line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")), "")
    memory = next((line for line in _lines(Path("/proc/meminfo")) if line.startswith("MemTotal")), "")
    size = f", {float(memory.split()[1]) / 1024**2:.0f} GiB of memory" if memory else ""
    found = []
    for name in LIBRARIES:
        try:
            found.append(f"{name} {version(name)}")
        except PackageNotFoundError:
            continue
    kind = f"{platform.system()} on {platform.machine()}"
    processor = f"{model or platform.processor()}, " if (model or platform.processor()) else ""
    return f"{kind}, {processor}{os.cpu_count()} cores{size}; Python {platform.python_version()}, {', '.join(found)}"


def _lines(path: Path) -> list[str]:
    return path.read_text(encoding="utf-8").splitlines() if path.is_file() else []


def write(folder: Path, records: Sequence[Record], missing: Sequence[str], command: str) -> None:
    """The page and its picture."""
    (folder / "performance.md").write_text(text(records, missing, command), encoding="utf-8")
    picture(records, folder / "performance.svg")


def text(records: Sequence[Record], missing: Sequence[str], command: str) -> str:
    """The whole page."""
    plain = [one for one in records if one.cells is None]
    engines = {
        "In memory": [one for one in plain if one.engine == "memory"],
        "DuckDB, from Parquet": [one for one in plain if one.engine == "duckdb"],
        "Spark, local mode, two workers": [one for one in plain if one.engine == "spark"],
    }
    peers = [one for one in plain if one.engine not in ("memory", "duckdb", "spark", "process", "growth")]
    how = textwrap.fill(HOW.format(command=command, machine=machine()), 118, break_on_hyphens=False)
    parts = [TOP.format(how=how)]
    for title, rows in engines.items():
        if rows:
            parts.append(f"## {title}\n\n{NOTES[title]}\n\n{_table(rows)}")
    if peers:
        asked = {(one.work.removesuffix(FROM_ONE), one.n) for one in peers}
        same = [one for one in engines["In memory"] if (one.work, one.n) in asked]
        parts.append(f"## Other packages\n\n{PEERS}\n\n{_table(sorted([*same, *peers], key=lambda one: one.work))}")
    if missing:
        parts.append("Not measured: " + "; ".join(missing) + ".")
    parts.append(_growth(records))
    wider = [one for one in plain if one.engine == "growth"]
    if wider:
        parts.append(f"{WIDER}\n\n{_table(wider)}")
    parts.append(_start([one for one in plain if one.engine == "process"]))
    faults = [fault for one in records for fault in one.faults()]
    over = "\n".join(f"* {fault}" for fault in faults)
    parts += [LIMITS, f"In this run:\n\n{over}" if faults else "In this run all that it measured were kept."]
    return "\n\n".join(parts) + "\n"


def _table(rows: Sequence[Record]) -> str:
    lines = ["| work | engine | n | seconds | bound | ratio | peak MiB |", "|---|---|--:|--:|--:|--:|--:|"]
    for one in rows:
        work = one.work if one.scans is None else f"{one.work}, {one.scans} scan{'s' * (one.scans != 1)}"
        ratio = "figures differ" if not one.checked else "" if one.ratio is None else f"{one.ratio:.2f}"
        peak = "" if one.peak_mib is None else _spaced(one.peak_mib)
        cells = [work, one.engine, _spaced(one.n), seconds(one.seconds), seconds(one.bound_seconds), ratio, peak]
        lines.append(f"| {' | '.join(cells)} |")
    return "\n".join(lines)


def _spaced(number: float) -> str:
    return f"{number:,.0f}".replace(",", " ")


def _growth(records: Sequence[Record]) -> str:
    lines = ["| work | engine | least n | median | largest n | median | exponent |", "|---|---|--:|--:|--:|--:|--:|"]
    for work, engine, points in growth(records):
        fitted = slope([point for point in points if point[0] >= FIT])
        shown = "" if fitted is None else f"{fitted:.2f}"
        first, last = (seconds((time, time, time)).split(" / ")[-1] for _, time in (points[0], points[-1]))
        ends = f"{_spaced(points[0][0])} | {first} | {_spaced(points[-1][0])} | {last}"
        lines.append(f"| {work} | {engine} | {ends} | {shown} |")
    cells = by_cells(records)
    more = ["| cells | n | seconds | bound | ratio |", "|--:|--:|--:|--:|--:|"]
    for one in cells:
        row = [_spaced(one.cells or 0), _spaced(one.n), seconds(one.seconds), seconds(one.bound_seconds)]
        more.append(f"| {' | '.join(row)} | {one.ratio:.2f} |")
    fitted = slope([(one.cells or 0, one.seconds[1]) for one in cells if one.seconds and (one.cells or 0) >= FIT_CELLS])
    end = "" if fitted is None else f"\n\nThe exponent of cells, from {_spaced(FIT_CELLS)} on, is {fitted:.2f}."
    return GROWTH + "\n\n" + "\n".join(lines) + "\n\n" + CELLS + "\n\n" + "\n".join(more) + end


def _start(rows: Sequence[Record]) -> str:
    """Limits of seconds are of the least, those of a ratio of the medians; a limit that is passed says so."""
    lines = ["| what | seconds | bound | ratio | at most |", "|---|--:|--:|--:|--:|"]
    for one in rows:
        limit = "" if one.second_limit is None else f"{one.second_limit:g} s"
        limit = limit if one.limit is None else f"{one.limit:g} times"
        passed = ", passed" if one.faults() else ""
        ratio = "" if one.ratio is None else f"{one.ratio:.2f}"
        times = f"{seconds(one.seconds)} | {seconds(one.bound_seconds)}"
        lines.append(f"| {one.work} | {times} | {ratio} | {limit}{passed} |")
    return START + "\n\n" + "\n".join(lines)


def picture(records: Sequence[Record], path: Path) -> None:
    """Time against n and against cells, both axes logarithmic."""
    from matplotlib.figure import Figure
    from matplotlib.ticker import FuncFormatter, NullLocator

    from survey.plots.sheet.style import MUTED, NOTE, PALETTE, style

    lines = growth(records)
    cells = by_cells(records)
    with style():
        figure = Figure(figsize=(7.4, 4.0), layout="constrained")
        left, right = figure.subplots(1, 2, width_ratios=[3, 2], sharey=True)
        works = list(dict.fromkeys(work for work, _, _ in lines))
        for work, engine, points in lines:
            how: dict[str, Any] = {"color": PALETTE[works.index(work)], "marker": "o", "markersize": 3}
            if engine == "memory":
                how["label"] = work
            else:
                how |= {"linestyle": "--", "markerfacecolor": "white"}
            left.plot(*zip(*points, strict=True), **how)
        size = [one.cells or 0 for one in cells]
        table = {"color": PALETTE[7], "marker": "o", "markersize": 3, "label": "5 × 12 table"}
        right.plot(size, [one.seconds[1] for one in cells if one.seconds], **table)
        bound = {"color": MUTED, "marker": "s", "markersize": 3, "linestyle": ":", "label": "its bound"}
        right.plot(size, [one.bound_seconds[1] for one in cells if one.bound_seconds], **bound)
        left.set_title("Seconds by respondents (dashed: DuckDB)", loc="left", fontsize=NOTE + 1)
        right.set_title("Seconds by cells", loc="left", fontsize=NOTE + 1)
        left.set_xlabel("respondents")
        right.set_xlabel(f"cells, of {_spaced(cells[0].n)} respondents" if cells else "cells")
        for axes in (left, right):
            axes.set_xscale("log")
            axes.set_yscale("log")
            axes.grid(axis="y")
            for axis in (axes.xaxis, axes.yaxis):
                axis.set_minor_locator(NullLocator())
            axes.xaxis.set_major_formatter(FuncFormatter(lambda value, _: _spaced(value)))
            axes.yaxis.set_major_formatter(FuncFormatter(lambda value, _: f"{value:g}"))
            axes.tick_params(labelsize=NOTE)
        figure.legend(fontsize=NOTE, frameon=False, loc="outside lower center", ncols=3)
        figure.savefig(path, format="svg", metadata={"Date": None})


HOW = (
    "This page is written by `{command}`; nothing in it is typed by hand. It was measured on {machine}. numpy's matrix "
    "products have one thread in all of it: on a busy machine its threads wait for each other longer than they work. "
    "Times differ from machine to machine; the ratio is what is kept."
)

TOP = """# Speed and memory

{how}

```text
scripts/benchmark.py                          quick, under 3 minutes
scripts/benchmark.py --full                   all sizes, Spark, this page
scripts/benchmark.py --peers                  with other packages, where this Python or Rscript has them
scripts/benchmark.py --peer-python PATH       with those that another Python has
scripts/benchmark.py --json PATH              the measurements as a list
```

**What is done.** The respondents are synthetic and the same in every run: 50 strata of 20 PSUs, a weight, eight
questions of 2 to 12 options. *rake*: to five margins (2, 6, 7, 4, 5 options) from a base weight. *5-banner table*:
`sample.crosstab` of one question of 5 options by those five, with standard errors and intervals from strata of PSUs
and a column of everybody. *batch*: every question by the five banners (8 tables of 28 to 164 figures with their
errors), the cells gathered in as few scans as the engine allows. *share with 80 replicate weights*: shares with
their standard errors, the weights being attached; *attach*: reading and checking them, and their degrees of
freedom. *trend*: four files, one a wave, the shares in each and the change from each to the next with its standard
error.

**How it is measured.** Work and bound take turns; the table has the least, median and largest seconds of each, and
the ratio is that of the medians. Before a time counts, all shares, standard errors, changes and weights are
compared with the same figures by another way (pandas or plain SQL and a textbook formula, no code of the package):
they must agree to 1e-9, relative. Memory is the peak of a whole process of its own that imports everything, reads
the files and does the work once (`VmHWM`).

**The bound** is what anybody must do for the same sums with no check, no label and no object. In memory, from the
same pandas columns and without knowing their codes in advance, in plain numpy: for each key one `bincount` to see
which codes occur and one look-up to number them; one multiplication and addition a key to number the cells; the
`bincount` passes of n, Σw and Σw², of each replicate weight; for raking the look-up of each respondent's factor
besides. It goes over the rows in steps that stay in the processor's cache, which takes about half to two thirds of
the time that whole columns take. On DuckDB and Spark it is the engine's own group-by for the same keys with n, Σw
and Σw², in plain SQL with one grouping set a table. What follows on the sums (raking rounds, covariances,
intervals) is in no bound and counts against the package; a ratio below 1 is where it takes fewer passes than the
plain way."""

NOTES = {
    "In memory": (
        "From pandas columns of 64-bit numbers; the trend from Parquet files, read by both. The bound of *attach* is\n"
        "the bare sum of the 80 columns, by nothing, which is also the least that the shares could cost."
    ),
    "DuckDB, from Parquet": (
        "Opening the file included, in both. Raking ends with the factors joined to the rows; the rows are weighted\n"
        "when they are next read."
    ),
    "Spark, local mode, two workers": "The session is running. The peak is that of Python and of Java together.",
}

PEERS = """On the same rows, in processes of their own that time themselves. Data in the form a package wants (frames,
samples with a design, replicate weights attached) are made before the clock runs; of this package, raking and the table
start from the pandas columns. Each result is compared with the same figures as ours: shares and standard errors to
1e-9, weights to 1e-6, with every package's tolerance set as tight as it goes. Weightipy has no base weight; it rakes
from 1. The bound is the one in memory. None is a dependency of the project."""

GROWTH = """## Growth

![Seconds by respondents and by cells](performance.svg)

Below some ten thousand respondents a call costs what building its table costs; above, time grows with the rows. The
exponent is the slope of log seconds on log n by least squares, from 100 000 respondents on: 1 is proportional to n."""

CELLS = """Against cells: the 5 × 12 table of the same respondents in 10 to 10 000 PSUs. The PSU-by-cell sums are all
that is kept, so time and memory grow with cells once they are as many as the rows."""

WIDER = """## Growth in what a study has

Twice as many questions, options, banner variables or columns of 1 000 respondents; the bound is twice the time of half
of them, so a ratio of 1 is proportional and one near 2 would be a look through all for each."""

START = """## Start-up

Whole processes, imports included, beside a Python that does nothing, or, where the line says so, that imports one
library (then in processor seconds); the two lines of `import` are timed inside the process,
and those of polls inside one that has read their definition.
No help text loads numpy, pandas or anything else that is heavy (`tests/cli/test_start.py`)."""

LIMITS = """## Limits

`scripts/benchmark.py` ends with 1 where a figure is wrong or one of these is passed: raking 10 million respondents
in memory 1.5 times the bound, the 5-banner table 2 times; the 5-banner table of 100 million rows on DuckDB 1.3
times its own group-by and 2 GiB in all; 80 replicate weights of a million rows 1.3 times the pass that sums them;
the start-up times above."""
