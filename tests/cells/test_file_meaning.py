"""What data files say of their own answers (labels, missing codes, numbers as written) is held against the definition,
file by file, and completes it key by key."""

from __future__ import annotations

import warnings
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

import survey
from survey.cells.opening.open_study import open_study
from survey.cells.samples.sample import SampleData
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import Study
from survey.errors import DataError, LabelWarning, MissingWarning, SmallBaseWarning, UnknownCodeWarning
from survey.tables.table import Table
from survey.tables.topline import topline
from survey.wording.worded import said_in
from survey.words import say

pytestmark = pytest.mark.contract

AMOUNT = {
    "options": {
        "none": {"code": 1, "label": "None"},
        "some": {"code": 2, "label": "Some"},
        "full": {"code": 3, "label": "Full"},
    }
}
LABELS = {1: "None", 2: "Some", 3: "Full"}
TURNED = {3: "None", 2: "Some", 1: "Full"}


def sav(
    path: Path,
    answers: Sequence[float] | Mapping[str, Sequence[Any]],
    labels: Mapping[int, str] | None = None,
    missing: Sequence[Any] = (),
    text: str = "",
) -> Path:
    """A .sav file of the column q (and others); labels, missing codes and text are those of q."""
    frame = pd.DataFrame(answers if isinstance(answers, Mapping) else {"q": answers})
    pyreadstat.write_sav(
        frame,
        str(path),
        variable_value_labels={"q": dict(labels)} if labels else None,
        missing_ranges={"q": list(missing)} if missing else None,
        column_labels={"q": text} if text else None,
    )
    return path


def text_file(path: Path, lines: str) -> Path:
    path.write_text(lines, encoding="utf-8")
    return path


def opened(question: Mapping[str, Any], data: Any, engine: str = "auto", **study: Any) -> SampleData:
    definition = Study.model_validate({"study": "wave", "questions": {"q": question}, **study})
    return open_study(definition, Library(Path(".")), data=data, engine=engine)


