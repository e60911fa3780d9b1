"""Clock and memory: turns of work and bound, and the peak of a process that does one work."""

from __future__ import annotations

import gc
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Spread = tuple[float, float, float]  # least, median, largest


@dataclass
class Record:
    """One line of the benchmark. ``seconds`` is None where the figures were not those of the other way."""

    work: str
    engine: str
    n: int
    seconds: Spread | None
    bound_seconds: Spread | None
    peak_mib: float | None
    checked: bool
    differ: float = 0.0
    limit: float | None = None  # of the ratio
    peak_limit: float | None = None  # MiB
    second_limit: float | None = None  # of the least seconds: what else runs on the machine only adds to them
    scans: int | None = None
    cells: int | None = None  # of the growth by cells

    @property
    def ratio(self) -> float | None:
        """Median to median."""
        if self.seconds is None or self.bound_seconds is None:
            return None
        return self.seconds[1] / self.bound_seconds[1]

    def plain(self) -> dict[str, Any]:
        """What ``--json`` writes."""
        return {
            "work": self.work,
            "engine": self.engine,
            "n": self.n,
            "seconds": None if self.seconds is None else list(self.seconds),
            "bound_seconds": None if self.bound_seconds is None else list(self.bound_seconds),
            "ratio": self.ratio,
            "peak_mib": self.peak_mib,
            "checked": self.checked,
        }

    def faults(self) -> list[str]:
        """Every limit it is over, in words."""
        name = f"{self.work}, {self.engine}, n = {self.n:,}"
        if not self.checked:
            return [f"{name}: other figures than by the other way ({self.differ:.1e} apart)"]
        found = []
        if self.limit is not None and self.ratio is not None and self.ratio > self.limit:
            found.append(f"{name}: {self.ratio:.2f} times the bound, the limit is {self.limit:g}")
        if self.peak_limit is not None and self.peak_mib is not None and self.peak_mib > self.peak_limit:
            found.append(f"{name}: peak {self.peak_mib:,.0f} MiB, the limit is {self.peak_limit:,.0f}")
        if self.second_limit is not None and self.seconds is not None and self.seconds[0] > self.second_limit:
            found.append(f"{name}: {self.seconds[0]:.2f} s at least, the limit is {self.second_limit:g} s")
        return found


def spread(times: Sequence[float]) -> Spread:
    """Least, median, largest."""
    return min(times), statistics.median(times), max(times)


def turns(
    count: int, prepare: Callable[[], Callable[[], Any]], bound: Callable[[], Any] | None
) -> tuple[list[float], list[float]]:
    """Seconds of the work and of the bound, in turns. ``prepare`` gives the work of each turn and is not timed."""
    works, bounds = [], []
    for _ in range(count):
        works.append(clocked(prepare()))
        if bound is not None:
            bounds.append(clocked(bound))
    return works, bounds


def clocked(work: Callable[[], Any]) -> float:
    """Seconds that one call takes."""
    gc.collect()
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def own_peak() -> float:
    """Largest memory of this process so far, in MiB; getrusage would count what the process that started it had."""
    found = _peak_of("self")
    if found is not None:
        return found
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / (1024**2 if sys.platform == "darwin" else 1024)


def children_peak() -> float:
    """The same of the processes that this one started and that still run (Spark's Java), each at its largest."""
    folder = Path("/proc/self/task")
    if not folder.is_dir():
        return 0.0
    started = [pid for task in folder.iterdir() for pid in (task / "children").read_text().split()]
    return sum(_peak_of(pid) or 0.0 for pid in started)


def _peak_of(process: str) -> float | None:
    status = Path(f"/proc/{process}/status")
    if not status.is_file():
        return None
    lines = [line for line in status.read_text().splitlines() if line.startswith("VmHWM")]
    return float(lines[0].split()[1]) / 1024 if lines else None


def peak(script: Path, work: str, engine: str, paths: Sequence[Path]) -> float:
    """Largest memory, in MiB, of a whole process that reads the files and does one work."""
    run = [sys.executable, str(script), "--alone", work, "--engine", engine, "--data", *map(str, paths)]
    done = subprocess.run(run, capture_output=True, text=True)
    if done.returncode:
        raise RuntimeError(f"{work} alone on {engine} failed:\n{done.stderr}")
    return float(done.stdout.splitlines()[-1])
