"""The default policy: on for every file, run and report of a study with microdata, off on the screen; each writer."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.claims.evidence.recomputed_evidence import recomputed_evidence
from survey.definitions.policy import DEFAULT, policy_of
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.definitions.records.study import Study
from survey.inside import kept_inside
from survey.leaving import leaving_house
from survey.maths.rules.coarse import error_unit, to_multiples
from survey.maths.rules.dominance import dominated
from survey.studies.study_tables import study_toplines
from survey.tables.table import Table
from survey.weighting.plan.study_sample import study_sample
from tests.hostile.harness import Outcome, attempt

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]

WAVE = """study: {name}
series: town
pollster: P
fieldwork: {{start: 20{year}-03-16, end: 20{year}-03-26}}
mode: phone
population: adults
sample: {{kind: unknown, size: 300, frame: unknown}}
questions:
  vote: {{options: {{1: A, 2: B, 3: C}}, published: {{1: 60, 3: 1.3}}}}
  region: {{type: single, text: "Region?", options: {{1: North, 2: South, 3: West}}}}
  sex: {{type: single, text: "Sex?", options: {{1: M, 2: F}}}}
  income: {{type: number, text: "Income?"}}
data: {{file: {name}.csv, id: number}}
weighting: {{method: rake, targets: census}}
banner: [region, sex]
"""
VOTE = 'question: vote\ntype: single\ntext: "Vote?"\noptions: {1: A, 2: B, 3: C}\n'
TARGETS = """targets: census
population: adults
date: 2020-01
margins:
  region: {variables: [region], shares: {1: 4, 2: 46, 3: 50}}
  sex: {variables: [sex], shares: {1: 48, 2: 52}}
"""


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Three waves, in each of which the north has three respondents and C four votes."""
    folder = tmp_path_factory.mktemp("policy")
    studies = folder / "questionnaires" / "studies"
    for name, text in (("questions/vote", VOTE), ("targets/census", TARGETS)):
        path = folder / "questionnaires" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    studies.mkdir()
    for year in (20, 21, 22):
        draw = np.random.default_rng(year)
        frame = pd.DataFrame({"number": range(300), "vote": [3] * 4 + [1] * 180 + [2] * 116})
        frame["region"] = draw.permutation([1] * 3 + [2] * 150 + [3] * 147)
        frame["sex"] = draw.integers(1, 3, 300)
        frame["income"] = [9_000_000.0, *draw.integers(100, 900, 299).tolist()]
        frame.to_csv(studies / f"wave{year}.csv", index=False)
        (studies / f"wave{year}.yaml").write_text(WAVE.format(name=f"wave{year}", year=year), encoding="utf-8")
    return folder


def done(place: Path, *call: str) -> Outcome:
    made = attempt(list(call), place)
    assert made.code in (0, 3), made.err
    return made


def test_the_default_holds_where_something_leaves_the_house() -> None:
    silent, open_to_all = Study(study="s"), Study(study="s", disclosure=Disclosure(preset="none", reason="public"))
    assert policy_of(silent) is None and policy_of(open_to_all) is None
    with leaving_house():
        assert policy_of(silent) is DEFAULT and policy_of(open_to_all) is None and policy_of(None) is DEFAULT
        with kept_inside():
            assert policy_of(silent) is None
    stated = Study(study="s", disclosure=Disclosure(minimum=20))
    assert policy_of(stated) is stated.disclosure


def rows(text: str) -> dict[str, dict[str, object]]:
    return {row["option"]: row for row in json.loads(text)["rows"]}


def test_a_file_is_under_the_policy_the_screen_is_not_and_internal_is_marked(place: Path) -> None:
    screen = rows(done(place, "topline", "wave20", "vote", "--format", "json").out)
    assert screen["3"]["estimate"] is not None
    done(place, "topline", "wave20", "vote", "--out", "vote.json", "--show", "n,moe")
    kept = rows((place / "vote.json").read_text())
    assert kept["3"]["estimate"] is None and kept["3"]["count"] is None and kept["1"]["estimate"] is not None
    done(place, "topline", "wave20", "vote", "--out", "inside.txt", "--internal")
    said = (place / "inside.txt").read_text()
    assert "Not for release" in said and "1.3" in said


