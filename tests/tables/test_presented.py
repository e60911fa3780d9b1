"""Tables under a rule of presentation: what is not shown is nowhere, and cannot be had back."""

from __future__ import annotations

import json
import warnings
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from survey.cells.samples.sample import SampleData
from survey.definitions.reading.load import load_library
from survey.definitions.records.study import Study
from survey.errors import SmallBaseWarning, SurveyError, SurveyWarning
from survey.maths.rules.presentation import RULES, own_rule, with_threshold
from survey.reports.printing.render import render
from survey.studies.study_tables import study_crosstabs, study_toplines
from survey.tables.crosstab import crosstab
from survey.tables.letters.asked import Letters
from survey.tables.published import published_topline
from survey.tables.rules.ledger import Cell, Ledger, ledgers
from survey.tables.rules.presented import presented, suppressed_together
from survey.tables.rules.rule_of import rule_of
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.weighting.plan.study_sample import study_sample
from survey.wording.message import message
from tests.tables.attack import Reader, guessed

ROOT = Path(__file__).resolve().parents[2]
LANGUAGES = ("en", "ru", "be")
Make = Callable[..., SampleData]


@pytest.fixture(autouse=True)
def _small_bases_are_meant() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)
        yield


@cache
def shipped(name: str) -> tuple[Table, ...]:
    """All tables that a run of a study makes."""
    library = load_library(ROOT / "questionnaires")
    study = library.studies[name]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)
        sample = study_sample(study, library)
        tables = study_toplines(study, library, sample=sample)
        return (*tables, *study_crosstabs(study, library, [table.question for table in tables], sample=sample))


def suppressed(table: Table) -> np.ndarray:
    assert table.presentation is not None
    return table.presentation.all("suppress")


@pytest.mark.property
@pytest.mark.parametrize("weighted", [False, True])
@pytest.mark.parametrize(
    ("study", "rule"),
    [
        ("chile_1988", RULES["n30"]),
        ("chile_1988", RULES["nchs"]),
        ("example_wave", RULES["nchs"]),
        ("example_wave", own_rule({"n": 70}, {})),
        ("example_wave", own_rule({"n": 95, "moe": 9}, {"n": 200})),
    ],
    ids=["chile, n30", "chile, nchs", "example, nchs", "example, n 70", "example, own"],
)
def test_no_suppressed_cell_is_had_back_from_all_tables_of_a_run(study: str, rule: Any, weighted: bool) -> None:
    tables = shipped(study)
    shown = suppressed_together(tables, rule)
    assert sum(int(suppressed(table).sum()) for table in shown) > 3
    reader = Reader(shown, tables, weighted)
    scale = (
        1.0
        if not weighted
        else min(column.n_weighted / column.n for table in tables for column in table.columns if column.n > 0)
    )
    assert guessed(reader, within=scale) == []


