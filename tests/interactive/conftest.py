"""Reports of shipped studies, and a browser to read them in."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from survey.definitions.reading.load import load_library, load_study
from survey.reports.interactive.contents import contents
from survey.reports.interactive.report import Report
from survey.reports.interactive.report_page import report_page
from survey.studies.interactive.report_of import study_report

BROWSERS = ("chromium", "chromium-browser", "google-chrome")


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
def pages(wave: Report, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Pages as files: of the wave, and of a poll that was only published and is one of a series."""
    folder = tmp_path_factory.mktemp("reports")
    library = load_library(None)
    made = {"wave": wave, "poll": study_report(load_study("baw_2020_11", library), library)}
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
