"""Estimates as a person meets them in a terminal and in a notebook; as rows."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest

import survey

pytestmark = pytest.mark.contract


def sample(rows: int = 300, **columns: object) -> survey.Sample:
    rng = np.random.default_rng(8)
    data = pd.DataFrame(
        {"vote": rng.choice(["left", "right"], rows), "sex": rng.choice(["man", "woman"], rows), "w": rng.random(rows)}
    )
    return survey.Sample(data.assign(**columns), survey.SurveyDesign(weight="w"))


def test_a_result_prints_as_an_aligned_table_with_base_and_method() -> None:
    lines = repr(sample().share("vote", by="sex")).splitlines()
    assert lines[0] == "share of vote by sex"
    assert lines[1].split() == ["option", "sex", "estimate", "std_error", "95%", "interval", "n"]
    assert len({len(line) for line in lines[1:6]}) == 1
    assert lines[2].split()[:2] == ["left", "man"] and " to " in lines[2]
    assert lines[-1].startswith("weight w; base asked; variance by linearization; logit interval, t with ")


def test_differences_print_their_p_value() -> None:
    votes = sample().share("vote")
    text = repr(votes[0] - votes[1])
    assert text.splitlines()[1].endswith("p_value") and "(design)" in text
    assert "none" in repr(survey.contrast(votes, [1, -1], df=0)) and "no degrees" not in repr(votes)
    assert "normal limits" in repr(sample().share("vote", df=np.inf))


def test_a_long_result_is_cut_and_says_so() -> None:
    many = sample(600, vote=np.arange(600) % 60).share("vote")
    assert "… 20 more rows" in repr(many) and len(repr(many).splitlines()) == 44


def test_html_is_escaped() -> None:
    votes = sample(300, vote=np.where(np.arange(300) % 2, "<script>alert(1)</script>", "a & b")).share("vote")
    page = votes._repr_html_()
    assert "<script>" not in page and "&lt;script&gt;" in page and "a &amp; b" in page
    assert page.count("<tr>") == 3 and "variance by linearization" in page


def test_synthetic_data_are_marked() -> None:
    marked = survey.Sample.of(sample().changed(synthetic=True))
    votes = marked.share("vote")
    for text in (repr(votes), votes._repr_html_(), repr(votes[0] - votes[1]), repr(marked.mean("w"))):
        assert "SYNTHETIC DATA" in text


def test_an_option_that_breaks_lines_keeps_the_table_aligned() -> None:
    votes = sample(300, vote=np.where(np.arange(300) % 2, "yes\nno", "x")).share("vote")
    assert "yes no" in repr(votes) and len(repr(votes).splitlines()) == 5


def test_rows_are_taken_by_place_slice_name_and_list() -> None:
    votes = sample().share("vote", by="sex")
    assert [row.option[0] for row in votes] == list(votes.option)
    assert votes[-1].domain_levels == (("woman",),)
    assert votes[1:3].option == ("left", "right")
    assert votes[["right, man", ("left", "woman")]].labels == ("right, man", "left, woman")
    with pytest.raises(IndexError):
        votes[4]
    np.testing.assert_array_equal(votes[1:3].covariance, votes.covariance[1:3, 1:3])


def test_names_of_intervals_in_r_are_taken_for_ours() -> None:
    for theirs, ours in (("xlogit", "logit"), ("beta", "korn_graubard"), ("mean", "wald")):
        made = sample().share("vote", interval=theirs)
        assert made.method.interval == ours
        np.testing.assert_array_equal(made.conf_low, sample().share("vote", interval=ours).conf_low)
