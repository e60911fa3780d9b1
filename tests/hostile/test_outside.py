"""A definition reads its own project, the working folder and packages; what else it names is refused unless allowed."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.outside import is_outside, outside_allowed
from tests.hostile.harness import attempt

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
SECRET = "vote\n" + "1\n2\n" * 30
STUDY = "study: odd\n{}questions:\n  vote: {{type: single, text: Vote?, options: {{1: A, 2: B}}}}\n"


@pytest.fixture
def place(tmp_path: Path) -> Path:
    """A working folder with somebody else's definition, and a file beside the folder that is none of its business."""
    (tmp_path / "private.csv").write_text(SECRET)
    (tmp_path / "work" / "questionnaires" / "studies").mkdir(parents=True)
    return tmp_path / "work"


@pytest.mark.parametrize(
    "named",
    [
        *("data: ../../../private.csv\n", "data: linked.csv\n", "data: waves\n", "data: 'waves/*.csv'\n"),
        "published: {file: ../../../private.csv}\n",
    ],
)
def test_a_definition_reads_nothing_outside_of_its_project(named: str, place: Path) -> None:
    studies = place / "questionnaires" / "studies"
    (studies / "waves").mkdir()
    for link in ("linked.csv", "waves/one.csv"):
        (studies / link).symlink_to(place.parent / "private.csv")
    (studies / "odd.yaml").write_text(STUDY.format(named))
    call = ["check", "odd"] if named.startswith("published") else ["topline", "odd", "vote"]
    made = attempt(call, place)
    assert made.code == 1 and "outside of its project" in made.err and "--allow-outside" in made.err
    assert "50.0" not in made.out
    if named.startswith("data"):
        made = attempt([*call, "--allow-outside"], place)
        assert made.code == 0 and "50.0" in made.out


def test_the_processes_of_a_run_may_read_what_the_run_may(place: Path) -> None:
    """Four studies are worked on by two processes."""
    for name in ("one", "two", "three", "four"):
        text = STUDY.format("data: ../../../private.csv\ndisclosure: {preset: none, reason: invented}\n")
        (place / "questionnaires" / "studies" / f"{name}.yaml").write_text(text.replace("study: odd", f"study: {name}"))
    made = attempt(["run", "--quiet", "--out", "refused"], place)
    assert made.code == 1 and made.err.count("outside of its project") == 4
    made = attempt(["run", "--quiet", "--out", "made", "--allow-outside"], place)
    assert made.code == 0, made.err
    assert len(list((place / "made").glob("*/toplines.csv"))) == 4


def test_a_table_of_polls_outside_is_refused(place: Path) -> None:
    folder = place / "questionnaires" / "series"
    folder.mkdir()
    (folder / "polls.yaml").write_text(
        "series: polls\npolls: {file: ../../../private.csv, id: vote, start: vote, shares: {vote: {a: vote}}}\n"
    )
    made = attempt(["line", "vote", "--series", "polls"], place)
    assert made.code == 1 and "outside of its project" in made.err, made.err


def test_a_file_that_a_definition_may_not_read_is_not_replaced_either(place: Path) -> None:
    (place / "questionnaires" / "studies" / "odd.yaml").write_text(STUDY.format("data: ../../../private.csv\n"))
    (place / "here.csv").write_text(SECRET)
    call = ["topline", "odd", "vote", "--data", "here.csv", "--format", "csv", "--overwrite", "--out", "../private.csv"]
    made = attempt(call, place)
    assert made.code == 1 and "data file" in made.err, made.err
    assert (place.parent / "private.csv").read_text() == SECRET


def test_what_the_reader_names_himself_is_read(place: Path) -> None:
    (place / "questionnaires" / "studies" / "odd.yaml").write_text(STUDY.format(""))
    made = attempt(["topline", "odd", "vote", "--data", "../private.csv"], place)
    assert made.code == 0 and "50.0" in made.out, made.err


def test_a_definition_made_of_a_file_reads_it_wherever_it_lies(place: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_STATE_HOME", str(place / "state"))
    assert attempt(["new", "fresh", "--data", "../private.csv", "--out", "fresh.yaml"], place).code == 0
    made = attempt(["topline", "./fresh.yaml", "vote"], place)
    assert made.code == 0 and "50.0" in made.out, made.err
    assert str(place.parent) not in (place / "state" / "opinion-survey" / "named.txt").read_text()


def test_a_project_is_the_folder_around_the_definitions(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "elsewhere").mkdir()
    monkeypatch.chdir(tmp_path / "elsewhere")  # temporary folders may lie below the one that tests are run in
    home = tmp_path / "project" / "questionnaires"
    assert not is_outside(tmp_path / "project" / "data" / "wave.csv", home)
    assert is_outside(tmp_path / "project2" / "wave.csv", home)
    assert is_outside(tmp_path / "shelf" / ".." / "wave.csv", tmp_path / "shelf")
    with outside_allowed():
        assert not is_outside(Path("/etc/passwd"), home)
