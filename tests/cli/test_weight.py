"""``survey weight``: what it prints and writes, and that nothing is half-written."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import survey
from survey.definitions.reading.load import load_library
from survey.weighting.plan.study_sample import opened_sample

pytestmark = pytest.mark.contract

SHORT = "weighting: {method: rake, targets: town, margins: [sex, area]}"
LONG = """\
weighting:
  targets: town
  steps:
    - selection: {household: adults}
    - nonresponse: {response: answered, classes: [area]}
    - rake: {margins: [sex, area], cap: 3}
    - trim: {upper: 2.5}
    - scale: n
"""


def long_form(town: Any) -> None:
    """The study's weighting step by step, with the columns that it needs."""

    def more(rows: list[dict[str, str]]) -> None:
        for k, row in enumerate(rows):
            row["adults"], row["answered"] = str(1 + k % 4), str(int(k % 5 != 4))

    town.data(more)
    town.change("studies/wave.yaml", SHORT, LONG)


def weights(path: Path, name: str = "weight") -> list[float]:
    with path.open(encoding="utf-8") as file:
        return [float(row[name]) for row in csv.DictReader(file)]


def test_steps_of_the_definition_are_done_and_only_the_last_weight_is_written(town: Any) -> None:
    long_form(town)
    result = town("weight", "wave", "--out", "out.csv", "--record", "record.yaml")
    assert result.exit_code == 0, result.output
    with (town.folder / "out.csv").open(encoding="utf-8") as file:
        header = file.readline().strip().split(",")
    assert header[-3:] == ["adults", "answered", "weight"]
    found = weights(town.folder / "out.csv")
    assert sum(found) == pytest.approx(48) and sum(weight == 0 for weight in found) == 12  # 12 of 60 did not answer
    record = (town.folder / "record.yaml").read_text(encoding="utf-8")
    for verb in ("selection", "nonresponse", "rake", "trim", "scale"):
        assert f"- {verb}:" in record


def test_the_record_in_place_of_the_weighting_makes_the_same_file(town: Any) -> None:
    long_form(town)
    town("weight", "wave", "--out", "first.csv", "--record", "record.yaml")
    record = (town.folder / "record.yaml").read_text(encoding="utf-8")
    town.change("studies/wave.yaml", LONG, record)
    assert town("weight", "wave", "--out", "second.csv").exit_code == 0
    assert (town.folder / "first.csv").read_bytes() == (town.folder / "second.csv").read_bytes()


def test_the_forecast_writes_nothing_and_says_what_weights_will_cost(town: Any) -> None:
    before = sorted(path.name for path in town.folder.iterdir())
    result = town("weight", "wave", "--forecast", "--out", "out.csv")
    assert result.exit_code == 0, result.output
    assert "Weights can be made." in result.stdout and "Expected: deff" in result.stdout
    assert sorted(path.name for path in town.folder.iterdir()) == before


def test_the_forecast_comes_in_every_form_and_language(town: Any) -> None:
    made = json.loads(town("weight", "wave", "--forecast", "--format", "json", "--lang", "ru").stdout)
    assert {row["margin"] for row in made["rows"]} == {"sex", "area"} and made["notes"]["town"]["possible"] is True
    assert sum(row["target"] for row in made["rows"]) == pytest.approx(2)
    page = town("weight", "wave", "--forecast", "--format", "html", "--lang", "ru").stdout
    assert "Веса построить можно." in page and "<th" in page
    assert town("weight", "wave", "--forecast", "--format", "csv").stdout.startswith("targets,margin,option,n,target")


def test_a_forecast_of_what_cannot_be_lists_every_problem_and_fails(town: Any) -> None:
    def nobody(rows: list[dict[str, str]]) -> None:
        for row in rows:
            row["area"] = "north"

    town.data(nobody)
    result = town("weight", "wave", "--forecast")
    assert result.exit_code == 1 and "No weights as asked" in result.stdout and "south" in result.stdout
    assert "weights cannot be made as asked" in result.stderr and "Traceback" not in result.output