def test_a_bare_file_is_under_it_too(place: Path) -> None:
    done(place, "topline", "questionnaires/studies/wave20.csv", "vote", "--out", "bare.json")
    assert rows((place / "bare.json").read_text())["3"]["estimate"] is None


def test_a_scaffold_states_a_policy(place: Path) -> None:
    done(place, "new", "fresh", "--data", "questionnaires/studies/wave20.csv", "--out", "fresh.yaml")
    assert "\ndisclosure: acro  #" in (place / "fresh.yaml").read_text()


def test_points_of_a_trend_are_those_that_the_tables_show(place: Path) -> None:
    done(place, "trend", "vote", "--series", "town", "--out", "trend.json")
    made = json.loads((place / "trend.json").read_text())
    found = {(row["study"], row["option"]) for row in made["rows"]}
    assert ("wave20", "1") in found and not {study for study, option in found if option == "3"}
    assert "policy of disclosure" in json.dumps(made["notes"])
    assert {round(row["estimate"], 3) for row in made["rows"]} == {row["estimate"] for row in made["rows"]}
    assert any(row["option"] == "3" for row in json.loads(done(place, "trend", "vote", "--format", "json").out)["rows"])


def test_comparisons_have_no_more_digits_than_tables(place: Path) -> None:
    def shares(name: str, *more: str) -> list[float]:
        done(place, "compare", "wave20", "wave21", "vote", *more, "--out", name)
        made = json.loads((place / name).read_text())["rows"]
        return [row[key] for row in made for key in ("estimate", "std_error", "start", "end")]

    assert shares("told.json") and all(round(one, 3) == one for one in shares("told.json"))
    assert any(round(one, 3) != one for one in shares("inside.json", "--internal"))


def test_a_mean_that_one_answer_makes_is_in_no_comparison_or_trend_either(place: Path) -> None:
    for call in (
        ["compare", "wave20", "wave21", "income"],
        ["trend", "income", "--series", "town", "--statistic", "mean"],
    ):
        made = attempt([*call, "--out", "income.json"], place)
        assert made.code == 1 and "few answers make the figure" in made.err, made.err
        assert not (place / "income.json").exists()


def test_what_a_policy_rounds_to_holds_in_trends_comparisons_and_verdicts(place: Path) -> None:
    for year in (20, 21):
        text = WAVE.format(name=f"wave{year}", year=year).replace("series: town", "series: coarse")
        text = text.replace(f"study: wave{year}", f"study: coarse{year}").replace("1: 60, 3: 1.3", "1: 60")
        policy = "disclosure: {minimum: 3, round: {percents: 5}}\n"
        (place / "questionnaires" / "studies" / f"coarse{year}.yaml").write_text(text + policy, encoding="utf-8")
    calls = {
        "trend": ["trend", "vote", "--series", "coarse"],
        "compare": ["compare", "coarse20", "coarse21", "vote"],
    }
    for name, call in calls.items():
        done(place, *call, "--out", f"{name}5.json")
        found = [row["estimate"] for row in json.loads((place / f"{name}5.json").read_text())["rows"]]
        assert found and all(abs(20 * share - round(20 * share)) < 1e-9 for share in found), name
    library = load_library(place / "questionnaires")
    sample = study_sample(load_study("coarse20", library), library)
    shares = [20 * one.value for one in recomputed_evidence(sample, "vote").shares.values()]
    assert shares and all(abs(share - round(share)) < 1e-9 for share in shares)


@pytest.fixture(scope="module")
def run(place: Path) -> Path:
    """What ``survey run`` writes of the wave."""
    made = attempt(["run", "wave20", "--out", "results"], place)
    assert made.code == 0, made.err
    return place / "results" / "wave20"


