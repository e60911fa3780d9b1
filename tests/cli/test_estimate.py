"""``survey estimate``: every statistic in every form, and bad input."""

from __future__ import annotations

import csv
import io
import json
from typing import Any

import pytest

from survey.words import result_columns

pytestmark = pytest.mark.contract

CALLS: dict[str, tuple[str, ...]] = {
    "share": ("share", "vote", "--by", "sex"),
    "mean": ("mean", "w", "--by", "sex,area"),
    "total": ("total", "vote"),
    "quantile": ("quantile", "w", "--at", "0.25,0.5"),
    "median": ("median", "w"),
    "variance": ("variance", "w"),
    "deviation": ("deviation", "w"),
    "ratio": ("ratio", "w", "number"),
    "correlation": ("correlation", "w", "number"),
    "test": ("test", "vote", "--by", "sex"),
    "goodness": ("test", "vote", "--kind", "goodness", "--shares", "red=40,blue=60"),
    "one mean": ("test", "w", "--kind", "t", "--at", "1"),
    "two means": ("test", "w", "--kind", "t", "--by", "sex", "--df", "inf"),
    "a share": ("test", "vote", "--kind", "t", "--by", "sex", "--option", "red"),
    "ranks": ("test", "w", "--kind", "rank", "--by", "sex", "--variant", "van-der-waerden"),
    "trend": ("test", "vote", "--kind", "trend", "--by", "number", "--option", "red", "--level", "0.9"),
    "model": ("model", "vote == 'red' ~ sex + w", "--family", "binomial"),
}


def rows_of(result: Any) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.output
    found = json.loads(result.stdout)
    assert set(found) == {"rows", "notes"}
    return list(found["rows"])


@pytest.mark.parametrize("name", CALLS)
def test_every_statistic_has_the_result_columns_and_its_notes(name: str, town: Any) -> None:
    result = town("estimate", "wave", *CALLS[name], "--format", "json")
    rows, notes = rows_of(result), json.loads(result.stdout)["notes"]
    domains = ("sex",) if name == "share" else ("sex", "area") if name == "mean" else ()
    assert all(tuple(row)[: len(result_columns(domains))] == result_columns(domains) for row in rows)
    assert {"title", "base", "weighting", "design", "method", "sample"} <= set(notes)
    test = CALLS[name][0] == "test"
    assert test or {"moe", "missing"} <= set(notes)
    assert not test or name in ("test", "goodness") or "interval" in notes["tested"]
    assert all(row["n"] > 0 for row in rows)


@pytest.mark.parametrize("form", ["text", "csv", "md", "html"])
@pytest.mark.parametrize("name", ["share", "mean", "test", "model"])
def test_every_form_holds_the_figures_of_the_json(name: str, form: str, town: Any) -> None:
    rows = rows_of(town("estimate", "wave", *CALLS[name], "--format", "json"))
    result = town("estimate", "wave", *CALLS[name], "--format", form)
    assert result.exit_code == 0, result.output
    if form == "csv":
        read = list(csv.DictReader(io.StringIO(result.stdout)))
        figures = ["" if row["estimate"] is None else f"{row['estimate']:.12g}" for row in rows]
        assert [row["estimate"] for row in read] == figures
        return
    figure = {
        "share": f"{100 * (rows[0]['estimate'] or 0):.1f}",
        "mean": f"{rows[0]['estimate'] or 0:.3f}",
        "test": f"{rows[0].get('p_value') or 0:.3f}",
        "model": f"{rows[1].get('p_value') or 0:.3f}" if name == "model" else "",
    }[name]
    assert figure in result.stdout
    assert "raked to" in result.stdout and "quota" in result.stdout


def test_a_share_in_a_domain_is_that_of_the_crosstab(town: Any) -> None:
    one = rows_of(town("estimate", "wave", "share", "vote", "--by", "sex", "--format", "json"))
    other = rows_of(town("crosstab", "wave", "--rows", "vote", "--banner", "sex", "--format", "json"))
    pick = {(row["option"], row["sex"]): row["estimate"] for row in other}
    assert [row["estimate"] for row in one] == [pick[row["option"], row["sex"]] for row in one]


