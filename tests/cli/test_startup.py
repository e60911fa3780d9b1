"""What each command may load: a library that an answer does not need is not waited for."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent.parent
WAVE = "questionnaires/data/example_wave_synthetic.csv"
STATISTICS = ("scipy.stats", "scipy.optimize", "statsmodels", "patsy")
ENGINES = ("duckdb", "polars", "pyspark", "narwhals")
PICTURES = ("matplotlib", "seaborn")
FRAMES = ("pandas", "pyarrow")
PAGES = ("jinja2", "openpyxl", "xlsxwriter", "pyreadstat")
PLANNING = ("survey.weighting.plan.forecast", "survey.weighting.plan.choose")
EVER = (*STATISTICS, *ENGINES, *PICTURES, *PAGES)
# a command -> what it may not load, though it is installed
LOADS = {
    "--help": ("numpy", "pydantic", "yaml", "ruamel", "rich", *FRAMES, *EVER),
    "check baw_2022_03": ("numpy", "ruamel", "survey.cells", "survey.estimation", *FRAMES, *EVER),
    "check": ("numpy", "survey.cells", "survey.estimation", *FRAMES, *EVER),
    "topline baw_2022_03": ("scipy", "ruamel", *FRAMES, *EVER),
    "trend military_infrastructure": (*FRAMES, *EVER),
    "verify media_iq_2023": ("scipy", *FRAMES, *EVER),
    f"topline example_wave --data {WAVE}": ("pandas", *EVER),
    f"crosstab example_wave --data {WAVE}": ("pandas", *EVER),
    f"weight example_wave --data {WAVE} --out {{folder}}/out.csv": (
        "scipy",
        "pandas",
        "pyarrow.compute",
        *PLANNING,
        "survey.estimation",
        *EVER,
    ),
}
CODE = """\
import atexit, json, sys
atexit.register(lambda: print(json.dumps([name for name in {names!r} if name in sys.modules])))
from survey.cli import main
sys.argv = ["survey", *{args!r}]
main()
"""


@pytest.mark.parametrize("command", LOADS)
def test_a_command_loads_no_library_that_it_does_not_need(command: str, tmp_path: Path) -> None:
    names, args = LOADS[command], command.format(folder=tmp_path).split()
    done = subprocess.run(
        [sys.executable, "-c", CODE.format(names=names, args=args)], capture_output=True, text=True, cwd=ROOT
    )
    assert done.returncode in (0, 3), done.stderr
    assert json.loads(done.stdout.splitlines()[-1]) == []
