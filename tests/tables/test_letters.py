"""Letters of a crosstab: what is tested, against what, and what is said of it."""

from __future__ import annotations

import json
from collections.abc import Callable
from itertools import combinations
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.samples.sample import SampleData
from survey.errors import EstimationError
from survey.tables.crosstab import crosstab
from survey.tables.table import Table
from survey.words import TOTAL, say

Make = Callable[..., SampleData]
Frame = pd.DataFrame
ORACLES = Path(__file__).resolve().parents[1] / "oracles"
AGAINST: Any = ("columns", "total", "rest")
TESTS: Any = ("design", "dimensions", "spss", "askia")
pytestmark = pytest.mark.filterwarnings("ignore::survey.errors.SmallBaseWarning")


def compared(table: Table) -> dict[tuple[str, str, str, str], dict[str, Any]]:
    """Every comparison by banner question, row, column and partner."""
    assert table.tests is not None
    return {(one["group"], one["row"], one["column"], one["other"]): one for one in table.tests.rows()}


def marks_of(table: Table, row: str, group: str, column: str) -> tuple[str, ...]:
    i = [one.id for one in table.stub].index(row)
    return table.letters_of(i, [(one.group, one.id) for one in table.columns].index((group, column)))


def note(table: Table, key: str, language: str = "en") -> str:
    return " ".join(say(one.text, language) for one in table.notes if one.key == key)


def samples(make: Make) -> dict[str, SampleData]:
    raked = survey.rake(make(), {"sex": {"man": 45, "woman": 55}})
    return {
        "clusters": make(),
        "elements": make(design=survey.SurveyDesign(weight="w")),
        "raked": raked,
        "replicates": survey.make_replicates(survey.Sample.of(make()), "JKn"),
    }


@pytest.mark.property
@pytest.mark.parametrize("kind", ["clusters", "elements", "raked", "replicates"])
@pytest.mark.parametrize("df", ["domain", "design", 7.0])
def test_tests_by_the_design_are_those_of_difference(make: Make, kind: str, df: Any) -> None:
    sample = samples(make)[kind]
    asked = survey.Letters(min_base=0)
    for question in ("vote", "trust"):
        table = crosstab(sample, question, ["sex", "edu", "age"], df=df, letters=asked)
        found, seen = compared(table), 0
        nets = {"for": ("yes", "rather")} if question == "vote" else {}
        for by in ("sex", "edu", "age"):
            base = "asked" if question == "vote" else "valid"
            shares = survey.Sample.of(sample).share(question, by, nets=nets, base=base, df=df)
            rows = [shares]
            if question == "trust":
                rows.append(survey.Sample.of(sample).mean(question, by, df=df))
            for estimates in rows:
                levels = list(dict.fromkeys(estimates.domain_levels))
                for k, option in enumerate(dict.fromkeys(estimates.option)):
                    for (i, one), (j, other) in combinations(enumerate(levels), 2):
                        got = found.get((by, option, one[0], other[0]))
                        if got is None or got["why"]:
                            continue
                        want = survey.difference(estimates, k * len(levels) + i, k * len(levels) + j)
                        assert got["difference"] == pytest.approx(want.estimate[0], rel=1e-12)
                        assert got["p"] == pytest.approx(want.p_value[0], abs=1e-12)
                        assert got["df"] == want.df[0]
                        seen += 1
        assert seen >= 12


def split(sample: SampleData, frame: Frame, column: str, level: str) -> SampleData:
    """The sample with a question that parts ``level`` of ``column`` from all others."""
    apart = frame.assign(apart=np.where(frame[column] == level, "in", "out"))
    return type(sample)(
        survey.Sample(apart).engine, design=sample.design, questions=dict(sample.questions), study=sample.study
    )


