"""What the waves of one questionnaire have in common is written once."""

from __future__ import annotations

import shutil
from pathlib import Path

import numpy as np
import pandas as pd
import pyreadstat
import pytest

from survey.definitions.reading.load import check_library, load_library, load_study
from survey.definitions.records.library import Library
from survey.reports.printing.render import render
from survey.studies.study_tables import study_crosstabs
from survey.studies.study_trend import study_trend
from survey.weighting.plan.study_sample import study_sample

pytestmark = pytest.mark.contract

SERIES = """\
series: trust
pollster: Example Institute
mode: phone
population: residents aged 18+
sample: {kind: probability}
data: {id: id}
weighting: {method: rake, targets: town, margins: [sex]}
base: valid
missing: {8: dont_know, 9: refused}
questions: {courts: {nets: {trust: [3, 4]}}, '*': all}
banner: [sex]
"""
TARGETS = """\
targets: town
population: residents aged 18+
date: '2020'
margins: {sex: {variables: [sex], shares: {1: 46, 2: 54}}}
"""
STUDY = """\
study: trust_{k}
series: trust
fieldwork: 2021-{k}
data: trust_{k}.sav
"""
TRUST = {1: "Not at all", 2: "Not much", 3: "Rather", 4: "Fully", 8: "Don't know", 9: "Refused"}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("series", "studies", "targets"):
        (tmp_path / name).mkdir()
    (tmp_path / "series" / "trust.yaml").write_text(SERIES, encoding="utf-8")
    (tmp_path / "targets" / "town.yaml").write_text(TARGETS, encoding="utf-8")
    draw = np.random.default_rng(5)
    for k in range(1, 13):
        (tmp_path / "studies" / f"trust_{k:02}.yaml").write_text(STUDY.format(k=f"{k:02}"), encoding="utf-8")
        n = 200
        frame = pd.DataFrame({"id": np.arange(n) + 1000 * k, "courts": draw.choice([*TRUST], n)})
        frame["police"], frame["sex"] = draw.choice([*TRUST], n), draw.choice([1, 2], n)
        pyreadstat.write_sav(
            frame,
            tmp_path / "studies" / f"trust_{k:02}.sav",
            column_labels={"courts": "Trust in courts", "police": "Trust in police", "sex": "Sex", "id": "Number"},
            variable_value_labels={"courts": TRUST, "police": TRUST, "sex": {1: "Men", 2: "Women"}},
        )
    return tmp_path


def yaml_lines(folder: Path, *kinds: str) -> int:
    paths = [path for kind in kinds for path in (folder / kind).glob("*.yaml")]
    return sum(len(path.read_text(encoding="utf-8").splitlines()) for path in paths)


@pytest.mark.filterwarnings("ignore::survey.errors.LeftOutWarning")
def test_twelve_waves_take_sixty_lines_and_give_tables_and_a_trend(folder: Path) -> None:
    assert yaml_lines(folder, "series", "studies") <= 60
    library = load_library(folder)
    assert [str(problem) for problem in check_library(library)] == []
    study = load_study("trust_07", library)
    assert (study.mode, study.banner, study.fieldwork.start) == ("phone", ("sex",), "2021-07")
    sample = study_sample(study, library)
    assert sample.calibration is not None and sample.study is not None
    assert [*sample.study.questions] == ["courts", "police", "sex"]
    assert {own.base for own in sample.study.questions.values()} == {"valid"}
    tables = study_crosstabs(study, library, sample=sample)
    assert [table.question for table in tables] == ["courts", "police"]
    trend = study_trend("courts", library, series=("trust",))
    assert len({point.study for point in trend.points}) == 12


@pytest.mark.filterwarnings("ignore::survey.errors.LeftOutWarning")
def test_the_series_and_twelve_full_files_give_the_same_bytes(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Nothing but where a key stands differs: the trend of all waves and the tables of one, in every form of text."""
    full = tmp_path_factory.mktemp("full")
    shutil.copytree(folder / "targets", full / "targets")
    (full / "studies").mkdir()
    common = "".join(f"{line}\n" for line in SERIES.splitlines() if not line.startswith(("series:", "data:")))
    for k in range(1, 13):
        name = f"trust_{k:02}"
        shutil.copy(folder / "studies" / f"{name}.sav", full / "studies")
        own = STUDY.format(k=f"{k:02}").replace(f"data: {name}.sav", f"data: {{file: {name}.sav, id: id}}")
        (full / "studies" / f"{name}.yaml").write_text(own + common, encoding="utf-8")
    assert yaml_lines(full, "studies") > 150 > 60 >= yaml_lines(folder, "series", "studies")
    made = [printed(load_library(one)) for one in (folder, full)]
    assert made[0] == made[1] and len(made[0]) == 7


def printed(library: Library) -> list[bytes]:
    trend = study_trend("courts", library, series=("trust",))
    found = [render(trend, form, "en") for form in ("text", "csv", "json", "html")]
    found += [
        render(study_crosstabs(load_study("trust_07", library), library), form, "be") for form in ("csv", "md", "html")
    ]
    return [one if isinstance(one, bytes) else one.encode() for one in found]


def test_a_study_says_otherwise_key_by_key(folder: Path) -> None:
    path = folder / "studies" / "trust_03.yaml"
    more = "mode: online\nquestions: {courts: {base: asked, nets: {none: [1]}}}\nmissing: {9: no_answer}\n"
    path.write_text(path.read_text(encoding="utf-8") + more, encoding="utf-8")
    study = load_study("trust_03", load_library(folder))
    assert (study.mode, study.house, study.every) == ("online", "Example Institute", True)
    assert (study.questions["courts"].base, [*(study.questions["courts"].nets or ())]) == ("asked", ["none"])
    assert study.missing == {"8": "dont_know", "9": "no_answer"}
    assert study.data is not None and (study.data.id, study.data.file) == ("id", "trust_03.sav")


def test_faults_of_the_series_are_told_once_in_its_file(folder: Path) -> None:
    path = folder / "series" / "trust.yaml"
    wrong = SERIES.replace("targets: town", "targets: twon")
    path.write_text(wrong.replace("mode: phone", "mode: pone"), encoding="utf-8")
    problems = check_library(load_library(folder))
    assert [(Path(one.file).name, one.line, one.key) for one in problems] == [("trust.yaml", 3, "mode")]
    path.write_text(wrong, encoding="utf-8")
    (problem,) = check_library(load_library(folder))
    assert (Path(problem.file).name, problem.line, problem.key) == ("trust.yaml", 7, "weighting.targets")


def test_what_only_a_study_has_is_no_key_of_a_series(folder: Path) -> None:
    path = folder / "series" / "trust.yaml"
    path.write_text(SERIES + "fieldwork: 2021\n", encoding="utf-8")
    (problem,) = check_library(load_library(folder))
    assert (problem.line, problem.message) == (12, "'fieldwork' belongs to one study")


def test_a_series_of_no_study_is_a_fault(folder: Path) -> None:
    (folder / "series" / "trsut.yaml").write_text("series: trsut\nmode: phone\n", encoding="utf-8")
    (problem,) = check_library(load_library(folder))
    assert "no study has the series" in problem.message and "'trust'" in problem.fix
