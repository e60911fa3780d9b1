"""A policy of disclosure: what is published tells nobody's answer, whatever rule is asked for."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

import survey
from survey import scratch
from survey.cells.table.own_words import may_show
from survey.definitions.reading.load import load_library
from survey.definitions.records.study import Study
from survey.errors import DefinitionError, SurveyError
from survey.inside import kept_inside, telling_answers
from survey.studies.study_estimate import study_estimate
from survey.studies.study_tables import study_crosstabs, study_toplines
from survey.tables.rules.presented import suppressed_together
from survey.tables.rules.rule_of import LATER, rule_of, ruled
from survey.tables.table import Table
from tests.hostile.differencing import infer, knowledge
from tests.hostile.harness import STUDY, TARGETS, attempt

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")]

POLICY = STUDY.replace("banner: [sex]", "banner: [sex, region]\ndisclosure: acro\ndata: town.csv").replace(
    "  age:", '  region: {type: single, text: "Region?", options: {1: North, 2: South, 3: West}}\n  age:'
)


def made(folder: Path, text: str = POLICY, seed: int = 1) -> tuple[Study, list[Table]]:
    """A made study whose north has three respondents, with its tables before the policy."""
    for name, content in (("studies/town", text), ("targets/census", TARGETS)):
        path = folder / "questionnaires" / f"{name}.yaml"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame({"vote": draw.choice([1, 2, 3], 200, p=[0.6, 0.36, 0.04]), "sex": draw.integers(1, 3, 200)})
    frame["region"] = [1] * 3 + draw.integers(2, 4, 197).tolist()
    frame["age"] = draw.integers(18, 90, 200)
    frame.to_csv(folder / "questionnaires" / "studies" / "town.csv", index=False)
    library = load_library(folder / "questionnaires")
    study = library.studies["town"]
    tables = study_toplines(study, library, ["vote", "region"], rule=LATER)
    return study, [*tables, *study_crosstabs(study, library, ["vote"], rule=LATER)]


def singled_out(shown: list[Table], tables: list[Table]) -> int:
    """Groups of one to nine respondents that a reader of all tables is told, or is sure of."""
    known = knowledge(shown, tables)
    return len(known.told()) + len(infer(known).singled_out(rest=True))


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_singled_out_by_all_tables_of_a_run(tmp_path: Path, seed: int) -> None:
    study, tables = made(tmp_path, seed=seed)
    shown = ruled(study, tables)
    assert singled_out(tables, tables) > 0 and singled_out(shown, tables) == 0
    assert infer(knowledge(shown, tables)).narrowest >= 10
    exact = suppressed_together(tables, rule_of(study))  # before figures are rounded
    assert infer(knowledge(exact, tables, weighted=True)).narrowest >= 5  # its weights are between 0.9 and 1.1


def test_no_rule_of_presentation_shows_what_the_policy_suppresses(tmp_path: Path) -> None:
    study, tables = made(tmp_path)
    for rule in ("none", "n100", "nchs"):
        for table in ruled(study, tables, rule):
            shown = np.isfinite(table.estimate)
            assert not (shown & (table.count < 10)).any()


def test_inside_everything_is_shown_and_marked(tmp_path: Path) -> None:
    study, tables = made(tmp_path)
    with kept_inside():
        shown = ruled(study, tables)
    assert all(np.array_equal(a.estimate, b.estimate, equal_nan=True) for a, b in zip(shown, tables, strict=True))
    assert all("inside" in [note.key for note in table.notes] for table in shown)


@pytest.mark.parametrize("policy", ["none", "{preset: acro, minimum: 5}", "{reason: x}", "{minimum: 1}", "secret"])
def test_a_policy_that_is_none_is_a_fault_with_its_line(tmp_path: Path, policy: str) -> None:
    with pytest.raises(DefinitionError, match="town.yaml:1[0-9]: disclosure"):
        made(tmp_path, POLICY.replace("disclosure: acro", f"disclosure: {policy}"))


def test_a_figure_of_one_respondent_is_refused_and_told_inside(ground: Path) -> None:
    rows = (ground / "town.csv").read_text().splitlines()
    others = [row for row in rows[1:40] if row[0] != "3"]
    (ground / "few.csv").write_text("\n".join([rows[0], *others, "3,2,44"]) + "\n")
    call = ["estimate", "town", "mean", "age", "--by", "vote", "--data", "few.csv"]
    made = attempt(call, ground)
    assert made.code == 1 and "figures are of one respondent, whose answers they tell" in made.err and not made.out
    assert attempt([*call, "--internal"], ground).code == 0


def test_shares_under_a_policy_are_those_that_tables_show(tmp_path: Path) -> None:
    study, _ = made(tmp_path)
    library = load_library(tmp_path / "questionnaires")
    for statistic in ("share", "total"):
        with pytest.raises(SurveyError, match="2 of 3 cells tell of few respondents"):
            study_estimate(study, library, statistic, ["region"])
        assert study_estimate(study, library, statistic, ["vote"])
    assert study_estimate(study, library, "mean", ["age"])
    with kept_inside():
        assert study_estimate(study, library, "share", ["region"])


def test_no_word_in_place_of_a_rule_lifts_the_policy(tmp_path: Path) -> None:
    made(tmp_path)
    sample = survey.open_study("town", questionnaires=tmp_path / "questionnaires")
    hidden = np.isnan(sample.topline("region", rule="none").estimate).sum()
    assert hidden > 0
    with pytest.raises(SurveyError, match="no rule of presentation 'later'"):
        sample.topline("region", rule="later")


def test_a_run_counts_answers_in_own_words(tmp_path: Path) -> None:
    made(tmp_path)
    data = tmp_path / "questionnaires" / "studies" / "town.csv"
    text = data.read_text(encoding="utf-8").splitlines()
    text[5] = "Maria Ivanova +375291234567" + text[5][text[5].index(",") :]
    data.write_text("\n".join(text) + "\n", encoding="utf-8")
    done = attempt(["run", "town", "--out", "made"], tmp_path)
    assert done.code == 0, done.err
    assert "Ivanova" not in done.err + done.out and "1 answers that no option names" in done.err


def test_folders_that_this_program_did_not_make_are_never_removed(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "survey-2024").mkdir()
    (tmp_path / ".survey-999999999-abcdefgh").mkdir()  # of a process that is not there
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    monkeypatch.setattr(scratch, "_swept", set())
    with scratch.scratch_folder() as own:
        scratch.sweep(tmp_path, scratch._NAME)
        assert sorted(path.name for path in tmp_path.iterdir()) == sorted(["survey-2024", own.name])
    assert [path.name for path in tmp_path.iterdir()] == ["survey-2024"]


@pytest.mark.parametrize(("text", "shown"), [("99", True), ("3.5", True), ("2345678", False), ("1.2.1980", False)])
def test_telephones_and_days_of_birth_are_no_codes(text: str, shown: bool) -> None:
    with telling_answers(False):
        assert may_show(text) is shown
