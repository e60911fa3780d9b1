"""Every command that writes is held to every rule of writers: whole or not at all, and nobody else's file."""

from __future__ import annotations

import importlib
import json
import os
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from survey.cli import COMMANDS, cli
from survey.cli.shared.output_options import OutPath
from survey.reports.files import whole_file
from tests.hostile.conftest import load_all
from tests.hostile.ground import STUDY, make_ground
from tests.hostile.harness import Outcome, attempt

pytestmark = pytest.mark.contract
# each command, told to write to places that are called "made"; a command that is not here fails a test
WRITERS: dict[str, tuple[str, ...]] = {
    "check": ("check", "town", "--write-schemas", "made"),
    "topline": ("topline", "town", "--out", "made.html"),
    "crosstab": ("crosstab", "town", "--banner", "sex", "--out", "made.xlsx"),
    "estimate": ("estimate", "town", "mean", "age", "--out", "made.html"),
    "trend": ("trend", "vote", "--plot", "made.svg", "--out", "made.html"),
    "line": ("line", "vote", "--series", "polls", "--plot", "made.svg", "--out", "made.html"),
    "compare": ("compare", "town_before", "town", "vote", "--plot", "made.svg", "--out", "made.html"),
    "verify": ("verify", "press", "--out", "made.html"),
    "plan": ("plan", "--n", "1000", "--out", "made.html"),
    "weight": (
        "weight", "town", "--report", "made.html", "--record", "made.yaml", "--plots", "made", "--out", "made.csv",
    ),
    "simulate": ("simulate", "town", "--out", "made.sav"),
    "codebook": ("codebook", "town", "--out", "made.xml"),
    "release": ("release", "town", "--report", "made.html", "--out", "made.dta"),
    "disclose": ("disclose", "town", "--out", "made.html"),
    "report": ("report", "town", "--out", "made.html"),
    "plot": ("plot", "topline", "town", "vote", "--out", "made.svg"),
    "new": ("new", "made", "--data", "town.csv", "--out", "made.yaml"),
    "run": ("run", "town", "--out", "made", "--jobs", "1"),
}  # fmt: skip
DISK = 1000  # bytes that a file may have on the disk that is full, less than a page or a picture has
POLLS = 8


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("writers")
    load_all()
    make_ground(folder)
    for month in range(1, POLLS + 1):  # a line takes more polls than the two waves
        name, day = f"poll{month}", f"2021-{month:02}-01"
        poll = {"study": name, "series": "polls", "pollster": "P", "fieldwork": {"start": day, "end": day}}
        poll |= {"sample": {"kind": "quota", "size": 500}, "population": "adults", "mode": "phone"}
        vote = {key: STUDY["questions"]["vote"][key] for key in ("text", "type", "options", "published", "decimals")}
        path = folder / "questionnaires" / "studies" / f"{name}.yaml"
        path.write_text(json.dumps({**poll, "questions": {"vote": vote}}), encoding="utf-8")
    yield folder


@pytest.fixture(autouse=True)
def empty(place: Path) -> Iterator[None]:
    """Nothing that a command made is left for the next."""
    before = found(place)
    yield
    for path in sorted(found(place) - before, reverse=True):
        path.rmdir() if path.is_dir() and not path.is_symlink() else path.unlink()


def found(folder: Path) -> set[Path]:
    return {path for path in folder.rglob("*") if not path.name.startswith(".std")}


def outs(command: str) -> list[str]:
    """The places that its line names."""
    line = WRITERS[command]
    return [word for before, word in zip(line, line[1:], strict=False) if before.startswith("--") and "made" in word]


def refused(place: Path, monkeypatch: pytest.MonkeyPatch, line: tuple[str, ...]) -> Result:
    """What a command says that may write nothing."""
    monkeypatch.chdir(place)
    before = contents(place)
    done = CliRunner().invoke(cli, list(line), prog_name="survey")
    assert done.exit_code in (1, 2) and isinstance(done.exception, SystemExit), (line, done.output, done.exception)
    assert done.stderr.count("Error: ") == 1 and contents(place) == before, (line, done.stderr)
    return done


