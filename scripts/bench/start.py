"""How long programs take from nothing to their end, and importing alone."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from pathlib import Path

from bench.data import written
from bench.measure import Record, clocked, spread

HERE = Path(__file__).resolve().parent.parent.parent
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


# command -> the bound it is held against, and the most of its ratio. Words in braces are files of the folder.
COMMANDS = {
    "topline baw_2022_03": ("import pandas", 1.5),
    "topline example_wave --data {poll}": ("import pandas", 2.2),
    "check baw_2022_03": ("import click", 8.0),
    "verify media_iq_2023": ("import pandas", None),
    "weight example_wave --data {poll} --out {folder}/weighted.csv --overwrite": ("import pandas", 1.8),
}


def start_up(folder: Path, count: int) -> list[Record]:
    """Records of start-up; the bound is a Python that does nothing, or one that imports one library."""
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
        *_commands(folder, count),
    ]


def _commands(folder: Path, count: int) -> list[Record]:
    """Whole commands, in turns with the import that bounds them; processor seconds, since a waiting process costs
    nothing. Compiled modules are kept in the folder and made in a run that does not count, as an installation has
    them."""
    poll = wave_file(folder)
    found = []
    for command, (code, limit) in COMMANDS.items():
        run = ["-m", "survey", *command.format(poll=poll, folder=folder).split()]
        times, bounds = [], []
        for turn in range(count + 1):
            pair = processor(run, folder), processor(["-c", code], folder)
            if turn:
                times.append(pair[0])
                bounds.append(pair[1])
        name = f"survey {command.split(' --')[0]} against {code}"
        rows = 1_000 if "{poll}" in command else 0
        found.append(Record(name, "process", rows, spread(times), spread(bounds), None, True, limit=limit))
    return found


def wave_file(folder: Path) -> Path:
    """The example wave of 1 000 respondents as a CSV."""
    import numpy as np
    import pandas as pd

    wave = pd.read_csv(HERE / "questionnaires" / "data" / "example_wave_synthetic.csv", dtype=str)
    poll = folder / "wave.csv"
    wave.iloc[np.resize(np.arange(len(wave)), 1_000)].assign(respondent=range(1_000)).to_csv(poll, index=False)
    return poll


def processor(arguments: list[str], folder: Path, python: str = sys.executable) -> float:
    """Processor seconds of a Python, of the system's as well, with the settings of a user, who has none of threads; a
    figure that is not reproduced (3) is an answer. Compiled modules and what commands remember are kept in
    the folder."""
    unset = ("PYTHONDONTWRITEBYTECODE", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "PYTHONPATH")
    settings = {name: value for name, value in os.environ.items() if name not in unset}
    settings |= {"PYTHONWARNINGS": "ignore", "XDG_STATE_HOME": str(folder / "state")}
    settings["PYTHONPYCACHEPREFIX"] = str(folder / "compiled")
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [python, *arguments], cwd=HERE, env=settings, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE
    )
    if done.returncode not in (0, 3):
        raise RuntimeError(f"{' '.join(arguments)} failed:\n{done.stderr.decode()}")
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _process(arguments: list[str]) -> float:
    settings = {**os.environ, "PYTHONWARNINGS": "ignore"}
    return clocked(
        lambda: subprocess.run([sys.executable, *arguments], check=True, stdout=subprocess.DEVNULL, env=settings)
    )


def _said(code: str) -> float:
    done = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)
    return float(done.stdout)
