"""No command replaces what it reads, what a definition is or names, or what this program did not write."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import click
import pytest

from survey.cli import cli
from survey.cli.shared.options import InPath
from survey.cli.shared.output_options import OutPath

pytestmark = pytest.mark.contract

# Each option that writes -> a call that writes by it: what stands before and after the place, and the place's ending.
CALLS: dict[str, tuple[list[str], str]] = {
    "run --out": (["run", "wave", "--quiet"], ""),
    "check --write-schemas": (["check", "wave"], ""),
    "weight --out": (["weight", "wave"], ".csv"),
    "weight --report": (["weight", "wave", "--out", "made.csv"], ".html"),
    "weight --statement": (["weight", "wave", "--out", "made.csv"], ".txt"),
    "weight --record": (["weight", "wave", "--out", "made.csv"], ".yaml"),
    "weight --plots": (["weight", "wave", "--out", "made.csv"], ""),
    "simulate --out": (["simulate", "poll", "--n", "20"], ".csv"),
    "new --out": (["new", "fresh", "--data", "questionnaires/data/wave.csv"], ".yaml"),
    "codebook --out": (["codebook", "wave"], ".html"),
    "plan --out": (["plan", "--n", "1000"], ".csv"),
    "topline --out": (["topline", "wave", "vote"], ".csv"),
    "crosstab --out": (["crosstab", "wave", "--rows", "vote"], ".csv"),
    "estimate --out": (["estimate", "wave", "share", "vote"], ".csv"),
    "estimate --plot": (["estimate", "wave", "model", "vote == 'red' ~ sex"], ".svg"),
    "trend --out": (["trend", "vote"], ".csv"),
    "trend --plot": (["trend", "vote"], ".svg"),
    "report --out": (["report", "wave"], ".html"),
    "disclose --out": (["disclose", "wave"], ".html"),
    "release --out": (["release", "wave", "--keys", "sex"], ".csv"),
    "release --report": (["release", "wave", "--keys", "sex", "--out", "made.csv"], ".html"),
    "verify --out": (["verify", "fair"], ".csv"),
    "plot topline --out": (["plot", "topline", "wave", "vote"], ".svg"),
    "plot crosstab --out": (["plot", "crosstab", "wave", "vote"], ".svg"),
    "plot trend --out": (["plot", "trend", "vote"], ".svg"),
    "plot book --out": (["plot", "book", "wave"], ".pdf"),
    "plot weights --out": (["plot", "weights", "wave"], ".svg"),
    "plot gaps --out": (["plot", "gaps", "wave"], ".svg"),
    "compare --out": (["compare", "wave", "later", "vote"], ".csv"),
    "compare --plot": (["compare", "wave", "later", "vote"], ".svg"),
    "line --out": (["line", "vote", "--series", "street", "--options", "red"], ".csv"),
    "line --plot": (["line", "vote", "--series", "street", "--options", "red"], ".svg"),
}
FILES = [name for name, (_, ending) in CALLS.items() if ending]
TABLES = ("plan", "topline", "crosstab", "estimate", "trend", "verify", "compare", "line")
FOLDERS = [name for name, (_, ending) in CALLS.items() if not ending]
DATA = "questionnaires/data/wave.csv"
LATER = """\
study: later
fieldwork: {start: 2024-05-01, end: 2024-05-09}
mode: phone
population: adults of the town
sample: {kind: quota, size: 60}
questions: {vote: {base: asked}}
data: {file: ../data/later.csv}
design: {weight: none}
disclosure: {preset: none, reason: made for tests}
"""
STREET = """\
series: street
questions: {vote: {base: all}}
polls: {file: street.csv, end: day, size: n, shares: {vote: {red: r, blue: b}}}
"""


@pytest.fixture
def town(town: Any, request: pytest.FixtureRequest) -> Any:
    """The town; for what compares waves with a second one, for a line with polls of a table."""
    name = request.node.callspec.params.get("name", "") if hasattr(request.node, "callspec") else ""
    if name.startswith("compare "):
        town.write("studies/later.yaml", LATER)
        town.data(name="data/later.csv")
    if name.startswith("line "):
        town.write("series/street.yaml", STREET)
        rows = [f"2023-{month:02}-01,500,{44 + month % 3},{41 - month % 3}" for month in range(1, 13)]
        town.write("data/street.csv", "\n".join(["day,n,r,b", *rows, ""]))
    return town


def options(group: click.Group = cli, before: str = "") -> Iterator[tuple[str, click.Parameter]]:
    """Every option of every command, by its command and name."""
    context = click.Context(group)
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        assert command is not None
        if isinstance(command, click.Group):
            yield from options(command, f"{before}{name} ")
            continue
        for option in command.params:
            yield f"{before}{name} {option.opts[0]}", option


def call(name: str, place: Path | str, *more: str) -> list[str]:
    """The call that writes to ``place``; a table takes its form from the call where the name does not say one."""
    args = [Path(place).stem if arg == "fresh" else arg for arg in CALLS[name][0]]  # a study's file is named like it
    command = name.rsplit(" ", 1)[0]
    table = name.endswith(" --out") and command in TABLES
    return [*args, name.rsplit(" ", 1)[1], str(place), *(["--format", "csv"] if table else []), *more]


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}


def test_every_option_that_takes_a_path_says_whether_it_reads_or_writes() -> None:
    paths = {name: option.type for name, option in options() if isinstance(option.type, (click.Path, click.File))}
    assert {name for name, kind in paths.items() if isinstance(kind, OutPath)} == set(CALLS)
    assert all(isinstance(kind, (InPath, OutPath)) for kind in paths.values())


def test_every_command_that_writes_can_be_told_to_overwrite() -> None:
    every = [name for name, _ in options()]
    assert {name.rsplit(" ", 1)[0] for name in CALLS} == {
        name.rsplit(" ", 1)[0] for name in every if name.endswith("--overwrite")
    }


@pytest.mark.parametrize("name", [name for name in FILES if name != "plan --out"])  # which reads nothing
def test_what_is_read_or_defined_is_never_replaced_not_even_with_overwrite(name: str, town: Any) -> None:
    ending = CALLS[name][1]
    study = town.folder / "questionnaires" / "studies" / f"other{ending}"
    if ending == ".csv":  # a study whose data are not read here
        town.write("studies/other.yaml", "study: other\ndata: other.csv\nquestions: {vote: {}}\n")
        study.write_bytes((town.folder / DATA).read_bytes())
    (town.folder / f"hard{ending}").hardlink_to(town.folder / DATA)
    (town.folder / f"definition{ending}").hardlink_to(town.folder / "questionnaires/claims/fair.yaml")
    places = {f"hard{ending}": "is a data file", f"definition{ending}": "is a definition"}
    places |= {"questionnaires/studies/../data/wave.csv": "is a data file"} if ending == ".csv" else {}
    places |= {str(study): "is a data file"} if study.exists() else {}
    before = contents(town.folder)
    for place, said in places.items():
        result = town(*call(name, place, "--overwrite"))
        assert result.exit_code == 1 and said in result.stderr, (place, result.output)
        assert contents(town.folder) == before, place


@pytest.mark.parametrize("name", FILES)
def test_a_file_that_this_program_did_not_write_is_replaced_with_overwrite_only(name: str, town: Any) -> None:
    place = town.folder / f"mine{CALLS[name][1]}"
    place.write_text("my notes", encoding="utf-8")
    place.chmod(0o640)
    before = contents(town.folder)
    result = town(*call(name, place))
    assert result.exit_code == 1, result.output
    assert f"{place}: is there already, and was not written by this program" in result.stderr
    assert "--overwrite" in result.stderr and contents(town.folder) == before
    result = town(*call(name, place, "--overwrite"))
    assert result.exit_code == 0, result.output
    assert b"my notes" not in place.read_bytes() and stat.S_IMODE(place.stat().st_mode) == 0o640


@pytest.mark.parametrize("name", FILES)
def test_an_earlier_output_is_replaced_until_somebody_changes_it(name: str, town: Any) -> None:
    place = town.folder / f"ours{CALLS[name][1]}"
    for _ in range(2):
        result = town(*call(name, place))
        assert result.exit_code == 0, result.output
    place.write_bytes(place.read_bytes() + b"\n<!-- checked by Anna -->\n")
    before = contents(town.folder)
    result = town(*call(name, place))
    assert result.exit_code == 1 and "changed since" in result.stderr
    assert contents(town.folder) == before


@pytest.mark.parametrize("name", FILES)
def test_links_are_not_replaced_nor_followed(name: str, town: Any) -> None:
    ending = CALLS[name][1]
    (town.folder / "target").write_text("earlier", encoding="utf-8")
    for to in ("target", "nothing there"):
        link = town.folder / f"link{ending}"
        link.unlink(missing_ok=True)
        link.symlink_to(to)
        before = contents(town.folder)
        result = town(*call(name, link, "--overwrite"))
        assert result.exit_code == 1 and "is a symbolic link" in result.stderr, result.output
        assert link.is_symlink() and contents(town.folder) == before
        assert not (town.folder / "nothing there").exists()


@pytest.mark.parametrize("name", FILES)
def test_a_pipe_is_written_to_where_somebody_reads_it(name: str, town: Any) -> None:
    pipe = town.folder / f"pipe{CALLS[name][1]}"
    os.mkfifo(pipe)
    result = town(*call(name, pipe))
    assert result.exit_code == 1 and "is a pipe that nobody reads" in result.stderr, result.output
    read: list[bytes] = []
    number = os.open(pipe, os.O_RDONLY | os.O_NONBLOCK)
    os.set_blocking(number, True)

    def reader() -> None:
        with os.fdopen(number, "rb") as file:
            while part := file.read():
                read.append(part)

    running = threading.Thread(target=reader)
    result = None
    keeper = os.open(pipe, os.O_WRONLY)  # so that the reader waits for the command
    running.start()
    result = town(*call(name, pipe))
    os.close(keeper)
    running.join(20)
    assert result.exit_code == 0, result.output
    assert stat.S_ISFIFO(pipe.stat().st_mode) and b"".join(read)


@pytest.mark.parametrize("name", ["verify --out"])
def test_the_standard_output_is_written_to_by_its_name(name: str, town: Any) -> None:
    command = [sys.executable, "-m", "survey", *call(name, "/dev/stdout")]
    plain = [word for word in command if word not in ("--out", "/dev/stdout")]
    one, two = (subprocess.run(words, capture_output=True, cwd=town.folder) for words in (command, plain))
    assert one.returncode == two.returncode == 0, one.stderr
    assert one.stdout.rstrip() == two.stdout.rstrip() and one.stdout
    (town.folder / "log").write_text("earlier\n", encoding="utf-8")
    with (town.folder / "log").open("ab") as log:  # as the shell does for >>
        subprocess.run(command, stdout=log, stderr=subprocess.DEVNULL, cwd=town.folder, check=True)
    assert (town.folder / "log").read_bytes() == b"earlier\n" + one.stdout


@pytest.mark.parametrize("name", FILES)
def test_a_place_where_nothing_can_be_written_is_one_clear_error(name: str, town: Any) -> None:
    ending = CALLS[name][1]
    (town.folder / f"folder{ending}").mkdir()
    (town.folder / "plain").write_text("a file", encoding="utf-8")
    (town.folder / f"table{ending}").write_text("a file", encoding="utf-8")
    before = contents(town.folder)
    places = {f"folder{ending}": 2, f"plain/x{ending}": 1, f"{'n' * 300}{ending}": 1, f"/proc/x{ending}": 1}
    for place, code in places.items():
        result = town(*call(name, place))
        assert result.exit_code == code and "Traceback" not in result.output, (place, result.output)
        errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
        assert len(errors) == 1 and place[:5] in errors[0], result.stderr
        assert contents(town.folder) == before, place
    assert not [path for path in town.folder.rglob(".*") if path.is_file()]


@pytest.mark.parametrize("name", ["topline --out", "simulate --out"])
def test_a_place_without_the_right_to_write_is_one_clear_error(
    name: str, town: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = town.folder / "new" / "x.csv"

    def refused(path: Path) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    with monkeypatch.context() as patch:
        patch.setattr("survey.reports.files.whole_file.in_the_making", refused)
        result = town(*call(name, place))
    assert result.exit_code == 1 and result.stderr.startswith(f"Error: {place}: cannot be written (Permission denied)")
    assert not place.parent.exists()
    place = town.folder / "locked.csv"
    place.write_bytes(b"")
    place.chmod(0o444)
    monkeypatch.setattr(os, "access", lambda path, mode: mode != os.W_OK)  # root has every right
    result = town(*call(name, place, "--overwrite"))
    assert result.exit_code in (1, 2) and place.read_bytes() == b"", result.output


@pytest.mark.parametrize("name", ["topline --out", "weight --out", "simulate --out", "plot weights --out"])
def test_a_full_disk_leaves_the_earlier_file(name: str, town: Any) -> None:
    place = town.folder / f"ours{CALLS[name][1]}"
    result = town(*call(name, place))
    assert result.exit_code == 0, result.output
    before = contents(town.folder)
    limit = "import resource, signal; signal.signal(signal.SIGXFSZ, signal.SIG_IGN); "
    limit += "resource.setrlimit(resource.RLIMIT_FSIZE, (40, 40)); "
    args = call(name, place)
    run = f"{limit}import sys; sys.argv = ['survey', *{args!r}]; from survey.cli import main; main()"
    done = subprocess.run([sys.executable, "-c", run], capture_output=True, text=True, cwd=town.folder)
    assert done.returncode == 1, (done.stdout, done.stderr)
    assert "cannot be written (File too large)" in done.stderr and "Traceback" not in done.stderr, done.stderr
    assert contents(town.folder) == before


@pytest.mark.parametrize("name", FOLDERS)
def test_folders_of_results_leave_what_is_not_theirs(name: str, town: Any) -> None:
    place = town.folder / "made"
    result = town(*call(name, place))
    assert result.exit_code == 0, result.output
    (place / "my_notes.txt").write_text("mine", encoding="utf-8")
    result = town(*call(name, place))
    assert result.exit_code == 0, result.output
    assert (place / "my_notes.txt").read_text(encoding="utf-8") == "mine"
    for made in [path for path in sorted(place.rglob("*")) if path.is_file() and path.name != "my_notes.txt"]:
        kept = made.read_bytes()
        made.write_bytes(kept + b"\n")
        before = contents(town.folder)
        result = town(*call(name, place))
        assert result.exit_code == 1 and made.name in result.stderr, (made, result.output)
        assert contents(town.folder) == before, made
        made.write_bytes(kept)


def test_two_outputs_of_one_command_are_two_files(town: Any) -> None:
    before = contents(town.folder)
    for args in (
        ("trend", "vote", "--plot", "x.svg", "--out", "x.svg", "--format", "csv"),
        ("weight", "wave", "--out", "a.csv", "--statement", "A.csv"),
        ("weight", "wave", "--out", "plots/love.svg", "--plots", "plots"),
    ):
        result = town(*args)
        assert result.exit_code == 1 and "Traceback" not in result.output, result.output
        assert contents(town.folder) == before


def test_a_refused_table_takes_no_picture_with_it(town: Any) -> None:
    (town.folder / "mine.csv").write_text("mine", encoding="utf-8")
    result = town("trend", "vote", "--plot", "new.svg", "--out", "mine.csv")
    assert result.exit_code == 1 and not (town.folder / "new.svg").exists()


@pytest.mark.parametrize("data", ["waves", "waves/*.csv"])
def test_no_new_file_is_written_where_the_next_call_would_read_it_as_data(data: str, town: Any) -> None:
    rows = Path(DATA).read_text(encoding="utf-8").splitlines()
    Path("waves").mkdir()
    for name, part in (("a.csv", rows[1:31]), ("b.csv", rows[31:])):
        Path("waves", name).write_text("\n".join([rows[0], *part]) + "\n", encoding="utf-8")
    for command in (["topline", "wave", "vote"], ["weight", "wave"]):
        for extra in ([], ["--overwrite"]):
            result = town(*command, "--data", data, "--out", "waves/made.csv", *extra)
            assert result.exit_code == 1, result.output
            assert "waves/made.csv: would be read as data" in result.stderr
    assert sorted(path.name for path in Path("waves").iterdir()) == ["a.csv", "b.csv"]
    assert town("topline", "wave", "vote", "--data", data, "--out", "waves/made.md").exit_code == 0  # is no data
