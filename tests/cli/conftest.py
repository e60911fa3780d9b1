"""A small folder of definitions with data, and a way to call the command line in it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from survey.cli import cli

FILES = {
    "questions/vote.yaml": """\
question: vote
text: {en: "Whom would you vote for?", ru: "За кого бы вы проголосовали?"}
wording: exact
options:
  red: {code: 1, label: {en: Red, ru: Красные}}
  blue: {code: 2, label: {en: Blue, ru: Синие}}
  hard_to_say: {code: 99, label: {en: Hard to say, ru: Затрудняюсь ответить}, missing: dont_know}
""",
    "questions/sex.yaml": """\
question: sex
title: Sex
options: {male: {code: 1, label: Men}, female: {code: 2, label: Women}}
""",
    "questions/area.yaml": """\
question: area
title: Area
options: {north: North, south: South}
""",
    "targets/town.yaml": """\
targets: town
population: adults of the town
margins:
  sex: {variables: [sex], counts: {male: 450, female: 550}}
  area: {variables: [area], counts: {north: 400, south: 600}}
""",
    "studies/wave.yaml": """\
study: wave
series: town
pollster: Town Hall
fieldwork: {start: 2023-05-01, end: 2023-05-09}
mode: phone
population: adults of the town
sample: {kind: quota, size: 60}
questions:
  vote: {base: asked}
  sex: {}
  area: {}
data: {file: ../data/wave.csv, id: number}
weighting: {method: rake, targets: town, margins: [sex, area]}
banner: [sex, area]
disclosure: {preset: none, reason: made for tests}
""",
    "studies/poll.yaml": """\
study: poll
series: town
pollster: Town Hall
fieldwork: {start: 2022-05-01, end: 2022-05-09}
mode: face_to_face
population: adults of the town
sample: {kind: unknown, size: 500}
questions:
  vote: {base: all, decimals: 0, published: {red: 44, blue: 41, hard_to_say: 15}}
""",
    "claims/paper.yaml": """\
publication: {title: The Town Paper}
claims:
  - {id: two_thirds_red, quote: two thirds would vote red, study: poll, question: vote, option: red, says: two-thirds}
""",
    "claims/fair.yaml": """\
publication: {title: The Fair Paper}
claims:
  - {id: red_44, quote: 44% would vote red, study: poll, question: vote, option: red, says: 44}
""",
}


def wave_rows() -> list[dict[str, str]]:
    """Sixty respondents; every combination of sex and area occurs, women and the north too often."""
    rows = []
    for number in range(60):
        rows.append(
            {
                "number": str(number + 1),
                "sex": "1" if number % 5 < 2 else "2",
                "area": "north" if number % 3 else "south",
                "vote": ("1", "2", "1", "99", "2", "1", "2")[number % 7],
                "w": f"{1 + number % 4 / 10:g}",
                "cluster": str(number // 5),
            }
        )
    return rows


@dataclass
class Town:
    """The folder, and the command line called in it."""

    folder: Path

    def write(self, name: str, text: str) -> None:
        path = self.folder / "questionnaires" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def change(self, name: str, old: str, new: str) -> None:
        path = self.folder / "questionnaires" / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def data(self, change: Callable[[list[dict[str, str]]], None] | None = None, name: str = "data/wave.csv") -> None:
        rows = wave_rows()
        if change is not None:
            change(rows)
        lines = [",".join(rows[0])] + [",".join(row.values()) for row in rows]
        self.write(name, "\n".join(lines) + "\n")

    def __call__(self, *args: str) -> Result:
        return CliRunner().invoke(cli, list(args), prog_name="survey")


@pytest.fixture
def town(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Town:
    """A working folder with two studies, one of them with data."""
    made = _built(tmp_path)
    monkeypatch.chdir(tmp_path)
    return made


@pytest.fixture(scope="session")
def earlier(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A town with the results of a run, for tests that copy them."""
    made = _built(tmp_path_factory.mktemp("earlier"))
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(made.folder)
        done = made("run", "--quiet")
    assert done.exit_code == 0, done.output
    return made.folder


def _built(folder: Path) -> Town:
    made = Town(folder)
    for name, text in FILES.items():
        made.write(name, text)
    made.data()
    return made