def test_a_model_shows_coefficients_effects_ratios_and_predictions(town: Any) -> None:
    call = ("estimate", "wave", *CALLS["model"], "--format", "json")
    coefficients = rows_of(town(*call))
    assert [row["option"] for row in coefficients] == ["(Intercept)", "sex[female]", "w"]
    assert {"statistic", "p_value"} <= set(coefficients[0])
    effects = rows_of(town(*call, "--show", "effects"))
    assert [row["option"] for row in effects] == ["sex[female]", "w"]
    ratios = rows_of(town(*call, "--show", "ratios"))
    assert ratios[2]["conf_low"] > 0
    predictions = rows_of(town(*call, "--predict", "sex"))
    assert [row["sex"] for row in predictions] == ["male", "female"]
    apart = predictions[1]["estimate"] - predictions[0]["estimate"]
    assert apart == pytest.approx(effects[0]["estimate"], rel=1e-9)
    at = rows_of(town(*call, "--predict", "w", "--at", "1,1.2"))
    assert [row["w"] for row in at] == ["1", "1.2"]


def test_a_model_by_a_question_is_one_model_a_domain(town: Any) -> None:
    result = town("estimate", "wave", "model", "w ~ sex", "--by", "area")
    assert result.exit_code == 0, result.output
    assert "Of: Area: North" in result.stdout and "Of: Area: South" in result.stdout
    whole = rows_of(town("estimate", "wave", "model", "w ~ sex", "--by", "area", "--format", "json"))
    assert len(whole) == 4


def test_a_model_is_drawn(town: Any) -> None:
    result = town("estimate", "wave", *CALLS["model"], "--show", "ratios", "--plot", "model.svg", "--lang", "be")
    assert result.exit_code == 0, result.output
    text = (town.folder / "model.svg").read_text(encoding="utf-8")
    assert "Адносіны шанцаў" in text and "sex[female]" in text and "(Intercept)" not in text


@pytest.mark.parametrize(("language", "word"), [("en", "Mean"), ("ru", "Среднее"), ("be", "Сярэдняе")])
def test_the_words_are_those_of_the_language(language: str, word: str, town: Any) -> None:
    assert word in town("estimate", "wave", "mean", "w", "--lang", language).stdout


def test_options_of_the_design_stand_before_or_after_the_statistic(town: Any) -> None:
    before = town("estimate", "wave", "--weight", "w", "--psu", "cluster", "mean", "w", "--format", "json")
    after = town("estimate", "wave", "mean", "w", "--format", "json", "--psu", "cluster", "--weight", "w")
    assert rows_of(before) == rows_of(after)
    assert rows_of(before)[0]["df"] == 11


def test_design_effects_are_printed_when_asked_for(town: Any) -> None:
    plain = town("estimate", "wave", "mean", "w", "--by", "sex").stdout
    shown = town("estimate", "wave", "mean", "w", "--by", "sex", "--deff", "with").stdout
    effects = rows_of(town("estimate", "wave", "mean", "w", "--by", "sex", "--format", "json"))
    assert "Design effects: against" not in plain and "Design effects: against" in shown
    lines = [line for line in shown.splitlines() if line.startswith(("Men ", "Women "))]
    assert [line.split()[-2] for line in lines] == [f"{row['deff']:.2f}" for row in effects]


def test_degrees_of_freedom_are_those_asked_for(town: Any) -> None:
    call = ("estimate", "wave", "mean", "w", "--by", "sex", "--format", "json", "--df")
    whole = rows_of(town("estimate", "wave", "mean", "w", "--format", "json"))
    assert {row["df"] for row in rows_of(town(*call, "design"))} == {whole[0]["df"]}
    assert {row["df"] for row in rows_of(town(*call, "7"))} == {7}


def test_a_test_by_two_questions_names_both_and_tells_each_apart(town: Any) -> None:
    shown = town("estimate", "wave", "test", "vote", "--by", "sex,area").stdout
    assert "by Sex, Area" in shown and "Sex: " in shown and "Area: " in shown


def test_a_quantile_says_whose_interval_it_has(town: Any) -> None:
    assert "Woodruff, limits of the share by Wald" in town("estimate", "wave", "median", "w").stdout


