"""Tables published under hidden rules: the rule is among those named, and each figure reported is the ordinary one."""

from __future__ import annotations

import importlib.util
import json
from pathlib import Path
from types import ModuleType

import numpy as np
import pytest

import survey
from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.claims.explaining.blocks import blocks_of
from survey.claims.explaining.candidates import base_changes, joined_changes, small_changes
from survey.claims.explaining.change import Change, Samples, under
from survey.claims.explaining.explanation import explain_table
from survey.claims.explaining.filters import filter_slices
from survey.claims.explaining.scores import Asked, Scores
from survey.claims.explaining.search import WHOLE, search
from survey.claims.explaining.weights import candidate_weights
from survey.claims.published.check import check_table
from survey.definitions.records.published_table import PublishedTable
from survey.reports.printing.render import render


@pytest.fixture(scope="module")
def script(root: Path) -> ModuleType:
    """The generator of tables under hidden rules."""
    spec = importlib.util.spec_from_file_location("explanations", root / "scripts" / "explanations.py")
    assert spec is not None and spec.loader is not None
    made = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(made)
    return made


@pytest.fixture(scope="module")
def chile() -> SampleData:
    return survey.open_study("chile_1988")


@pytest.fixture(scope="module")
def wave() -> SampleData:
    return survey.open_study("example_wave")


@pytest.mark.derivation
@pytest.mark.parametrize("seed", range(3))
def test_a_hidden_rule_is_among_those_named(script: ModuleType, wave: SampleData, seed: int) -> None:
    questions, banner = script.STUDIES["example_wave"]
    assert script.outcome(wave, seed, questions, banner) in ("named", "same")


@pytest.mark.derivation
def test_what_counts_make_is_what_the_estimator_makes(script: ModuleType, wave: SampleData) -> None:
    rows = script.published(within(wave, "sex == female"), ("alliance_preference", "trust"), ("age_group",), 1)
    check = check_table(wave, rows, PublishedTable(rows={"Trusts": ("4", "5")}))
    weights = candidate_weights(wave)
    tried = search(check, weights)
    seen = {at for block in blocks_of(check) for at in block.at}
    chosen = np.random.default_rng(1).choice(len(tried.found), 12, replace=False)
    for at in chosen:
        count, changes = tried.found[at]
        cells = under(check, changes, Samples(weights, {}))
        assert sum(cells[place].status == "reproduced" for place in seen) == count, changes


@pytest.mark.derivation
@pytest.mark.parametrize("percent", ["column", "row", "cell"])
def test_values_under_every_base_and_filter_are_those_of_the_estimator(
    script: ModuleType, chile: SampleData, percent: str
) -> None:
    rows = script.published(chile, ("vote",), ("sex", "education"), 1)
    check = check_table(chile, rows, PublishedTable(percent=percent))
    blocks = blocks_of(check)
    cut = next(cut for _, cut in filter_slices(chile) if cut.written[0].startswith("region"))
    for block in blocks:
        counts = block.counted(chile, cut)
        assert counts is not None
        for base in ("all", "valid", "dont_know"):
            made = block.values(counts, base, percent)
            for at in (0, len(cut.written) - 1):
                changes = [Change("base", base), Change("filter", cut.written[at])]
                cells = under(check, changes, Samples({}, {}))
                wanted = [100 * cells[place].found.value for place in block.at]
                inside = [cells[place].found.fault != "outside" for place in block.at]
                np.testing.assert_allclose(made[inside, at], np.array(wanted)[inside], atol=1e-9)


@pytest.mark.property
def test_answers_joined_and_nets_of_rounded_shares_are_found(script: ModuleType, wave: SampleData) -> None:
    rows = [["trust"], ["", "Total", "Men", "Women"]]
    made = {by: {} for by in ("", "male", "female")}  # type: ignore[var-annotated]
    for row in script.published(wave, ("trust",), ("sex",), 1):
        if len(row) == 4 and row[0]:
            made[row[0]] = [float(cell) for cell in row[1:]]
    rows += [[key, *(f"{value:.1f}" for value in made[key])] for key in ("1", "2", "3")]
    rows.append(["4", *(f"{a + b:.1f}" for a, b in zip(made["4"], made["5"], strict=True))])
    columns = {"Men": {"sex": "male"}, "Women": {"sex": "female"}}
    found = explain_table(check_table(wave, rows, PublishedTable(columns=columns)))
    kinds = [tuple((change.kind, change.name, change.options) for change in one.changes) for one in found.whole]
    assert kinds == [(("joined", "4", ("4", "5")),)]


@pytest.mark.contract
def test_the_report_says_what_is_consistent_and_never_who_did_it(script: ModuleType, chile: SampleData) -> None:
    rows = script.published(within(chile, "sex == female"), ("vote",), ("age_group",), 0, base="valid")
    found = explain_table(check_table(chile, rows))
    assert [(one.size, one.whole) for one in found.found] == [(2, True)]
    text = " ".join(render(found, "text").split())
    assert "only Sex: Women; base: valid" in text
    assert "consistent with a rule doesn’t say that it was made by it" in text
    assert found.found[0].most < found.found[0].reproduced and found.tried > 500
    notes = json.loads(render(found, "json"))["notes"]["explanation"]
    assert notes["found"][0]["changes"] == [
        {"kind": "filter", "name": "sex == 'female'"},
        {"kind": "base", "name": "valid"},
    ]
    assert "Женщины" in render(found, "html", "ru")


@pytest.mark.property
def test_a_wave_of_the_series_is_tried() -> None:
    here, there = survey.open_study("gss_2016"), survey.open_study("gss_2018")
    question = next(name for name in here.study.tables or here.study.questions if here.questions[name].options)
    values = survey.Sample.of(there).share(question)
    rows = [[question], ["", "Total"]]
    rows += [[key, f"{100 * value:.2f}"] for key, value in zip(values.option, values.estimate, strict=True)]
    found = explain_table(check_table(here, rows))
    assert ("wave", "gss_2018") in [(change.kind, change.name) for one in found.whole for change in one.changes]


def test_every_kind_of_change_is_tried(script: ModuleType, wave: SampleData) -> None:
    check = check_table(wave, script.published(within(wave, "sex == male"), ("trust",), ("region",)))
    blocks = blocks_of(check)
    kinds = {change.kind for change in (*base_changes(blocks), *small_changes(check, blocks))}
    assert {"percent", "rounding"} <= kinds and {"none"} <= set(candidate_weights(wave))
    assert len(joined_changes(check, blocks)) == 0  # every answer has a row
    counts = [block.counted(wave, WHOLE) for block in blocks]
    scores = Scores(check, blocks, [Asked.of(check, block) for block in blocks], [one for one in counts if one])
    assert int(scores.made(())[0]) == sum(check.cells[at].status == "reproduced" for block in blocks for at in block.at)
