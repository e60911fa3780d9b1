"""What files of other makes taught: a small file for each wrong guess that one of them led to."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.errors import UnknownCodeWarning
from survey.scaffold.form import Form, FormOption, FormQuestion
from survey.tables.topline import topline
from tests.scaffold.conftest import Make

pytestmark = pytest.mark.contract

N = 120
DRAW = np.random.default_rng(14)


def test_how_heavy_people_are_is_no_weight_of_a_sample(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"weight": DRAW.integers(46, 107, N), "height": DRAW.integers(150, 200, N)})
    frame.to_csv(tmp_path / "bodies.csv", index=False)
    made = scaffolded(tmp_path / "bodies.csv")
    assert (
        not any(role.sure for role in made.scaffold.roles)
        and {one.name: one.kind for one in made.scaffold.questions}["weight"] == "number"
    )
    assert "# perhaps weight: weight (how heavy somebody is?)" in made.text


def test_two_scales_of_halves_of_a_sample_are_not_two_mentions(tmp_path: Path, scaffolded: Make) -> None:
    ends = {1.0: "Firmly against", 10.0: "Firmly for", 88.0: "Don't know", 98.0: "No answer", 99.0: "Not applicable"}
    first = np.where(np.arange(N) < 70, DRAW.integers(1, 11, N), np.nan)
    second = np.where(np.arange(N) < 70, np.nan, DRAW.integers(1, 11, N))
    frame = pd.DataFrame(
        {"e17a": first, "e17b": second, "fs2": DRAW.integers(0, 2, N), "fs212": DRAW.integers(0, 2, N)}
    )
    frame.loc[40:, "fs212"] = np.nan
    texts = {"e17a": "Approves of protests for rights", "e17b": "Approves of protests of feminists"}
    texts |= {"fs2": "Without food in the last 3 months", "fs212": "Without food in the last 12 months"}
    yes = {0.0: "No", 1.0: "Yes", 88.0: "Don't know", 98.0: "No answer", 99.0: "Not applicable"}
    values = {"e17a": ends, "e17b": ends, "fs2": yes, "fs212": yes}
    pyreadstat.write_sav(frame, str(tmp_path / "halves.sav"), column_labels=texts, variable_value_labels=values)
    made = scaffolded(tmp_path / "halves.sav")
    assert {one.name: one.kind for one in made.scaffold.questions} == {
        **{"e17a": "scale", "e17b": "scale"},
        **{"fs2": "single", "fs212": "single"},
    }


@pytest.mark.parametrize("heading", ["3. {}.", "What do you use? Select all that apply. - {}"])
def test_headings_that_end_in_the_text_of_their_column_are_one_question(
    tmp_path: Path, scaffolded: Make, heading: str
) -> None:
    answers = ["Python", "R", "Spark SQL", "C (and derivatives)"]
    frame = pd.DataFrame({"Respondent ID": np.arange(N) + 5000, "How often?": (["Daily", "Weekly"] * N)[:N]})
    for answer in answers:
        name = heading.format(answer)
        frame[name] = [answer + "." * name.endswith(".") if on else "" for on in DRAW.integers(0, 2, N)]
    frame.to_csv(tmp_path / "marks.csv", index=False)
    made = scaffolded(tmp_path / "marks.csv")
    asked = next(one for one in made.scaffold.questions if one.kind == "multiple")
    assert len(made.scaffold.questions) == 2 and len(asked.options) == 4
    assert asked.text == {"und": heading.partition("{")[0].strip().strip("-").strip()}
    share = topline(made.sample, asked.name).estimate[:, 0]
    given = [(frame[heading.format(answer)] != "").sum() for answer in answers]
    named = (frame[[heading.format(answer) for answer in answers]] != "").any(axis=1).sum()
    assert np.allclose(share[:4], np.array(given) / named) or np.allclose(share[:4], np.array(given) / N)


def test_a_column_of_an_answer_or_not_selected_is_a_flag(tmp_path: Path, scaffolded: Make) -> None:
    words = ["Father", "Mother", "Friends"]
    chosen = DRAW.integers(0, 2, (N, 3)).astype(bool)
    frame = pd.DataFrame({f"q4_000{k}": np.where(chosen[:, k], words[k], "Not selected") for k in range(3)})
    frame.to_csv(tmp_path / "flags.csv", index=False)
    made = scaffolded(tmp_path / "flags.csv")
    (asked,) = made.scaffold.questions
    assert asked.kind == "multiple" and list(asked.options) == ["father", "mother", "friends"]
    table = topline(made.sample, asked.name)
    assert np.allclose(table.estimate[:3, 0], chosen.mean(axis=0))


def test_yes_and_no_of_a_form_are_marks_in_other_languages(tmp_path: Path, scaffolded: Make) -> None:
    for yes, no in (("Oui", "Non"), ("Sí", "No"), ("Ja", "Nein")):
        chosen = DRAW.integers(0, 2, (N, 3)).astype(bool)
        heads = [f"Outils ? [{name}]" for name in ("Radio", "Presse", "Web")]
        frame = pd.DataFrame({head: np.where(chosen[:, k], yes, no) for k, head in enumerate(heads)})
        frame.to_csv(tmp_path / f"{yes}.csv", index=False)
        made = scaffolded(tmp_path / f"{yes}.csv")
        (asked,) = made.scaffold.questions
        assert asked.kind == "multiple" and list(asked.options) == ["radio", "presse", "web"]
        assert np.allclose(topline(made.sample, asked.name).estimate[:3, 0], chosen.mean(axis=0))


def test_answers_that_hold_the_comma_between_answers_stay_whole_and_write_ins_are_counted(
    tmp_path: Path, scaffolded: Make
) -> None:
    answers = [
        "Search engines",
        "Colleagues, such as professors",
        "Blogs, R-bloggers, Twitter, or GitHub",
        "Mailing lists",
    ]
    chosen = DRAW.integers(0, 2, (300, 4)).astype(bool)
    chosen[:, 0] |= ~chosen.any(axis=1)
    cells = [", ".join(answer for answer, on in zip(answers, row, strict=True) if on) for row in chosen]
    for k in range(20):
        cells[k] += f", my own words {k}"
    pd.DataFrame({"Where do you get help? (check all that apply)": cells}).to_csv(tmp_path / "form.csv", index=False)
    made = scaffolded(tmp_path / "form.csv")
    (asked,) = made.scaffold.questions
    assert asked.kind == "multiple" and asked.delimiter == ", "
    assert [choice.label["und"] for choice in asked.options.values()] == sorted(
        answers, key=lambda one: -chosen[:, answers.index(one)].sum()
    )
    with pytest.warns(UnknownCodeWarning, match="20 answers that no option names"):
        found = topline(made.sample, asked.name).estimate[:4, 0]
    assert np.allclose(np.sort(found), np.sort(chosen.mean(axis=0)))
    assert "my own words" not in made.text and "not listed: 20 parts" in made.text


def test_codes_without_labels_are_one_grid_where_their_names_are_of_one_stem_alone(
    tmp_path: Path, scaffolded: Make
) -> None:
    names = [*(f"Q2_{k}" for k in (1, 2, 3)), *(f"Q3_{k}" for k in (1, 2))]
    frame = pd.DataFrame({name: DRAW.choice([-1, 1, 2, 3, 4], N) for name in names})
    frame.to_csv(tmp_path / "bare.csv", index=False)
    made = scaffolded(tmp_path / "bare.csv")
    assert [one.grid for one in made.scaffold.questions] == ["q2", "q2", "q2", "q3", "q3"]


def test_what_a_program_says_of_the_interview_is_no_question(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"Response ID": np.arange(N) + 7, "Status": ["Complete", "Partial"] * (N // 2)})
    frame["Language"], frame["Time Started"] = "English", [f"{k % 12 + 1}:00 on a day {k}" for k in range(N)]
    frame["How often?"] = ["Daily", "Weekly"] * (N // 2)
    frame.to_csv(tmp_path / "export.csv", index=False)
    made = scaffolded(tmp_path / "export.csv")
    assert [one.text["und"] for one in made.scaffold.questions] == ["How often?"]
    assert {one.column for one in made.scaffold.left} == {"Status", "Language", "Time Started"}
    frame[["Status", "How often?"]].to_csv(tmp_path / "own.csv", index=False)
    assert [one.name for one in scaffolded(tmp_path / "own.csv").scaffold.questions] == ["status", "how_often"]


def test_an_answer_called_none_of_a_question_of_one_answer_excludes_nothing(tmp_path: Path, scaffolded: Make) -> None:
    answers = tuple(FormOption(k, {"en": text}) for k, text in enumerate(("Much", "Little", "None"), 1))
    asked = FormQuestion("pain", {"en": "How much pain?"}, "single", answers)
    form = Form({}, (asked,), "form.qsf", ("en",))
    made = scaffolded(None, form=form)
    assert "exclusive" not in made.text and len(made.question("pain").options) == 3


def test_spanish_names_and_labels_tell_weight_number_and_kinds_of_none(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"NC": np.arange(N) + 900_000_000, "pondera": DRAW.uniform(0.5, 2, N).round(4)})
    frame["sexo"], frame["p02"] = DRAW.integers(1, 3, N), DRAW.choice([1, 2, 9], N)
    texts = {
        "NC": "Número de cuestionario",
        "pondera": "Ponderador",
        "sexo": "D02. Sexo",
        "p02": "P02. ¿Está de acuerdo?",
    }
    values = {"sexo": {1: "Hombre", 2: "Mujer"}, "p02": {1: "Sí", 2: "No", 9: "NS/NP"}}
    pyreadstat.write_dta(frame, str(tmp_path / "es.dta"), column_labels=texts, variable_value_labels=values)
    made = scaffolded(tmp_path / "es.dta")
    assert {(role.what, role.column) for role in made.scaffold.roles if role.sure} == {
        ("id", "NC"),
        ("weight", "pondera"),
    }
    assert made.question("p02").options["9"].missing == "dont_know" and "banner: [sexo]" in made.text


def test_one_answer_of_several_words_with_commas_is_no_question_of_several_answers(
    tmp_path: Path, scaffolded: Make
) -> None:
    answers = ["TIRED, UNWELL, OR A DEATH AT HOME", "FORGOT", "NO TIME", "OUT OF TOWN, AWAY"]
    cells = [*answers[:1] * 8, *answers[1:2] * 20, *answers[2:3] * 12, *answers[3:] * 6]
    cells += ["LATE", "RAIN", "QUEUE", "HEAT"]
    pd.DataFrame({"why": cells}).to_csv(tmp_path / "why.csv", index=False)
    (asked,) = scaffolded(tmp_path / "why.csv").scaffold.questions
    assert asked.kind == "single"
    assert {choice.label["und"] for choice in asked.options.values()} == set(answers)


def test_replicate_weights_are_no_questions_and_the_unit_of_the_variance_is_the_cluster(
    tmp_path: Path, scaffolded: Make
) -> None:
    frame = pd.DataFrame(
        {"V10b": DRAW.uniform(0.5, 2, N).round(4), "V10d": np.arange(N) // 4, "V10c": np.arange(N) % 3}
    )
    for k in range(1, 13):
        frame[f"brrw{k}"] = (frame["V10b"] * DRAW.choice([0.5, 1.5], N)).round(4)
        frame[f"therm{k}"] = DRAW.integers(0, 101, N)
    frame["vote"] = DRAW.integers(1, 3, N)
    texts = {"V10b": "Full sample post-election weight", "V10d": "Full sample variance stratum"}
    texts |= {"V10c": "Full sample variance unit"}
    pyreadstat.write_dta(frame, str(tmp_path / "anes.dta"), column_labels=texts)
    made = scaffolded(tmp_path / "anes.dta")
    sure = {role.what: role.column for role in made.scaffold.roles if role.sure}
    assert sure == {"weight": "V10b", "stratum": "V10d", "psu": "V10c"}
    assert {one.name for one in made.scaffold.questions} == {"vote", *(f"therm{k}" for k in range(1, 13))}
    assert "# perhaps replicates: brrw (12 columns of weights)" in made.text


def test_answers_sent_twice_are_counted_where_a_column_tells_rows_apart(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"Timestamp": [f"2024-03-01 10:{k // 60:02d}:{k % 60:02d}" for k in range(N)]})
    frame["How satisfied?"] = DRAW.integers(1, 6, N)
    whole = pd.concat([frame, frame.iloc[:7]])
    whole.to_csv(tmp_path / "form.csv", index=False)
    assert "# 7 rows are equal to an earlier one in every column" in scaffolded(tmp_path / "form.csv").text
    whole.iloc[:, 1:].to_csv(tmp_path / "one.csv", index=False)
    assert "equal to an earlier one" not in scaffolded(tmp_path / "one.csv").text


def test_a_code_below_the_labelled_ends_of_a_scale_is_told(tmp_path: Path, scaffolded: Make) -> None:
    frame = pd.DataFrame({"t": np.where(np.arange(N) < 50, 0.0, DRAW.integers(1, 6, N))})
    pyreadstat.write_sav(frame, str(tmp_path / "t.sav"), variable_value_labels={"t": {1: "Not at all", 5: "Fully"}})
    assert "stands apart, perhaps a code for no answer: 0 (50 rows)" in scaffolded(tmp_path / "t.sav").text
