"""Bad input of many kinds: one clear error, exit code 1, no traceback, earlier results as they were."""

from __future__ import annotations

import io
import shutil
import zipfile
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

pytestmark = pytest.mark.contract

Rows = list[dict[str, str]]


@dataclass
class Bad:
    """One kind of bad input: how it comes about, what is called, and words that the error must hold."""

    name: str
    breaks: Callable[[Any], None]
    says: Sequence[str]
    args: Sequence[str] = field(default=("run", "wave", "--quiet"))


def nothing(town: Any) -> None:
    """The command itself is wrong."""


def changed(file: str, old: str, new: str) -> Callable[[Any], None]:
    return lambda town: town.change(file, old, new)


def column(name: str, value: str, rows: slice = slice(None)) -> Callable[[Any], None]:
    """Some answers of one column replaced."""

    def change(found: Rows) -> None:
        for row in found[rows]:
            row[name] = value

    return lambda town: town.data(change)


def raw(name: str, content: bytes) -> Callable[[Any], None]:
    return lambda town: (town.folder / name).write_bytes(content)


def corrupt_sheet() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        archive.writestr("xl/workbook.xml", "<not a workbook")
    return made.getvalue()


WEIGHT = ("topline", "wave", "vote", "--weight", "w")

BAD = [
    # definitions
    Bad("a study that is not there", nothing, ["wvae", "wave"], ("run", "wvae")),
    Bad("a folder that is not there", nothing, ["questionnares"], ("check", "--questionnaires", "questionnares")),
    Bad("a definition file that is not there", nothing, ["nowhere.yaml"], ("topline", "nowhere.yaml")),
    Bad("broken YAML", changed("studies/wave.yaml", "banner: [sex, area]", "banner: [sex"), ["wave.yaml"]),
    Bad("an unknown key", changed("studies/wave.yaml", "banner:", "baner:"), ["wave.yaml:", "baner", "banner"]),
    Bad("a key written twice", changed("studies/wave.yaml", "mode: phone", "mode: phone\nmode: online"), ["mode"]),
    Bad("a date that is none", changed("studies/wave.yaml", "2023-05-01", "May 1"), ["wave.yaml:", "May 1"]),
    Bad("an unknown mode", changed("studies/wave.yaml", "mode: phone", "mode: telefone"), ["telefone", "phone"]),
    Bad(
        "a file that is not UTF-8", raw("questionnaires/studies/wave.yaml", "title: Опрос".encode("cp1251")), ["UTF-8"]
    ),
    Bad("an empty file", raw("questionnaires/studies/wave.yaml", b""), ["wave.yaml"]),
    Bad("a list for a mapping", raw("questionnaires/studies/wave.yaml", b"- a\n- b\n"), ["wave.yaml", "mapping"]),
    Bad(
        "a bomb of aliases",
        raw("questionnaires/studies/wave.yaml", b"a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n"),
        ["wave.yaml"],
    ),
    Bad("an id that is not the file's name", changed("studies/wave.yaml", "study: wave", "study: weve"), ["weve"]),
    Bad("an unknown question", changed("studies/wave.yaml", "  vote: {", "  votes: {"), ["votes", "vote"]),
    Bad("a code used twice", changed("questions/vote.yaml", "code: 2,", "code: 1,"), ["vote"]),
    Bad("an unknown option", changed("studies/poll.yaml", "red: 44", "rde: 44"), ["rde", "red"], ("run", "poll")),
    Bad("unknown targets", changed("studies/wave.yaml", "targets: town", "targets: twon"), ["twon", "town"]),
    Bad("an unknown margin", changed("studies/wave.yaml", "margins: [sex", "margins: [six"), ["six", "sex"]),
    Bad(
        "a margin with a negative figure",
        changed("targets/town.yaml", "male: 450", "male: -450"),
        ["town.yaml", "-450"],
    ),
    Bad(
        "shares that do not make 100",
        changed("targets/town.yaml", "counts: {male: 450, female: 550}", "shares: {male: 45, female: 65}"),
        ["110"],
    ),
    Bad(
        "an unknown study in a claim",
        changed("claims/paper.yaml", "study: poll", "study: pole"),
        ["pole", "poll"],
        ("verify", "paper"),
    ),
    Bad("claims that are not there", nothing, ["papre", "paper"], ("verify", "papre")),
    Bad("an unknown series", nothing, ["twon", "town"], ("trend", "vote", "--series", "twon")),
    Bad("an unknown question on the command line", nothing, ["vot", "vote"], ("topline", "wave", "vot")),
    # data files
    Bad("no data file", lambda town: (town.folder / "questionnaires/data/wave.csv").unlink(), ["wave.csv"]),
    Bad("an empty data file", raw("wave.csv", b""), ["wave.csv"], ("topline", "wave", "--data", "wave.csv")),
    Bad(
        "a header and nothing else",
        raw("wave.csv", b"number,sex,area,vote\n"),
        ["wave.csv"],
        ("topline", "wave", "--data", "wave.csv"),
    ),
    Bad("a format that is not read", raw("wave.pdf", b"%PDF"), ["wave.pdf"], ("topline", "wave", "--data", "wave.pdf")),
    Bad(
        "a folder without data", nothing, ["questionnaires"], ("topline", "wave", "--data", "questionnaires/questions")
    ),
    Bad("a .sav that is none", raw("wave.sav", b"x" * 999), ["wave.sav"], ("topline", "wave", "--data", "wave.sav")),
    Bad("a .dta that is none", raw("wave.dta", b"x" * 999), ["wave.dta"], ("topline", "wave", "--data", "wave.dta")),
    Bad(
        "a damaged workbook",
        raw("wave.xlsx", corrupt_sheet()),
        ["wave.xlsx"],
        ("topline", "wave", "--data", "wave.xlsx"),
    ),
    Bad(
        "a damaged Parquet file",
        raw("wave.parquet", b"PAR1"),
        ["wave.parquet"],
        ("topline", "wave", "--data", "wave.parquet"),
    ),
    Bad(
        "an encoding that does not exist",
        nothing,
        ["cp12511"],
        ("topline", "wave", "--data", "questionnaires/data/wave.csv", "--encoding", "cp12511"),
    ),
    Bad(
        "two columns of one name",
        raw("wave.csv", b"number,sex,sex,area,vote\n1,1,1,north,1\n"),
        ["sex"],
        ("topline", "wave", "--data", "wave.csv"),
    ),
    # what is in the data
    Bad("a column that is not there", changed("studies/wave.yaml", "vote: {", "vote: {column: vot, "), ["vot", "vote"]),
    Bad("an id twice", column("number", "7", slice(0, 2)), ["number", "3 rows"]),  # numbers of persons are not shown
    Bad("a weight column that is not there", nothing, ["ww", "w"], ("topline", "wave", "vote", "--weight", "ww")),
    Bad("a negative weight", column("w", "-1", slice(3, 5)), ["w", "negative"], WEIGHT),
    Bad("a missing weight", column("w", "", slice(3, 5)), ["w", "2"], WEIGHT),
    Bad("all weights zero", column("w", "0"), ["w", "0"], WEIGHT),
    Bad("a weight that is a word", column("w", "heavy", slice(3, 5)), ["w", "not a number in some rows"], WEIGHT),
    Bad("a crosstab by nothing known", nothing, ["aera", "area"], ("crosstab", "wave", "--banner", "aera")),
    Bad("a crosstab without data", nothing, ["microdata"], ("crosstab", "poll", "--banner", "sex")),
    # weighting
    Bad("an option of the targets that nobody chose", column("area", "north"), ["area", "south"]),
    Bad("an option of the sample that has no target", column("area", "east", slice(0, 3)), ["area", "3 respondent(s)"]),
    Bad("a weighting variable with gaps", column("sex", "", slice(0, 3)), ["sex"]),
    Bad("margins of different totals", changed("targets/town.yaml", "south: 600", "south: 900"), ["area", "1,300"]),
    Bad("weights for a study without data", nothing, ["poll", "--data"], ("weight", "poll", "--out", "w.csv")),
    Bad(
        "weighting that the study does not have",
        nothing,
        ["poll", "weighting"],
        ("weight", "poll", "--data", "questionnaires/data/wave.csv", "--out", "w.csv"),
    ),
    Bad(
        "weights written over the data",
        nothing,
        ["itself"],
        ("weight", "wave", "--out", "questionnaires/data/wave.csv"),
    ),
    Bad("weights in a format that is not written", nothing, ["w.pdf"], ("weight", "wave", "--out", "w.pdf")),
    # design
    Bad(
        "one cluster in a stratum",
        nothing,
        ["stratum"],
        ("topline", "wave", "vote", "--stratum", "cluster", "--psu", "cluster"),
    ),
    # output
    Bad("a picture in an unknown format", nothing, ["x.gif"], ("plot", "topline", "wave", "vote", "--out", "x.gif")),
    Bad("a folder of somebody else's files", nothing, ["questionnaires"], ("run", "wave", "--out", "elsewhere")),
    Bad("a file where a folder must be", raw("taken", b"x"), ["taken"], ("run", "wave", "--out", "taken/deeper")),
]


