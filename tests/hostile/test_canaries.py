"""What somebody answered in own words is in nothing that a command says or writes, wherever in a file it stands."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from survey.cli import COMMANDS, cli
from tests.hostile.ground import make_ground, sound_frame, write_frame
from tests.hostile.lines import SOUND

pytestmark = [pytest.mark.property, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
TELEPHONE, NAME, DAY = 375297654321, "Zzyzx Qwertz", "1957-11-23"
CANARIES: dict[str, list[Any]] = {
    "a name": [f"{NAME} +{TELEPHONE}"],
    "a telephone": [TELEPHONE],
    "a day of birth": [DAY],
    "names": [f"{NAME} {i} {TELEPHONE + i}" for i in range(8)],
    "a name of several rows": [f"{NAME} +{TELEPHONE}"] * 4,
}
TOLD = ("Zzyzx", "Qwertz", "37529765", DAY, DAY[:7])
COLUMNS = tuple(sound_frame().columns)
MICRODATA = {"weight", "simulate"}  # they write the file again for who has it: what they say is looked at alone
QUICK = [line for line in SOUND if line[0] in ("check", "topline", "weight", "estimate", "release", "compare", "new")]
QUICK += [
    ("crosstab", "town", "--rows", "vote", "--banner", "{column}"), ("topline", "town", "--where", "{column} == 'x'"),
    ("estimate", "town", "mean", "age", "--by", "{column}"), ("topline", "town", "--weight", "{column}"),
    ("topline", "town.csv"), ("release", "town", "--keys", "sex,{column}", "--out", "public.csv"),
    ("estimate", "town", "model", "age ~ C({column})"), ("topline", "town", "--stratum", "{column}", "--psu", "nr"),
]  # fmt: skip


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    folder = tmp_path_factory.mktemp("canaries")
    make_ground(folder)
    (folder / "empty").mkdir()
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        yield folder


def leaks(place: Path, line: tuple[str, ...]) -> dict[str, str]:
    """What of the canaries a command tells: the line of text, or the file."""
    before = {path for path in place.rglob("*")}
    done = CliRunner().invoke(cli, list(line), prog_name="survey")
    assert done.exception is None or isinstance(done.exception, SystemExit), (line, done.exception)
    found = {text: one for text in done.output.splitlines() for one in TOLD if one in text}
    for path in sorted({*place.rglob("*")} - before, reverse=True):
        if path.is_dir():
            path.rmdir()
            continue
        text = path.read_bytes().decode("latin-1")
        if line[0] not in MICRODATA:
            found |= {path.name: one for one in TOLD if one in text}
        path.unlink()
    return found


def planted(canaries: list[Any], *columns: str) -> Any:
    """Answers of a sound file, a few of which are others."""
    frame = sound_frame()
    for at, column in enumerate(columns):
        values = frame[column].astype(object)
        for place, value in enumerate(canaries):
            values.iloc[(7 + 3 * at + 5 * place) % len(values)] = value
        frame[column] = values
    return frame


@pytest.mark.parametrize("kind", CANARIES)
def test_no_column_tells_what_somebody_wrote_in_it(place: Path, kind: str) -> None:
    turn = list(CANARIES).index(kind)
    for at, column in enumerate(COLUMNS):
        write_frame(planted(CANARIES[kind], column), place / "town.csv")
        call = tuple(word.format(column=column) for word in QUICK[(at + turn * 3) % len(QUICK)])
        if (column, call[0], kind) != (
            "age",
            "release",
            "a telephone",
        ):  # a number where one is asked for: 'top' is for it
            assert not leaks(place, call), (column, call)


@pytest.mark.parametrize("line", SOUND, ids=" ".join)
def test_no_command_tells_what_somebody_wrote(place: Path, line: tuple[str, ...]) -> None:
    frame = planted(CANARIES["a name"], "vote", "news_tv")
    numbers = planted(CANARIES["a telephone"], "trust", "age")
    some = ("trust",) if line[0] == "release" else ("trust", "age")
    write_frame(frame.assign(**{column: numbers[column] for column in some}), place / "town.csv")
    assert not leaks(place, line), line


WAVE = """study: t{year}
series: bare
fieldwork: {{start: 20{year}-01-01, end: 20{year}-01-05}}
sample: {{kind: quota, size: 200}}
questions: {{vote: {{type: single}}, sex: {{options: {{1: M, 2: F}}}}, area: {{type: single}}, age: {{type: number}}}}
data: t{year}.csv
"""


@pytest.fixture(scope="module")
def bare(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Two waves whose questions have no options: each answer is one, whatever somebody typed."""
    folder = tmp_path_factory.mktemp("bare")
    studies = folder / "questionnaires" / "studies"
    studies.mkdir(parents=True)
    for year in (20, 21):
        frame = planted([f"{NAME} +{TELEPHONE}"], "vote", "area")
        frame["nr"] += 1000 * year
        frame.to_csv(studies / f"t{year}.csv", index=False)
        (studies / f"t{year}.yaml").write_text(WAVE.format(year=year))
    return folder


@pytest.mark.parametrize(
    ("line", "code"),
    [
        (("topline", "t20"), 0), (("crosstab", "t20", "--rows", "sex", "--banner", "area>vote"), 0),
        (("crosstab", "t20", "--rows", "vote", "--banner", "area", "--letters"), 0),
        (("crosstab", "t20", "--rows", "vote", "--banner", "area", "--percent", "row"), 0),
        (("codebook", "t20", "--out", "b.html"), 0),
        (("plot", "crosstab", "t20", "vote", "--banner", "area", "--out", "p.svg"), 0),
        (("report", "t20", "--banner", "area", "--out", "r.html"), 0), (("compare", "t20", "t21", "vote"), 1),
        (("compare", "t20", "t21", "sex", "--by", "area"), 1),
        (("trend", "sex", "--series", "bare", "--by", "area"), 1),
        (("estimate", "t20", "share", "vote"), 1), (("estimate", "t20", "model", "age ~ area"), 1),
        (("estimate", "t20", "test", "sex", "--by", "area"), 1), (("estimate", "t20", "mean", "age", "--by", "sex"), 0),
    ],
    ids=lambda one: " ".join(one) if isinstance(one, tuple) else "",
)  # fmt: skip
def test_questions_without_options_tell_nothing_that_few_wrote(
    bare: Path, line: tuple[str, ...], code: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(bare)
    assert not leaks(bare, line)
    assert CliRunner().invoke(cli, [*line, *(["--overwrite"] if "--out" in line else [])]).exit_code == code
    for path in bare.glob("*.*"):
        path.unlink()


def test_an_answer_of_few_loses_its_name_and_no_figure(bare: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(bare)
    line = ["crosstab", "t20", "--rows", "vote", "--banner", "area", "--format", "json"]
    told, whole = (json.loads(CliRunner().invoke(cli, [*line, *more]).stdout)["rows"] for more in ([], ["--internal"]))
    names = [{key: row.pop(key) for key in ("option", "area")} for rows in (told, whole) for row in rows]
    assert told == whole and names[: len(told)] != names[len(told) :]
    assert {"_few_1"} == {row["option"] for row in names[: len(told)]} - {row["option"] for row in names[len(told) :]}


def test_every_command_that_reads_answers_is_here() -> None:
    assert {line[0] for line in SOUND} == set(COMMANDS)
