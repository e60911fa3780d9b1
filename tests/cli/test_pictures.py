"""Pictures by the command line: titles, sizes, notes, kinds, and the book of all."""

from __future__ import annotations

import re
import xml.etree.ElementTree as ElementTree
from pathlib import Path
from typing import Any

import pytest
from PIL import Image

pytestmark = pytest.mark.contract

SVG = "{http://www.w3.org/2000/svg}"
SCALE = "options: {a: {code: '1', label: Agree}, b: {code: '2', label: Disagree}}, ordered: poles"


def texts(path: Path) -> list[str]:
    root = ElementTree.parse(path).getroot()
    return ["".join(item.itertext()) for item in root.iter(f"{SVG}text")]


def described(path: Path) -> str:
    return ElementTree.parse(path).getroot().findtext(f"{SVG}desc") or ""


def drawn(town: Any, *args: str) -> list[str]:
    """The texts of a picture, its title first."""
    result = town("plot", *args, "--out", "x.svg")
    assert result.exit_code == 0, result.output
    title = ElementTree.parse(town.folder / "x.svg").getroot().findtext(f"{SVG}title") or ""
    said = texts(town.folder / "x.svg")
    return [title, *said[said.index(title) + 1 :], *said]


def test_a_finding_stands_over_the_question_and_the_facts_below(town: Any) -> None:
    said = drawn(town, "topline", "wave", "vote", "--title", "Red leads")
    assert said[0] == "Red leads" and said[1] == "Whom would you vote for?"
    assert said[2] == "Adults of the town, 1-9 May 2023"
    assert any(text.startswith("n = 60 · at most ±") for text in said)
    assert any("Source: Town Hall" in text for text in said)


def test_the_whole_note_is_the_description_and_in_the_picture_on_request(town: Any) -> None:
    short = " ".join(drawn(town, "topline", "wave", "vote"))
    told = described(town.folder / "x.svg")
    full = " ".join(drawn(town, "topline", "wave", "vote", "--notes", "full"))
    for words in ("Intervals: logit, 95%", "Mode: phone"):
        assert words in told and words in full and words not in short
    assert "Red: " in told


def test_a_title_of_the_definition_is_printed_over_the_figures_it_is_of_only(town: Any) -> None:
    titles = "figures: {vote: {title: {en: Red leads, ru: Красные впереди}, by: Women vote red}}"
    town.change("studies/wave.yaml", "banner:", f"{titles}\nbanner:")
    assert drawn(town, "topline", "wave", "vote")[0] == "Red leads"
    assert drawn(town, "topline", "wave", "vote", "--lang", "ru")[0] == "Красные впереди"
    assert drawn(town, "topline", "wave", "vote", "--lang", "be")[0] == "Whom would you vote for?"
    assert drawn(town, "crosstab", "wave", "vote")[0] == "Women vote red"
    for other in (("--base", "valid"), ("--where", "sex in [male]"), ("--weight", "w"), ("--level", "0.9")):
        title = drawn(town, "topline", "wave", "vote", *other)[0]
        assert title == ("Red leads" if other[0] == "--level" else "Whom would you vote for?"), other
    assert drawn(town, "crosstab", "wave", "vote", "--banner", "sex")[0] == "Whom would you vote for?"
    assert drawn(town, "topline", "wave", "vote", "--title", "Mine")[0] == "Mine"


@pytest.mark.parametrize(("size", "width"), [("page", 150), ("column", 92), ("phone", 103), ("slide", 254)])
def test_a_picture_is_as_wide_as_its_place_at_print_resolution(size: str, width: float, town: Any) -> None:
    for name in ("x.png", "x.jpg", "x.svg"):
        result = town("plot", "topline", "wave", "vote", "--size", size, "--out", name)
        assert result.exit_code == 0, result.output
    for name in ("x.png", "x.jpg"):
        with Image.open(town.folder / name) as found:
            assert found.width / 300 * 25.4 == pytest.approx(width, rel=0.005)
            assert found.info["dpi"] == pytest.approx((300, 300), abs=0.1)
    points = ElementTree.parse(town.folder / "x.svg").getroot().get("width") or ""
    assert float(points.removesuffix("pt")) / 72 * 25.4 == pytest.approx(width, rel=0.005)


def test_kinds_of_a_crosstab_by_name(town: Any) -> None:
    seen = {kind: drawn(town, "crosstab", "wave", "vote", "--kind", kind) for kind in ("stacked", "heat", "multiples")}
    assert len({tuple(said) for said in seen.values()}) == 3
    wrong = town("plot", "crosstab", "wave", "vote", "--kind", "heat", "--option", "red", "--out", "x.svg")
    assert wrong.exit_code == 2 and "give one of them" in wrong.stderr


