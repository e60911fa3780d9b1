"""Every command that writes is held to the rules of every writer: whole or not at all, and nobody else's file."""

from __future__ import annotations

import importlib
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from survey.cli import COMMANDS
from survey.cli.shared.output_options import OutPath
from survey.reports.files.whole_file import whole_file
from tests.hostile.conftest import load_all
from tests.hostile.ground import make_ground
from tests.hostile.harness import attempt

pytestmark = pytest.mark.contract
# a command, and the file that it is to write
WRITERS: dict[str, tuple[str, ...]] = {
    "check": (), "line": (),  # these write nothing of a small ground: held by hand below
    "topline": ("topline", "town", "--out", "made.html"),
    "crosstab": ("crosstab", "town", "--banner", "sex", "--out", "made.xlsx"),
    "estimate": ("estimate", "town", "mean", "age", "--out", "made.json"),
    "trend": ("trend", "vote", "--out", "made.csv"),
    "compare": ("compare", "town_before", "town", "vote", "--out", "made.md"),
    "verify": ("verify", "press", "--out", "made.html"),
    "plan": ("plan", "--n", "1000", "--out", "made.csv"),
    "weight": ("weight", "town", "--out", "made.csv"),
    "simulate": ("simulate", "town", "--out", "made.sav"),
    "codebook": ("codebook", "town", "--out", "made.xml"),
    "release": ("release", "town", "--out", "made.dta"),
    "disclose": ("disclose", "town", "--out", "made.html"),
    "report": ("report", "town", "--out", "made.html"),
    "plot": ("plot", "topline", "town", "vote", "--out", "made.svg"),
    "new": ("new", "fresh", "--data", "town.csv", "--out", "fresh.yaml"),
    "run": ("run", "town", "--out", "made", "--jobs", "1"),
}  # fmt: skip
FILES = [name for name, line in WRITERS.items() if line and name != "run"]  # a folder has rules of its own


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("writers")
    load_all()
    make_ground(folder)
    yield folder


def test_every_command_is_here() -> None:
    assert set(WRITERS) == set(COMMANDS)


def _out(command: str) -> tuple[tuple[str, ...], str]:
    line = WRITERS[command]
    return line, line[line.index("--out") + 1]


def test_places_to_write_to_are_looked_at_before_any_work() -> None:
    for name, (module, attribute, _) in COMMANDS.items():
        found = getattr(importlib.import_module(module), attribute)
        outs = [one for one in getattr(found, "params", ()) if "--out" in one.opts]
        assert all(isinstance(one.type, OutPath) for one in outs), name


@pytest.mark.parametrize("command", FILES)
def test_what_another_wrote_stays(place: Path, command: str) -> None:
    line, name = _out(command)
    out = place / name
    out.write_text("somebody's own\n")
    try:
        refused = attempt(line, place)
        assert refused.code in (1, 2) and "Error: " in refused.err and not refused.fault, refused.err[-2000:]
        assert out.read_text() == "somebody's own\n"
    finally:
        out.unlink()


@pytest.mark.parametrize("command", ["topline", "crosstab", "weight", "release", "report", "plot", "codebook", "new"])
def test_a_full_disk_leaves_nothing(place: Path, command: str) -> None:
    before = sorted(place.iterdir())
    full = attempt(WRITERS[command], place, disk=1000)
    assert full.code == 1 and not full.fault, full.err[-2000:]
    assert sorted(place.iterdir()) == before


def test_links_are_not_followed_and_places_that_cannot_be_are_told(place: Path) -> None:
    line, name = _out("weight")
    aim = place / "aim"
    aim.write_text("elsewhere\n")
    (place / name).symlink_to(aim)
    linked = attempt(line, place)
    assert linked.code in (1, 2) and not linked.fault, linked.err[-2000:]
    assert aim.read_text() == "elsewhere\n" and (place / name).is_symlink()
    (place / name).unlink()
    wrong = attempt([word.replace(name, f"aim/{name}") for word in line], place)  # below a file nothing can be made
    assert wrong.code in (1, 2) and not wrong.fault, wrong.err[-2000:]


def test_what_is_killed_midway_leaves_the_earlier_file(place: Path) -> None:
    line, name = _out("topline")
    assert attempt(line, place).code == 0
    earlier = (place / name).read_bytes()
    child = os.fork()
    if not child:
        os.chdir(place)
        with whole_file(Path(name)) as beside:
            beside.write_bytes(b"half")
            os.kill(os.getpid(), 9)
    os.waitpid(child, 0)
    assert (place / name).read_bytes() == earlier
    (place / name).unlink()
