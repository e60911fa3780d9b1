"""An article as its editor reads it, and a first file of claims."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from click.testing import CliRunner

from survey.claims.verify import verify_claims
from survey.cli import cli
from survey.definitions.reading.load import load_library, refuse_faults, with_claims
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
