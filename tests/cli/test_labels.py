"""Data files with words for those who do not know the ids, and with letters that Excel reads."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

pytestmark = pytest.mark.contract

CROSSTAB = ("crosstab", "wave", "vote", "--banner", "sex>area", "--rule", "none", "--format", "csv")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_labels_stand_beside_the_ids_of_questions_options_and_banner(town: Any) -> None:
    plain, named = rows(town(*CROSSTAB).stdout), rows(town(*CROSSTAB, "--labels", "--lang", "ru").stdout)
    assert [{name: row[name] for name in plain[0]} for row in named] == plain
    assert list(named[0])[:5] == ["study", "question", "question_label", "option", "option_label"]
    assert {(row["option"], row["option_label"]) for row in named} == {
        ("red", "Красные"),
        ("blue", "Синие"),
        ("hard_to_say", "Затрудняюсь ответить"),
    }
    assert {(row["sex"], row["sex_label"]) for row in named} == {
        ("_total", "Всего"),
        ("male", "Men"),  # said in English only
        ("female", "Women"),
    }
    assert {(row["area"], row["area_label"]) for row in named if row["area"] != "_total"} == {
        ("north", "North"),
        ("south", "South"),
    }


@pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")
def test_questions_and_options_without_a_text_in_the_language_are_named(town: Any) -> None:
    command = ("crosstab", "wave", "vote", "--banner", "sex", "--rule", "none", "--out", "table.md", "--lang")
    said = "texts have no 'be' and are shown in another language: "
    named = town(*command, "be").stderr.split(said)[1].splitlines()[0].split(", ")
    assert {"vote: red", "vote: blue"} <= set(named)
    assert not any(name.startswith("sex") for name in named)  # in a language that nobody said
    assert "another language" not in town(*command, "ru").stderr


@pytest.mark.parametrize(
    "command",
    [
        ("topline", "wave", "vote"),
        ("estimate", "wave", "share", "vote"),
        ("trend", "vote"),
        ("compare", "poll", "wave", "vote", "--force"),
    ],
)
def test_every_result_of_options_has_their_labels(command: tuple[str, ...], town: Any) -> None:
    town.change("studies/poll.yaml", "series: town\n", "series: town\ndata: {file: ../data/wave.csv, id: number}\n")
    made = town(*command, "--format", "csv", "--labels")
    assert made.exit_code == 0, made.output
    found = [row for row in rows(made.stdout) if row["option"]]
    assert {(row["option"], row["option_label"]) for row in found} >= {("red", "Red"), ("blue", "Blue")}
    assert {row["question_label"] for row in found} == {"Whom would you vote for?"}


def test_a_byte_order_mark_stands_first_where_it_is_asked_for(town: Any) -> None:
    plain, marked = (
        town("topline", "wave", "vote", "--format", "csv", *more).stdout_bytes for more in ((), ("--bom",))
    )
    assert marked == b"\xef\xbb\xbf" + plain
    town("topline", "wave", "vote", "--out", "vote.csv", "--bom")
    assert (town.folder / "vote.csv").read_bytes() == marked


@pytest.mark.parametrize("option", ["--labels", "--bom"])
def test_what_is_of_csv_is_refused_of_other_forms(option: str, town: Any) -> None:
    for form in ((), ("--format", "json"), ("--out", "vote.html")):
        refused = town("topline", "wave", "vote", option, *form)
        assert refused.exit_code == 2 and f"{option} is of csv" in refused.stderr
