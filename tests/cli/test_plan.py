"""``survey plan``: sizes, detectable changes and allocations, in print and as data."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli

pytestmark = pytest.mark.contract


def run(*words: str) -> Result:
    return CliRunner().invoke(cli, ["plan", *words])


def figures(*words: str) -> dict[str, float]:
    made = run(*words, "--format", "json")
    assert made.exit_code == 0, made.output
    found = json.loads(made.stdout)
    return {row["figure"] + row["stratum"]: row["value"] for row in found["rows"]} | {"deff": found["notes"]["deff"]}


def test_what_a_thousand_twice_can_find_is_printed_in_three_languages() -> None:
    for language, words in (("en", "Smallest change found"), ("ru", "обнаруживаемое"), ("be", "змена")):
        made = run("--n", "1000", "--deff", "1.5", "--lang", language)
        assert made.exit_code == 0 and words in made.stdout
        assert "7.67" in made.stdout or "7,67" in made.stdout


def test_the_command_and_python_give_the_same() -> None:
    made = figures("--moe", "0.03", "--deff", "1.5", "--response", "0.25", "--population", "50000")
    wanted = survey.sample_size(0.03, deff=1.5, response=0.25, population=50000)
    assert (made["respondents"], made["approached"]) == (wanted.respondents, wanted.approached)
    assert made["moe"] == pytest.approx(wanted.moe) and made["deff"] == 1.5
    again = figures("--n", str(wanted.respondents), "--deff", "1.5", "--population", "50000")
    assert again["moe"] == pytest.approx(wanted.moe)
    assert "approached" not in again
    few = figures("--n", str(wanted.respondents), "--response", "0.25", "--population", "50000")
    assert few["approached"] == wanted.approached
    two = figures("--difference", "0.05", "--one-sided", "--power", "0.9", "--domain", "0.5")
    assert two["respondents"] == survey.sample_size_difference(0.05, sides=1, power=0.9, domain=0.5).respondents
    other = figures("--n", "1000,600", "--sd", "12")
    assert other["detectable"] == pytest.approx(survey.detectable_difference(1000, 600, sd=12))


def test_respondents_are_spread_over_strata() -> None:
    made = figures("--n", "100", "--strata", "a=300,b=120,c=500", "--allocation", "neyman", "--spread", "a=2,b=9,c=1")
    wanted = survey.allocate(100, {"a": 300, "b": 120, "c": 500}, "neyman", sd={"a": 2, "b": 9, "c": 1})
    assert {name: made[f"respondents{name}"] for name in "abc"} == wanted


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        ((), 2, "one of --moe"),
        (("--moe", "0.03", "--n", "5"), 2, "one of --moe"),
        (("--n", "many"), 2, "whole number"),
        (("--n", "100", "--allocation", "power"), 2, "want --strata"),
        (("--n", "100", "--strata", "a:3"), 2, "NAME=NUMBER"),
        (("--moe", "3"), 1, "3 points"),
        (("--n", "100", "--strata", "a=50,b=30"), 1, "cannot be spread"),
        (("--n", "0"), 1, "1 respondent"),
        (("--n", "2000", "--population", "1000"), 1, "1,000 people"),
        (("--n", "100", "--strata", "a=50,a=30,b=90"), 2, "twice"),
        (("--n", "100", "--strata", "a=900,b=300", "--spread", "a=1,b=9"), 1, "neyman or power"),
    ],
)
def test_what_cannot_be_planned_is_one_clear_error(words: tuple[str, ...], code: int, said: str) -> None:
    made = run(*words)
    assert made.exit_code == code and said in made.output and "Traceback" not in made.output
