"""The attack on all that a run publishes, before and after the default policy: nobody is singled out after it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from survey.definitions.policy import DEFAULT
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.leaving import leaving_house
from survey.studies.study_tables import study_crosstabs, study_toplines
from survey.tables.rules.rule_of import LATER, audited
from survey.weighting.plan.study_sample import study_sample
from tests.hostile.differencing import infer, knowledge

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
MADE = """study: made
sample: {kind: unknown, size: 400, frame: unknown}
questions:
  vote:
    {type: single, text: "Vote?", options: {1: A, 2: B, 3: C, 9: {label: DK, missing: dont_know}}, nets: {ab: [1, 2]}}
  trust: {type: scale, text: "Trust?", options: {1: Low, 2: Middle, 3: High}}
  age: {type: single, text: "Age?", options: {1: Young, 2: Middle, 3: Old, 9: {label: No answer, missing: refused}}}
  region: {type: single, text: "Region?", options: {1: North, 2: South, 3: West, 4: East}}
data: made.csv
banner: [age, region]
tables: [vote, trust, age, region]
"""


@dataclass(frozen=True)
class Attacked:
    """Groups of one to nine respondents that a reader is told or sure of, before and after; cells, and those
    suppressed; the narrowest interval that is left, by the reader and by the audit of the run."""

    before: int
    after: int
    cells: int
    suppressed: int
    narrowest: float
    audit: float


def attacked(study: Study, library: Library) -> Attacked:
    """All tables of a run of ``study``, each pair and subset of them at once, under the default policy."""
    study = study.model_copy(update={"disclosure": DEFAULT})
    sample = study_sample(study, library)
    tables = study_toplines(study, library, sample=sample, rule=LATER)
    if study.banner:
        banner = [name for name in study.banner if name in {table.question for table in tables}]
        rows = [table.question for table in tables if table.question not in banner]
        tables += study_crosstabs(study, library, rows, sample=sample, rule=LATER)
    with leaving_house():
        shown, audit = audited(study, tables)
    assert audit is not None
    known = knowledge(shown, tables)
    found = infer(known)
    after = len(known.told()) + len(found.singled_out(rest=True))
    before = len(knowledge(tables, tables).told())
    return Attacked(before, after, audit.cells, audit.suppressed, found.narrowest, audit.narrowest)


def made(folder: Path, seed: int) -> tuple[Study, Library]:
    """An invented study with a region of four, seven without an age, and few who do not know."""
    draw = np.random.default_rng(seed)
    frame = pd.DataFrame({"vote": draw.choice([1, 2, 3, 9], 400, p=[0.5, 0.37, 0.1, 0.03])})
    frame["trust"] = draw.integers(1, 4, 400)
    frame["age"] = draw.permutation([9] * 7 + [1] * 60 + [2] * 200 + [3] * 133)
    frame["region"] = draw.permutation([1] * 4 + [2] * 150 + [3] * 120 + [4] * 126)
    path = folder / "questionnaires" / "studies" / "made.yaml"
    path.parent.mkdir(parents=True, exist_ok=True)
    frame.to_csv(path.with_suffix(".csv"), index=False)
    path.write_text(MADE, encoding="utf-8")
    library = load_library(folder / "questionnaires")
    return load_study("made", library), library


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_nobody_is_singled_out_in_made_studies(tmp_path: Path, seed: int) -> None:
    found = attacked(*made(tmp_path, seed))
    assert found.before > 0 and found.after == 0 and found.suppressed < found.cells
    assert found.narrowest >= found.audit - 1e-6 and found.audit >= 10  # the audit of the run promises no more


@pytest.mark.parametrize("name", ["example_wave", "ces_2011", "gss_2018"])
def test_nobody_is_singled_out_in_shipped_studies(name: str) -> None:
    library = load_library(None)
    found = attacked(load_study(name, library), library)
    assert found.before > 0 and found.after == 0
    assert found.narrowest >= found.audit - 1e-6
