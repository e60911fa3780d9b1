"""What a later command refuses of a study and its data, ``check`` refuses before it, in the same words."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

import survey
from survey.errors import SurveyError

pytestmark = pytest.mark.contract

WAVE = "studies/wave.yaml"
DATA = "questionnaires/data/wave.csv"
Break = Callable[[Any], Any]


def changed(file: str, old: str, new: str) -> Break:
    return lambda town: town.change(file, old, new)


def column(name: str, value: str, rows: slice = slice(None)) -> Break:
    def change(found: list[dict[str, str]]) -> None:
        for row in found[rows]:
            row[name] = value

    return lambda town: town.data(change)


def without(name: str) -> Break:
    def change(found: list[dict[str, str]]) -> None:
        for row in found:
            del row[name]

    return lambda town: town.data(change)


def raw(content: bytes) -> Break:
    return lambda town: Path(DATA).write_bytes(content)


def weighted_by(then: Break) -> Break:
    """The study uses the weights of its file, which ``then`` breaks."""

    def both(town: Any) -> None:
        town.change(WAVE, "weighting: {method: rake, targets: town, margins: [sex, area]}", "design: {weight: w}")
        then(town)

    return both


def design(said: str) -> Break:
    return lambda town: town.change(WAVE, "banner: [sex, area]", f"banner: [sex, area]\ndesign: {{{said}}}")


BROKEN: dict[str, Break] = {
    "a column is missing": without("vote"),
    "a column of the definition is missing": changed(WAVE, "vote: {", "vote: {column: vot, "),
    "a question that nobody defined": changed(WAVE, "  vote: {base: asked}", "  vote: {base: asked}\n  vite: {}"),
    "a question twice": changed(WAVE, "  sex: {}", "  sex: {}\n  sex: {}"),
    "an unknown key": changed(WAVE, "banner:", "baner:"),
    "an unknown banner": changed(WAVE, "banner: [sex, area]", "banner: [sex, aera]"),
    "two options of one code": changed("questions/vote.yaml", "code: 2", "code: 1"),
    "an unknown code in a weighting variable": column("area", "east", slice(0, 3)),
    "a gap in a weighting variable": column("sex", "", slice(0, 3)),
    "nobody of a target level": column("area", "north"),
    "a target level that the question has not": changed("targets/town.yaml", "south: 600", "east: 600"),
    "a target level missing": changed("targets/town.yaml", "{male: 450, female: 550}", "{male: 1000}"),
    "targets of different totals": changed("targets/town.yaml", "south: 600", "south: 900"),
    "a margin that the targets have not": changed(WAVE, "margins: [sex, area]", "margins: [sex, aera]"),
    "targets that are not there": changed(WAVE, "targets: town", "targets: twon"),
    "a weight column missing": weighted_by(changed(WAVE, "weight: w", "weight: ww")),
    "a negative weight": weighted_by(column("w", "-1", slice(0, 2))),
    "a weight that is a word": weighted_by(column("w", "heavy", slice(0, 2))),
    "a weight that is no number": weighted_by(column("w", "NaN", slice(0, 2))),
    "a weight without a value": weighted_by(column("w", "", slice(0, 2))),
    "weights of nothing": weighted_by(column("w", "0")),
    "one weight above 0": weighted_by(column("w", "0", slice(1, None))),
    "one weight beside which others lose digits": weighted_by(column("w", "1e17", slice(0, 1))),
    "an id twice": column("number", "7", slice(0, 2)),
    "an id column missing": changed(WAVE, "id: number", "id: nunber"),
    "no data file": lambda town: Path(DATA).unlink(),
    "an empty file": raw(b""),
    "no rows": raw(b"number,sex,area,vote,w,cluster\n"),
    "one row": raw(b"number,sex,area,vote,w,cluster\n1,1,north,1,1,1\n"),
    "a column twice": raw(b"number,sex,sex,area,vote,w\n1,1,2,north,1,1\n2,1,2,south,2,1\n"),
    "rows of other lengths": raw(b"number,sex,area,vote,w\n1,1,north,1,1\n2,1,south\n3,2,north,1,1\n"),
    "a stratum column missing": design("stratum: distrcit"),
    "a PSU column missing": design("psu: clutser"),
    "a stratum of one PSU": design("stratum: cluster, psu: cluster"),
    "a PSU in two strata": design("stratum: area, psu: sex, nest: false"),
    "an fpc column missing": design("fpc: w2"),
}
NO_VARIANCE = ("a stratum of one PSU", "a PSU in two strata")
COMMANDS = {
    "topline": ("topline", "wave", "vote"),
    "crosstab": ("crosstab", "wave", "--rows", "vote", "--banner", "sex"),
    "weight": ("weight", "wave", "--out", "made.csv"),
    "estimate": ("estimate", "wave", "share", "vote"),
    "run": ("run", "wave"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_check_refuses_what_later_commands_and_python_refuse(name: str, town: Any) -> None:
    BROKEN[name](town)
    first = town("check", "wave", "--quiet")
    assert first.exit_code == 1, f"check accepts {name}: {first.output}"
    assert isinstance(first.exception, SystemExit), first.exception
    said = _error(first.stderr)
    for command, args in COMMANDS.items():
        if command == "weight" and "weighting:" not in Path("questionnaires", WAVE).read_text(encoding="utf-8"):
            continue
        later = town(*args, "--quiet")
        if command == "weight" and name in NO_VARIANCE and later.exit_code == 0:
            continue  # weights can be made all the same
        assert later.exit_code == 1, f"{command} accepts {name}: {later.output}"
        assert _error(later.stderr).replace("Error: wave: ", "Error: ") == said, command  # run is of several studies
    with pytest.raises(SurveyError) as raised, warnings.catch_warnings():
        warnings.simplefilter("ignore")
        survey.open_study("wave").share("vote")
    told = f"Error: {raised.value}".replace("'heavy'", "'…'").replace("'NaN'", "'…'")  # commands tell no answer
    assert told.split() == said.split()


def _error(text: str) -> str:
    return text[text.index("Error: ") :].strip()


CLAIMS = {
    "certainty of nothing": ("says: two-thirds", "says: 65, about: population"),
    "an unknown option": ("option: red, says: two-thirds", "option: pink, says: 65"),
    "an unknown question": ("question: vote", "question: vite"),
    "an unknown study": ("study: poll", "study: pol"),
    "a share above 100": ("says: two-thirds", "says: 165"),
    "an id twice": (
        "claims:\n",
        "claims:\n  - {id: two_thirds_red, quote: a, study: poll, question: vote, option: red, says: 44}\n",
    ),
}


@pytest.mark.parametrize("name", CLAIMS)
def test_claims_that_check_refuses_get_no_verdict(name: str, town: Any) -> None:
    town.change("claims/paper.yaml", *CLAIMS[name])
    first, later = town("check", "paper"), town("verify", "paper")
    assert first.exit_code == 1 and "Error: " in first.stderr
    assert (later.exit_code, later.stdout, later.stderr) == (1, "", first.stderr)
    if name != "an unknown study":  # then the claim is about no study here
        for command in ("verify", "run"):
            said = town(command, "poll").stderr
            assert first.stderr.removeprefix("Error: ") in said, command


def test_a_study_with_faults_refuses_the_claims_about_it_and_no_others(town: Any) -> None:
    town.change("studies/poll.yaml", "red: 44", "red: 144")
    first, later = town("check", "paper"), town("verify", "paper")
    assert first.exit_code == 1 and "must be a percentage from 0 to 100" in first.stderr
    assert (later.exit_code, later.stderr) == (1, first.stderr)
    town.change("claims/fair.yaml", "study: poll", "study: wave")
    assert town("verify", "fair").exit_code == 0  # it is not about that study