def test_a_weighting_tells_of_no_few_and_of_no_weight_of_a_respondent(run: Path, place: Path) -> None:
    library = load_library(place / "questionnaires")
    sample = study_sample(load_study("wave20", library), library)
    made = json.loads((run / "weighting.json").read_text())
    weights = np.sort(sample.weights)
    assert {row["margin"] for row in made["rows"]} == {"sex"}  # the north has three
    told = made["notes"]["diagnostics"]
    assert told["minimum"] == pytest.approx(weights[:10].mean()) and told["maximum"] < weights[-1]
    files = [path for path in sorted(run.iterdir()) if path.suffix in (".html", ".json")]
    text = "".join(path.read_text(encoding="utf-8") for path in files)
    assert f"{weights[-1] / weights.mean():.2f} times" not in text and "fewer than 10 respondent(s) are" in text
    assert "as they have cells of fewer than 10 respondents: Region?" in text and "does not have" not in text


def test_no_file_of_a_run_counts_fewer_than_ten_of_a_group(run: Path) -> None:
    for name in ("toplines.csv", "crosstabs.csv"):
        frame = pd.read_csv(run / name)
        for size, least in (("n", 10), ("n_weighted", 1), ("n_eff", 5)):
            assert not ((frame[size] > 0) & (frame[size] < least)).any()
        few = frame[(frame["option"] == "3") & (frame["question"] == "vote")]
        assert len(few) and few["estimate"].isna().all()
    record = json.loads((run / "run.json").read_text())
    audit = record["disclosure"]
    assert audit["minimum"] == 10 and 0 < audit["suppressed"] < audit["cells"] and audit["bases_suppressed"] >= 2
    assert audit["narrowest_interval"] >= 10 and audit["narrower_than_declared"] == 0
    assert not any(" 3 respondent" in line for line in record["warnings"])


def test_a_comparison_has_what_the_tables_of_its_waves_show(place: Path) -> None:
    call = ["compare", "wave20", "wave21", "vote", "--by", "region"]
    done(place, *call, "--out", "changes.json")
    made = json.loads((place / "changes.json").read_text())
    assert made["rows"] and not [row for row in made["rows"] if row["region"] == "1" or row["option"] == "3"]
    assert "policy of disclosure" in json.dumps(made["notes"])
    screen = json.loads(done(place, *call, "--format", "json").out)["rows"]
    assert [row for row in screen if row["region"] == "1"]
    refused = attempt(["compare", "wave20", "wave21", "vote", "--make-up", "region", "--out", "x.json"], place)
    assert refused.code == 1 and "fewer than 10" in refused.err


def test_a_verdict_tells_no_more_than_the_tables(run: Path, place: Path) -> None:
    made = {row["claim"]: row for row in json.loads((run / "verdicts.json").read_text())["rows"]}
    assert made["vote.3"]["fidelity"] == "cannot_be_checked" and "1.34" not in (run / "verdicts.json").read_text()
    assert made["vote.1"]["fidelity"] == "not_reproduced" and "61.75" not in (run / "verdicts.json").read_text()
    screen = json.loads(done(place, "verify", "wave20", "--format", "json").out)["rows"]
    assert next(row for row in screen if row["claim"] == "vote.3")["fidelity"] == "reproduced"


@pytest.mark.parametrize(
    ("call", "said"),
    [
        (["mean", "income"], "few answers make the figure: the largest 2"),
        (["mean", "income", "--by", "region"], "fewer than 10 respondents"),
        (["mean", "income", "--by", "number"], "fewer than 10 respondents"),
        (["share", "vote"], "2 of 3 cells tell of few respondents"),
        (["quantile", "income", "--at", "0.5,0.999"], "beyond a quantile"),
        (["model", "income ~ C(vote)"], "fewer than 10 respondents"),
        (["test", "vote", "--by", "sex"], "of fewer than 10 respondents"),
    ],
)
def test_an_estimate_of_few_is_not_written(place: Path, call: list[str], said: str) -> None:
    made = attempt(["estimate", "wave20", *call, "--out", "x.json"], place)
    assert made.code == 1 and said in made.err and not (place / "x.json").exists()


