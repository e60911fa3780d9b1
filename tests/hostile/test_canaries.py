"""What somebody answered in own words is in nothing that a command says or writes, wherever in a file it stands."""

from __future__ import annotations

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
        for line in (QUICK[(at + turn * 3 + step) % len(QUICK)] for step in (0, 5)):
            call = tuple(word.format(column=column) for word in line)
            if (column, call[0], kind) == ("age", "release", "a telephone"):
                continue  # a number where numbers are asked for: 'top' is for those
            assert not leaks(place, call), (column, call)


@pytest.mark.parametrize("line", SOUND, ids=" ".join)
def test_no_command_tells_what_somebody_wrote(place: Path, line: tuple[str, ...]) -> None:
    for kind in ("a name", "a telephone"):
        some = ("vote", "trust", "news_tv") if line[0] == "release" else ("vote", "age", "trust", "news_tv")
        write_frame(planted(CANARIES[kind], *some), place / "town.csv")
        assert not leaks(place, line), line


def test_every_command_that_reads_answers_is_here() -> None:
    assert {line[0] for line in SOUND} == set(COMMANDS)
