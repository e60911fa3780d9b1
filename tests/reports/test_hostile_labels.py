"""Labels of strangers in every form of a book: what a spreadsheet, a browser, TeX or Markdown would run or take for
its own is printed as it stands; very long labels, many options, columns of nobody and of one lose no figure."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import shutil
import warnings
from typing import Any

import docx
import lxml.html
import numpy as np
import openpyxl
import pandas as pd
import pytest
from markdown_it import MarkdownIt

import survey
from survey.reports.documents.document import Document
from survey.reports.documents.table import tables_document
from survey.reports.printing.render import rendered
from survey.reports.printing.render_pdf import BROWSERS
from survey.tables.table import Table
from survey.words import FORMS
from tests.reports.printed_words import pdf_words, tex_words

pytestmark = pytest.mark.contract

HOSTILE = (
    '=HYPERLINK("http://example.org","x")', "+1+cmd|' /C calc'!A0", "-2+3", "@SUM(A1)", "\t=1+1", "\r=1+2",
    "\n=1+3", "＝1+4", "<script>alert(1)</script>", "</td></table><img src=x onerror=alert(1)>", "&lt;b&gt; &amp; ]]>",
    "\\input{/etc/passwd} \\end{document} $x_1^2$ & 5% #a ~ {", "**b** __i__ [d](javascript:e) | `c` ~~s~~ $y$",
    "# head",
    "1. list", "{{ 7*7 }} {% x %} %s {0}", "a\u202eb\u0007c\u200b", "Ёлка, жоўты «ў» – €",
)  # fmt: skip
LONG = ("длинная метка " * 715).strip()  # 10 009 letters
MANY = 500


def asked() -> dict[str, Any]:
    """A question whose ids and labels are hostile, one of 500 options, a banner with nobody and with one respondent."""
    many = {f"o{k}": f"option {k}" for k in range(1, MANY)} | {"o0": LONG}
    heads = {"=b": "=1+5", "some": "<i>some</i>", "nobody": "nobody here", "one": "\\one $"}
    return {
        "q": {"type": "single", "title": HOSTILE[8], "options": dict(zip(HOSTILE, HOSTILE, strict=True))},
        "m": {"type": "single", "title": LONG, "options": many},
        "by": {"type": "single", "title": "=by|", "options": heads},
    }


@pytest.fixture(scope="module")
def tables() -> list[Table]:
    """Both questions by the banner, from respondents."""
    at = np.arange(1201)  # none of whose shares ends in an exact half
    frame = pd.DataFrame({"q": np.array(HOSTILE)[at % len(HOSTILE)], "m": [f"o{k % MANY}" for k in at]})
    frame["by"] = np.where(at == 7, "one", np.where(at % 3 == 0, "=b", "some"))
    sample = survey.Sample(frame, survey.SurveyDesign(), asked())
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", survey.SurveyWarning)  # of small bases
        return [sample.crosstab(name, ["by"]) for name in ("q", "m")]


@pytest.fixture(scope="module")
def book(tables: list[Table]) -> Document:
    return tables_document(tables)


def wanted(tables: list[Table]) -> list[list[str]]:
    """Each row of options as it is to be read: its label without line breaks and unprintable signs, its figures."""
    made = []
    for table in tables:
        for row, shares in zip(table.stub, table.estimate, strict=True):
            label = " ".join("".join(one for one in row.id if one.isprintable() or one.isspace()).split())
            label = label if table.question == "q" else asked()["m"]["options"][row.id]
            made.append([label, *("–" if np.isnan(share) else f"{100 * share:.1f}" for share in shares)])
    return made


def rows_of(form: str, made: Any) -> list[list[str]]:
    """Head and cells of every row, read as the program does that opens such files."""
    if form == "xlsx":
        sheets = openpyxl.load_workbook(io.BytesIO(made)).worksheets
        return [[_shown(cell) for cell in row] for sheet in sheets for row in sheet.iter_rows()]
    if form == "docx":
        cells = docx.Document(io.BytesIO(made)).element.body.xpath(".//w:tr")
        return [["".join(cell.xpath(".//w:t/text()")) for cell in row.tc_lst] for row in cells]
    if form == "md":
        made = MarkdownIt("commonmark").enable(["table", "strikethrough"]).render(made)
    if form in ("md", "html"):
        page = lxml.html.fromstring(made)
        assert {one.tag for one in page.iter()} <= PLAIN and not page.xpath("//@*[starts-with(name(), 'on')]")
        return [[" ".join(cell.itertext()).strip() for cell in row] for row in page.iter("tr")]
    lines = [line.removesuffix(r" \\").split(" & ") for line in made.splitlines() if line.endswith(r" \\")]
    return [[tex_words(cell) for cell in line] for line in lines if not line[0].startswith(r"\multicolumn") and line[0]]


PLAIN = set(  # elements of our own pages
    "html head meta title style body main h1 h2 h3 p div section figure ul li table caption thead tbody tfoot tr th td "
    "strong em span colgroup col footer header details summary".split()
)


def _shown(cell: Any) -> str:
    """A cell as Excel shows it; a formula is none of ours."""
    assert cell.data_type in ("s", "n") and (cell.value is None or cell.data_type == "n" or cell.quotePrefix or (
        not str(cell.value).startswith(("=", "+", "-", "@"))))  # fmt: skip
    if isinstance(cell.value, (int, float)) and "%" in cell.number_format:
        return f"{100 * cell.value:.1f}"
    return "" if cell.value is None else str(cell.value)


@pytest.mark.parametrize("form", ("xlsx", "docx", "html", "md", "tex"))
def test_every_hostile_row_is_read_as_it_was_written_with_its_figures(
    form: str, book: Document, tables: list[Table]
) -> None:
    found = rows_of(form, rendered(book, form))
    expected = wanted(tables)
    heads = {row[0] for row in expected}
    assert [row for row in found if row[0] in heads and any(row[1:])] == expected


def test_the_bytes_of_a_pdf_show_every_hostile_row_with_its_figures(
    book: Document, tables: list[Table]
) -> None:
    if not any(map(shutil.which, BROWSERS)) and not os.environ.get("CI"):
        pytest.skip("no browser on this machine")
    made = rendered(book, "pdf")
    assert isinstance(made, bytes) and made.startswith(b"%PDF-") and made.rstrip().endswith(b"%%EOF")
    assert not re.search(rb"/(JavaScript|JS|Launch|OpenAction|AA)\b", made)
    said = pdf_words(made)
    assert said.count("метка") >= 2 * 715  # it is longer than a page, on the first of which its figures stand
    for row in (row for row in wanted(tables) if row[0] != LONG):
        assert re.sub(r"[\s＝]", "", "".join(row)) in said, row[0][:80]  # few fonts have the wide sign


def test_a_text_shows_every_hostile_row_and_moves_no_figure(
    book: Document, tables: list[Table], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    made = rendered(book, "text")
    assert isinstance(made, str) and not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u200b-\u200f\u202a-\u202e]", made)
    lines = [line.split() for line in made.splitlines()]
    for label, *figures in wanted(tables):
        if len(label) < 40:
            assert [*label.split(), *figures] in lines
    assert made.count("метка") >= 2 * 715


def test_rows_of_csv_are_no_formulas_and_give_back_ids_and_figures(book: Document, tables: list[Table]) -> None:
    made = rendered(book, "csv")
    assert isinstance(made, str)
    rows = list(csv.DictReader(io.StringIO(made)))
    records = [record for table in tables for record in table.records]
    assert len(rows) == len(records)
    for row, record in zip(rows, records, strict=True):
        for name in ("question", "option", "by"):
            text = str(record[name]).replace("\r", "\n")
            assert row[name] == (f"'{text}" if text.startswith(tuple("=+-@\t\n＝＋－＠")) else text)
        shown = float(row["estimate"] or "nan")
        assert shown == pytest.approx(record["estimate"], nan_ok=True, rel=1e-11)


def test_json_gives_back_ids_as_they_are(book: Document, tables: list[Table]) -> None:
    made = rendered(book, "json")
    assert isinstance(made, str)
    rows = json.loads(made, parse_constant=lambda name: pytest.fail(name))["rows"]
    records = [record for table in tables for record in table.records]
    assert [(row["option"], row["by"]) for row in rows] == [(one["option"], one["by"]) for one in records]


def test_no_form_is_left_out_here() -> None:
    assert set(FORMS) == {"xlsx", "docx", "html", "md", "tex", "pdf", "text", "csv", "json"}
