"""Pictures as files, and the data they show."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from survey.errors import SurveyError
from survey.plots.bars import bars
from survey.plots.sheet.page import Picture
from survey.reports.files.figures import figure_data, save_figure
from survey.tables.table import Column, Note, StubRow, Table

pytestmark = pytest.mark.contract

SVG = "{http://www.w3.org/2000/svg}"


def picture(title: str = "Выбар < & >", share: float = 0.123456789012345, synthetic: bool = True) -> Picture:
    stub = (StubRow("yes", {"be": "Так ў"}), StubRow("no", {"be": "Не"}))
    shares = np.array([[share], [np.nan]])
    table = Table(
        kind="topline",
        study="town",
        question="vote",
        title={"be": title},
        stub=stub,
        columns=(Column("_total", {"be": "Усе"}, n=100.0),),
        estimate=shares,
        std_error=shares / 10,
        conf_low=shares - 0.01,
        conf_high=shares + 0.01,
        count=shares * 100,
        notes=(Note("n", {"be": "n = 100"}),),
        synthetic=synthetic,
    )
    return bars(table, "be")


def test_an_svg_carries_its_title_its_figures_and_the_mark_of_synthetic_data(tmp_path: Path) -> None:
    save_figure(picture(), tmp_path / "x.svg")
    root = ElementTree.parse(tmp_path / "x.svg").getroot()
    assert root.get("role") == "img"
    assert root.findtext(f"{SVG}title") == "Выбар < & >"
    told = root.findtext(f"{SVG}desc") or ""
    assert "Так ў: 12,3; Не: –" in told and "n = 100." in told
    assert "synthetic data" in (tmp_path / "x.svg").read_text(encoding="utf-8")
    save_figure(picture(synthetic=False), tmp_path / "y.svg")
    assert "synthetic" not in (tmp_path / "y.svg").read_text(encoding="utf-8")


def test_a_png_has_300_dots_an_inch_and_the_same_texts(tmp_path: Path) -> None:
    save_figure(picture(), tmp_path / "x.PNG")
    with Image.open(tmp_path / "x.PNG") as found:
        assert found.format == "PNG"
        assert found.width == int(150 / 25.4 * 300)
        assert found.info["dpi"] == pytest.approx((300, 300), abs=0.1)
        assert found.info["Title"] == "Выбар < & >"
        assert "Так ў: 12,3" in found.info["Description"]
        assert found.info["Keywords"] == "synthetic data"


@pytest.mark.parametrize("form", ["svg", "png"])
def test_no_time_and_no_place_is_in_a_file(form: str, tmp_path: Path) -> None:
    path = tmp_path / f"x.{form}"
    save_figure(picture(), path)
    data = path.read_bytes()
    assert b"<dc:date>" not in data and b"Creation Time" not in data
    assert str(tmp_path).encode() not in data


def test_control_characters_of_old_labels_leave_the_svg_readable(tmp_path: Path) -> None:
    save_figure(picture("a\x01b\x0bc"), tmp_path / "x.svg")
    assert ElementTree.parse(tmp_path / "x.svg").getroot().findtext(f"{SVG}title") == "ab c"


@pytest.mark.parametrize("name", ["x.gif", "x.tiff", "x", "svg"])
def test_another_ending_is_an_error_that_names_the_known(name: str, tmp_path: Path) -> None:
    with pytest.raises(SurveyError) as caught:
        save_figure(picture(), tmp_path / name)
    assert name in str(caught.value) and ".svg" in str(caught.value) and ".png" in str(caught.value)
    assert list(tmp_path.iterdir()) == []


def test_a_picture_that_fails_leaves_the_earlier_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "x.svg"
    path.write_text("earlier", encoding="utf-8")
    figure = picture()

    def fails(*_: object, **__: object) -> None:
        raise RuntimeError("no ink")

    monkeypatch.setattr(figure, "savefig", fails)
    with pytest.raises(RuntimeError):
        save_figure(figure, path)
    assert path.read_text(encoding="utf-8") == "earlier"
    assert [item.name for item in tmp_path.iterdir()] == ["x.svg"]


def test_a_place_that_cannot_be_written_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "taken").write_text("x", encoding="utf-8")
    with pytest.raises(SurveyError, match="cannot be written"):
        save_figure(picture(), tmp_path / "taken" / "x.svg")


def test_figure_data_are_plain_json_of_twelve_digits() -> None:
    data = figure_data(picture())
    assert json.loads(json.dumps(data, allow_nan=False)) == data
    assert data["title"] == "Выбар < & >" and data["language"] == "be" and data["synthetic"] is True
    yes, no = data["shown"]
    assert yes["estimate"] == 0.123456789012
    assert no["estimate"] is None and no["printed"] == "–"


def test_figure_data_do_not_see_the_last_digits_of_a_number() -> None:
    near = 0.3 + 1e-16 * np.arange(1, 4)
    assert len({json.dumps(figure_data(picture(share=float(share)))) for share in near}) == 1


def test_figure_data_see_what_a_reader_sees() -> None:
    first = figure_data(picture())
    assert figure_data(picture(share=0.123456789)) != first
    assert figure_data(picture(title="Іншы")) != first
    assert figure_data(picture(synthetic=False)) != first
