"""Letters where several answers can be given: an option is tested as its flag is, columns that share respondents by the
covariance of the design or by the overlap that each program counts."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.tables.table import Table

pytestmark = [pytest.mark.derivation, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
OPTIONS = {"x": "a", "y": "b"}


@pytest.fixture(scope="module")
def sample() -> survey.Sample:
    """Clusters, weights, and a set of which one option is never marked without the other."""
    rng = np.random.default_rng(11)
    n = 400
    b = rng.random(n) < 0.6
    a = b & (rng.random(n) < 0.5)
    frame = pd.DataFrame(
        {
            **{"a": a.astype(int), "b": b.astype(int), "psu": rng.integers(0, 40, n), "w": rng.uniform(0.4, 3, n)},
            "sex": np.where(rng.random(n) < 0.4 + 0.2 * a, "m", "f"),
            "trust": np.clip(rng.integers(1, 6, n) + (a & (rng.random(n) < 0.5)), 1, 5),
        }
    )
    flags: dict[str, Any] = {
        f"flag_{one}": {"column": column, "options": {0: "no", 1: "yes"}} for one, column in OPTIONS.items()
    }
    questions = {
        "m": {"type": "multiple", "columns": OPTIONS, "options": {"x": "X", "y": "Y"}, "nets": {"any": ["x", "y"]}},
        "trust": {"type": "scale", "options": {i: str(i) for i in range(1, 6)}},
        **flags,
    }
    return survey.Sample(frame, survey.SurveyDesign(psu="psu", weight="w"), questions)


def p_of(table: Table, row: str) -> list[float]:
    assert table.tests is not None
    return [p for p, one in zip(table.tests.p.tolist(), table.tests.row, strict=True) if one == row]


def p_values(table: Table, column: str) -> list[float]:
    """P-values of a column by row, but of kinds of missing."""
    assert table.tests is not None
    rows = zip(table.tests.row, table.tests.column, table.tests.p.tolist(), strict=True)
    return [p for row, one, p in rows if one == column and not row.startswith("_")]


@pytest.mark.parametrize("against", ["columns", "total", "rest"])
@pytest.mark.parametrize("test", ["design", "dimensions", "spss", "askia"])
def test_an_option_is_tested_as_its_flag_is(sample: survey.Sample, test: Any, against: Any) -> None:
    asked = survey.Letters(test=test, against=against)
    of_set = sample.crosstab("m", ["sex"], letters=asked)
    for option in OPTIONS:
        of_flag = sample.crosstab(f"flag_{option}", ["sex"], letters=asked)
        np.testing.assert_allclose(p_of(of_set, option), p_of(of_flag, "1"), rtol=1e-9)
    # whoever marked X marked Y, so that the net is Y
    np.testing.assert_allclose(p_of(of_set, "any"), p_of(of_set, "y"), rtol=1e-9)


def test_columns_that_share_respondents_are_tested_as_differences_are(sample: survey.Sample) -> None:
    table = sample.crosstab("trust", ["m"], letters=True)
    shares, means = sample.share("trust", by="m"), sample.mean("trust", by="m")
    assert table.tests is not None
    tested = [*zip(table.tests.row, table.tests.column, table.tests.other, strict=True)]
    for option in (*map(str, range(1, 6)), "mean"):
        head = "" if option == "mean" else f"{option}, "
        direct = survey.difference(means if option == "mean" else shares, f"{head}x", f"{head}y")
        k = tested.index((option, "x", "y"))
        assert table.tests.difference[k] == pytest.approx(direct.estimate[0], rel=1e-12)
        assert table.tests.std_error[k] == pytest.approx(direct.std_error[0], rel=1e-9)
        assert table.tests.p[k] == pytest.approx(direct.p_value[0], rel=1e-9)
    assert [column.letter for column in table.columns] == ["", "A", "B", "C"]


@pytest.mark.parametrize("against", ["total", "rest"])
@pytest.mark.parametrize("test", ["design", "dimensions", "spss", "askia"])
@pytest.mark.parametrize("design", ["clusters", "jackknife", "raked"])
def test_an_option_as_a_column_is_tested_as_the_column_of_its_flag(
    sample: survey.Sample, design: str, test: Any, against: Any
) -> None:
    made = {"clusters": lambda: sample, "jackknife": lambda: survey.make_replicates(sample, "JK1")}.get(design)
    known = made() if made is not None else survey.rake(sample, {"sex": {"m": 700, "f": 500}})
    asked = survey.Letters(test=test, against=against)
    for question in ("sex", "trust"):
        of_set = known.crosstab(question, ["m"], letters=asked)
        for option in OPTIONS:
            of_flag = known.crosstab(question, [f"flag_{option}"], letters=asked)
            p, want = p_values(of_set, option), p_values(of_flag, "1")
            assert len(p) == len(want) and (np.isfinite(want) | (design == "raked")).all()
            np.testing.assert_allclose(p, want, rtol=1e-7)


def pair(table: Table, row: str) -> tuple[float, float, float]:
    """Difference, error and degrees of freedom of the first column less the second."""
    assert table.tests is not None
    names = [*zip(table.tests.row, table.tests.column, table.tests.other, strict=True)]
    k = names.index((row, "x", "y"))
    found = [float(getattr(table.tests, name)[k]) for name in ("difference", "std_error", "df")]
    return found[0], found[1], found[2]


A, B = np.repeat([1, 0], [10, 10]), np.repeat([0, 1], [4, 16])  # four in one alone, six in both, ten in the other alone
Y = np.repeat([1, 0, 1, 0, 1, 0], [3, 1, 4, 2, 3, 7])


def lettered(w: Any, test: Any) -> Table:
    """Y by the two columns."""
    frame = pd.DataFrame({"a": A, "b": B, "y": Y, "w": w})
    questions: dict[str, Any] = {
        "m": {"type": "multiple", "columns": OPTIONS, "options": {"x": "X", "y": "Y"}},
        "y": {"type": "scale", "options": {0: "no", 1: "yes"}},
    }
    sample = survey.Sample(frame, weight="w", questions=questions)
    return sample.crosstab("y", ["m"], letters=survey.Letters(test=test, min_base=0))


def test_dimensions_and_spss_count_who_is_in_both_columns_once() -> None:
    # 7 of 10 against 7 of 16, 6 in both: p = 14/26, se² = p(1-p)(1/10 + 1/16 - 12/160), df = 10 + 16 - 6 - 2
    w = np.full(20, 1.5)
    error = np.sqrt(14 / 26 * 12 / 26 * (1 / 10 + 1 / 16 - 12 / 160))
    assert pair(lettered(w, "dimensions"), "1") == pytest.approx((0.7 - 7 / 16, error, 18), rel=1e-12)
    assert pair(lettered(w, "spss"), "1") == pytest.approx((0.7 - 7 / 16, error, np.inf), rel=1e-12)
    c = A / 10 - B / 16  # what each respondent's answer weighs in the difference
    assert error**2 == pytest.approx(14 / 26 * 12 / 26 * (c**2).sum(), rel=1e-12)
    # means pool Σ (y - ȳ)² by n - 1
    spread = (A.sum() * Y[A == 1].var() + B.sum() * Y[B == 1].var()) / (10 + 16 - 2)
    for test in ("dimensions", "spss"):
        want = 0.7 - 7 / 16, np.sqrt(spread * (c**2).sum()), 18
        assert pair(lettered(w, test), "mean") == pytest.approx(want, rel=1e-12)


def test_weighted_overlap_is_the_effective_base_of_who_is_in_both_columns() -> None:
    w = np.repeat([1.0, 2.0, 3.0, 1.0], [4, 3, 3, 10])
    # W1 = 19, e1 = 361/43, p1 = 12/19; W2 = 25, e2 = 625/49, p2 = 12/25; both: o = 15²/39; p = 24/44
    e1, e2, o, p = 361 / 43, 625 / 49, 225 / 39, 24 / 44
    want = 12 / 19 - 12 / 25, np.sqrt(p * (1 - p) * (1 / e1 + 1 / e2 - 2 * o / (e1 * e2))), e1 + e2 - o - 2
    assert pair(lettered(w, "dimensions"), "1") == pytest.approx(want, rel=1e-12)
    assert pair(lettered(w, "spss"), "1") == pytest.approx((*want[:2], np.inf), rel=1e-12)
    # as Quantipy writes it: weights of both columns side by side, where neither is empty, and half of that base
    one, other = (w * column for column in (A, B))
    both = (one > 0) & (other > 0)
    summed, squares = (one + other)[both].sum() ** 2, (one**2 + other**2)[both].sum()
    assert summed / squares / 2 == pytest.approx(o, rel=1e-12)
    # Askia takes the columns as apart, with weights of mean 1: 20 respondents, who weigh 29
    apart = 12 / 19 * 7 / 19 / (19 * 20 / 29) + 12 / 25 * 13 / 25 / (25 * 20 / 29)
    assert pair(lettered(w, "askia"), "1") == pytest.approx((want[0], np.sqrt(apart), np.inf), rel=1e-12)


def test_who_has_no_answer_is_in_no_overlap(sample: survey.Sample) -> None:
    frame = sample.engine.frame().assign(half=lambda one: one["trust"].where(np.arange(len(one)) % 2 == 0))
    scale = {"type": "scale", "options": {i: str(i) for i in range(1, 6)}}
    questions: dict[str, Any] = {"m": sample.question("m"), "half": scale}
    known = survey.Sample(frame, survey.SurveyDesign(psu="psu", weight="w"), questions)
    there = frame["half"].notna()
    both, w = there & (frame["a"] == 1) & (frame["b"] == 1), frame["w"]

    def effective(inside: Any) -> float:
        return float(w[inside].sum() ** 2 / (w[inside] ** 2).sum())

    e1, e2, o = effective(there & (frame["a"] == 1)), effective(there & (frame["b"] == 1)), effective(both)
    table = known.crosstab("half", ["m"], base="valid", letters="dimensions")
    assert pair(table, "1")[2] == pytest.approx(e1 + e2 - o - 2, rel=1e-12)
    assert pair(table, "mean")[2] == pytest.approx(e1 + e2 - o - 2, rel=1e-12)


def test_the_notes_say_what_each_program_does_with_who_is_in_two_columns(sample: survey.Sample) -> None:
    notes = {
        test: {note.key: note.text for note in sample.crosstab("sex", ["m"], letters=test).notes}
        for test in ("design", "dimensions", "askia")
    }
    assert "letters_overlap" not in notes["dimensions"] | notes["design"]
    assert "as if nobody were in two" in notes["askia"]["letters_overlap"]["en"]
    for language in ("ru", "be"):
        assert notes["askia"]["letters_overlap"][language]
    single = sample.crosstab("trust", ["sex"], letters="askia")
    assert "letters_overlap" not in {note.key for note in single.notes}
