"""What stands under every table, in every language."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from survey.cells.opening.open_study import open_study
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.design import SurveyDesign
from survey.errors import EstimationError
from survey.estimation.statistics.variance import variance
from survey.tables.crosstab import crosstab
from survey.tables.published import published_topline
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.weighting.calibrating.calibrate import calibrate
from survey.weighting.calibrating.rake import rake
from survey.words import LANGUAGES, LonelyPsu

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")]
Make = Callable[..., SampleData]
ALWAYS = {
    "study",
    "pollster",
    "fieldwork",
    "mode",
    "population",
    "sample",
    "wording",
    "base",
    "n",
    "weighting",
    "method",
    "moe",
    "missing",
    "sources",
}


def published(**study: Any) -> Table:
    made = Study.model_validate(
        {"study": "made_up", "sample": {"size": 800}, **study, "questions": {"q": {"published": {"yes": 61.8}}}}
    )
    library = Library(Path("."), questions={"q": Question.model_validate({"question": "q", "options": {"yes": "Yes"}})})
    return published_topline(made, library.question(made, "q"), library)


def said(table: Table, key: str, language: str = "en") -> str:
    return next((note.text[language] for note in table.notes if note.key == key), "")


def test_every_table_has_every_note_in_every_language(make: Make) -> None:
    tables = [
        topline(make(), "vote"),
        topline(make(study={"pollster": None, "fieldwork": "unknown", "mode": "unknown", "population": None}), "trust"),
        crosstab(make(), "vote", ["sex", "edu"]),
        crosstab(make(), "trust", ["sex"], percent="row"),
        published(),
        published(sample={"size": "unknown"}),
    ]
    for table in tables:
        keys = [note.key for note in table.notes]
        assert len(set(keys)) == len(keys), "two notes of one key would hide each other in a file"
        assert set(keys) >= ALWAYS
        for note in table.notes:
            assert set(note.text) >= set(LANGUAGES) or note.key in ("study",), note
            assert not any("{" in text or "nan" in text.split() for text in note.text.values()), note


@pytest.mark.parametrize("kind", ["quota", "opt_in", "unknown"])
def test_samples_not_drawn_by_chance_say_what_their_interval_assumes(make: Make, kind: str) -> None:
    data = topline(make(study={"sample": {"kind": kind}}), "vote")
    for table in (data, published(sample={"kind": kind, "size": 9000})):
        assert "assumes that the weighting model holds and is not a margin of sampling error" in said(table, "sample")
        assert "не является погрешностью" in said(table, "sample", "ru")
        assert "не з’яўляецца хібнасцю" in said(table, "sample", "be")
        assert not said(table, "moe").startswith("Margin of error")
    chance = topline(make(study={"sample": {"kind": "probability"}}), "vote")
    assert "assumes" not in said(chance, "sample") and said(chance, "moe").startswith("Margin of error (95%)")


def test_the_wording_says_how_sure_it_is_and_in_which_language(make: Make) -> None:
    table = topline(make(), "vote")
    assert said(table, "wording") == "Question: “How would you vote?” (translation; the exact wording is in Russian)"
    assert said(table, "wording", "ru") == "Вопрос: «Как бы вы проголосовали?» (точная формулировка)"
    # no Belarusian text: the exact one is shown, not the translation
    assert "Как бы вы проголосовали?" in said(table, "wording", "be") and "мова: руская" in said(table, "wording", "be")
    assert "not known" in said(topline(make(), "trust"), "wording")


def test_the_base_and_its_three_numbers_are_said(make: Make, frame: Any) -> None:
    table = topline(make(), "vote")
    asked = frame.vote != 9
    weights = frame.w[asked]
    kish = weights.sum() ** 2 / (weights**2).sum()
    assert said(table, "base") == "Base: those who were asked"
    assert said(table, "n") == (
        f"n = {asked.sum()} respondents, {weights.sum():.0f} weighted, {kish:.0f} effective (Kish)"
    )
    assert said(table, "missing") == f"Left out of the base: Not asked ({(~asked).sum()})"
    assert "of each row" in said(crosstab(make(), "vote", ["sex"], percent="row"), "base")


def test_codes_that_no_option_names_are_listed_with_their_counts(make: Make, frame: Any) -> None:
    strange = frame.assign(vote=frame.vote.where(frame.index >= 3, 77))
    said_of = "counted in the base: codes that no option names: 77 (3)"
    assert said_of in said(topline(make(strange), "vote"), "missing")
    valid = said(topline(make(strange), "vote", base="valid"), "missing")
    assert "Unknown code (3)" in valid and "counted in the base" not in valid


def test_who_has_no_weight_is_left_out_once(make: Make, frame: Any) -> None:
    sample = make(frame.assign(w=frame.w.where(frame.index >= 90, 0.0)))
    table = topline(sample, "vote", base="valid")
    left = said(table, "missing")
    assert "Weight 0 (" in left
    assert sum(map(int, re.findall(r"\((\d+)\)", left))) + table.columns[0].n == len(frame)
    spread = variance(sample, "trust")
    assert spread.counts["_no_weight"] and sum(spread.counts.values()) + spread.n[0] == len(frame)


def test_a_question_that_hardly_two_answer_alike_is_no_table(make: Make, frame: Any) -> None:
    named = make(frame.assign(name=[f"Anna {i}" for i in range(len(frame))], area=frame.index % 100))
    said = "has no options and 600 different answers from 600 respondents"
    with pytest.raises(EstimationError, match=said):
        topline(named, "name")
    with pytest.raises(EstimationError, match=said):
        crosstab(named, "vote", ["name"])
    assert len(topline(named, "area").stub) == 100  # six respondents in each


def test_the_sources_name_the_file_that_was_given(tmp_path: Path) -> None:
    for name in ("own.csv", "given.csv"):
        tmp_path.joinpath(name).write_text("q\n1\n1\n2\n", encoding="utf-8")
    data = {"file": str(tmp_path / "own.csv"), "licence": "CC0"}
    study = Study.model_validate({"study": "s", "data": data, "questions": {"q": {"options": {1: "Yes", 2: "No"}}}})
    library = Library(tmp_path, studies={"s": study})
    own = open_study(study, library)
    given = open_study(study, library, data=tmp_path / "given.csv")
    assert "own.csv" in said(topline(own, "q"), "sources") and "CC0" in said(topline(own, "q"), "sources")
    assert said(topline(given, "q"), "sources") == "Sources: given.csv"


def test_the_weighting_is_said_with_source_method_and_trimming(make: Make) -> None:
    assert "column w" in said(topline(make(), "vote"), "weighting")
    assert "none" in said(topline(make(design=SurveyDesign()), "vote"), "weighting")
    raked = rake(make(), {"sex": {"man": 46, "woman": 54}})
    text = said(topline(raked, "vote"), "weighting")
    assert "raked to sex" in text and "weight column w" in text and "regression residuals" in text
    calibrated = calibrate(make(), {"sex": {"man": 0.46, "woman": 0.54}})
    assert "calibrated to sex" in said(topline(calibrated, "vote"), "weighting")
    stated = published(weighting={"stated": "by sex and age"})
    assert "as published; by sex and age" in said(stated, "weighting")
    assert "not stated" in said(published(), "weighting")


def test_the_method_names_interval_level_and_degrees_of_freedom(make: Make) -> None:
    text = said(topline(make(), "vote", interval="wilson", level=0.9), "method")
    assert "Wilson, 90%" in text and "20 degrees of freedom" in text  # 24 PSUs, 4 strata
    assert "whole design" in said(topline(make(), "vote", df="design"), "method")


def test_the_margin_of_error_is_the_widest_interval_of_the_total(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex"])
    half = float((table.conf_high - table.conf_low)[:, 0].max() / 2)
    assert f"±{100 * half:.1f} points" in said(table, "moe")
    assert f"±{100 * half:.1f}".replace(".", ",") in said(table, "moe", "ru")


def test_the_published_margin_of_error_says_what_a_design_effect_would_change() -> None:
    table = published(moe=3.5, sample={"kind": "probability", "size": 1000})
    # 1.96 × 0.5 / √1000 = 3.1 points, times √1.5 = 3.8
    assert said(table, "moe") == (
        "Margin of error (95%): at most ±3.1 points at a design effect of 1, ±3.8 at 1.5; the pollster printed ±3.5"
    )


def test_exact_limits_at_0_and_1_are_said(make: Make, frame: Any) -> None:
    assert said(topline(make(), "vote"), "fallback") == ""
    nobody = frame.assign(vote=frame.vote.replace(3, 1))
    assert "(figures: 1)" in said(topline(make(nobody), "vote"), "fallback")


def test_the_rule_for_single_psus_is_said_where_one_was_chosen(make: Make, frame: Any) -> None:
    rule: LonelyPsu = "adjust"
    design = SurveyDesign(stratum="stratum", psu="psu", weight="w", lonely_psu=rule)
    assert "“adjust”" in said(topline(make(design=design), "vote"), "lonely_psu")
    assert said(topline(make(), "vote"), "lonely_psu") == ""


def test_a_scale_whose_options_have_no_values_says_that_it_has_no_mean(make: Make) -> None:
    mood = {"type": "scale", "column": "sex", "options": {"man": {"code": "man"}, "woman": {"code": "woman"}}}
    table = topline(make(questions={"mood": mood}), "mood")
    assert [row.kind for row in table.stub] == ["option", "option"] and "No mean" in said(table, "mean")


def test_what_a_study_says_of_its_data_stands_under_its_tables(make: Make) -> None:
    table = topline(make(study={"note": "The extract has no clusters."}), "vote")
    assert "The extract has no clusters." in said(table, "about")
