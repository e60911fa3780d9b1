"""Labels that say no answer, and codes without a label, in a file that no definition speaks of: what is averaged."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.files.open import open_data
from survey.cells.meanings.file_parts import file_parts
from survey.cells.meanings.meaning import Meaning, meaning
from survey.definitions.records.question import Question

pytestmark = pytest.mark.contract

AGREE = {1: "Fully", 2: "Rather", 3: "Rather not", 4: "Not at all"}


def read(
    folder: Path, values: list[float], labels: dict[float, str], engine: str = "memory", **said: object
) -> Meaning:
    path = folder / "wave.sav"
    pyreadstat.write_sav(pd.DataFrame({"q": np.array(values, float)}), path, variable_value_labels={"q": labels})
    opened = open_data(path, engine=engine)
    return meaning(Question(question="q", **said), file_parts(opened, opened.engine))  # type: ignore[arg-type]


def kinds(made: Meaning) -> dict[str, str]:
    return {key: option.missing for key, option in made.question.options.items() if option.missing}


@pytest.mark.parametrize("engine", ["memory", "duckdb"])
@pytest.mark.parametrize(
    ("values", "labels", "expected"),
    [
        ([*range(11), 99], {0: "Cold", 10: "Warm", 99: "Hard to say"}, {"99": "dont_know"}),
        ([*range(10)], {8: "Don't know", 9: "Refused"}, {"8": "dont_know", "9": "refused"}),
        ([*range(18, 60), -1], {-1: "Refused"}, {"-1": "refused"}),
        ([0, 1.5, 2.5, -1], {-1: "Отказ от ответа", 0: "Nothing"}, {"-1": "refused"}),
    ],
)
def test_a_number_is_not_averaged_with_what_its_label_calls_no_answer(
    tmp_path: Path, values: list[float], labels: dict[float, str], expected: dict[str, str], engine: str
) -> None:
    made = read(tmp_path, values, labels, engine)
    assert (made.question.type, kinds(made)) == ("number", expected)
    (note,) = made.notes
    assert (note.parts["count"], note.parts["column"]) == (len(expected), "q")  # type: ignore[union-attr]


def test_a_scale_with_options_of_the_file_is_not_averaged_with_them_either(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, [1, 2, 3, 4, 9], {**AGREE, 9: "Refused"}, type="scale")) == {"9": "refused"}


def test_the_middle_of_a_scale_stays_an_answer(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, [1, 2, 3], {1: "Agree", 2: "Undecided", 3: "Disagree"}, type="scale")) == {}


def test_a_definition_that_says_there_are_none_is_believed(tmp_path: Path) -> None:
    assert kinds(read(tmp_path, [*range(10)], {9: "Refused"}, type="number", missing={})) == {}


def test_a_definition_that_gives_another_kind_is_believed(tmp_path: Path) -> None:
    made = read(tmp_path, [*range(10)], {9: "Refused"}, type="number", missing={"9": "not_asked"})
    assert (kinds(made), made.notes) == ({"9": "not_asked"}, ())


def test_each_answer_of_words_stays_a_row(tmp_path: Path) -> None:
    made = read(tmp_path, [1, 2, 3, 4, 9], {**AGREE, 9: "Refused"})
    assert (made.question.type, kinds(made)) == ("single", {})


def test_codes_without_a_label_beyond_labelled_answers_do_not_make_a_number(tmp_path: Path) -> None:
    made = read(tmp_path, [1, 2, 3, 4, 7, 8, 9], AGREE).question
    assert (made.type, [*made.options]) == ("single", ["1", "2", "3", "4", "7", "8", "9"])
    assert made.label("1") == {"und": "Fully"}


def test_points_between_labelled_ones_are_numbers(tmp_path: Path) -> None:
    assert read(tmp_path, [1, 2, 3, 4, 5], {1: "Bad", 3: "Middling", 4: "Better", 5: "Good"}).question.type == "number"