def scales(town: Any) -> None:
    """Two questions of one scale between two poles in the wave."""
    data = town.folder / "questionnaires/data/wave.csv"
    rows = data.read_text(encoding="utf-8").splitlines()
    added = [f"{row},{1 + at % 2},{1 + at % 3 // 2}" for at, row in enumerate(rows[1:])]
    data.write_text("\n".join([f"{rows[0]},fair,free", *added]) + "\n", encoding="utf-8")
    items = "".join(f"  {name}: {{title: {name.capitalize()}, {SCALE}}}\n" for name in ("fair", "free"))
    town.change("studies/wave.yaml", "  sex: {}\n", f"  sex: {{}}\n{items}")


def test_a_grid_is_one_picture_of_questions_of_one_scale(town: Any) -> None:
    scales(town)
    said = drawn(town, "topline", "wave", "--grid", "fair,free")
    assert {"Fair*", "Free*", "Agree", "Disagree"} <= set(said)  # of few respondents
    for args in (("wave",), ("wave", "vote", "--grid", "fair,free"), ("wave", "vote", "--kind", "heat")):
        assert town("plot", "topline", *args, "--out", "x.svg").exit_code == 2


def test_what_a_rule_hides_is_in_no_picture(town: Any) -> None:
    dots, hidden = ("crosstab", "wave", "vote", "--option", "red"), r"\b(Men|South): \d"  # 24 and 20 respondents
    assert re.search(hidden, describing(town, *dots))
    town.change("studies/wave.yaml", "banner:", "presentation: {suppress: {n: 25}}\nbanner:")
    assert not re.search(hidden, describing(town, *dots))
    assert re.search(hidden, describing(town, *dots, "--rule", "none"))
    whole = describing(town, "crosstab", "wave", "vote", "--rule", "none")
    assert describing(town, "crosstab", "wave", "vote") != whole
    assert town("plot", "wave", "--all", "--banner", "study", "--out", "book").exit_code == 0
    assert described(town.folder / "book" / "vote_by_banner.svg") == describing(town, "crosstab", "wave", "vote")


def describing(town: Any, *args: str) -> str:
    result = town("plot", *args, "--out", "x.svg")
    assert result.exit_code == 0, result.output
    return described(town.folder / "x.svg")


def test_a_book_has_a_picture_of_every_question(town: Any) -> None:
    scales(town)
    for args in (("wave", "--all"), ("book", "wave")):
        result = town("plot", *args, "--out", "book")
        assert result.exit_code == 0, result.output
        assert {path.name for path in (town.folder / "book").iterdir()} == {
            f"{name}.svg" for name in ("vote", "sex", "area", "fair", "free")
        }
    result = town("plot", "wave", "--all", "--banner", "study", "--out", "both", "--form", "png", "--size", "phone")
    assert result.exit_code == 0, result.output
    names = {path.name for path in (town.folder / "both").iterdir()}
    assert {"vote.png", "vote_by_banner.png", "fair_by_banner.png", "sex.png"} <= names
    assert "sex_by_banner.png" not in names


def test_a_book_is_pages_of_a_pdf_with_the_same_bytes_each_time(town: Any) -> None:
    for name in ("one.pdf", "two.pdf"):
        assert town("plot", "wave", "--all", "--out", name).exit_code == 0
    data = (town.folder / "one.pdf").read_bytes()
    assert data == (town.folder / "two.pdf").read_bytes()
    assert data.startswith(b"%PDF") and data.count(b"/Type /Page ") == 3


def test_a_book_of_published_figures_needs_no_data(town: Any) -> None:
    assert town("plot", "poll", "--all", "--out", "book").exit_code == 0
    assert [path.name for path in (town.folder / "book").iterdir()] == ["vote.svg"]


def test_a_book_with_a_title_or_another_ending_is_refused(town: Any) -> None:
    titled = town("plot", "wave", "--all", "--title", "x", "--out", "book")
    assert titled.exit_code == 2 and "figures:" in titled.stderr
    other = town("plot", "wave", "--all", "--out", "book.png")
    assert other.exit_code == 1 and "a folder of pictures or a .pdf" in other.stderr
    assert not (town.folder / "book").exists() and not (town.folder / "book.png").exists()


def test_a_foreign_file_in_the_folder_stops_the_whole_book(town: Any) -> None:
    (town.folder / "book").mkdir()
    (town.folder / "book" / "sex.svg").write_text("mine", encoding="utf-8")
    result = town("plot", "wave", "--all", "--out", "book")
    assert result.exit_code == 1 and "was not written by this program" in result.stderr
    assert [path.name for path in (town.folder / "book").iterdir()] == ["sex.svg"]


def test_a_misspelt_kind_of_picture_is_still_an_error(town: Any) -> None:
    assert town("plot", "toplin", "wave", "vote", "--out", "x.svg").exit_code == 2
