"""One name for two things is refused by every command, with file and line, and shown marked when it is forced."""

from __future__ import annotations

import math
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.definitions.comparable import Asked, differences
from survey.definitions.reading.load import load_library
from survey.definitions.records.question import Question
from survey.errors import ComparisonError, ComparisonWarning
from survey.studies.study_trend import study_trend
from survey.trends.change import change
from survey.words import say

SHARED = "question: war\noptions:\n  support: {code: 1, label: Support}\n  oppose: {code: 2, label: Oppose}\n"
Folder = Callable[..., Path]


@pytest.fixture
def folder(tmp_path: Path) -> Folder:
    """Two waves that ask ``war``; what the second says of it, and its data."""

    def make(second: str = "{}", first: str = "{}", form: str = "csv", labels: Any = None) -> Path:
        for name in ("questions", "studies"):
            (tmp_path / name).mkdir(exist_ok=True)
        (tmp_path / "questions/war.yaml").write_text(SHARED)
        for at, (name, own) in enumerate((("w1", first), ("w2", second))):
            rng = np.random.default_rng(at)
            frame = pd.DataFrame({"war": rng.integers(1, 3, 200).astype(float)})
            file = tmp_path / f"studies/{name}.{form}"
            if form == "sav":
                import pyreadstat

                pyreadstat.write_sav(frame, str(file), variable_value_labels={"war": labels[at]} if labels[at] else {})
            else:
                frame.to_csv(file, index=False)
            (tmp_path / f"studies/{name}.yaml").write_text(
                f"study: {name}\nseries: s\nfieldwork: '202{at}'\ndata: {name}.{form}\nquestions:\n  war: {own}\n"
            )
        return tmp_path

    return make


OPPOSITE = "{options: {support: {code: 1, label: Strongly oppose}, oppose: {code: 2, label: Oppose}}}"


def every_command(folder: Path) -> list[tuple[str, Callable[[bool], Any]]]:
    def run(*args: str) -> Callable[[bool], Any]:
        def work(force: bool) -> Any:
            more = ["--force"] if force else []
            result = CliRunner().invoke(cli, [*args, "--questionnaires", str(folder), *more])
            if result.exit_code == 1:
                assert isinstance(result.exception, SystemExit), result.exception
                raise ComparisonError([]) from ValueError(result.output)
            assert result.exit_code == 0, result.output
            return result.output

        return work

    def samples() -> list[Any]:
        return [survey.open_study(name, questionnaires=folder) for name in ("w1", "w2")]

    library = load_library(folder)
    return [
        ("check", run("check", "w1", "w2")),
        ("check of the series", run("check", "s")),
        ("trend", run("trend", "war")),
        ("change", run("trend", "war", "--change", "w1:w2")),
        ("trend in Python", lambda force: study_trend("war", library, force=force)),
        ("compare", lambda force: survey.compare(*samples(), "war", force=force)),
        ("combine", lambda force: survey.combine(samples(), force=force)),
    ]


@pytest.mark.filterwarnings("ignore::survey.errors.ComparisonWarning")
@pytest.mark.contract
@pytest.mark.parametrize(
    ("form", "labels", "second"),
    [
        ("csv", None, OPPOSITE),
        ("sav", ({}, {}), OPPOSITE),
        ("sav", ({1: "Support", 2: "Oppose"}, {1: "Strongly oppose", 2: "Oppose"}), "{}"),
        ("sav", ({}, {1: "Strongly oppose", 2: "Rather oppose"}), "{}"),
    ],
)
def test_code_1_as_strongly_oppose_is_no_support_in_any_command(
    folder: Folder, form: str, labels: Any, second: str
) -> None:
    made = folder(second, form=form, labels=labels)
    for name, work in every_command(made):
        with pytest.raises(ComparisonError):
            pytest.fail(f"{name}: {work(False)}")
        work(True)


@pytest.mark.contract
def test_the_refusal_names_both_files_and_lines(folder: Folder) -> None:
    made = folder("\n" + "    options:\n      support: {code: 1, label: Strongly oppose}\n      oppose: {code: 2}")
    library = load_library(made)
    with pytest.raises(ComparisonError) as caught:
        study_trend("war", library, series=("s",))
    (fault, *_) = caught.value.problems
    assert (Path(fault.file).name, fault.line) == ("w2.yaml", 8)
    assert "“Strongly oppose”" in fault.message and "war.yaml:3" in fault.message
    with pytest.raises(ComparisonError, match=r"w2\.yaml:8.*“Support” in .*war\.yaml:3"):
        survey.compare(*(survey.open_study(name, questionnaires=made) for name in ("w1", "w2")), "war")


@pytest.mark.contract
def test_what_was_forced_is_marked(folder: Folder) -> None:
    made = folder(OPPOSITE)
    found = study_trend("war", load_library(made), series=("s",), force=True)
    (step,) = found.breaks
    assert step.what == ("labels",) and "“Support” → “Strongly oppose”" in step.text["en"]
    with pytest.raises(ComparisonError):
        change(found, "w1", "w2")
    rows = change(found, "w1", "w2", force=True).rows
    assert all(row.beyond is None and math.isnan(row.std_error) for row in rows)
    samples = [survey.open_study(name, questionnaires=made) for name in ("w1", "w2")]
    with pytest.warns(ComparisonWarning, match="not comparable, shown because forced"):
        notes = survey.compare(*samples, "war", force=True).notes
    assert "Strongly oppose" in str(notes[0]) and "not comparable" in str(notes[0])
    with pytest.warns(ComparisonWarning):
        assert any("not comparable" in str(note) for note in survey.combine(samples, force=True).notes)