def test_the_question_of_an_ordinal_model_is_told_once(town: Any) -> None:
    shown = town("estimate", "wave", "model", "vote ~ sex + area", "--family", "multinomial")
    assert shown.exit_code == 0, shown.output
    assert shown.stdout.count("Question: “Whom would you vote for?”") == 1


BAD = [
    (("wave", "mean", "ww"), ["ww", "w"]),
    (("wave", "mean", "area"), ["area", "value"]),
    (("wave", "mean", "w", "--by", "sax"), ["sax", "sex"]),
    (("poll", "mean", "vote"), ["microdata", "--data"]),
    (("wave", "ratio", "w", "area"), ["area"]),
    (("wave", "quantile", "w", "--at", "1.5"), ["1.5", "between 0 and 1"]),
    (("wave", "quantile", "w", "--rule", "maths"), ["maths", "math"]),
    (("wave", "test", "vote", "--by", "vote"), ["vote"]),
    (("wave", "model", "vote"), ["~", "For example"]),
    (("wave", "model", "w ~ sax"), ["sax", "sex"]),
    (("wave", "model", "w ~ sex +* area"), ["cannot be read"]),
    (("wave", "model", "vote ~ sex"), ["has options, not numbers"]),
    (("wave", "model", "vote == 'rde' ~ sex", "--family", "binomial"), ["rde", "red"]),
    (("wave", "model", "w ~ open('x')"), ["open"]),
    (("wave", "model", "w ~ sex + C(sex)"), ["say already"]),
    (("wave", "model", "w ~ sex", "--show", "ratios"), ["gaussian"]),
    (("wave", "model", "w ~ sex", "--predict", "area"), ["area", "sex"]),
    (("wave", "model", "sex == 'male' ~ number", "--family", "binomial", "--predict", "number"), ["at"]),
]


@pytest.mark.parametrize(("args", "says"), BAD, ids=[" ".join(args) for args, _ in BAD])
def test_bad_input_is_one_clear_error(args: tuple[str, ...], says: list[str], town: Any) -> None:
    result = town("estimate", *args)
    assert result.exit_code == 1, result.output
    assert isinstance(result.exception, SystemExit), result.exception
    assert result.stdout == "" and "Traceback" not in result.stderr
    assert len([line for line in result.stderr.splitlines() if line.startswith("Error: ")]) == 1
    for word in says:
        assert word in result.stderr, result.stderr


@pytest.mark.parametrize(
    ("args", "word"),
    [
        (("wave", "meen", "w"), "mean"),
        (("wave", "mean"), "QUESTION"),
        (("wave", "mean", "w", "--family", "binomial"), "--family"),
        (("wave", "ratio", "w"), "two questions"),
        (("wave", "test", "vote"), "--by"),
        (("wave", "test", "vote", "--kind", "goodness"), "--shares"),
        (("wave", "test", "vote", "--kind", "goodness", "--shares", "red"), "OPTION=SHARE"),
        (("wave", "test", "vote", "--kind", "goodness", "--shares", "red=1,blue=2", "--by", "sex"), "no --by"),
        (("wave", "test", "vote", "--kind", "rank"), "--by"),
        (("wave", "test", "w", "--kind", "t", "--by", "sex", "--variant", "F"), "--variant"),
        (("wave", "test", "w", "--by", "sex", "--groups", "male,female"), "--groups"),
        (("wave", "mean", "w", "--kind", "t"), "--kind"),
        (("wave", "mean", "w", "--df", "nan"), "domain, design"),
        (("wave", "model", "w", "~", "sex"), "quotes"),
        (("wave", "quantile", "w", "--at", "half"), "half"),
        (("wave", "model", "w ~ sex", "--show", "predictions"), "--predict"),
        (("wave", "model", "w ~ sex", "--show", "effects", "--predict", "sex"), "exclude"),
    ],
)
def test_misuse_is_exit_code_two(args: tuple[str, ...], word: str, town: Any) -> None:
    result = town("estimate", *args)
    assert result.exit_code == 2, result.output
    assert word in result.stderr
