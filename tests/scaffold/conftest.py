"""Small invented files of each make, and a scaffold of them read back through the definitions' own reader."""

from __future__ import annotations

import datetime
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.cells.samples.sample import SampleData
from survey.definitions.reading.load import load_library, load_study, with_file
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.scaffold.form import Form
from survey.scaffold.proposal import Scaffold
from survey.studies.starting.new_study import new_study
from survey.weighting.plan.study_sample import study_sample

TRUST = {1: "Fully trust", 2: "Rather trust", 3: "Rather distrust", 4: "Do not trust at all"}
MISSING = {8: "Hard to say", 9: "Refused"}


@dataclass(frozen=True)
class Made:
    """What ``survey new`` made of a file, and its text read back."""

    path: Path
    scaffold: Scaffold
    library: Library
    text: str

    def question(self, name: str) -> Question:
        """A question as the definition that was written has it."""
        return self.library.question(load_study(self.path.stem, self.library), name)

    @property
    def sample(self) -> SampleData:
        """The data, opened as every command opens them; a problem of the definition or of the data is an error."""
        return study_sample(load_study(self.path.stem, self.library), self.library)


Make = Callable[..., Made]


@pytest.fixture
def scaffolded(tmp_path: Path) -> Make:
    """Make a scaffold of a data file (or of a form) and read it back."""

    def make(data: Path | None, form: Form | None = None, **options: Any) -> Made:
        folder = tmp_path / "questionnaires" / "studies"
        folder.mkdir(parents=True, exist_ok=True)
        library = load_library(tmp_path / "questionnaires")
        out = folder / "wave.yaml"
        made = new_study("wave", library, data=data, form=form, out=out, **options)
        return Made(out, made.scaffold, with_file(out, library), out.read_text(encoding="utf-8"))

    return make


@pytest.fixture(scope="session")
def answers() -> pd.DataFrame:
    """Answers of 200 invented persons."""
    n, draw = 200, np.random.default_rng(14)
    frame = pd.DataFrame({"respid": np.arange(1001, 1001 + n)})
    frame["intdate"] = [datetime.date(2024, 3, 1 + k % 20) for k in range(n)]
    frame["sex"] = draw.integers(1, 3, n)
    frame["age"] = draw.integers(18, 80, n)
    for item in ("courts", "police", "press"):
        frame[f"trust_{item}"] = draw.choice([1, 2, 3, 4, 8, 9], n)
    for option in (1, 2):
        frame[f"q5_{option}"] = draw.integers(0, 2, n)
    frame["q5_3"] = ((frame["q5_1"] == 0) & (frame["q5_2"] == 0)).astype(int)
    frame["other"] = [f"words of person {k}" for k in range(n)]
    frame["wt"] = draw.uniform(0.5, 2, n).round(4)
    frame["stratum"] = np.arange(n) % 4
    frame["psu"] = np.arange(n) % 40
    return frame


@pytest.fixture(scope="session")
def labels() -> tuple[dict[str, str], Mapping[str, dict[Any, str]]]:
    """Labels of columns and of values for ``answers``."""
    texts = {
        "respid": "Respondent number",
        "sex": "Sex of the respondent",
        "age": "How old are you?",
        **{f"trust_{item}": f"How much do you trust: {item}" for item in ("courts", "police", "press")},
        **{
            f"q5_{k}": f"Which do you use? - {name}"
            for k, name in enumerate(("Radio", "Television", "None of these"), 1)
        },
        "other": "Anything else?",
        "wt": "Post-stratification weight",
    }
    values: dict[str, dict[Any, str]] = {"sex": {1: "Male", 2: "Female"}, "age": {99: "Refused"}}
    for item in ("courts", "police", "press"):
        values[f"trust_{item}"] = {**TRUST, **MISSING}
    return texts, values


@pytest.fixture
def sav(tmp_path: Path, answers: pd.DataFrame, labels: Any) -> Path:
    """The answers as an SPSS file with all its labels."""
    path = tmp_path / "wave.sav"
    texts, values = labels
    ranges = {f"trust_{item}": [{"lo": 9, "hi": 9}] for item in ("courts", "police", "press")}
    pyreadstat.write_sav(
        answers,
        str(path),
        column_labels=texts,
        variable_value_labels=values,
        missing_ranges=ranges,
        file_label="A wave",
    )
    return path
