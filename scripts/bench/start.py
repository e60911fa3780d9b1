"""How long programs take from nothing to their end, and importing alone."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from bench.data import written
from bench.measure import Record, clocked, spread

NOTHING = "pass"
IMPORT = "import survey"
NAMES = "import pandas, time; t = time.perf_counter(); import survey; survey.Sample; print(time.perf_counter() - t)"
PLAIN = "import time; t = time.perf_counter(); import survey; print(time.perf_counter() - t)"
POLL = """
import survey, sys
questions = {"answer": {"type": "single", "options": {str(k): f"answer {k}" for k in range(1, 6)}},
             "age": {"type": "single", "options": {str(k): f"age {k}" for k in range(1, 7)}}}
poll = survey.Sample(sys.argv[1], survey.SurveyDesign(weight="weight", stratum="stratum", psu="psu"), questions)
for table in (poll.topline("answer"), poll.crosstab("answer", "age")):
    assert table.estimate.shape[0] == 5
"""


def start_up(folder: Path, count: int) -> list[Record]:
    """Records of start-up; the bound is a Python that does nothing."""
    import pandas as pd

    poll = folder / "poll.csv"
    pd.read_parquet(written(folder, "tables", 1_000)[0]).to_csv(poll, index=False)
    nothing = [_process(["-c", NOTHING]) for _ in range(count)]
    bound = spread(nothing)

    def record(work: str, times: list[float], limit: float | None, rows: int = 0) -> Record:
        return Record(work, "process", rows, spread(times), bound, None, True, second_limit=limit)

    return [
        record("survey --help", [_process(["-m", "survey", "--help"]) for _ in range(count)], 0.25),
        record("import survey", [_said(PLAIN) for _ in range(count)], 0.15),
        record("import survey, survey.Sample after pandas", [_said(NAMES) for _ in range(count)], None),
        record("topline and crosstab of a poll", [_process(["-c", POLL, str(poll)]) for _ in range(count)], 1.5, 1_000),
    ]


def _process(arguments: list[str]) -> float:
    settings = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return clocked(
        lambda: subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=settings)
    )


def _said(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)