def test_a_published_table_held_against_the_data_is_not_written(place: Path) -> None:
    (place / "table.csv").write_text("vote,n,%\nA,180,60\nB,116,38.7\nC,4,1.3\n")
    call = ["verify", "wave20", "--published", "table.csv"]
    made = attempt([*call, "--out", "check.html"], place)
    assert made.code == 1 and "also what the policy of disclosure hides" in made.err
    assert not (place / "check.html").exists()
    assert attempt([*call, "--internal", "--out", "check.html"], place).code in (0, 3)


def test_estimates_have_no_more_digits_than_print(place: Path) -> None:
    done(place, "estimate", "wave20", "median", "income", "--out", "median.json")
    (row,) = json.loads((place / "median.json").read_text())["rows"]
    unit = float(error_unit(np.array([row["std_error"]]))[0])
    assert row["estimate"] == pytest.approx(round(row["estimate"] / unit) * unit, abs=1e-9)
    done(place, "estimate", "wave20", "share", "sex", "--out", "sex.json")
    assert all(round(row["estimate"], 3) == row["estimate"] for row in rows((place / "sex.json").read_text()).values())


@pytest.mark.parametrize(
    ("values", "broken"),
    [([100, 1, 1], "n_k"), ([50, 45, 4, 1], "n_k"), ([1] * 20, ""), ([0, 0], ""), ([5, 4, 4], "")],
)
def test_few_answers_dominate(values: list[float], broken: str) -> None:
    assert dominated(np.array(values, dtype=float), 2, 90, 10) == broken
    assert dominated(-np.array(values, dtype=float), 2, 90, 10) == broken


def test_a_mean_that_one_answer_makes_is_in_no_table(run: Path) -> None:
    frame = pd.read_csv(run / "crosstabs.csv")
    means = frame[(frame["question"] == "income") & (frame["option"] == "mean") & (frame["region"] == "_total")]
    assert means.set_index("sex")["estimate"].isna().sum() == 2  # everybody, and the one who earns nine millions


def test_the_p_rule_is_of_who_gave_the_second_largest() -> None:
    assert dominated(np.array([100.0, 80, 9]), 1, 90, 10) == "p" and not dominated(np.array([100.0, 80, 11]), 1, 90, 10)


def test_rounding_is_to_the_nearest_halves_away_from_nothing() -> None:
    assert to_multiples(np.array([2.5, -2.5, 7.4, 0.0]), 5).tolist() == [5, -5, 5, 0]


def sex_table(place: Path, policy: dict[str, object], question: str = "sex", **options: str) -> Table:
    library = load_library(place / "questionnaires")
    stated = Disclosure.model_validate(policy)
    study = load_study("wave20", library).model_copy(update={"disclosure": stated})
    return study_toplines(study, library, [question], **options)[0]


def test_counts_and_percents_are_rounded_as_the_policy_says(place: Path) -> None:
    table = sex_table(place, {"minimum": 3, "round": 20})
    assert table.columns[0].n == 300 and not (table.count % 20).any()
    table = sex_table(place, {"minimum": 3, "round": {"percents": 5}})
    assert np.allclose(table.estimate * 20, np.round(table.estimate * 20))


def test_without_partners_only_the_few_go(place: Path) -> None:
    table = sex_table(place, {"minimum": 10, "complementary": False}, "vote")
    assert np.isnan(table.estimate[:, 0]).tolist() == [False, False, True]


def test_the_preset_of_nchs_holds_whatever_rule_is_asked_for(place: Path) -> None:
    table = sex_table(place, {"preset": "nchs"}, "vote", rule="none")
    assert table.presentation is not None and table.presentation.rule == "nchs"