def test_weights_that_cannot_be_made_come_with_advice(town: Any) -> None:
    town.write(
        "targets/town.yaml",
        "targets: town\npopulation: adults\nmargins:\n  sex: {variables: [sex], shares: {male: 45, female: 55}}\n"
        "  area: {variables: [area], shares: {north: 40, south: 30, west: 30}}\n",
    )
    town.write("questions/area.yaml", "question: area\noptions: {north: North, south: South, west: West}\n")
    result = town("weight", "wave", "--out", "out.csv")
    assert result.exit_code == 1 and "west" in result.stderr
    assert "Advice: " in result.stderr and not (town.folder / "out.csv").exists()


def test_targets_on_the_command_line_weight_a_study_that_says_nothing(town: Any) -> None:
    town.change("studies/wave.yaml", SHORT, "weighting: {stated: by sex and area, variables: unknown}")
    failed = town("weight", "wave", "--out", "out.csv")
    assert failed.exit_code == 1 and "--targets" in failed.stderr
    result = town("weight", "wave", "--targets", "town", "--margins", "sex", "--out", "out.csv")
    assert result.exit_code == 0, result.output
    made = sum(weights(town.folder / "out.csv"))
    assert made == pytest.approx(60)
    assert town("weight", "wave", "--targets", "twon", "--out", "o.csv").stderr.count("Did you mean 'town'?") == 1


@pytest.mark.parametrize("rule,exit_code", [("stop", 1), ("class", 0), ("carry", 0), ("impute", 0)])
def test_missing_answers_are_treated_by_the_rule_that_is_named(rule: str, exit_code: int, town: Any) -> None:
    town.data(lambda rows: rows[0].update(sex="") or rows[7].update(sex=""))
    result = town("weight", "wave", "--missing", rule, "--out", "out.csv", "--statement", "statement.txt")
    assert result.exit_code == exit_code, result.output
    assert (town.folder / "out.csv").exists() == (exit_code == 0) == (town.folder / "statement.txt").exists()


def test_margins_can_be_chosen_by_the_rule_of_the_anes(town: Any) -> None:
    result = town("weight", "wave", "--choose", "anes", "--out", "out.csv", "--record", "record.yaml")
    assert result.exit_code == 0, result.output
    # 40% men against 45%: off by 10 points in all; 67% in the north against 40%
    assert "margins: [sex, area]" in (town.folder / "record.yaml").read_text(encoding="utf-8")


def test_a_statement_and_pictures_are_written_with_the_data(town: Any) -> None:
    result = town("weight", "wave", "--out", "out.csv", "--statement", "st.txt", "--plots", "pictures", "--lang", "be")
    assert result.exit_code == 0, result.output
    made = (town.folder / "st.txt").read_text(encoding="utf-8")
    assert "60" in made and "узваж" in made.lower()
    assert sorted(path.name for path in (town.folder / "pictures").iterdir()) == [
        "gaps.svg", "lorenz.svg", "love.svg", "weights.svg"
    ]  # fmt: skip
    for name in ("out.csv", "st.txt", "pictures/love.svg"):
        assert f"Wrote {name}" in result.stderr


def test_replicates_are_weighted_anew_and_read_back(town: Any) -> None:
    result = town("weight", "wave", "--out", "out.csv", "--replicates", "bootstrap", "--count", "30", "--seed", "7")
    assert result.exit_code == 0, result.output
    assert "Wrote out.csv.R" in result.stderr
    frame = pd.read_csv(town.folder / "out.csv")
    names = [f"weight_r{k}" for k in range(1, 31)]
    assert list(frame.columns[-31:]) == ["weight", *names]
    for name in ["weight", *names]:  # every one meets the targets: 55% women, 40% in the north
        assert frame[name][frame.sex == 2].sum() == pytest.approx(33)
        assert frame[name][frame.area == "north"].sum() == pytest.approx(24)
    library = load_library(town.folder / "questionnaires")
    sample = survey.Sample.of(opened_sample(library.study("wave"), library))
    sample = survey.make_replicates(sample, "bootstrap", count=30, seed=7)
    sample = survey.rake(sample, library.target("town"), ["sex", "area"])
    text = (town.folder / "out.csv.R").read_text(encoding="utf-8")
    lines = [line.removeprefix("# ") for line in text.splitlines() if line.startswith("# ")]
    town.change("studies/wave.yaml", SHORT, "\n".join(lines[1:]))
    town.change("studies/wave.yaml", "../data/wave.csv", "../../out.csv")
    rows = json.loads(town("topline", "wave", "vote", "--format", "json").stdout)["rows"]
    here = sample.share("vote", base="asked").to_frame().set_index("option")
    for row in rows:
        if row["option"] in here.index:
            assert row["std_error"] == pytest.approx(here.std_error[row["option"]], rel=1e-9)


