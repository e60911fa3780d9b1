"""The same data make the same bytes, whatever the place, the clock, the order of sets and the number of threads."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.hostile.ground import make_ground

pytestmark = pytest.mark.contract
# one process a place: all of it in one go, as starting is what costs
WORK = """
import sys, warnings
warnings.simplefilter("ignore")
from survey.cli import cli
for line in (
    ["topline", "town", "--out", "topline.html", "--quiet"],
    ["weight", "town", "--data", "town.sav", "--out", "weighted.sav", "--quiet", "--format", "json"],
    ["release", "town", "--out", "public.xlsx", "--quiet"],
    ["crosstab", "town", "--rows", "vote", "--banner", "sex", "--out", "table.xlsx", "--quiet", "--lang", "ru"],
    ["simulate", "town", "--n", "60", "--out", "made.dta", "--quiet"],
):
    try:
        cli(line, prog_name="survey")
    except SystemExit as end:
        assert end.code in (0, None, 3), line
"""
PLACES = (
    {"TZ": "America/St_Johns", "LC_ALL": "C", "PYTHONHASHSEED": "1", "OMP_NUM_THREADS": "1"},
    {"TZ": "Asia/Kathmandu", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "77", "OMP_NUM_THREADS": "2", "PYTHONUTF8": "0"},
)


def test_place_clock_seed_and_threads_change_no_byte(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("here", "there")]
    running = []
    for folder, place in zip(folders, PLACES, strict=True):
        folder.mkdir()
        make_ground(folder)
        env = {**os.environ, **place, "HOME": str(folder)}
        call = [sys.executable, "-c", WORK]
        running.append(subprocess.Popen(call, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=env, cwd=folder))
    said = [one.communicate()[1].decode(errors="replace")[-1500:] for one in running]
    assert [one.returncode for one in running] == [0, 0], said
    one, two = (written(folder) for folder in folders)
    assert one.keys() == two.keys() and {"weighted.sav", "public.xlsx", "table.xlsx", "made.dta"} <= one.keys()
    assert [name for name in one if one[name] != two[name]] == []


def written(folder: Path) -> dict[str, bytes]:
    """What the commands wrote: not the sound files, nor the list of what was written, which has places in it."""
    files = [path for path in sorted(folder.rglob("*")) if path.is_file() and path.name != "written.txt"]
    names = {path.relative_to(folder).as_posix(): path for path in files}
    return {name: path.read_bytes() for name, path in names.items() if not name.startswith(("town.", "before.", "."))}