@pytest.mark.derivation
@pytest.mark.parametrize("question", ["vote", "trust"])
def test_against_the_rest_is_the_difference_from_all_others(make: Make, frame: Frame, question: str) -> None:
    asked = survey.Letters(against="rest", min_base=0)
    found = compared(crosstab(make(), question, ["edu"], letters=asked))
    for level in ("low", "high"):
        sample = survey.Sample.of(split(make(), frame, "edu", level))
        base = "asked" if question == "vote" else "valid"
        parts = [sample.share(question, "apart", base=base)]
        parts += [sample.mean(question, "apart")] if question == "trust" else []
        for made in parts:
            for option in dict.fromkeys(made.option):
                names = list(zip(made.option, made.domain_levels, strict=True))
                i, j = (names.index((option, (side,))) for side in ("in", "out"))
                want, got = survey.difference(made, i, j), found["edu", option, level, "_rest"]
                assert got["difference"] == pytest.approx(want.estimate[0], rel=1e-10)
                assert got["std_error"] == pytest.approx(want.std_error[0], rel=1e-10)
                assert got["p"] == pytest.approx(want.p_value[0], abs=1e-12)


@pytest.mark.derivation
def test_against_the_total_the_column_is_part_of_what_it_is_compared_with(make: Make, frame: Frame) -> None:
    found = compared(crosstab(make(), "vote", ["sex"], letters=survey.Letters(against="total")))
    base = frame.vote != 9
    for option, code in (("yes", 1), ("no", 3)):
        for sex in ("man", "woman"):
            scores, value = pd.Series(0.0, frame.index), 0.0
            for inside, sign in ((base & (frame.sex == sex), 1), (base, -1)):
                chosen, weight = frame.vote == code, frame.w[inside].sum()
                p = frame.w[inside & chosen].sum() / weight
                value += sign * p
                scores = scores + sign * frame.w * inside * (chosen - p) / weight
            variance = 0.0
            for _, units in scores.groupby([frame.stratum, frame.psu]).sum().groupby("stratum"):
                variance += len(units) / (len(units) - 1) * ((units - units.mean()) ** 2).sum()
            got = found["sex", option, sex, TOTAL]
            assert (got["difference"], got["std_error"]) == (
                pytest.approx(value, rel=1e-10),
                pytest.approx(np.sqrt(variance), rel=1e-10),
            )


@pytest.mark.property
def test_columns_by_replicates_against_the_rest_are_those_of_a_question_in_two(make: Make, frame: Frame) -> None:
    made = survey.make_replicates(survey.Sample.of(split(make(), frame, "edu", "low")), "JKn")
    found = compared(crosstab(made, "vote", ["edu"], letters=survey.Letters(against="rest")))
    pair = made.share("vote", "apart")
    for option in ("yes", "no"):
        want = survey.difference(pair, (option, "in"), (option, "out"))
        assert found["edu", option, "low", "_rest"]["p"] == pytest.approx(want.p_value[0], abs=1e-12)


@pytest.mark.oracle
@pytest.mark.parametrize("name", ["diff-domain-strat", "diff-domain-op-edu"])
def test_tests_by_the_design_are_those_of_rs_svycontrast(name: str) -> None:
    cases = json.loads((ORACLES / "public.json").read_text(encoding="utf-8"))["cases"]
    case = next(case for case in cases if case["id"] == name)
    frame, design = pd.read_csv(ORACLES / case["data"]["file"]), case["design"]
    if "where" in case["data"]:
        frame = frame[frame.wave == 1].reset_index(drop=True)
        frame["agree"] = (frame.trust >= 4).astype(int)
    how = {"stratum": design["strata"][0], "weight": design["weights"], "nest": design["nest"]}
    how |= {"psu": design["psu"][0]} if design["psu"] else {}
    how |= {"fpc": design["fpc"][0]} if design["fpc"] else {}
    y, by = case["estimand"]["y"], case["estimand"]["by"][0]
    bounds = np.quantile(frame[y], [0.5]).tolist()
    ranges = {"a": {"range": [None, bounds[0]]}, "b": {"range": [bounds[0] + 1, None]}}
    kind = {"type": "number", "options": ranges} if len(set(frame[y])) > 2 else {"options": {0: "no", 1: "yes"}}
    sample = survey.Sample(frame, survey.SurveyDesign(**how), {y: kind})
    table = sample.crosstab(y, [by], letters=True)
    row = "mean" if kind.get("type") else "1"
    first, second = case["estimand"]["contrast"]
    found = compared(table)
    got = found.get((by, row, first, second)) or found[by, row, second, first]
    want = case["expect"]
    assert abs(got["difference"]) == pytest.approx(abs(want["est"]), rel=1e-8)
    assert got["std_error"] == pytest.approx(want["se"], rel=1e-8)