@pytest.mark.parametrize(
    "method,more,count",
    [("JK1", (), 12), ("SDR", ("--count", "12"), 12), ("JKn", (), 12), ("BRR", (), 8), ("Fay", ("--rho", "0.5"), 8)],
)
def test_every_method_of_replicates_writes_its_columns(
    method: str, more: tuple[str, ...], count: int, town: Any
) -> None:
    # twelve clusters; in six pairs where the method is for strata
    town.data(lambda rows: [row.update(half=str(int(row["cluster"]) // 2)) for row in rows].clear())
    stratum = "stratum: half, " if method in ("JKn", "BRR", "Fay") else ""
    town.change("studies/wave.yaml", "banner:", f"design: {{{stratum}psu: cluster}}\nbanner:")
    result = town("weight", "wave", "--out", "out.csv", "--replicates", method, *more)
    assert result.exit_code == 0, result.output
    assert [name for name in pd.read_csv(town.folder / "out.csv").columns if name.startswith("weight_r")] == [
        f"weight_r{k}" for k in range(1, count + 1)
    ]


@pytest.mark.parametrize(
    "args,code,said",
    [
        (("--out", "out.csv", "--count", "20"), 2, "--count and --rho go with --replicates"),
        (("--out", "out.csv", "--replicates", "JK1", "--count", "20"), 1, "JK1 has as many replicates as PSUs"),
        (("--out", "out.csv", "--replicates", "Fay"), 1, "Fay's method needs its rho"),
        (("--out", "out.csv", "--statement", "out.csv"), 1, "is a data file"),
        (("--out", "out.csv", "--statement", "r.html", "--report", "r.html"), 1, "is the file of --report already"),
        (("--out", "out.csv", "--record", "questionnaires/data/wave.csv"), 1, "is a data file"),
        (("--out", "out.csv", "--replicates", "JK1", "--record", "out.csv.R"), 1, "is a file of this weighting"),
        (("--out", "out.csv", "--plots", "questionnaires/data/wave.csv"), 2, "is a file"),
        (("--out", "out.csv", "--margins", "sax"), 1, "sax"),
        (("--out", "out.csv", "--missing", "drop"), 2, "'drop' is not one of"),
        (("--out", "out.pdf", "--statement", "st.txt"), 1, "data are not written as '.pdf'"),
        ((), 2, "Missing option '--out'"),
    ],
)
def test_each_fault_is_one_clear_error_and_nothing_is_written(
    args: tuple[str, ...], code: int, said: str, town: Any
) -> None:
    data = (town.folder / "questionnaires" / "data" / "wave.csv").read_bytes()
    result = town("weight", "wave", *args)
    assert result.exit_code == code, result.output
    assert said in result.stderr and "Traceback" not in result.output
    assert [path.name for path in town.folder.iterdir()] == ["questionnaires"]
    assert (town.folder / "questionnaires" / "data" / "wave.csv").read_bytes() == data


def test_margins_beside_steps_need_their_targets(town: Any) -> None:
    long_form(town)
    result = town("weight", "wave", "--margins", "sex", "--out", "out.csv")
    assert result.exit_code == 2 and "--margins goes with --targets" in result.stderr
