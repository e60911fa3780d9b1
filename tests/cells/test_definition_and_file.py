"""A definition laid over what a labelled file says: option by option, kinds of missing, nets, all columns."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.samples.sample import SampleData
from survey.definitions.reading.load import load_library, load_study
from survey.errors import DataError, DefinitionError, LabelWarning, LeftOutWarning
from survey.weighting.plan.study_sample import study_sample

pytestmark = pytest.mark.contract

Opener = Callable[..., SampleData]
VOTE = {1: "Red", 2: "Blue", 3: "Green", 4: "Other", 7: "Refusal", 8: "Don't know", 9: "No answer"}


@pytest.fixture
def frame() -> pd.DataFrame:
    draw, n = np.random.default_rng(3), 300
    return pd.DataFrame(
        {
            "id": np.arange(1, n + 1),
            "vote": draw.choice(list(VOTE), n),
            "warmth": draw.choice([0, 2, 7, 8, 9, 10], n),
            "day": draw.choice([1, 2, 7], n),
            "again": draw.choice([1, 2, 3, 4, 9], n),
            "age": draw.integers(18, 90, n),
            "why": [f"because {i}" for i in range(n)],
            "w": draw.gamma(4, 0.25, n),
        }
    )


@pytest.fixture(params=["sav", "dta"])
def opener(request: pytest.FixtureRequest, tmp_path: Path, frame: pd.DataFrame) -> Opener:
    """Open a study of the data with these lines, in memory or on DuckDB."""
    texts = {"id": "Number", "vote": "Who gets your vote?", "warmth": "How warm?", "day": "Day of the interview"}
    texts |= {"again": "And last time?", "age": "Age in years", "why": "Why?", "w": "Weight"}
    labels = {"vote": VOTE, "warmth": {0: "Cold", 10: "Warm"}, "day": {1: "Monday", 2: "Tuesday", 7: "Sunday"}}
    labels["again"] = {1: "Red", 2: "Blue", 3: "Green", 4: "Other"}
    write = {"sav": pyreadstat.write_sav, "dta": pyreadstat.write_dta}[request.param]
    write(frame, tmp_path / f"wave.{request.param}", column_labels=texts, variable_value_labels=labels)
    (tmp_path / "questions").mkdir()

    def opened(lines: str, **settings: str) -> SampleData:
        (tmp_path / "studies").mkdir(exist_ok=True)
        text = f"study: poll\ndata: {{file: ../wave.{request.param}, id: id}}\n{lines}"
        (tmp_path / "studies" / "poll.yaml").write_text(text, encoding="utf-8")
        library = load_library(tmp_path)
        return study_sample(load_study("poll", library), library, **settings)

    return opened


def called(sample: SampleData, name: str) -> dict[str, str]:
    """Option -> what it is called."""
    question = sample.question(name)
    return {key: question.label(key)["und"] for key in question.options if "und" in question.label(key)}


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_one_option_is_said_otherwise_and_the_rest_stays_the_files(opener: Opener, engine: str) -> None:
    sample = opener("questions: {vote: {options_of: file, options: {3: The Greens}}}", engine=engine)
    assert called(sample, "vote") == {**{str(code): text for code, text in VOTE.items()}, "3": "The Greens"}
    assert sum(sample.engine.encoding(sample.question("vote")).counts[:-2]) == sample.n


def test_two_codes_joined_stand_where_the_first_was(opener: Opener, frame: pd.DataFrame) -> None:
    sample = opener("questions: {vote: {options_of: file, options: {left: {code: [1, 3]}}, nets: {two: [1, 2]}}}")
    assert [*called(sample, "vote")] == ["left", "2", "4", "7", "8", "9"]
    assert called(sample, "vote")["left"] == "Red / Green"
    assert sample.question("vote").nets["two"].options == ("left", "2")
    counts = sample.engine.encoding(sample.question("vote")).counts
    assert counts[0] == frame["vote"].isin([1, 3]).sum()


def test_missing_and_nets_alone_are_laid_over_the_files_options(opener: Opener) -> None:
    sample = opener("questions: {vote: {missing: {7: refused, Don't know: dont_know}, nets: {big: [1, 2]}}}")
    question = sample.question("vote")
    kinds = {key: option.missing for key, option in question.options.items() if option.missing}
    assert kinds == {"7": "refused", "8": "dont_know"}
    assert question.substantive == ("1", "2", "3", "4", "9") and question.nets["big"].options == ("1", "2")


def test_options_alone_are_the_whole_list(opener: Opener) -> None:
    with pytest.warns(Warning, match="no option names"):
        sample = opener("questions: {vote: {options: {1: Red, 2: Blue}}}")
    assert [*sample.question("vote").options] == ["1", "2"]


@pytest.mark.parametrize(
    ("lines", "line", "key", "fix"),
    [
        ("  vote:\n    options_of: file\n    options: {33: Green}\n", 6, "questions.vote.options.33", "'3'"),
        ("  vote:\n    nets: {big: [1, 22]}\n", 5, "questions.vote.nets.big", "'2'"),
        ("  vote:\n    missing: {77: refused}\n", 5, "questions.vote.missing.77", "'7'"),
    ],
)
def test_a_code_that_the_file_has_not_is_an_error_at_its_line(
    opener: Opener, lines: str, line: int, key: str, fix: str
) -> None:
    with pytest.raises(DataError) as caught:
        opener(f"questions:\n{lines}")
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line, problem.key) == ("poll.yaml", line, key)
    assert "wave." in problem.message and f"Did you mean {fix}" in problem.fix


def test_kinds_of_the_whole_study_hold_where_the_labels_say_so(opener: Opener) -> None:
    lines = "missing: {7: refused, 8: dont_know, 9: no_answer}\n"
    lines += "questions: {vote: {}, warmth: {type: scale}, day: {}, again: {}}"
    with pytest.warns(LabelWarning, match=r"1 code\(s\).* stay answers.*day: 7 is 'Sunday'"):
        sample = opener(lines)
    kinds = {
        name: {key: option.missing for key, option in sample.question(name).options.items() if option.missing}
        for name in ("vote", "warmth", "day", "again")
    }
    assert kinds["vote"] == {"7": "refused", "8": "dont_know", "9": "no_answer"}
    assert kinds["warmth"] == {}, "7, 8 and 9 are points of the scale"
    assert kinds["day"] == {}, "7 is Sunday"
    assert kinds["again"] == {"9": "no_answer"}, "without a label, beyond every answer"


def test_kinds_of_the_study_that_stay_answers_of_numbers_without_labels_are_told(
    tmp_path: Path, recwarn: pytest.WarningsRecorder
) -> None:
    frame = pd.DataFrame({"kids": [0, 1, 2, 9] * 5, "warmth": [0, 8, 9, 10] * 5})
    frame.to_csv(tmp_path / "wave.csv", index=False)
    (tmp_path / "studies").mkdir()
    text = "study: poll\ndata: {file: ../wave.csv}\nquestions: {kids: {}, warmth: {}}\n"
    text += "missing: {8: dont_know, 9: refused}\n"
    (tmp_path / "studies" / "poll.yaml").write_text(text, encoding="utf-8")
    library = load_library(tmp_path)
    sample = study_sample(load_study("poll", library), library)
    assert not any(option.missing for option in sample.question("kids").options.values())
    told = [str(one.message) for one in recwarn if issubclass(one.category, LabelWarning)]
    assert len(told) == 1 and "1 code(s)" in told[0] and "(kids: 9)" in told[0]


def test_a_question_with_kinds_of_its_own_is_left_alone(opener: Opener) -> None:
    sample = opener("missing: {7: refused}\nquestions: {vote: {missing: {}}}")
    assert not any(option.missing for option in sample.question("vote").options.values())


def test_all_columns_are_questions_but_those_of_another_use_which_are_counted_and_named(opener: Opener) -> None:
    lines = "design: {weight: w}\nquestions: {vote: {nets: {big: [1, 2]}}, '*': all}"
    with pytest.warns(LeftOutWarning, match=r"3 column\(s\).*weights: 1: w.*respondents: 1: id.*own words: 1: why"):
        sample = opener(lines)
    assert sample.study is not None
    assert [*sample.study.questions] == ["vote", "warmth", "day", "again", "age"]
    assert [sample.question(name).type for name in ("warmth", "age")] == ["scale", "number"]
    assert [*sample.question("vote").nets] == ["big"]


def test_a_column_is_a_banner_without_being_a_question(opener: Opener) -> None:
    from survey.studies.study_tables import study_crosstabs

    sample = opener("questions: {vote: {}}\nbanner: [day]")
    assert sample.study is not None and sample.library is not None
    (table,) = study_crosstabs(sample.study, sample.library, sample=sample)
    assert [str(column.label["und"]) for column in table.columns[1:]] == ["Monday", "Tuesday", "Sunday"]


def test_a_banner_that_is_no_column_is_an_error_at_its_line(opener: Opener) -> None:
    with pytest.raises(DataError) as caught:
        opener("questions: {vote: {}}\nbanner: [dya]")
    (problem,) = caught.value.problems
    assert (Path(problem.file).name, problem.line, problem.key) == ("poll.yaml", 4, "banner.0")
    assert "'day'" in problem.fix


def test_options_of_a_list_and_of_another_question_are_written_once(opener: Opener) -> None:
    sample = opener(
        "lists: {vote: {options: {1: Red, 2: Blue, 3: Green, 4: Other}, nets: {big: [1, 2]}}}\n"
        "questions:\n  vote: {options_of: vote, missing: {7: refused, 8: dont_know, 9: no_answer}}\n"
        "  again: {options_of: vote, options: {9: {label: Nobody}, 4: Another}}\n"
    )
    assert called(sample, "again") == {"1": "Red", "2": "Blue", "3": "Green", "4": "Another", "9": "Nobody"}
    assert sample.question("again").nets["big"].options == ("1", "2")
    assert sample.question("vote").options["7"].missing == "refused"


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        ("questions: {vote: {options_of: again}, again: {options_of: vote}}", "in turn"),
        ("questions: {vote: {options_of: agian}, again: {options: {1: Red}}}", "Did you mean 'again'"),
        ("questions: {vote: {options_of: again}, again: {options_of: file}}", "not written down"),
        ("questions: {vote: {options_of: again, options: {blu: X}}, again: {options: {blue: {code: 2}}}}", "'blue'"),
    ],
)
def test_options_from_nowhere_are_faults_of_the_definition(opener: Opener, lines: str, said: str) -> None:
    with pytest.raises(DefinitionError, match=said) as caught:
        opener(lines)
    assert {(Path(one.file).name, one.line) for one in caught.value.problems} == {("poll.yaml", 3)}