def contents(folder: Path) -> dict[str, bytes]:
    files = (path for path in found(folder) if path.is_file())
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def test_every_command_is_here_and_every_place_that_it_writes_to_is_looked_at_before_any_work() -> None:
    assert set(WRITERS) == set(COMMANDS)
    for name in COMMANDS:
        command = getattr(importlib.import_module(f"survey.cli.{name}"), name)
        each = command.commands.values() if isinstance(command, click.Group) else [command]
        options = [one for own in each for one in own.params if {"--out", "--write-schemas"} & {*one.opts}]
        assert options and all(isinstance(one.type, OutPath) for one in options), name
        assert outs(name), name


@pytest.mark.parametrize("command", WRITERS)
def test_nobody_elses_file_link_or_folder_is_written_to(
    place: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    line = WRITERS[command]
    for out in outs(command):
        path = place / out
        if Path(out).suffix:  # a folder of results has its own rule: what is not of this work stays
            path.write_text("somebody's own\n")
            assert "was not written by this program" in refused(place, monkeypatch, line).stderr
            path.unlink()
            path.mkdir()
            refused(place, monkeypatch, line)
            path.rmdir()
        else:
            path.write_text("somebody's own\n")
            refused(place, monkeypatch, line)
            path.unlink()
        (place / "aim").write_text("elsewhere\n")
        path.symlink_to(place / "aim")
        refused(place, monkeypatch, line)
        path.unlink()
        below = tuple(f"aim/{word}" if word == out else word for word in line)  # below a file nothing can be made
        refused(place, monkeypatch, below)


@pytest.mark.parametrize("command", WRITERS)
def test_a_folder_without_the_right_to_write_is_one_error(
    place: Path, command: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    def locked(path: Path, *_: object, **__: object) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    mkdir = Path.mkdir

    def locked_here(path: Path, *way: Any, **how: Any) -> None:
        (locked if path.absolute().parent == place else mkdir)(path, *way, **how)

    monkeypatch.setattr(whole_file, "in_the_making", locked)  # who runs the tests may have every right
    monkeypatch.setattr(Path, "mkdir", locked_here)
    assert "cannot be written (Permission denied)" in refused(place, monkeypatch, WRITERS[command]).stderr


def ended(outcome: Outcome) -> Outcome:
    assert outcome.code in (0, 3) and not outcome.fault, outcome.err[-2000:]
    return outcome


def made_of(place: Path, command: str) -> dict[str, bytes]:
    """What stands in the places of its line."""
    return {name: data for name, data in contents(place).items() if name[:4] == "made" and ".survey-" not in name}


def left(*folders: Path) -> list[Path]:
    """What a command left in the making."""
    return [path for folder in folders for path in folder.rglob(".survey-*")]


@pytest.mark.parametrize("command", WRITERS)
def test_killed_or_on_a_full_disk_the_earlier_files_are_whole_and_the_next_command_clears_up(
    place: Path, command: str, tmp_path: Path
) -> None:
    def with_scratch() -> None:
        tempfile.tempdir = str(tmp_path)

    def killed_at_the_end() -> None:
        with_scratch()
        replace = Path.replace

        def last(path: Path, target: Path) -> Path:
            if path.name.startswith(".survey-"):
                os.kill(os.getpid(), signal.SIGKILL)
            return replace(path, target)

        Path.replace = last  # type: ignore[assignment, method-assign]

    line = WRITERS[command]
    ended(attempt(line, place, first=with_scratch))
    earlier = made_of(place, command)
    assert any(len(data) > DISK for data in earlier.values())
    killed = attempt(line, place, first=killed_at_the_end)
    assert killed.code == -signal.SIGKILL, (killed.code, killed.err[-2000:])
    assert left(place)
    assert made_of(place, command) == earlier
    full = attempt(line, place, first=with_scratch, disk=DISK)
    assert full.code == 1 and not full.fault and "cannot be written" in full.err, full.err[-2000:]
    assert made_of(place, command) == earlier
    if left(place, tmp_path):  # the disk was full before it came to write there
        ended(attempt(line, place, first=with_scratch))
        assert made_of(place, command) == earlier
    assert not left(place, tmp_path)