@pytest.mark.contract
@pytest.mark.parametrize(
    "label", ["Supports", "Support (read out)", "{label: In favour, reworded: true}", "{label: {ru: Поддерживаю}}"]
)
def test_a_reworded_answer_is_compared_and_the_words_are_a_break(folder: Folder, label: str) -> None:
    more = label[1:-1] if label.startswith("{") else f"label: {label}"
    made = folder(f"{{options: {{support: {{code: 1, {more}}}, oppose: {{code: 2, label: Oppose}}}}}}")
    found = study_trend("war", load_library(made), series=("s",))
    assert [step.what for step in found.breaks] == ([] if "ru:" in label else [("labels",)])
    assert all(math.isfinite(row.std_error) for row in change(found, "w1", "w2").rows)
    assert CliRunner().invoke(cli, ["check", "--questionnaires", str(made)]).exit_code == 0


def asked(**fields: Any) -> Asked:
    return Asked(Question.model_validate({"question": "q", **fields}))


@pytest.mark.contract
@pytest.mark.parametrize(
    ("one", "two", "kinds"),
    [
        ({"options": {"a": {"code": 1}, "b": {"code": 2}}}, {"options": {"a": {"code": 2}, "b": {"code": 1}}}, set()),
        ({"type": "scale", "options": {"a": {"code": 1}, "b": {"code": 2}}},
         {"type": "scale", "options": {"a": {"code": 1}, "b": {"code": 5}}}, {"options", "scale"}),
        ({"type": "scale", "options": {1: "x", 2: "y"}}, {"type": "scale", "options": {1: "x", 2: "y", 3: "z"}},
         {"options", "scale"}),
        ({"type": "number", "options": {"young": {"range": [18, 29]}}},
         {"type": "number", "options": {"young": {"range": [18, 34]}}}, {"ranges"}),
        ({"options": {1: "x", 2: "y"}, "nets": {"n": ["1"]}}, {"options": {1: "x", 2: "y"}, "nets": {"n": ["1", "2"]}},
         {"nets"}),
        ({"options": {1: "x"}}, {"type": "multiple", "options": {1: "x"}}, {"type"}),
        ({"options": {1: "x", 9: {"label": "Hard to say", "missing": "dont_know"}}},
         {"options": {1: "x", 9: {"label": "Undecided", "missing": "dont_know"}}}, set()),
        ({"options": {1: "Support", 2: "Oppose"}}, {"options": {1: "Oppose", 2: "Support"}}, {"labels"}),
    ],
)  # fmt: skip
def test_what_makes_another_question(one: Any, two: Any, kinds: set[str]) -> None:
    for first, second in ((one, two), (two, one)):
        assert {item.kind for item in differences(asked(**first), asked(**second))} == kinds


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_a_thermometer_of_100_is_no_rise_over_one_of_10(tmp_path: Path, engine: str) -> None:
    rng = np.random.default_rng(1)
    for name, top in (("one", 10), ("two", 100)):
        frame = pd.DataFrame({"id": range(400), "warm": rng.integers(0, top + 1, 400)})
        frame.to_csv(tmp_path / f"{name}.csv", index=False)
    question = {"warm": {"type": "number"}}
    samples = [survey.Sample(tmp_path / f"{name}.csv", None, question, engine=engine) for name in ("one", "two")]
    with pytest.raises(ComparisonError, match="0 to 100.*0 to 10"):
        survey.compare(*samples, "warm")
    with pytest.raises(ComparisonError, match="0 to 10.*0 to 100"):
        survey.compare(samples[1], samples[0], "warm")
    with pytest.warns(ComparisonWarning, match="not comparable"):
        forced = survey.compare(*samples, "warm", force=True)
    assert 40 < float(forced.estimate[0]) < 50 and "the numbers" in str(forced.notes[0])
    plain = [survey.Sample(tmp_path / f"{name}.csv") for name in ("one", "two")]
    with pytest.raises(ComparisonError):
        survey.compare(*plain, "warm", statistic="mean")


@pytest.mark.property
def test_ages_and_counts_of_two_waves_are_one_scale() -> None:
    rng = np.random.default_rng(2)
    for made in (rng.integers(18, 95, (2, 300)), rng.poisson(2, (2, 300)), rng.lognormal(7, 0.3, (2, 300))):
        waves = [survey.Sample(pd.DataFrame({"x": x}), None, {"x": {"type": "number"}}) for x in made]
        assert np.isfinite(survey.compare(*waves, "x").std_error).all()


@pytest.mark.contract
def test_domains_with_one_name_for_two_things_are_refused_too() -> None:
    labels = ({1: "North", 2: "South"}, {1: "South", 2: "North"})
    frame = pd.DataFrame({"vote": [1, 2] * 40, "area": [1, 1, 2, 2] * 20})
    waves = [survey.Sample(frame.copy(), None, {"area": {"options": label}}) for label in labels]
    with pytest.raises(ComparisonError, match="North"):
        survey.compare(*waves, "vote", "area")


@pytest.mark.contract
def test_the_marks_are_said_in_three_languages(folder: Folder) -> None:
    found = study_trend("war", load_library(folder(OPPOSITE)), series=("s",), force=True)
    forced = change(found, "w1", "w2", force=True)
    (unlike,) = [note.text for note in forced.notes if note.key == "unlike"]
    texts = {say(unlike, language) for language in ("en", "ru", "be")}
    assert len(texts) == 3