@pytest.mark.parametrize("bad", BAD, ids=[bad.name for bad in BAD])
def test_bad_input_is_one_clear_error(bad: Bad, town: Any, earlier: Path) -> None:
    shutil.copytree(earlier / "results", town.folder / "results")
    foreign = town.folder / "elsewhere" / "wave" / "questionnaires.txt"
    foreign.parent.mkdir(parents=True)
    foreign.write_text("not a result", encoding="utf-8")
    bad.breaks(town)
    before = contents(town.folder)

    result = town(*bad.args)

    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == ""
    errors = [line for line in result.stderr.splitlines() if line.startswith("Error: ")]
    assert len(errors) == 1, result.stderr
    assert "Traceback" not in result.stderr
    for word in bad.says:
        assert word in result.stderr, result.stderr
    assert contents(town.folder) == before


def contents(folder: Path) -> dict[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in sorted(folder.rglob("*")) if path.is_file()}


def test_there_are_at_least_twenty_kinds() -> None:
    assert len({bad.name for bad in BAD}) >= 20


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("topline",), "STUDY"),
        (("toplime",), "topline"),
        (("topline", "wave", "--levels", "0.9"), "--level"),
        (("topline", "wave", "--level", "95"), "--level"),
        (("topline", "wave", "--base", "everybody"), "asked"),
        (("check", "--data", "x.csv"), "STUDY"),
        (("trend", "vote", "--change", "poll"), "--change"),
        (("topline", "wave", "--out", "table.odt"), "table.odt"),
        (("weight", "wave"), "--out"),
    ],
)
def test_misuse_of_the_command_line_is_exit_code_two(args: tuple[str, ...], word: str, town: Any) -> None:
    result = town(*args)
    assert result.exit_code == 2
    assert word in result.stderr


WITHOUT_EFFECT = {
    "--sheet": "Answers",
    "--memory-limit": "1GB",
    "--master": "local[2]",
}


@pytest.mark.parametrize("option", WITHOUT_EFFECT)
@pytest.mark.parametrize(
    "command",
    [
        ("topline", "wave"),
        ("crosstab", "wave", "--rows", "vote", "--banner", "sex"),
        ("estimate", "wave", "share", "vote"),
        ("weight", "wave", "--out", "made.csv"),
        ("verify", "wave"),
        ("check", "wave"),
    ],
    ids=" ".join,
)
def test_an_option_of_reading_without_effect_on_the_data_is_an_error(
    command: tuple[str, ...], option: str, town: Any
) -> None:
    found = town(*command, option, WITHOUT_EFFECT[option])
    assert found.exit_code == 1 and found.stdout == ""
    assert f"{WITHOUT_EFFECT[option]} has no effect on wave.csv" in found.stderr
