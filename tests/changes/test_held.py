"""Which waves may be compared: one answer and one wording for check, compare, trend, combine and verify."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from click.testing import CliRunner, Result

import survey
from survey.cli import cli
from survey.errors import ComparisonError

TWO = "support: {code: 1, label: Support}, against: {code: 2, label: Against}"
FOUR = (
    "fully: {code: 1, label: Fully}, rather: {code: 2, label: Rather}, not_much: {code: 3, label: Rather not}, "
    "never: {code: 4, label: Never}"
)
NETS = (
    "nets: {support: {label: Support, options: [fully, rather]}, against: {label: Against, options: [not_much, never]}}"
)
WAVES = {
    "town_1": ("2020-03-01", "phone", f"options: {{{TWO}}}", [1, 2]),
    "town_2": ("2021-03-01", "phone", f"options: {{{TWO}}}", [1, 2]),
    "town_3": ("2022-03-01", "online", f"options: {{{FOUR}}}, {NETS}", [1, 2, 3, 4]),
    "town_4": ("2023-03-01", "online", f"options: {{{TWO}, in_part: {{code: 3, label: In part}}}}", [1, 2, 3]),
}


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("held")
    (folder / "studies").mkdir()
    for name, (day, mode, asked, codes) in WAVES.items():
        rows = "".join(f"{codes[k % len(codes)]},{k % 2 + 1}\n" for k in range(120))
        (folder / f"{name}.csv").write_text("reform,sex\n" + rows)
        (folder / "studies" / f"{name}.yaml").write_text(
            f"study: {name}\nseries: town\nfieldwork: {{start: {day}}}\nmode: {mode}\ndata: ../{name}.csv\n"
            f"design: {{weight: none}}\nquestions:\n  reform: {{{asked}}}\n"
            "  sex: {options: {man: {code: 1}, woman: {code: 2}}}\n"
        )
    return folder


@pytest.fixture
def run(town: Path) -> Any:
    def ask(*args: str) -> Result:
        return CliRunner().invoke(cli, [*args, "--questionnaires", str(town)], terminal_width=200)

    return ask


@pytest.mark.contract
def test_check_of_a_series_says_which_waves_may_be_compared(run: Any) -> None:
    lines = run("check", "town").output.splitlines()
    flat = " ".join(" ".join(lines[lines.index("town — what may be compared") :]).split())
    refused = "town_3 → town_4 reform not comparable: other answers (with: Support, Against, In part; without:"
    assert refused in flat
    assert "town_2 → town_3 reform comparable with breaks: mode: phone → online; answers: 2 → 4" in flat
    assert "town_1 → town_2 reform, sex comparable" in flat
    assert flat.index("not comparable") < flat.index("comparable with breaks")


@pytest.mark.contract
def test_check_of_one_wave_holds_it_against_its_neighbours(run: Any) -> None:
    told = run("check", "town_2").output
    assert "town_1 → town_2" in told and "town_2 → town_3" in told and "town_3 → town_4" not in told
    assert "what may be compared" not in run("check", "town_2", "--quiet").output


@pytest.mark.contract
def test_check_of_one_wave_calls_no_other_wave_different_whose_answers_it_has_not_read(tmp_path: Path) -> None:
    (tmp_path / "studies").mkdir()
    for name, year in (("first", 2020), ("second", 2021)):
        frame = pd.DataFrame({"reform": [1.0, 2.0, 2.0] * 40})
        pyreadstat.write_sav(
            frame, str(tmp_path / f"{name}.sav"), variable_value_labels={"reform": {1: "Yes", 2: "No"}}
        )
        text = f"study: {name}\nseries: town\nfieldwork: {year}\ndata: ../{name}.sav\nquestions: {{reform: {{}}}}\n"
        (tmp_path / "studies" / f"{name}.yaml").write_text(text)

    def told(*args: str) -> str:
        made = CliRunner().invoke(cli, ["check", *args, "--questionnaires", str(tmp_path)], terminal_width=200)
        return " ".join(made.output.split())

    assert "not comparable" not in told("first")
    assert "answers that stand in data alone (second)" in told("first")
    assert "first → second reform comparable" in told("town") and "data alone" not in told("town")


@pytest.mark.contract
def test_compare_and_combine_refuse_in_the_words_of_check(run: Any, town: Path) -> None:
    said = "not comparable: other answers (with: Support, Against, In part; without: Fully, Rather, Rather not, Never)"
    assert said.replace("not comparable: ", "") in " ".join(run("check", "town").output.split())
    assert said in run("compare", "town_3", "town_4", "reform").output
    waves = [survey.open_study(name, questionnaires=town) for name in ("town_3", "town_4")]
    with pytest.raises(ComparisonError) as refused:
        survey.combine(waves)
    assert said in str(refused.value)
    joined = survey.combine([survey.open_study(name, questionnaires=town) for name in ("town_2", "town_3")])
    assert joined.questions["reform"].substantive == ("support", "against")
    trend = " ".join(run("trend", "reform", "--series", "town").output.split())
    assert "Left off the line: 1 Mar 2023: other answers (with: In part)." in trend
