"""An article as its editor reads it, and a first file of claims."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.claims.verify import verify_claims
from survey.cli import cli
from survey.definitions.reading.load import load_library, refuse_faults, with_claims
from survey.plots.sheet.style import contrast
from survey.reports.documents.articles.article import article_document
from survey.reports.printing.render import render
from survey.words import say

pytestmark = pytest.mark.contract


def test_what_fails_stands_first_with_its_sources_by_title_and_no_id(root: Path) -> None:
    library = load_library(root / "questionnaires")
    claims = library.claim_set("media_iq_2023")
    made = article_document(verify_claims(claims, library), claims, library)
    kinds = [passage.kind for passage in made.passages]
    assert kinds == sorted(kinds, key=["not_reproduced", "cannot_be_checked", "reproduced"].index)
    assert len(made.passages) == 13 and len(made.rows) == 14  # two claims say the same
    page = render(made, "html")
    assert "Overstated: the poll found 61.8%, not two-thirds." in page
    assert page.index("61.8%, not two-thirds") < page.index("Cannot be checked")
    evidence = re.findall(r'<p class="evidence">(.*?)</p>', page)
    assert evidence and all("_" not in re.sub(r'href="[^"]*"', "", text) for text in evidence)
    drawn = [say(passage.scale.stated) for passage in made.passages if passage.scale is not None]
    assert drawn == ["two-thirds", "11"]  # two statements in one sentence have one picture
    assert page.count("<svg") == len(drawn) and "<script" not in page and ">nan" not in page
    matrix = next(passage.matrix for passage in made.passages if passage.matrix is not None)
    cells = [cell for row in matrix.rows for cell in row.cells if cell is not None]
    assert len(cells) == 45 and sum(str(cell).startswith("✓") for cell in cells) == 9
    for language, words in (("ru", "Завышено: в опросе 61,8%"), ("be", "Завышана: у апытанні 61,8%")):
        for form in ("html", "md", "text"):
            said = render(made, form, language)
            assert words in said and "««" not in said and "»»" not in said


def test_a_first_file_of_claims_passes_check_and_a_path_is_as_good_as_an_id(tmp_path: Path, root: Path) -> None:
    path = tmp_path / "herald_2026.yaml"
    run = CliRunner().invoke(cli, ["verify", str(path), "--new"])
    assert run.exit_code == 0, run.output
    name, library = with_claims(path, load_library(root / "questionnaires"))
    refuse_faults(library, [name])
    assert CliRunner().invoke(cli, ["verify", str(path), "--new"]).exit_code == 1  # nothing is written over
    made = CliRunner().invoke(cli, ["verify", str(path)])
    assert made.exit_code == 0 and "No figure to check." in made.output


def filtered(colour: str) -> str:
    """A colour as the page of dark ground shows it in a picture: ``invert(.89) hue-rotate(180deg)`` (CSS Filter
    Effects 1, sections 8.3 and 13; the matrix of half a turn of hue)."""
    turned = ((-0.574, 1.430, 0.144), (0.426, 0.430, 0.144), (0.426, 1.430, -0.856))
    long = "".join(2 * sign for sign in colour[1:]) if len(colour) == 4 else colour[1:]
    inverted = [0.89 - 0.78 * int(long[at : at + 2], 16) / 255 for at in (0, 2, 4)]
    made = [min(max(sum(a * b for a, b in zip(row, inverted, strict=True)), 0.0), 1.0) for row in turned]
    return "#" + "".join(f"{round(255 * part):02X}" for part in made)


def test_the_pictures_of_claims_are_turned_dark_like_all_others_and_stay_legible(root: Path) -> None:
    library = load_library(root / "questionnaires")
    claims = library.claim_set("media_iq_2023")
    page = render(article_document(verify_claims(claims, library), claims, library), "html")
    dark = next(found[1] for found in re.finditer(r"prefers-color-scheme: dark\) \{(.*?)\n\}", page, re.S))
    assert 'img, svg[role="img"] {' in dark and "invert(.89) hue-rotate(180deg)" in dark
    assert page.count("svg.scale {") == 1 and "background" not in page.partition("svg.scale {")[2].partition("}")[0]
    paper = re.search(r"--paper: (#\w{6})", dark)
    assert paper is not None
    picture = page.partition('<svg class="scale"')[2].partition("</svg>")[0]
    letters = set(re.findall(r'<text [^>]*fill="(#\w+)"', picture))
    marks = set(re.findall(r'<(?:line|circle)[^>]*(?:stroke|fill)="(#0072b2)"', picture))
    assert letters and marks
    for colour, least in [*((one, 4.5) for one in letters), *((one, 3.0) for one in marks)]:
        assert contrast(filtered(colour), paper[1].upper()) >= least


def test_on_paper_a_verdict_parts_between_its_paragraphs_and_its_head_stays_with_what_follows(root: Path) -> None:
    library = load_library(root / "questionnaires")
    claims = library.claim_set("media_iq_2023")
    page = render(article_document(verify_claims(claims, library), claims, library), "html")
    rules = re.findall(r"([^{}]+)\{([^{}]*)\}", page.partition("<style>")[2].partition("</style>")[0])
    whole = [names.strip() for names, what in rules if "break-inside: avoid" in what]
    named = {name.strip() for names in whole for name in names.rpartition("}")[2].split(",")}
    assert ".verdict" not in named and ".verdict > p:first-child" in named
    followed = {name.strip() for names, what in rules if "break-after: avoid" in what for name in names.split(",")}
    assert {".verdict > p:first-child", ".verdict > blockquote"} <= followed