@pytest.mark.property
@pytest.mark.parametrize("rule", [RULES["nchs"], with_threshold(None, 10)], ids=["nchs", "a policy"])
def test_of_too_many_small_cells_all_go_and_none_is_had_back(rule: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    tables = shipped("example_wave")
    few = [int(suppressed(table).sum()) for table in suppressed_together(tables, rule)]
    monkeypatch.setattr("survey.tables.rules.partners.MOST", 3)
    with pytest.warns(SmallBaseWarning, match="more than 3 cells are of few respondents: no figure is shown"):
        shown = suppressed_together(tables, rule)
    more = [int(suppressed(table).sum()) for table in shown]
    assert all(now >= before for now, before in zip(more, few, strict=True)) and sum(more) > sum(few)
    if not rule.least:  # of bases that are hidden themselves the attack knows nothing
        assert guessed(Reader(shown, tables, False)) == []


@pytest.mark.contract
def test_columns_that_no_table_shows_are_not_counted_as_cells_of_few(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those who gave no answer to a banner question are a column of the search, not cells that the rule suppresses."""
    rule, looked = RULES["nchs"], 0
    nobody = {(f"row {k}", "place", "rest"): Cell(50, 50, 500, 500, phantom=True) for k in range(50)}

    def with_more(tables: list[Table]) -> dict[Any, Ledger]:
        return {name: replace(one, cells=one.cells | nobody) for name, one in ledgers(tables).items()}

    for table in shipped("chile_1988"):
        before = suppressed(suppressed_together([table], rule)[0])
        few = int(suppressed(suppressed_together([table], replace(rule, partners=False))[0]).sum())
        with monkeypatch.context() as patch:
            patch.setattr("survey.tables.rules.partners.MOST", few)
            patch.setattr("survey.tables.rules.withheld.ledgers", with_more)
            assert (suppressed(suppressed_together([table], rule)[0]) == before).all()
        looked += few > 0
    assert looked > 1


@pytest.mark.contract
def test_the_attack_finds_what_is_suppressed_without_partners() -> None:
    """The rule alone, in one table after the other, is had back: so the test above can fail."""
    tables = shipped("example_wave")
    one = next(table for table in tables if table.kind == "crosstab" and "region" in table.domains)
    gone = one.count.copy()
    gone[0, -1] = np.nan
    assert guessed(Reader([replace(one, count=gone)], [one])) != []


QUESTIONS = {
    "answer": {
        "type": "scale",
        "options": {1: "a", 2: "b", 3: "c", 4: {"label": "d", "missing": "dont_know"}},
        "nets": {"ab": ["1", "2"]},
    },
    "place": {"options": {1: "p", 2: "q", 3: "r", 4: "s"}},
    "part": {"options": {1: "x", 2: "y"}},
}


@st.composite
def frames(draw: st.DrawFn) -> pd.DataFrame:
    """Respondents of four places, some of them small, in two parts that are unions of places, or not."""
    sizes = draw(st.lists(st.integers(0, 45), min_size=4, max_size=4).filter(lambda sizes: sum(sizes) > 40))
    seed = draw(st.integers(0, 10**6))
    nested = draw(st.booleans())
    rng = np.random.default_rng(seed)
    place = np.repeat([1, 2, 3, 4], sizes)
    answer = rng.choice([1, 2, 3, 4], place.size, p=rng.dirichlet([1, 1, 1, 0.3]))
    part = np.where(place <= 2, 1, 2) if nested else rng.choice([1, 2], place.size)
    weight = rng.uniform(0.5, 2, place.size)
    made = {"answer": answer, "place": place, "part": part, "w": weight, "stratum": 1, "psu": np.arange(place.size)}
    return pd.DataFrame(made)


@pytest.mark.property
@settings(max_examples=12, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(frame=frames(), rule=st.sampled_from(["n30", "nchs"]), percent=st.sampled_from(["column", "row"]))
def test_no_suppressed_cell_is_had_back_from_made_tables(
    make: Make, frame: pd.DataFrame, rule: str, percent: Any
) -> None:
    sample = make(frame, questions=QUESTIONS, study={"questions": {}})
    tables = [topline(sample, "answer"), crosstab(sample, "answer", ["place"], percent=percent)]
    tables.append(crosstab(sample, "answer", ["part"]))
    shown = suppressed_together(tables, RULES[rule])
    assert guessed(Reader(shown, tables)) == []
    for table, original in zip(shown, tables, strict=True):
        left = ~suppressed(table)
        assert np.array_equal(table.estimate[left], original.estimate[left], equal_nan=True)


@pytest.mark.property
def test_a_column_that_is_a_union_of_others_gives_nothing_away(make: Make) -> None:
    """18 of place 1 are hidden; place 1 and 2 together are part 1, which the other banner prints."""
    rng = np.random.default_rng(3)
    place = np.repeat([1, 2, 3, 4], [18, 200, 220, 240])
    answer, part = rng.choice([1, 2, 3, 4], place.size), np.where(place <= 2, 1, 2)
    frame = pd.DataFrame({"answer": answer, "place": place, "part": part})
    sample = make(frame.assign(w=1.0, stratum=1, psu=range(place.size)), questions=QUESTIONS, study={"questions": {}})
    shown = suppressed_together([crosstab(sample, "answer", ["place", "part"])], RULES["n30"])[0]
    gone = {(column.group, column.id) for j, column in enumerate(shown.columns) if suppressed(shown)[:, j].any()}
    assert ("place", "1") in gone
    assert ("place", "2") in gone or ("part", "1") in gone  # not places 3 or 4 alone: 1 is then part 1 less place 2


@pytest.mark.contract
def test_a_suppressed_cell_is_nowhere(make: Make, frame: pd.DataFrame) -> None:
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 20, "man", "woman"))
    table = crosstab(make(few), "trust", ["sex", "edu"])
    shown = presented(table, RULES["n30"])
    gone = suppressed(shown)
    assert gone.any() and not gone.all()
    for name in ("estimate", "std_error", "conf_low", "conf_high", "count"):
        assert np.isnan(getattr(shown, name)[gone]).all(), name
    for place, (record, is_gone) in enumerate(zip(shown.records, gone.ravel(), strict=True)):
        mean = shown.stub[place // len(shown.columns)].kind == "mean"
        kept = () if mean else ("n", "n_weighted")
        numbers = {key for key, value in record.items() if isinstance(value, float) and np.isfinite(value)}
        assert not is_gone or numbers <= set(kept)
        assert (record["presentation"] == "suppressed") == bool(is_gone)
    rows = json.loads(render([shown], "json"))["rows"]
    assert [row["estimate"] is None for row in rows] == (gone | np.isnan(table.estimate)).ravel().tolist()
    assert {row["presentation"] for row in rows} == {"shown", "suppressed", ""}  # "": no figure was there
    mean_row = [row.kind for row in shown.stub].index("mean")
    assert gone[mean_row].any() and (gone[mean_row] <= gone[:-1].any(axis=0)).all()


@pytest.mark.contract
@pytest.mark.parametrize("form", ["text", "md", "html", "csv"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_form_says_what_was_done(make: Make, frame: pd.DataFrame, form: str, language: str) -> None:
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 20, "man", "woman"))
    shown = presented(crosstab(make(few), "vote", ["sex", "edu"]), RULES["n30"])
    text = str(render([shown], form, language))
    if form == "csv":
        assert ",suppressed" in text and text.splitlines()[0].endswith(",presentation")
        return
    sign = message("presentation.sign")[language]
    told = " ".join(text.split())
    assert told.count(sign) == int(suppressed(shown).sum()) + 1  # explained once
    assert message("presentation.rule_n30")[language] in told


@pytest.mark.contract
def test_the_note_is_a_record_of_counts(make: Make, frame: pd.DataFrame) -> None:
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 20, "man", "woman"))
    shown = presented(crosstab(make(few), "vote", ["sex", "edu"]), RULES["n30"])
    said = next(note for note in shown.notes if note.key == "presentation").text["en"]
    made = shown.presentation
    assert made is not None
    reasons = [reason for row in made.reason for reason in row]
    assert f"Cells not shown, (s): {suppressed(shown).sum()} (" in said
    does = [one for row in made.does for one in row]
    own = sum(pair == ("n", "suppress") for pair in zip(reasons, does, strict=True))
    assert f"base below 30 – {own}" in said
    assert f"could tell others that are not shown – {reasons.count('partner')}" in said


@pytest.mark.contract
def test_notes_on_intervals_are_of_the_cells_that_are_shown(make: Make, frame: pd.DataFrame) -> None:
    """That a share is 0 or 100 % would be said of a suppressed one else."""
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 25, "man", "woman"))
    few.loc[few["sex"] == "man", "vote"] = 1
    table = crosstab(make(few), "vote", ["sex"])
    shown = presented(table, RULES["n30"])
    assert any(note.key == "fallback" for note in table.notes)
    assert not any(note.key == "fallback" for note in shown.notes)


@pytest.mark.contract
def test_without_a_rule_a_table_is_as_it_was(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex"])
    assert presented(table, None) is table
    assert rule_of(None) is None and rule_of(None, "none") is None
    assert "presentation" not in table.records[0]


@pytest.mark.contract
def test_figures_that_were_published_are_under_no_rule() -> None:
    library = load_library(ROOT / "questionnaires")
    study, name = next(
        (study, name)
        for study in library.studies.values()
        for name, own in study.questions.items()
        if study.data is None and own.published
    )
    table = published_topline(study, library.question(study, name), library)
    assert presented(table, RULES["nchs"]) is table
    with pytest.raises(SurveyError, match="--rule has no effect"):
        study_toplines(study, library, [name], rule="n30")


@pytest.mark.contract
def test_flags_stand_behind_the_figure_where_no_head_has_one(make: Make) -> None:
    shown = presented(topline(make(), "vote"), own_rule({}, {"count": 100}))
    marked = [line for line in render([shown], "text").splitlines() if "*" in line and "Cells" not in line]
    assert len(marked) == int((shown.count < 100).sum()) > 0


@pytest.mark.contract
def test_the_study_says_its_rule_and_the_call_another() -> None:
    study = Study.model_validate({"study": "s", "presentation": {"suppress": {"n": 50}, "flag": {"n": 100, "moe": 10}}})
    rule = rule_of(study)
    assert rule is not None and [(test.does, test.reason, test.limit) for test in rule.tests] == [
        ("suppress", "n", 50),
        ("flag", "n", 100),
        ("flag", "moe", 10),
    ]
    assert rule_of(study, "nchs") is RULES["nchs"]
    assert rule_of(study, "none") is None
    assert rule_of(Study.model_validate({"study": "s", "presentation": "rse30"})) is RULES["rse30"]
    with pytest.raises(SurveyError, match="Did you mean 'nchs'"):
        rule_of(study, "nchss")


@pytest.mark.contract
def test_a_mean_alone_is_flagged_where_its_shares_give_it(make: Make, frame: pd.DataFrame) -> None:
    """Of 40 men 25 gave no answer on the scale: the mean is of 15, but the shares of 40 stand beside it."""
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 40, "man", "woman"))
    few.loc[:24, "trust"] = 9.0
    shown = presented(crosstab(make(few), "trust", ["sex"], base="all"), RULES["n30"])
    assert shown.presentation is not None
    mean = [row.kind for row in shown.stub].index("mean")
    man = [column.id for column in shown.columns].index("man")
    assert (shown.presentation.does[mean][man], shown.presentation.reason[mean][man]) == ("flag", "n")


@pytest.mark.contract
def test_no_mean_of_numbers_is_the_only_one_suppressed(make: Make, frame: pd.DataFrame) -> None:
    """The others and the total would give it."""
    few = frame.assign(sex=np.where(np.arange(len(frame)) < 20, "man", "woman"))
    shown = presented(crosstab(make(few), "income", ["sex"]), RULES["n30"])
    mean = [row.kind for row in shown.stub].index("mean")
    assert suppressed(shown)[mean].sum() == 2


@pytest.mark.contract
@pytest.mark.parametrize("against", ["columns", "total", "rest"])
def test_no_letter_and_no_p_value_is_of_a_suppressed_cell(make: Make, frame: pd.DataFrame, against: Any) -> None:
    """A difference from a figure that is shown would tell it."""
    few = frame.assign(edu=np.where(np.arange(len(frame)) < 20, "low", frame["edu"]))
    few.loc[few["edu"] == "low", "vote"] = 1
    few.loc[20:, "edu"] = few.loc[20:, "edu"].where(few.loc[20:, "edu"] != "low", "high")
    table = crosstab(make(few), "vote", ["edu", "sex"], letters=Letters(against=against, p_values=True))
    shown = presented(table, RULES["n30"])
    gone = suppressed(shown)
    assert shown.tests is not None and table.tests is not None and len(shown.tests.p) < len(table.tests.p)
    hidden = {
        (row.id, column.group, column.id)
        for i, row in enumerate(shown.stub)
        for j, column in enumerate(shown.columns)
        if gone[i, j]
    }
    for row in shown.tests.rows():
        assert (row["row"], row["group"], row["column"]) not in hidden
        assert (row["row"], row["group"], row["other"]) not in hidden
    assert sum("p_value" in record for record in shown.records) == len(shown.tests.p)
    letters = {(column.group, column.letter): column.id for column in shown.columns}
    for i, row_marks in enumerate(shown.marks):
        for j, marks in enumerate(row_marks):
            assert not (gone[i, j] and marks)
            assert shown.records[i * len(shown.columns) + j]["letters"] == marks
            named = [(shown.columns[j].group, mark.upper()) for mark in marks if against == "columns"]
            assert not any((shown.stub[i].id, group, letters[group, mark]) in hidden for group, mark in named)
