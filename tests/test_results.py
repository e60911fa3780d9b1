"""The committed results are what the program makes of the shipped questionnaires today."""

from __future__ import annotations

import csv
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from survey.words import FIGURES, LEADING

pytestmark = pytest.mark.contract

ROOT = Path(__file__).resolve().parent.parent
COMMITTED = ROOT / "results"
DRAWN = {".svg", ".png"}  # compared by the data they show, which run.json has the hash of


def survey(*args: str, cwd: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run([sys.executable, "-m", "survey", *args], cwd=cwd, capture_output=True, text=True)


@pytest.fixture(scope="module")
def made(shipped: Path) -> Path:
    """Everything shipped, run now by the wheel."""
    return shipped / "results"


def files(folder: Path) -> set[str]:
    return {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}


def record(path: Path) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    found.pop("versions")
    return found


def test_the_same_files_are_there(made: Path) -> None:
    assert files(made) == files(COMMITTED), "run: scripts/run"


def test_tables_are_the_same_byte_by_byte_and_pictures_by_their_data(made: Path) -> None:
    stale = []
    for name in sorted(files(made)):
        new, old = made / name, COMMITTED / name
        if new.name == "run.json":
            same = record(new) == record(old)
        else:
            same = new.suffix in DRAWN or new.read_bytes() == old.read_bytes()
        if not same:
            stale.append(name)
    assert not stale, f"run: scripts/run\n{stale}"


def test_every_file_is_the_one_its_record_names() -> None:
    for path in sorted(COMMITTED.rglob("run.json")):
        outputs = json.loads(path.read_text(encoding="utf-8"))["outputs"]
        assert set(outputs) == files(path.parent) - {"run.json"}, path
        for name, expected in outputs.items():
            if Path(name).suffix not in DRAWN:
                assert hashlib.sha256((path.parent / name).read_bytes()).hexdigest() == expected, path.parent / name


def test_a_second_run_by_the_checkout_gives_the_same_bytes(made: Path, tmp_path: Path) -> None:
    studies = ["example_wave", "baw_2022_03", "iiseps_2015_12"]
    shutil.copytree(made, tmp_path / "results")
    done = survey("run", *studies, "--questionnaires", str(ROOT / "questionnaires"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    for study in studies:
        for name in files(made / study):
            assert (tmp_path / "results" / study / name).read_bytes() == (made / study / name).read_bytes(), name


def test_a_study_by_itself_gives_the_same_and_links_to_no_page_that_is_not_there(made: Path, tmp_path: Path) -> None:
    study = "iiseps_2015_12"
    done = survey("run", study, "--questionnaires", str(ROOT / "questionnaires"), cwd=tmp_path)
    assert done.returncode == 0, done.stderr
    alone = tmp_path / "results" / study
    linked = {"index.html", "run.json"}  # the page, with its links to others, and its hash
    for name in files(made / study) - linked:
        assert (alone / name).read_bytes() == (made / study / name).read_bytes(), name
    named = re.findall(r'href="([^"#:]+\.html)', (alone / "index.html").read_text(encoding="utf-8"))
    assert all((alone / name).is_file() for name in named)
    assert re.search(r'href="\.\./questions/', (made / study / "index.html").read_text(encoding="utf-8"))


def test_records_name_no_time_and_no_place(made: Path) -> None:
    for path in made.rglob("run.json"):
        text = path.read_text(encoding="utf-8")
        assert str(ROOT) not in text and str(made) not in text and os.path.expanduser("~") + "/" not in text


def test_results_hold_no_rows_of_respondents() -> None:
    known = {*LEADING, *FIGURES}
    for path in COMMITTED.rglob("*.csv"):
        with path.open(encoding="utf-8-sig", newline="") as file:
            head = next(csv.reader(file))
        assert known <= set(head), path


def test_results_stay_small() -> None:
    assert sum(path.stat().st_size for path in COMMITTED.rglob("*") if path.is_file()) < 15_000_000
