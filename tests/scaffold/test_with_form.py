"""A form gives texts and answers, the data presence and counts; what they do not share is named and counted."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pytest

from survey.scaffold.form import Form, FormOption, FormQuestion
from tests.scaffold.conftest import Make

pytestmark = pytest.mark.contract

YES_NO = (FormOption("yes", {"en": "Yes", "ru": "Да"}), FormOption("no", {"en": "No", "ru": "Нет"}))
SOURCES = (
    FormOption("well", {"en": "Well", "ru": "Колодец"}),
    FormOption("river", {"en": "River", "ru": "Река"}),
    FormOption("none", {"en": "None of these", "ru": "Ничего из перечисленного"}, exclusive=True),
)
FORM = Form(
    {"en": "Water", "ru": "Вода"},
    (
        FormQuestion("has_water", {"en": "Is there water?", "ru": "Есть ли вода?"}, "single", YES_NO),
        FormQuestion("source", {"en": "From where?"}, "multiple", SOURCES, relevant="${has_water} = 'yes'"),
        FormQuestion(
            "rate",
            {"en": "How good is it?"},
            "scale",
            (FormOption(1, {"en": "Bad"}), FormOption(2, {"en": "Good"}), FormOption(9, {"en": "Refused"})),
            relevant="${has_water} = 'yes' and ${size} > 2",
        ),
        FormQuestion("size", {"en": "How many live here?"}, "number"),
        FormQuestion("words", {"en": "In your words?"}, "text"),
        FormQuestion("never_sent", {"en": "Not in the data"}, "single", YES_NO),
    ),
    "water.xlsx",
    ("en", "ru"),
    ("2 calculations",),
)


@pytest.fixture(params=["one cell", "flags"])
def data(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """Answers to the form, several answers in one cell or in columns of marks, in a group."""
    yes = ["yes"] * 45 + ["no"] * 15
    sources = (["well river", "well", "none"] * 15) + [""] * 15
    frame = pd.DataFrame({"hh/has_water": yes, "hh/size": [k % 7 + 1 for k in range(60)], "extra": ["a", "b"] * 30})
    if request.param == "one cell":
        frame["hh/source"] = sources
    else:
        for name in ("well", "river", "none"):
            frame[f"hh/source/{name}"] = [int(name in cell.split()) if cell else None for cell in sources]
    frame["hh/rate"] = [1, 2, 9] * 15 + [None] * 15
    frame["hh/words"] = [f"word {k}" for k in range(60)]
    frame.to_csv(tmp_path / "water.csv", index=False)
    return tmp_path / "water.csv"


def test_a_form_and_its_data(data: Path, scaffolded: Make) -> None:
    made = scaffolded(data, FORM)
    assert [one.name for one in made.scaffold.questions] == ["has_water", "size", "extra", "source", "rate"]
    asked = made.question("has_water")
    assert asked.text == {"en": "Is there water?", "ru": "Есть ли вода?"} and asked.column == "hh/has_water"
    assert asked.options["yes"].label == {"en": "Yes", "ru": "Да"}
    several = made.question("source")
    assert several.asked == {"has_water": ("yes",)} and several.options["none"].exclusive
    rate = made.question("rate")
    assert rate.options["9"].missing == "refused" and rate.blank == "not_asked"
    assert "rate: asked where ${has_water} = 'yes' and ${size} > 2" in made.text
    assert "1 questions of the form have no column in the data: never_sent" in made.text
    assert "1 columns are in no question of the form: extra" in made.text and "# 2 calculations" in made.text
    sample = made.sample
    assert set(sample.question("source").options) == {"well", "river", "none"}
    assert "word 1" not in made.text


def test_answers_that_the_form_does_not_list_are_counted(data: Path, scaffolded: Make) -> None:
    frame = pd.read_csv(data)
    frame.loc[:6, "hh/has_water"] = "perhaps"
    frame.to_csv(data, index=False)
    assert "has_water: 1 answers that the form does not list, in 7 rows" in scaffolded(data, FORM).text


def test_data_that_the_form_does_not_fit_are_guessed_from_themselves(data: Path, scaffolded: Make) -> None:
    frame = pd.read_csv(data)
    frame["hh/has_water"] = ["tak", "nie"] * 30
    frame.to_csv(data, index=False)
    made = scaffolded(data, FORM)
    assert "has_water: not read as the form says" in made.text
    assert {choice.label["und"] for choice in made.scaffold.questions[0].options.values()} == {"tak", "nie"}


def test_a_form_alone_makes_a_definition_before_the_field(scaffolded: Make) -> None:
    made = scaffolded(None, FORM)
    assert "data:" not in made.text and made.question("source").type == "multiple"
    assert made.question("never_sent").options["yes"].label == {"en": "Yes", "ru": "Да"}
