"""Codes that nothing names and that stand apart are in no mean: it is refused until a definition says what they are."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

import survey
from survey.cells.table.apart import apart_codes
from survey.errors import EstimationError

pytestmark = pytest.mark.contract


@pytest.mark.parametrize(
    ("answers", "named", "scale", "apart"),
    [
        ([*range(11), 98, 99], (0, 10), False, (98, 99)),
        ([1, 2, 3, 4, 5, 8, 9], (), False, (8, 9)),
        ([1, 2, 3, 4, 5, 55], (1, 5), True, (55,)),
        ([*range(1, 10)], (), True, ()),
        ([*range(18, 80), 998], (), False, (998,)),
        ([1, 2, 3, -1, -9], (), False, (-9, -1)),
        ([-2, -1, 0, 1, 2], (), False, ()),
        ([18, 40, 97, 98], (97, 99), False, ()),
        ([0, 10, 50, 100, 99, 98], (), False, ()),
        ([98, 99], (), False, ()),
        ([-1, 1], (), False, ()),
        ([0, 1, 2, 3, 4, 5], (1, 5), True, (0,)),
        ([1, 2, 3, 4, 5, 6], (1, 2, 3, 4, 5), True, (6,)),
        ([0, 1, 2, 3, 4, 5], (0, 5), True, ()),
        ([1, 2, 3, 4, 5, 6], (1, 3), True, ()),
        ([0, 1, 2, 3, 4, 5], (1, 5), False, ()),
    ],
)
def test_which_codes_stand_apart(answers: list[int], named: Any, scale: bool, apart: tuple[int, ...]) -> None:
    assert apart_codes(dict.fromkeys(map(float, answers), 20), named, scale=scale) == apart


def test_the_thin_end_of_a_count_is_none_and_a_heap_at_the_end_of_ages_is_one() -> None:
    children = {0.0: 90, 1.0: 80, 2.0: 60, 3.0: 20, 4.0: 6, 5.0: 2, 8.0: 1}
    assert apart_codes(children) == ()
    ages = {float(year): 3 for year in range(18, 91)}
    assert apart_codes({**ages, 97.0: 1}) == ()
    percents = {float(share): 1 for share in range(5, 45)}  # apiclus1$mobility of R survey: 98 and 99 are percents
    assert apart_codes({**percents, 98.0: 1, 99.0: 1}) == ()
    assert apart_codes({**percents, 99.0: 4}) == (99.0,)
    assert apart_codes({**ages, 99.0: 30}) == (99.0,)


@pytest.mark.parametrize("kind", ["scale", "number"])
@pytest.mark.parametrize("engine", ["memory", "duckdb"])
def test_a_mean_over_them_is_refused_until_the_definition_says_what_they_are(
    tmp_path: Path, kind: str, engine: Any
) -> None:
    path = tmp_path / "wave.csv"
    pd.DataFrame({"q": [*range(11), 98, 99, 99] * 9, "x": range(126)}).to_csv(path, index=False)

    def sample(**said: Any) -> survey.Sample:
        return survey.Sample(path, questions={"q": {"type": kind, **said}}, engine=engine)

    for asked in ("mean", "total", "quantile", "variance", "topline"):
        with pytest.raises(EstimationError, match=r"stand apart .*\(98: 9 rows, 99: 18 rows\)") as told:
            getattr(sample(), asked)("q")
        assert "missing: {98: no_answer, 99: no_answer}" in str(told.value)
    told_of = sample(missing={98: "refused", 99: "dont_know"})
    assert told_of.mean("q").estimate[0] == pytest.approx(5)
    if kind == "scale":
        assert sample(missing={}).mean("q").estimate[0] == pytest.approx((55 + 98 + 99 + 99) / 14)
    with pytest.raises(EstimationError, match="99: 18 rows"):
        sample(missing={98: "refused"}).mean("q")
    with pytest.raises(EstimationError, match="98: 9 rows"):
        survey.Sample(path).mean("q")
    rows = survey.Sample(path).topline("q")
    assert any("stand apart" in str(note.text["en"]) and "98: 9, 99: 18" in note.text["en"] for note in rows.notes)


@pytest.mark.parametrize(
    ("kind", "answers", "labels", "apart"),
    [
        ("scale", range(1, 11), {1: "Worst", 10: "Best", 97: "Never heard of her", 98: "D.n.k."}, [97, 98]),
        ("scale", range(1, 6), {1: "a", 2: "b", 3: "c", 4: "d", 5: "e", 8: "Weiß ich nicht so recht"}, [8]),
        ("scale", range(1, 8), {1: "a", 7: "No trust", -7: "No second interview", -1: "Stopped"}, [-7, -1]),
        ("number", range(18, 97), {98: "Not willing", 99: "Not sure of it"}, [98, 99]),
        ("number", range(18, 97), {97: "97 or older"}, []),
        ("scale", range(-2, 3), {-2: "Much worse", -1: "Worse", 0: "Same", 1: "Better", 2: "Much better"}, []),
        ("scale", (-1, 0, 1), {-1: "Worse", 0: "Same", 1: "Better"}, []),
        ("scale", range(1, 8), {1: "Never", 7: "Always"}, []),
        ("scale", (0, 1, 4, 12), {0: "Never", 1: "Yearly", 4: "Quarterly", 12: "Monthly", 52: "Weekly"}, []),
        ("scale", (0, 50, 100), {0: "Cold", 50: "Neither", 98: "Hot", 100: "Hottest"}, []),
    ],
)
def test_a_labelled_code_that_stands_apart_is_in_no_mean_either_until_the_definition_says_it_is(
    kind: Any, answers: Any, labels: dict[int, str], apart: list[int]
) -> None:
    frame = pd.DataFrame({"q": [*answers, *labels] * 3})
    every = dict.fromkeys(answers) | labels
    options = {str(code): {"code": code, **({"label": text} if text else {})} for code, text in every.items()}

    def sample(**said: Any) -> survey.Sample:
        return survey.Sample(frame, questions={"q": {"type": kind, "options": options, **said}})

    if not apart:
        assert sample().mean("q").estimate[0] == pytest.approx(frame["q"].mean())
        return
    for asked in ("mean", "topline"):
        with pytest.raises(EstimationError, match="stand apart") as told:
            getattr(sample(), asked)("q")
        assert all((f"“{labels[code]}”" in str(told.value)) == (code in apart) for code in labels)
    told_of = sample(missing=dict.fromkeys(apart, "dont_know"))
    assert told_of.mean("q").estimate[0] == pytest.approx(frame["q"][~frame["q"].isin(apart)].mean())
    assert sample(missing={}).mean("q").estimate[0] == pytest.approx(frame["q"].mean())