@pytest.mark.property
@pytest.mark.parametrize("against", AGAINST)
@pytest.mark.parametrize("test", TESTS)
@pytest.mark.parametrize("question", ["vote", "trust"])
def test_the_unit_of_the_weights_and_the_order_of_columns_change_nothing(
    make: Make, frame: Frame, test: Any, against: Any, question: str
) -> None:
    asked = survey.Letters(test=test, against=against, levels=(0.5, 0.2))
    table = crosstab(make(), question, ["sex", "edu"], letters=asked)
    heavy = crosstab(make(frame.assign(w=1000 * frame.w)), question, ["sex", "edu"], letters=asked)
    assert table.tests is not None and heavy.tests is not None
    np.testing.assert_allclose(table.tests.p, heavy.tests.p, rtol=1e-9)
    assert table.marks == heavy.marks and any(cell for row in table.marks for cell in row)
    turned = {"sex": {"options": {"woman": "woman", "man": "man"}}}
    mirrored = crosstab(make(questions=turned), question, ["sex", "edu"], letters=asked)
    swapped = {"A": "B", "B": "A", "a": "b", "b": "a"} if against == "columns" else {}
    for row in table.stub:
        for sex in ("man", "woman"):
            there = marks_of(mirrored, row.id, "sex", sex)
            assert tuple(swapped.get(mark, mark) for mark in there) == marks_of(table, row.id, "sex", sex)


@pytest.mark.derivation
@pytest.mark.parametrize("test", TESTS)
def test_all_others_have_the_bases_and_figures_of_their_rows(make: Make, frame: Frame, test: Any) -> None:
    """Against the rest of a question in two columns is column against column."""
    for question in ("vote", "trust"):
        asked: list[Any] = [survey.Letters(test=test, against=against) for against in AGAINST]
        columns, _, rest = (compared(crosstab(make(), question, ["sex"], letters=one)) for one in asked)
        for (group, row, one, other), want in columns.items():
            for column, sign in ((one, 1), (other, -1)):
                got = rest[group, row, column, "_rest"]
                assert got["difference"] == pytest.approx(sign * want["difference"], rel=1e-9, abs=1e-12)
                assert got["p"] == pytest.approx(want["p"], rel=1e-8)


@pytest.mark.derivation
def test_dimensions_takes_weighted_shares_and_effective_bases_of_the_rows(make: Make, frame: Frame) -> None:
    found = compared(crosstab(make(), "vote", ["sex"], letters="dimensions"))
    sums = []
    for sex in ("man", "woman"):
        rows = frame[(frame.sex == sex) & (frame.vote != 9)]
        sums.append((rows.w[rows.vote == 1].sum(), rows.w.sum(), rows.w.sum() ** 2 / (rows.w**2).sum()))
    (y1, w1, e1), (y2, w2, e2) = sums
    p = (y1 + y2) / (w1 + w2)
    got = found["sex", "yes", "man", "woman"]
    assert got["difference"] == pytest.approx(y1 / w1 - y2 / w2, rel=1e-12)
    assert got["std_error"] == pytest.approx(np.sqrt(p * (1 - p) * (1 / e1 + 1 / e2)), rel=1e-12)
    assert got["df"] == pytest.approx(e1 + e2 - 2, rel=1e-12)


