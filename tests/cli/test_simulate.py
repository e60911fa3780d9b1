"""``survey simulate``: an invented wave that every other command reads and calls invented."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pandas as pd
import pytest

pytestmark = pytest.mark.contract


def test_a_wave_is_made_from_published_figures_and_can_be_weighted(town: Any) -> None:
    town.change("studies/poll.yaml", "  vote: {", "  sex: {}\n  area: {}\n  vote: {")
    result = town("simulate", "poll", "--n", "500", "--seed", "3", "--targets", "town", "--out", "wave.csv")
    assert result.exit_code == 0, result.output
    assert result.stderr == "Wrote wave.csv\n" and result.stdout == ""
    frame = pd.read_csv(town.folder / "wave.csv")
    assert list(frame.columns) == ["sex", "area", "vote", "synthetic"] and len(frame) == 500
    assert set(frame["vote"]) == {1, 2, 99} and set(frame["synthetic"]) == {"SYNTHETIC DATA"}
    weighted = town("weight", "poll", "--data", "wave.csv", "--targets", "town", "--out", "weighted.csv")
    assert weighted.exit_code == 0, weighted.output
    assert weighted.stdout.startswith("*** SYNTHETIC DATA ***")
    made = pd.read_csv(town.folder / "weighted.csv")
    assert made["weight"][made.sex == 2].sum() == pytest.approx(275)  # 550 of 1000 are women
    assert town("topline", "poll", "vote", "--data", "wave.csv").stdout.startswith("*** SYNTHETIC DATA ***")


def test_the_same_seed_writes_the_same_bytes(town: Any) -> None:
    for name, seed in (("a.csv", "1"), ("b.csv", "1"), ("c.csv", "2")):
        assert town("simulate", "poll", "--seed", seed, "--out", name, "--quiet").output == ""
    first, again, other = ((town.folder / f"{name}.csv").read_bytes() for name in "abc")
    assert first == again != other


def test_without_a_place_the_name_says_what_it_is(town: Any) -> None:
    assert town("simulate", "poll", "--n", "20").exit_code == 0
    assert (town.folder / "poll_synthetic.csv").is_file()


def test_a_wave_still_in_the_field_can_be_rehearsed(town: Any) -> None:
    (town.folder / "questionnaires" / "data" / "wave.csv").unlink()
    town.change("studies/wave.yaml", "vote: {base: asked}", "vote: {base: asked, published: {red: 50, blue: 40}}")
    result = town("simulate", "wave", "--n", "400", "--out", "questionnaires/data/wave.csv")
    assert result.exit_code == 0 and "its data are not here" in result.stderr, result.output
    result = town("weight", "wave", "--out", "out.csv")
    assert result.exit_code == 0 and "SYNTHETIC" in result.stdout, result.output
    frame = pd.read_csv(town.folder / "out.csv")
    assert frame["number"].tolist() == list(range(1, 401))  # data.id


@pytest.mark.parametrize(
    "args,code,said",
    [
        (("pol",), 1, "Did you mean 'poll'?"),
        (("poll", "--targets", "twon"), 1, "Did you mean 'town'?"),
        (("poll", "--targets", "town", "--margins", "sax"), 1, "Did you mean 'sex'?"),
        (("poll", "--out", "wave.pdf"), 1, "data are not written as '.pdf'"),
        (("poll", "--n", "1"), 2, "--n"),
        (("poll", "--bias", "-1"), 2, "--bias"),
    ],
)
def test_each_fault_is_one_clear_error_and_nothing_is_written(
    args: tuple[str, ...], code: int, said: str, town: Any
) -> None:
    before = [Path(path).name for path in town.folder.iterdir()]
    result = town("simulate", *args)
    assert result.exit_code == code and said in result.stderr and "Traceback" not in result.output, result.output
    assert [path.name for path in town.folder.iterdir()] == before
