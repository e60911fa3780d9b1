"""Reports of shipped studies, and a browser to read them in."""

from __future__ import annotations

import os
import shutil
import warnings
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pytest

from survey.definitions.policy import DEFAULT
from survey.definitions.reading.load import load_library, load_study
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.errors import SurveyWarning
from survey.leaving import leaving_house
from survey.reports.interactive.contents import contents
from survey.reports.interactive.report import Report
from survey.reports.interactive.report_page import report_page
from survey.studies.interactive.report_of import study_report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")

STUDY = """study: made
sample: {kind: unknown, size: 500, frame: unknown}
questions:
  vote: {type: single, text: "Vote?", options: {1: A, 2: B, 3: C, 9: {label: DK, missing: dont_know}}}
  region: {type: single, text: "Region?", options: {1: North, 2: South, 3: West, 4: East}}
  work: {type: single, text: "Work?", options: {1: Office, 2: Plant, 3: Home, 4: None}}
data: made.csv
design: {weight: w}
banner: [region, work]
"""


@pytest.fixture(scope="session")
def wave() -> Report:
    """A small invented wave with weights: three banner variables."""
    library = load_library(None)
    return study_report(load_study("example_wave", library), library)


@pytest.fixture(scope="session")
def object_of_wave(wave: Report) -> dict[str, Any]:
    """What the page of ``wave`` carries."""
    return contents(wave, "en")


@pytest.fixture(scope="session")
def filtered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Report, Report]:
    """A report under the default policy, and the same without one. Sixteen columns stand inside columns."""
    draw = np.random.default_rng(5)
    frame = pd.DataFrame({"vote": draw.choice([1, 2, 3, 9], 500, p=[0.45, 0.3, 0.2, 0.05])})
    frame["region"], frame["work"] = draw.integers(1, 5, 500), draw.choice([1, 2, 3, 4], 500, p=[0.4, 0.3, 0.2, 0.1])
    frame["w"] = draw.choice([0.5, 1.0, 1.5], 500)
    path = tmp_path_factory.mktemp("filters") / "questionnaires" / "studies" / "made.yaml"
    path.parent.mkdir(parents=True)
    frame.to_csv(path.with_suffix(".csv"), index=False)
    path.write_text(STUDY, encoding="utf-8")
    library = load_library(path.parents[1])
    study = load_study("made", library)
    free = study.model_copy(update={"disclosure": Disclosure(preset="none", reason="to attack it")})
    with leaving_house(), warnings.catch_warnings():
        warnings.simplefilter("ignore", SurveyWarning)
        return tuple(  # type: ignore[return-value]
            study_report(one, library) for one in (study.model_copy(update={"disclosure": DEFAULT}), free)
        )


@pytest.fixture(scope="session")
def pages(wave: Report, filtered: tuple[Report, Report], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as files: of the wave, of a poll that was only published and is one of a series, and of a
    study with filters some of whose cells are of few."""
    folder = tmp_path_factory.mktemp("reports")
    library = load_library(None)
    made = {"wave": wave, "poll": study_report(load_study("baw_2020_11", library), library), "few": filtered[0]}
    for name, report in made.items():
        (folder / f"{name}.html").write_text(report_page(report, "en"), encoding="utf-8")
    return {name: folder / f"{name}.html" for name in made}


@pytest.fixture(scope="session")
def browser() -> Iterator[Any]:
    """A real browser without a window. Where continuous integration runs, none is no excuse."""
    found = next((path for name in BROWSERS if (path := shutil.which(name))), None)
    if found is None and not os.environ.get("CI"):
        pytest.skip("no Chromium on this machine")
    from playwright.sync_api import sync_playwright

    with sync_playwright() as player:
        opened = player.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened
        opened.close()