@pytest.mark.contract
def test_letters_begin_anew_in_each_question_and_the_larger_figure_has_the_letter(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex", "edu", "age"], letters=survey.Letters(levels=(0.6,)))
    letters = {(column.group, column.id): column.letter for column in table.columns}
    assert letters["", TOTAL] == ""
    assert [letters["sex", one] for one in ("man", "woman")] == ["A", "B"]
    levels = ("low", "high", "none_such", "_blank", "_unknown")
    assert [letters["edu", one] for one in levels] == ["A", "B", "C", "", ""]
    assert table.tests is not None and not {"_blank", "_unknown"} & {*table.tests.column, *table.tests.other}
    for (group, row, one, other), got in compared(table).items():
        if not got["why"] and got["p"] < 0.6:
            larger, smaller = (one, other) if got["difference"] > 0 else (other, one)
            assert letters[group, smaller] in marks_of(table, row, group, larger)
            assert letters[group, larger] not in marks_of(table, row, group, smaller)


@pytest.mark.contract
def test_small_empty_and_extreme_columns_have_no_letters_and_are_counted(make: Make, frame: Frame) -> None:
    data = frame.assign(edu=np.where(np.arange(len(frame)) == 5, "high", "low"))
    data.loc[data.sex == "man", "vote"] = 1  # all men say yes
    for test in TESTS:
        for against in AGAINST:
            for least in (30, 0):
                asked = survey.Letters(test=test, against=against, min_base=least)
                table = crosstab(make(data), "vote", ["sex", "edu"], letters=asked)
                assert table.tests is not None
                small = [one for one in compared(table).values() if "high" in (one["column"], one["other"])]
                assert small and all(one["why"] == "small" and not one["p"] == one["p"] for one in small)
                for row in table.stub:
                    assert not any(marks_of(table, row.id, "edu", one) for one in ("high", "none_such"))
                said = note(table, "letters_untested")
                assert "columns of too few respondents: edu: high (1), edu: none such (0)" in said
                if test in ("design", "spss"):
                    assert "shares of 0 or 100%" in said
                    assert not any(marks_of(table, row.id, "sex", "man") for row in table.stub)


@pytest.mark.contract
def test_figures_that_weighting_fixes_are_not_tested(make: Make) -> None:
    crossed = {("man", "young"): 20, ("man", "old"): 25, ("woman", "young"): 25, ("woman", "old"): 30}
    raked = survey.poststratify(make(), {("sex", "age"): crossed})
    table = crosstab(raked, "age", ["sex"], letters=True)
    shares = {got["why"] for key, got in compared(table).items() if key[1] != "mean"}
    assert shares == {"fixed"}
    assert "figures without sampling error: 2" in note(table, "letters_untested")


@pytest.mark.contract
def test_an_adjustment_that_leaves_no_letter_says_how_many_there_were(make: Make, frame: Frame) -> None:
    data = frame.assign(vote=np.where((frame.edu == "low") & (frame.index % 3 > 0), 1, frame.vote))
    plain = crosstab(make(data), "vote", ["edu", "sex"], letters=survey.Letters(levels=(0.05,)))
    strict = crosstab(make(data), "vote", ["edu", "sex"], letters=survey.Letters(levels=(1e-12,), adjust="bonferroni"))
    assert plain.tests is not None and strict.tests is not None
    assert (plain.tests.strength > 0).any() and not (strict.tests.strength > 0).any()
    few = survey.Letters(levels=(0.05,), adjust="bonferroni", min_base=0)
    many = crosstab(make(data), "trust", ["edu", "age", "sex"], letters=few)
    assert many.tests is not None
    said = note(many, "letters")
    assert f"{many.tests.families} rows" in said and f"{many.tests.lost} more" in said
    raw = [one["p"] for one in compared(many).values() if not one["why"]]
    assert many.tests.lost == sum(p < 0.05 for p in raw) - int((many.tests.strength > 0).sum())
    assert "Bonferroni" in note(many, "letters_test")


@pytest.mark.contract
def test_adjustments_are_within_a_row_of_a_banner_question(make: Make) -> None:
    table = crosstab(make(), "vote", ["edu", "stratum"], letters=survey.Letters(adjust="holm", min_base=0))
    found = compared(table)
    for group in ("edu", "stratum"):
        for row in table.stub:
            mine = [one for key, one in found.items() if key[:2] == (group, row.id)]
            want = survey.adjust_p([one["p"] for one in mine], "holm")
            np.testing.assert_allclose([one["p_adjusted"] for one in mine], want, rtol=1e-12)


@pytest.mark.contract
def test_the_note_says_how_many_are_chance(make: Make) -> None:
    table = crosstab(make(), "vote", ["sex", "edu", "age"], letters=survey.Letters(levels=(0.05, 0.2)))
    assert table.tests is not None
    count, marked = int(table.tests.tested.sum()), int((table.tests.strength > 0).sum())
    assert table.tests.by_chance == pytest.approx(0.2 * count)
    chance = f"of {count} tests about {round(0.2 * count)} would be marked if nothing differed, {marked} are"
    assert chance in note(table, "letters")
    assert "upper case p < 0.05, lower case p < 0.2" in note(table, "letters")
    assert "заглавная — p < 0,05" in note(table, "letters", "ru") and "вялікая" in note(table, "letters", "be")
    said = note(table, "letters_test")
    assert "by the design" in said and "degrees of freedom: 20 " in said and "smallest base of a column 30" in said


@pytest.mark.property
def test_where_nothing_differs_about_one_test_in_twenty_is_marked() -> None:
    rng = np.random.default_rng(11)
    rows, questions = 600, 6
    answers = {f"q{k}": rng.integers(0, 2, rows) for k in range(questions)}
    banner = {f"by{k}": rng.integers(0, 4, rows) for k in range(5)}
    data = Frame({**answers, **banner, "h": np.arange(rows) % 5, "w": rng.uniform(0.5, 2, rows)})
    sample = survey.Sample(data, weight="w", stratum="h")
    for test, against in (("design", "columns"), ("design", "rest"), ("dimensions", "columns"), ("spss", "total")):
        asked = survey.Letters(test=test, against=against)  # type: ignore[arg-type]
        p: list[float] = []
        for name in answers:
            tests = sample.crosstab(name, list(banner), letters=asked).tests
            assert tests is not None
            p += [one for one, row in zip(tests.p, tests.row, strict=True) if row == "1"]
        assert 0.01 < np.mean(np.array(p) < 0.05) < 0.09


@pytest.mark.contract
def test_what_cannot_be_meant_is_refused(make: Make) -> None:
    for percent in ("row", "cell"):
        with pytest.raises(EstimationError, match="percentages of columns"):
            crosstab(make(), "vote", ["sex"], percent=percent, letters=True)  # type: ignore[arg-type]
    with pytest.raises(EstimationError, match=r"unknown test 'dimension'[\s\S]*dimensions"):
        crosstab(make(), "vote", ["sex"], letters="dimension")
    for levels in ((0.0,), (1.0,), (0.1, 0.05, 0.01), (0.1, 0.1), ()):
        with pytest.raises(EstimationError, match="levels between 0 and 1"):
            survey.Letters(levels=levels)
    with pytest.raises(EstimationError, match="smallest base"):
        survey.Letters(min_base=-1)
    with pytest.raises(EstimationError, match="unknown against 'totals'"):
        survey.Letters(against="totals")  # type: ignore[arg-type]


@pytest.mark.contract
def test_a_question_of_one_column_is_said_to_have_nothing_to_compare(make: Make, frame: Frame) -> None:
    one = {"sex": {"options": {"man": "man"}}}
    table = crosstab(make(frame.assign(sex="man"), questions=one), "vote", ["sex"], letters=True)
    assert table.tests is not None and not table.tests.group
    assert "nothing could be tested" in note(table, "letters")
    assert "sex: one column only" in note(table, "letters_untested")


@pytest.mark.contract
def test_a_table_without_letters_is_as_it_was(make: Make) -> None:
    plain, lettered = crosstab(make(), "trust", ["sex", "edu"]), crosstab(make(), "trust", ["sex", "edu"], letters=True)
    assert plain.tests is None and plain.marks == () and "letters" not in plain.records[0]
    np.testing.assert_array_equal(plain.estimate, lettered.estimate)
    rows = [{key: value for key, value in row.items() if key != "letters"} for row in lettered.records]
    pd.testing.assert_frame_equal(Frame(rows), Frame(list(plain.records)))
    kept = [one.key for one in lettered.notes if not one.key.startswith("letters")]
    assert kept == [one.key for one in plain.notes]
