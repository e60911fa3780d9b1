"""``survey crosstab`` with letters: every option asks for them, and Python answers the same."""

from __future__ import annotations

import json
from pathlib import Path

import numpy as np
import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli

pytestmark = [pytest.mark.contract, pytest.mark.filterwarnings("ignore::survey.errors.SurveyWarning")]
FOLDER = Path(__file__).resolve().parents[2] / "questionnaires"
CALL = ("crosstab", "example_wave", "--rows", "alliance_preference", "--banner", "sex,age_group")


def ran(*options: str) -> Result:
    return CliRunner().invoke(cli, [*CALL, "--questionnaires", str(FOLDER), *options])


@pytest.mark.parametrize(
    "option,asked",
    [
        (["--letters"], survey.Letters()),
        (["--test", "dimensions"], survey.Letters(test="dimensions")),
        (["--against", "rest"], survey.Letters(against="rest")),
        (["--letter-level", "0.01,0.1"], survey.Letters(levels=(0.01, 0.1))),
        (["--adjust", "bh"], survey.Letters(adjust="bh")),
        (["--min-base", "0"], survey.Letters(min_base=0)),
        (["--min-base", "110"], survey.Letters(min_base=110)),
        (["--p-values"], survey.Letters(p_values=True)),
    ],
)
def test_each_option_asks_for_letters_and_python_gives_the_same(option: list[str], asked: survey.Letters) -> None:
    result = ran(*option, "--format", "json")
    assert result.exit_code == 0, result.output
    made = json.loads(result.stdout)
    table = survey.open_study("example_wave", questionnaires=FOLDER).crosstab(
        "alliance_preference", ["sex", "age_group"], letters=asked
    )
    assert [tuple(row["letters"] or ()) for row in made["rows"]] == [row.get("letters", ()) for row in table.records]
    assert made["notes"]["column_tests"]["min_base"] == asked.min_base
    p = [row["p_value"] for row in made["rows"] if row.get("p_value") is not None]
    assert table.tests is not None and len(p) == (table.tests.tested.sum() if asked.p_values else 0)


def test_without_them_nothing_is_tested() -> None:
    made = json.loads(ran("--format", "json").stdout)
    assert "letters" not in made["rows"][0] and "column_tests" not in made["notes"]


@pytest.mark.parametrize(
    "options,said",
    [
        (["--letter-level", "x"], "'x' is no level"),
        (["--letter-level", "0"], "levels between 0 and 1"),
        (["--letter-level", "0.1,0.05,0.01"], "levels between 0 and 1"),
        (["--test", "dimension"], "dimensions"),
        (["--letters", "--percent", "row"], "percentages of columns"),
        (["--min-base", "-1"], "x>=0"),
    ],
)
def test_what_cannot_be_meant_is_refused(options: list[str], said: str) -> None:
    result = ran(*options)
    assert result.exit_code in (1, 2) and said in result.output and not result.stdout.startswith("***")


def test_engines_give_the_same_letters(tmp_path: Path) -> None:
    rng = np.random.default_rng(2)
    path = tmp_path / "poll.csv"
    rows = [f"{rng.integers(1, 4)},{rng.choice(['n', 's', 'w'])},{rng.uniform(0.5, 2):.4f}" for _ in range(400)]
    path.write_text("\n".join(["q,place,w", *rows]) + "\n")
    questions = {"q": {"type": "scale", "options": {1: "a", 2: "b", 3: "c"}}}
    for test in ("design", "dimensions", "askia"):
        for against in ("columns", "total", "rest"):
            asked = survey.Letters(test=test, against=against)  # type: ignore[arg-type]
            samples = (survey.Sample(path, weight="w", questions=questions, engine=one) for one in ("memory", "duckdb"))
            memory, duck = (sample.crosstab("q", "place", letters=asked) for sample in samples)
            assert memory.tests is not None and duck.tests is not None
            np.testing.assert_allclose(memory.tests.p, duck.tests.p, rtol=1e-9)
            assert memory.marks == duck.marks
