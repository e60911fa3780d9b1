"""A file of each make is scaffolded, its definition is accepted, and its questions can be tabulated."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.tables.topline import topline
from tests.scaffold.conftest import Made, Make

pytestmark = pytest.mark.contract


def tabulated(made: Made) -> None:
    """Every question of the definition has its table."""
    sample = made.sample
    for one in made.scaffold.questions:
        assert topline(sample, one.name).columns[0].n > 0, one.name


def kinds(made: Made) -> dict[str, str]:
    return {one.name: one.kind for one in made.scaffold.questions}


def test_a_labelled_sav_gives_types_design_and_missing_kinds(sav: Path, scaffolded: Make) -> None:
    made = scaffolded(sav)
    found = {"sex": "single", "age": "number", "trust_courts": "scale", "trust_police": "scale", "trust_press": "scale"}
    assert kinds(made) == {**found, "q5": "multiple"}
    assert {(role.what, role.column) for role in made.scaffold.roles if role.sure} == {
        ("id", "respid"),
        ("weight", "wt"),
        ("stratum", "stratum"),
        ("psu", "psu"),
    }
    trust = made.question("trust_courts")
    assert {name: option.missing for name, option in trust.options.items() if option.missing} == {
        "8": "dont_know",
        "9": "refused",
    }
    assert trust.heading == {"und": "courts"} and trust.text == {"und": "How much do you trust: courts"}
    media = made.question("q5")
    assert media.text == {"und": "Which do you use?"} and media.columns == {
        "radio": "q5_1",
        "television": "q5_2",
        "none_of_these": "q5_3",
    }
    assert media.options["none_of_these"].exclusive
    assert "banner: [sex]" in made.text and "Grid trust_courts: 3 items" in made.text
    assert "intdate runs from 2024-03-01 to 2024-03-20" in made.text
    tabulated(made)


def test_the_same_answers_as_stata_and_parquet(answers: Any, labels: Any, tmp_path: Path, scaffolded: Make) -> None:
    texts, values = labels
    stata, parquet = tmp_path / "wave.dta", tmp_path / "wave.parquet"
    pyreadstat.write_dta(answers.drop(columns="intdate"), str(stata), column_labels=texts, variable_value_labels=values)
    answers.to_parquet(parquet)
    made = scaffolded(stata)
    assert kinds(made)["trust_press"] == "scale" and made.question("trust_press").options["9"].missing == "refused"
    tabulated(made)
    bare = scaffolded(parquet)
    assert kinds(bare)["sex"] == "single" and kinds(bare)["age"] == "number" and kinds(bare)["q5"] == "multiple"
    assert "stands apart" in bare.text and "the file has no labels" in bare.text
    tabulated(bare)


def test_a_csv_of_a_web_form_with_texts(tmp_path: Path, scaffolded: Make) -> None:
    n = 120
    frame = pd.DataFrame(
        {
            "Отметка времени": [f"2024/03/{1 + k % 28:02d} 10:00:00" for k in range(n)],
            "Ваш пол": ["Мужской", "Женский"] * (n // 2),
            "Насколько вы доверяете суду?": (["Доверяю", "Не доверяю", "Затрудняюсь ответить", "Отказ от ответа"] * n)[
                :n
            ],
            "Откуда вы узнаёте новости?": (["Радио", "Радио, Газеты", "Телевидение, Газеты", "Радио, Телевидение"] * n)[
                :n
            ],
            "Сколько вам лет?": (["18-29", "60 и старше", "30-44", "45-59"] * n)[:n],
            "Что бы вы добавили?": [f"слова {k}" for k in range(n)],
        }
    )
    path = tmp_path / "форма.csv"
    frame.to_csv(path, index=False)
    made = scaffolded(path)
    assert sorted(kinds(made).values()) == ["multiple", "single", "single", "single"]
    trust = next(one for one in made.scaffold.questions if "суду" in one.text["und"])
    assert [choice.missing for choice in trust.options.values()] == [None, None, "dont_know", "refused"]
    news = next(one for one in made.scaffold.questions if one.kind == "multiple")
    assert news.delimiter == ", " and set(news.options) == {"radio", "gazety", "televidenie"}
    ages = next(one for one in made.scaffold.questions if "лет" in one.text["und"])
    assert [choice.label["und"] for choice in ages.options.values()] == ["18-29", "30-44", "45-59", "60 и старше"]
    assert not any("слова" in line for line in made.text.splitlines())
    tabulated(made)


def test_a_workbook_of_kobo_with_flags_beside_the_joined_answers(tmp_path: Path, scaffolded: Make) -> None:
    n, draw = 100, np.random.default_rng(3)
    flags = draw.integers(0, 2, (n, 3))
    names = ("well", "river", "tap")
    frame = pd.DataFrame({"start": pd.to_datetime("2024-05-01"), "hh/size": draw.integers(1, 12, n)}, index=range(n))
    frame["water/source"] = [" ".join(name for name, on in zip(names, row, strict=True) if on) for row in flags]
    for k, name in enumerate(names):
        frame[f"water/source/{name}"] = flags[:, k]
    frame["_uuid"] = [f"uuid-{k}" for k in range(n)]
    path = tmp_path / "kobo.xlsx"
    frame.to_excel(path, index=False)
    made = scaffolded(path)
    sets = [one for one in made.scaffold.questions if one.kind == "multiple"]
    assert sets and all(set(one.options) == set(names) for one in sets)
    assert ("id", "_uuid") in {(role.what, role.column) for role in made.scaffold.roles if role.sure}
    assert "uuid-1" not in made.text
    tabulated(made)


def test_limesurvey_arrays_are_one_grid_with_the_answers_of_all_items(tmp_path: Path, scaffolded: Make) -> None:
    answers = ["Sehr wichtig", "Wichtig", "Kaum wichtig"]
    frame = pd.DataFrame(
        {
            f"Wie wichtig sind Ihnen diese Dinge? [{item}]": ([answers[k]] * 58 + [answers[(k + 1) % 3]] * 2)
            for k, item in enumerate(("Videos", "Texte", "Karten"))
        }
    )
    path = tmp_path / "results-survey.csv"
    frame.to_csv(path, index=False)
    made = scaffolded(path)
    assert len({one.grid for one in made.scaffold.questions}) == 1
    assert [one.title for one in made.scaffold.questions] == [{"und": "Videos"}, {"und": "Texte"}, {"und": "Karten"}]
    assert all(len(one.options) == 3 for one in made.scaffold.questions)
    tabulated(made)


def test_third_mentions_are_one_question_and_items_of_a_grid_are_not(tmp_path: Path, scaffolded: Make) -> None:
    n, draw = 300, np.random.default_rng(5)
    listed = {k: f"Problem number {word}" for k, word in enumerate(("one", "two", "three", "four", "five", "six"), 1)}
    several = np.array([draw.permutation(6)[:3] + 1 for _ in range(n)]).astype(float)
    several[150:, 1] = np.nan
    several[60:, 2] = np.nan
    frame = pd.DataFrame(several, columns=["problem_1", "problem_2", "problem_3"])
    for k in (1, 2, 3):
        frame[f"item_{k}"] = draw.integers(1, 7, n)
    path = tmp_path / "mentions.sav"
    pyreadstat.write_sav(frame, str(path), variable_value_labels={name: listed for name in frame.columns})
    made = scaffolded(path)
    assert kinds(made) == {"problem": "multiple", "item_1": "single", "item_2": "single", "item_3": "single"}
    assert made.question("problem").columns == ("problem_1", "problem_2", "problem_3")
    tabulated(made)


def test_a_scale_of_which_two_ends_have_labels_has_all_points(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"left_right": [float(k % 11) for k in range(110)] + [99.0] * 10})
    path = tmp_path / "ends.sav"
    labels = {"left_right": {0: "Left", 10: "Right", 99: "Don't know"}}
    pyreadstat.write_sav(frame, str(path), variable_value_labels=labels)
    made = scaffolded(path)
    assert kinds(made) == {"left_right": "scale"}
    assert len(made.sample.question("left_right").substantive) == 11
    tabulated(made)


@pytest.mark.parametrize("short", [False, True])
def test_the_short_form_means_the_same(sav: Path, scaffolded: Make, short: bool) -> None:
    made = scaffolded(sav, repeat=not short)
    trust = made.sample.question("trust_police")
    assert [say["und"] for option in trust.options.values() if (say := option.label)] == [
        *("Fully trust", "Rather trust", "Rather distrust", "Do not trust at all", "Hard to say", "Refused")
    ]
    assert trust.text == {"und": "How much do you trust: police"}
    assert ("Fully trust" in made.text) is not short
