"""One command in a process of its own, within bounds of time and memory; what may not happen to it is a fault."""

from __future__ import annotations

import contextlib
import faulthandler
import os
import resource
import signal
import sys
import traceback
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

SECONDS = 20  # of a processor: longest that a case may take
HANGS = 300  # seconds on the wall, of a machine that others use too
MEMORY = 2 << 30  # bytes it may take at most
OK = (0, 1, 2, 3)  # done, a clear error, misuse, not reproduced


@dataclass(frozen=True)
class Outcome:
    """How a command ended: its exit code (negative: the signal that ended it), what it said, seconds of a processor
    and bytes."""

    code: int
    out: str
    err: str
    seconds: float
    memory: int

    @property
    def fault(self) -> str:
        """What is wrong with it; "" for a clean end: done, or one clear error."""
        if self.code < 0:
            return f"ended by {signal.Signals(-self.code).name} after {self.seconds:.0f} s"
        if self.memory > MEMORY:
            return f"took {self.memory >> 20} MiB"
        if "Traceback (most recent call last)" in self.err:
            return "traceback: " + self.err.strip().splitlines()[-1][:200]
        if self.code not in OK:
            return f"exit code {self.code}"
        if self.code == 1 and "Error: " not in self.err and "is faulty" not in self.err:
            return "an error without a word"
        return ""


def attempt(
    arguments: Sequence[str], folder: Path, *, disk: int | None = None, first: Callable[[], None] = lambda: None
) -> Outcome:
    """Run ``survey`` with ``arguments`` inside ``folder``, in a process that ends with the case: it is forked, so that
    what is imported already need not be again. ``disk``: bytes that a file may have, as on a disk that is full;
    ``first``: what the process does before."""
    told, said = folder.absolute() / ".stdout", folder.absolute() / ".stderr"
    for stream in (sys.stdout, sys.stderr):
        stream.flush()
    child = os.fork()
    if not child:
        _inside(list(arguments), folder, (told, said), disk, first)
    _, status, used = os.wait4(child, 0)
    took = used.ru_utime + used.ru_stime
    code = -os.WTERMSIG(status) if os.WIFSIGNALED(status) else os.WEXITSTATUS(status)
    texts = [path.read_text(encoding="utf-8", errors="replace") for path in (told, said)]
    for path in (told, said):
        path.unlink()
    return Outcome(code, texts[0], texts[1], took, used.ru_maxrss * 1024)


def _inside(
    arguments: list[str], folder: Path, streams: tuple[Path, Path], disk: int | None, first: Callable[[], None]
) -> None:
    """The child: never returns."""
    code = 70
    try:
        os.setsid()
        os.chdir(folder)
        for number, path in enumerate(streams, start=1):
            os.dup2(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), number)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        sys.stdout = os.fdopen(1, "w", encoding="utf-8", errors="replace", closefd=False)
        sys.stderr = os.fdopen(2, "w", encoding="utf-8", errors="replace", closefd=False)
        faulthandler.disable()
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        for number in (signal.SIGALRM, signal.SIGPROF):
            signal.signal(number, signal.SIG_DFL)
        signal.alarm(HANGS)
        signal.setitimer(signal.ITIMER_PROF, SECONDS)
        if disk is not None:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)  # a write beyond fails instead
            resource.setrlimit(resource.RLIMIT_FSIZE, (disk, disk))
        first()
        code = _command(arguments)
    except BaseException:
        traceback.print_exc()
    finally:
        with contextlib.suppress(BaseException):
            sys.stdout.flush()
            sys.stderr.flush()
        os._exit(code)


def _command(arguments: list[str]) -> int:
    from survey.cli import cli

    sys.argv = ["survey", *arguments]
    try:
        cli(arguments, prog_name="survey")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    return 0


STUDY = """study: town
pollster: P
fieldwork: {start: 2022-03-16, end: 2022-03-26}
mode: phone
population: adults
sample: {kind: unknown, size: 200, frame: unknown}
questions:
  vote: {type: single, text: "Vote?", options: {1: A, 2: B, 3: C}, published: {1: 50, 2: 30, 3: 20}}
  sex: {type: single, text: "Sex?", options: {1: M, 2: F}}
  age: {type: number, text: "Age?"}
weighting: {method: rake, targets: census}
banner: [sex]
"""
TARGETS = """targets: census
population: adults
date: 2020-01
margins:
  sex: {variables: [sex], shares: {1: 48, 2: 52}}
"""
CLAIMS = """publication: {title: Press, publisher: A paper, date: 2022-04-01}
claims:
  - id: half
    quote: half of the town wants A
    study: town
    question: vote
    option: "1"
    says: 50%
"""
ENDINGS = ("csv", "sav", "zsav", "dta", "xlsx", "parquet", "feather")


def make_ground(folder: Path) -> None:
    """A folder of definitions and one data file of each format."""
    import numpy as np
    import pandas as pd
    import pyreadstat

    definitions = folder / "questionnaires"
    for name, text in (("studies/town", STUDY), ("targets/census", TARGETS), ("claims/press", CLAIMS)):
        path = definitions / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    draw = np.random.default_rng(1)
    frame = pd.DataFrame({"vote": draw.integers(1, 4, 200), "sex": draw.integers(1, 3, 200)})
    frame["age"] = draw.integers(18, 90, 200)
    frame.to_csv(folder / "town.csv", index=False)
    frame.to_excel(folder / "town.xlsx", index=False)
    frame.to_parquet(folder / "town.parquet")
    frame.to_feather(folder / "town.feather")
    pyreadstat.write_sav(frame, str(folder / "town.sav"))
    pyreadstat.write_sav(frame, str(folder / "town.zsav"), compress=True)
    pyreadstat.write_dta(frame, str(folder / "town.dta"))


def try_case(made: tuple[list[str], dict[str, bytes]], ground: Path, folder: Path) -> Outcome:
    """Run a case of ``tests.hostile.cases`` in an empty ``folder``, which gets the sound files by links first."""
    import shutil

    shutil.copytree(ground, folder, copy_function=_linked, ignore=shutil.ignore_patterns(".std*"))
    arguments, files = made
    for name, data in files.items():
        path = folder / name
        path.unlink(missing_ok=True)
        path.write_bytes(data)
    try:
        return attempt(arguments, folder)
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def _linked(source: str, place: str) -> None:
    os.link(source, place)