def refused(question: Mapping[str, Any], data: Any, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        opened(question, data, **options)
    return [(problem.file, problem.message) for problem in caught.value.problems]


def counts(sample: SampleData, name: str = "q") -> dict[str, int]:
    encoding = sample.engine.encoding(sample.question(name))
    return {level: n for level, n in zip(encoding.levels, encoding.counts, strict=True) if n}


def kinds(sample: SampleData, name: str = "q") -> dict[str, str]:
    encoding = sample.engine.encoding(sample.question(name))
    return {level: kind for level, kind in zip(encoding.levels, encoding.kinds, strict=True) if kind}


def table(sample: SampleData, name: str = "q") -> Table:
    """The topline; that its base is small goes without saying."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", SmallBaseWarning)
        return topline(sample, name)


# several files: labels


def test_a_file_whose_codes_are_turned_round_is_refused_and_both_files_are_named(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 2, 3], LABELS)
    sav(tmp_path / "w2.sav", [1, 1, 1, 1, 1], TURNED)
    assert refused(AMOUNT, tmp_path / "w*.sav") == [
        ("w2.sav", "code 1 is 'Full' in the file, but 'none' in the definition and 'None' in w1.sav"),
        ("w2.sav", "code 3 is 'None' in the file, but 'full' in the definition and 'Full' in w1.sav"),
    ]
    with pytest.raises(DataError, match="w2.sav: q: code 1 is 'Full' in the file.*and 'None' in w1.sav"):
        survey.Sample([tmp_path / "w1.sav", tmp_path / "w2.sav"], questions={"q": AMOUNT})


def test_files_that_contradict_each_other_without_a_definition_are_refused(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 2, 3], LABELS)
    sav(tmp_path / "w2.sav", [1, 1, 1, 1, 1], TURNED)
    assert refused({}, tmp_path) == [
        ("w2.sav", "code 1 is 'Full' in the file, but 'None' in w1.sav"),
        ("w2.sav", "code 3 is 'None' in the file, but 'Full' in w1.sav"),
    ]
    # a column that nobody asked about is refused when it is used
    with pytest.warns(LabelWarning, match=r"different things of 1 column\(s\) of no question.*: q"):
        sample = survey.Sample(tmp_path)
    with pytest.raises(DataError, match="w2.sav: q: code 1 is 'Full' in the file, but 'None' in w1.sav"):
        sample.share("q")


def test_codes_turned_round_in_words_that_the_definition_does_not_know_are_refused(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 2, 3], {1: "Няма", 3: "Поўны"})
    sav(tmp_path / "w2.sav", [1, 1, 3], {3: "Няма", 1: "Поўны"})
    assert [message for _, message in refused(AMOUNT, tmp_path)] == [
        "code 1 is 'Поўны' in the file, but 'Няма' in w1.sav",
        "code 3 is 'Няма' in the file, but 'Поўны' in w1.sav",
    ]


def test_other_words_for_a_code_that_the_definition_names_are_told_and_count_as_it_says(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 2, 3], {1: "Няма"})
    sav(tmp_path / "w2.sav", [1, 1, 3], {1: "Нічога"})
    with pytest.warns(LabelWarning, match="w1.sav: q: code 1 is 'Няма' here and 'Нічога' in w2.sav; both .* 'none'"):
        sample = opened(AMOUNT, tmp_path)
    assert counts(sample) == {"none": 3, "some": 1, "full": 2}
    assert len(sample.notes_on("q")) == 1


def test_a_label_at_two_codes_needs_a_definition(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 2, 3], LABELS)
    sav(tmp_path / "w2.sav", [11, 13, 13], {11: "None", 13: "Full"})
    assert ("w2.sav", "'None' is code 11 in the file, but 1 in w1.sav") in refused({}, tmp_path)
    assert counts(opened(AMOUNT, tmp_path)) == {"none": 2, "some": 1, "full": 3}


def test_each_file_completes_what_the_others_leave_open(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 1], {1: "None"}, text="How much?")
    sav(tmp_path / "w2.sav", [2, 3], {2: "Some", 3: "Full"})
    text_file(tmp_path / "w3.csv", "q\n1\n3\n")
    question = opened({}, tmp_path).question("q")
    assert [say(option.label) for option in question.options.values()] == ["None", "Some", "Full"]
    assert question.text == {"und": "How much?"}
    text_file(tmp_path / "w3.csv", "q\nNone\nfull\n")
    assert counts(opened({}, tmp_path)) == {"1": 3, "2": 1, "3": 2}


def test_answers_that_fit_in_one_file_and_not_in_another_are_told_of_the_other(tmp_path: Path) -> None:
    text_file(tmp_path / "w1.csv", "q\n1\n3\n")
    text_file(tmp_path / "w2.csv", "q\n1\n7\n")
    with pytest.warns(UnknownCodeWarning, match=r"^w2.csv: q: 1 answers that no option names \(7: 1\)"):
        opened(AMOUNT, tmp_path)
    text_file(tmp_path / "w2.csv", "q\nagree\nagree\n")
    found = refused(AMOUNT, tmp_path)
    assert found == [("w2.csv", "no answer is among the options of 'q' (answers: agree: 2)")]


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_labels_in_parquet_files_are_compared_too(engine: str, tmp_path: Path) -> None:
    import json

    import pyarrow as pa
    import pyarrow.parquet as pq

    for name, labels in (("w1", LABELS), ("w2", TURNED)):
        kept = json.dumps({"value_labels": {"q": [[code, text] for code, text in labels.items()]}})
        table = pa.table({"q": [1, 2, 1]}).replace_schema_metadata({"survey": kept})
        pq.write_table(table, tmp_path / f"{name}.parquet")
    assert refused(AMOUNT, tmp_path, engine=engine)[0] == (
        "w2.parquet",
        "code 1 is 'Full' in the file, but 'none' in the definition and 'None' in w1.parquet",
    )


# several files: columns


def test_a_column_that_one_file_lacks_is_refused_by_check_already(tmp_path: Path) -> None:
    text_file(tmp_path / "w1.csv", "q,w,r1,r2,s\n1,1,1,1,a\n2,1,1,1,b\n")
    text_file(tmp_path / "w2.csv", "Q2\n1\n2\n")
    design = {"weight": "w", "stratum": "s", "replicates": {"columns": "r", "method": "JK1"}}
    found = refused(AMOUNT, tmp_path, design=design)
    assert {file for file, _ in found} == {"w2.csv"}
    assert [message for _, message in found] == [
        "there is no such column, as in the other files",
        "there is no such column (replicate weights), as in the other files",
        "there is no such column (replicate weights), as in the other files",
        "there is no such column (stratum), as in the other files",
        "there is no such column (weight), as in the other files",
    ]


def test_weights_are_looked_at_in_each_file(tmp_path: Path) -> None:
    text_file(tmp_path / "w1.csv", "q,w\n1,1\n2,1\n")
    text_file(tmp_path / "w2.csv", "q,w\n1,-1\n2,heavy\n")
    assert [file for file, _ in refused(AMOUNT, tmp_path, design={"weight": "w"})] == ["w2.csv"]


def test_a_weight_that_the_file_declares_missing_is_no_weight(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    frame = pd.DataFrame({"q": [1.0, 2.0, 3.0], "w": [1.0, 999.0, 1.0]})
    pyreadstat.write_sav(frame, str(path), missing_ranges={"w": [999]})
    found = refused(AMOUNT, path, design={"weight": "w"})
    assert found == [("w.sav", "the weight is a value that the file declares missing in 1 row(s): 999")]


# codes declared missing


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_codes_that_the_file_declares_missing_are_no_answers_to_a_single_question(engine: str, tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [1, 1, 2, 98, 99, 99], LABELS, missing=[{"lo": 98, "hi": 99}])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sample = opened(AMOUNT, path, engine)
    assert counts(sample) == {"none": 2, "some": 1, "missing_98": 1, "missing_99": 2}
    assert {kinds(sample)[level] for level in ("missing_98", "missing_99")} == {"no_answer"}
    note = "w.sav: q: 3 values that the file declares missing count as no answer (98: 1, 99: 2)"
    assert [said_in(one, "en") for one in sample.notes_on("q")] == [note]
    assert survey.Sample.of(sample).share("q", base="valid").estimate.tolist() == pytest.approx([2 / 3, 1 / 3, 0])


def test_tags_of_stata_are_kinds_of_missing_in_a_number_and_in_a_single_question(tmp_path: Path) -> None:
    path = tmp_path / "w.dta"
    answers = pd.Series([1.0, 2.0, 3.0, "a", "b", np.nan], dtype=object)
    tagged: Any = {"q": {"a": "Refused"}}
    pyreadstat.write_dta(
        pd.DataFrame({"q": answers}), str(path), variable_value_labels=tagged, missing_user_values={"q": ["a", "b"]}
    )
    for question in ({"type": "number"}, AMOUNT):
        sample = opened(question, path)
        tags = {level: n for level, n in counts(sample).items() if kinds(sample).get(level)}
        assert sorted(tags.values()) == [1, 1, 1] and "_unknown" not in tags
        assert say(next(o.label for o in sample.question("q").options.values() if ".a" in o.codes)) == "Refused"
    assert survey.Sample(path, questions={"q": {"type": "number"}}).mean("q").estimate[0] == pytest.approx(2)
    assert survey.Sample(path).mean("q").estimate[0] == pytest.approx(2)


def test_what_one_file_declares_missing_another_that_could_must_declare_too(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 99], LABELS, missing=[99])
    sav(tmp_path / "w2.sav", [2, 99, 99], LABELS)
    assert refused(AMOUNT, tmp_path) == [("w2.sav", "99 (2 row(s)) is an answer here, but declared missing in w1.sav")]
    told = {"options": {**AMOUNT["options"], "refused": {"code": 99, "missing": "refused"}}}
    assert counts(opened(told, tmp_path)) == {"none": 1, "some": 1, "refused": 3}


def test_a_text_file_cannot_declare_and_takes_what_the_others_declare(tmp_path: Path) -> None:
    sav(tmp_path / "w1.sav", [1, 99], LABELS, missing=[99])
    text_file(tmp_path / "w2.csv", "q\n2\n99\n99\n")
    sample = opened(AMOUNT, tmp_path)
    assert counts(sample) == {"none": 1, "some": 1, "missing_99": 3}
    assert tuple(said_in(one, "en") for one in sample.notes_on("q")) == (
        "w1.sav: q: 1 values that the file declares missing count as no answer (99: 1)",
        "w2.csv: q: 2 values that w1.sav declares missing count as no answer (99: 2)",
    )


def test_a_column_of_no_question_knows_its_missing_codes(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [20.0, 30, 40, 999] + list(range(50, 65)), missing=[999])
    sample = survey.Sample(path)
    assert sample.mean("q").estimate[0] == pytest.approx(np.mean([20, 30, 40, *range(50, 65)]))
    assert "1 values that the file declares missing" in said_in(sample.notes_on("q")[0], "en")
    few = survey.Sample(sav(tmp_path / "few.sav", [1.0, 2, 2, 9], missing=[9]))
    assert counts(few) == {"1": 1, "2": 2, "missing_9": 1}
    assert few.mean("q").estimate[0] == pytest.approx(5 / 3)


def test_a_reference_survey_knows_its_missing_codes(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [1, 2, 2, 2, 99], missing=[99])
    with pytest.warns(MissingWarning):
        found = survey.targets_from(path, ["q"])
    assert list(found.margins["q"].figures.values()) == pytest.approx([0.25, 0.75])


# numbers as they are written


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
@pytest.mark.parametrize(
    "lines", ['q,r\n"30,5",1\n28,1\n"41,25",1\n', "q;r\n30,5;1\n28;1\n41,25;1\n", "q,r\n30.5,1\n28,1\n41.25,1\n"]
)
def test_a_declared_number_has_the_decimal_mark_of_its_column(engine: str, lines: str, tmp_path: Path) -> None:
    sample = opened({"type": "number"}, text_file(tmp_path / "w.csv", lines), engine)
    assert survey.Sample.of(sample).mean("q").estimate[0] == pytest.approx(33.25)
    assert counts(sample) == {"28": 1, "30.5": 1, "41.25": 1}
    cut = {"type": "number", "options": {"low": {"range": [0, 30]}, "high": {"range": [30.1, None]}}}
    assert counts(opened(cut, tmp_path / "w.csv", engine)) == {"low": 1, "high": 2}


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_numbers_with_blanks_inside_are_refused_with_rows_and_counts(engine: str, tmp_path: Path) -> None:
    path = text_file(tmp_path / "w.csv", "q,r\n28,1\n12 000,1\n13\u00a0500,1\nn/a,1\n12 000,1\n")
    ((file, said),) = refused({"type": "number"}, path, engine=engine)
    shown = "('12 000': 2, first in row 3; '13 500': 1, row 4)"
    assert (file, said) == ("w.csv", f"3 answer(s) look like numbers and cannot be read as such {shown}")


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_words_among_numbers_are_no_answers_and_told_with_rows_and_counts(engine: str, tmp_path: Path) -> None:
    path = text_file(tmp_path / "w.csv", "q,r\n28,1\n30,1\nn/a,1\nn/a,1\n")
    said = r"w.csv: q: 2 answers are no numbers and count as no answer \('n/a': 2, first in row 4\)"
    with pytest.warns(UnknownCodeWarning, match=said):
        sample = opened({"type": "number"}, path, engine)
    assert survey.Sample.of(sample).mean("q").estimate[0] == pytest.approx(29)
    with pytest.warns(UnknownCodeWarning, match=said):
        scale = opened({"type": "scale"}, path, engine)
    assert survey.Sample.of(scale).mean("q").estimate[0] == pytest.approx(29)
    text_file(path, "q,r\nyes,1\nno,1\n")
    assert "not one answer to 'q' is a number" in refused({"type": "number"}, path, engine=engine)[0][1]


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_a_comma_before_three_digits_has_to_be_told(engine: str, tmp_path: Path) -> None:
    path = text_file(tmp_path / "w.csv", 'q,r\n"12,000",1\n28,1\n')
    assert "'12,000': 1, row 2" in refused({"type": "number"}, path, engine=engine)[0][1]
    told = {"type": "number", "decimal": ","}
    assert survey.Sample.of(opened(told, path, engine)).mean("q").estimate[0] == pytest.approx(20)
    semicolons = text_file(tmp_path / "s.csv", "q;r\n12,000;1\n28;1\n")  # as the program writes that has commas
    assert survey.Sample.of(opened({"type": "number"}, semicolons, engine)).mean("q").estimate[0] == pytest.approx(20)


@pytest.mark.parametrize("engine", ["memory", "duckdb", "polars"])
def test_a_point_before_digits_beside_decimal_commas_has_to_be_told(engine: str, tmp_path: Path) -> None:
    path = text_file(tmp_path / "w.csv", "q;x\n1.200;0,5\n7;1,25\n2.750;3\n")
    for asked in ({"type": "number"}, {"type": "number", "decimal": ","}):
        ((_, said),) = refused(asked, path, engine=engine)
        assert said == "2 answer(s) have a point beside decimal commas: 1.200 may be twelve hundred"
    told = {"type": "number", "decimal": "."}
    assert survey.Sample.of(opened(told, path, engine)).mean("q").estimate[0] == pytest.approx((1.2 + 7 + 2.75) / 3)
    sure = text_file(tmp_path / "s.csv", "q;x\n0.85;0,5\n1.200;1,25\n")  # no thousands begin with 0
    assert survey.Sample.of(opened({"type": "number"}, sure, engine)).mean("q").estimate[0] == pytest.approx(1.025)
    plain = text_file(tmp_path / "p.csv", "q;x\n1.200;5\n1.5;1\n")
    assert survey.Sample.of(opened({"type": "number"}, plain, engine)).mean("q").estimate[0] == pytest.approx(1.35)


def test_a_date_that_cannot_be_read_leaves_its_column_out(tmp_path: Path) -> None:
    path = tmp_path / "w.sav"
    frame = pd.DataFrame({"q": [1.0, 2.0], "day": [1e13, 1.3e10], "good": [1.3e10, 1.31e10]})
    pyreadstat.write_sav(frame, str(path), variable_format={"day": "DATE11", "good": "DATE11"})
    with pytest.warns(MissingWarning, match="w.sav: day: date value out of range; the column is left out"):
        sample = opened(AMOUNT, path)
    assert sample.engine.columns == ("q", "good")
    assert str(sample.engine.frame()["good"][0])[:10] == "1994-09-26"
    with pytest.warns(MissingWarning):
        found = refused({**AMOUNT, "column": "day"}, path)
    assert found == [("w.sav", "the column cannot be read (question 'q'): date value out of range")]


# definition and file are merged key by key


def test_a_title_does_not_take_the_text_of_the_file_away(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [1, 2], LABELS, text="How interested are you?")
    question = opened({"title": "Interest"}, path).question("q")
    assert question.text == {"und": "How interested are you?"}
    assert question.heading == {"und": "Interest"}
    notes = {note.key: say(note.text) for note in table(opened({"title": "Interest"}, path)).notes}
    assert "How interested are you?" in notes["wording"]


def test_options_without_a_label_take_that_of_the_file(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [1, 2], {1: "Ёсць", 2: "Няма"})
    options = opened({"options": {"yes": {"code": 1}, "no": {"code": 2, "label": "No"}}}, path).question("q").options
    assert {key: say(option.label) for key, option in options.items()} == {"yes": "Ёсць", "no": "No"}


def test_a_definition_that_names_only_kinds_of_missing_leaves_the_answers_to_the_file(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [1, 2, 2, 9], {1: "Yes", 2: "No", 9: "?"})
    sample = opened({"options": {9: {"label": "Hard to say", "missing": "dont_know"}}}, path)
    assert counts(sample) == {"1": 1, "2": 2, "9": 1}
    assert {key: say(option.label) for key, option in sample.question("q").options.items()} == {
        "1": "Yes", "2": "No", "9": "Hard to say",
    }  # fmt: skip
    assert kinds(sample)["9"] == "dont_know"


def test_a_scale_of_which_only_the_ends_are_labelled_has_all_its_points(tmp_path: Path) -> None:
    answers = [0.0, 10, 5, 5, 3, 8, 99]
    path = sav(tmp_path / "w.sav", answers, {0: "Bad", 10: "Good"}, missing=[99])
    for question in ({"type": "scale"}, {"type": "scale", "options": {99: {"missing": "refused"}}}):
        sample = opened(question, path)
        asked = sample.question("q")
        assert asked.type == "scale"
        assert asked.substantive == tuple(map(str, range(11)))
        assert survey.Sample.of(sample).mean("q").estimate[0] == pytest.approx(31 / 6)
        rows = [row.kind for row in table(sample).stub]
        assert rows.count("mean") == 1 and len(rows) >= 13
    assert survey.Sample(path, questions={"q": {"type": "scale"}}).question("q").type == "scale"


def test_a_type_written_in_the_shared_question_holds_too(tmp_path: Path) -> None:
    path = sav(tmp_path / "w.sav", [0.0, 10, 5], {0: "Bad", 10: "Good"})
    shared = Question.model_validate({"question": "q", "type": "scale"})
    study = Study.model_validate({"study": "wave", "questions": {"q": {"title": "Trust"}}})
    sample = open_study(study, Library(Path("."), questions={"q": shared}), data=path)
    assert sample.question("q").type == "scale"


# notes


def test_a_note_on_one_question_stands_under_its_own_tables_only(tmp_path: Path) -> None:
    frame = {"q": [1.0, 2, 3, 3], "age": [20.0, 30, 400, 40]}
    path = sav(tmp_path / "w.sav", frame, LABELS)
    questions = {"q": AMOUNT, "age": {"type": "number"}}
    study = Study.model_validate({"study": "wave", "questions": questions})
    with pytest.warns(UnknownCodeWarning, match="age: 1 number"):
        sample = open_study(study, Library(Path(".")), data=path)

    def told(name: str) -> str:
        return " ".join(say(note.text) for note in table(sample, name).notes if note.key == "data")

    assert "more than twice as large" in told("age")
    assert told("q") == ""


@pytest.mark.derivation
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_scale_whose_options_name_only_the_ends_has_all_its_points(tmp_path: Path, engine: Any) -> None:
    column = [i % 11 for i in range(600)]
    path = tmp_path / "a.csv"
    pd.DataFrame({"q": column}).to_csv(path, index=False)
    for ends in ({0: "no", 10: "yes"}, {"yes": {"code": 10}, "no": {"code": 0}, 99: {"missing": "refused"}}):
        sample = survey.Sample(path, questions={"q": {"type": "scale", "options": ends}}, engine=engine)
        assert len(sample.question("q").substantive) == 11
        made = sample.mean("q")
        assert (made.estimate[0], made.n[0]) == (pytest.approx(sum(column) / 600), 600)
        assert sum(sample.share("q").count) == 600 and "_unknown" not in sample.share("q").option
    turned = {5: "all", 1: "none", 3: {"missing": "dont_know"}}
    five = Question.model_validate({"question": "q", "type": "scale", "options": turned})
    assert list(five.options) == ["5", "4", "2", "1", "3"]
    study = Study.model_validate({"study": "s", "questions": {"q": {"options": {0: "no", 10: "yes"}}}})
    shared = Question.model_validate({"question": "q", "type": "scale"})
    assert len(study.ask("q", shared).options) == 11


@pytest.mark.contract
@pytest.mark.parametrize(
    "options",
    [
        {0: "cold", 100: "hot"},
        {0: "low", 5: "middle", 10: "high"},
        {"no": {"code": 0, "value": 1}, "yes": {"code": 10}},
    ],
)
def test_numbers_between_the_named_points_of_a_scale_are_refused_and_never_left_out_of_its_mean(options: Any) -> None:
    frame = pd.DataFrame({"q": [0] * 5 + [3] * 20 + [7] * 20 + [100 if 100 in options else 10] * 5})
    with pytest.raises(DataError, match=r"40 answer\(s\) lie between the points .*3: 20, 7: 20.*type: number"):
        survey.Sample(frame, questions={"q": {"type": "scale", "options": options}})
