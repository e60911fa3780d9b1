"""Rules of the search beyond one column of shares: who answered a set, means and margins, waves with another change."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd
import pytest

import survey
from survey.cells.filters.within import within
from survey.claims.explaining.explanation import Explanation, explain_table
from survey.claims.published.check import check_table
from survey.reports.printing.render import render


@pytest.fixture(scope="module")
def frame() -> pd.DataFrame:
    draw = np.random.default_rng(7)
    data = {f"k{at}": draw.random(600) < 0.15 + 0.08 * at for at in range(4)}
    data |= {"sex": draw.integers(1, 3, 600), "score": draw.integers(1, 6, 600), "w": draw.lognormal(0, 0.6, 600)}
    return pd.DataFrame(data).astype({f"k{at}": int for at in range(4)})


def explained(frame: pd.DataFrame, rows: list[list[str]]) -> Explanation:
    kinds = {f"o{at}": f"Kind {at}" for at in range(4)}
    questions: dict[str, Any] = {
        "kinds": {"type": "multiple", "columns": {f"o{at}": f"k{at}" for at in range(4)}, "options": kinds},
        "sex": {"options": {1: "Men", 2: "Women"}},
        "score": {"type": "scale", "options": {at: f"Step {at}" for at in range(1, 6)}},
    }
    return explain_table(check_table(survey.Sample(frame, weight="w", questions=questions), rows))


def rules(found: Explanation) -> list[tuple[tuple[str, str], ...]]:
    return [tuple((change.kind, change.name) for change in one.changes) for one in found.whole]


@pytest.mark.derivation
def test_a_table_of_those_who_answered_the_set_is_found(frame: pd.DataFrame, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    flags = frame[[f"k{at}" for at in range(4)]].to_numpy()
    weight = frame["w"].to_numpy() * flags.any(axis=1)
    shares = 100 * (flags * weight[:, None]).sum(axis=0) / weight.sum()
    rows = [["kinds"], ["", "Total"], *([f"Kind {at}", f"{one:.1f}"] for at, one in enumerate(shares))]
    found = explained(frame, rows)
    assert rules(found) == [(("base", "marked"),)]
    assert "who named at least one" in " ".join(render(found, "text").split())


@pytest.mark.derivation
def test_means_and_margins_are_counted_and_tell_rules_apart(frame: pd.DataFrame) -> None:
    women = frame[frame["sex"] == 2]
    mean, n = women["score"].mean(), len(women)
    rows = [["score"], ["", "Total"], ["Mean", f"{mean:.3f}"], ["Margin of error", f"{98 / n**0.5:.2f}"]]
    rows += [[f"Step {at}", f"{100 * (women['score'] == at).mean():.1f}"] for at in range(1, 6)]
    found = explained(frame, rows)
    assert rules(found) == [(("weight", "none"), ("filter", "sex == '2'"))]
    assert found.seen == 7


@pytest.mark.derivation
def test_a_wave_with_another_change_is_found() -> None:
    here, there = survey.open_study("gss_2016"), survey.open_study("gss_2018")
    sample = survey.Sample.of(within(there, "sex == female"))
    rows = []
    for question in ("abortion_any", "abortion_poor"):
        values = sample.share(question)
        rows += [[question], ["", "Total"]]
        rows += [[key, f"{100 * value:.3f}"] for key, value in zip(values.option, values.estimate, strict=True)]
        rows.append([])
    assert rules(explain_table(check_table(here, rows))) == [(("wave", "gss_2018"), ("filter", "sex == 'female'"))]


@pytest.mark.contract
def test_rules_that_make_as_many_cells_are_reported_too(frame: pd.DataFrame) -> None:
    weight = frame["w"].to_numpy()
    shares = [100 * weight[frame["sex"] == at].sum() / weight.sum() for at in (1, 2)]
    rows = [["sex"], ["", "Total"], ["Men", f"{shares[0]:.1f}"], ["Women", f"{shares[1] + 9:.1f}"]]
    found = explained(frame, rows)
    assert found.check.reproduced == 1 and not found.whole
    assert {one.reproduced for one in found.found} == {1} and all(one.size == 1 for one in found.found)
    assert "as many figures as the stated" in " ".join(render(found, "text").split())
