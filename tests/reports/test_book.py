"""Workbooks, Word, LaTeX: the figures of the table, texts as they stand, the same bytes each time."""

from __future__ import annotations

import gc
import io
import json
import re
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import docx
import numpy as np
import openpyxl
import pytest

from survey.errors import SurveyError
from survey.reports.documents.document import Entry
from survey.reports.documents.letters.cell import lettered
from survey.reports.documents.make import document
from survey.reports.printing import render_pdf as pdf
from survey.reports.printing.excel.names import sheet_names
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords
from survey.reports.printing.render import render, rendered
from survey.reports.printing.render_tex import escaped
from survey.reports.printing.widths import lines, text_width
from survey.reports.printing.word.tables import table_xml
from survey.tables.table import Column, StubRow, Table
from survey.wording.figures import Number, number, percent, points, probability, whole
from survey.wording.worded import same
from survey.words import FIGURES, LANGUAGES, TEXT_FORMS, TOTAL

pytestmark = pytest.mark.contract

FILES = ("xlsx", "docx")
LABELLED = (*(form for form in TEXT_FORMS if form != "csv"), *FILES)  # rows of csv have ids
KINDS = ("topline", "published", "crosstab", "several", "trend", "changes", "verdicts", "nothing", "weighting")
RUNS = "=HYPERLINK(\"http://example.org\",\"x\")"
MARKUP = "<b>&amp;</b> </w:t></w:r> ]]> \\textbf{x} % $x_1^2$ ~ # {a} | `b` *c* [d](e)"
LONG = "длинная метка " * 715  # 10 010 letters


def opened(data: str | bytes) -> Any:
    assert isinstance(data, bytes)
    return openpyxl.load_workbook(io.BytesIO(data))


def paged(data: str | bytes) -> Any:
    assert isinstance(data, bytes)
    return docx.Document(io.BytesIO(data))


def cells(sheet: Any) -> dict[str, list[Any]]:
    """Rows by their heads, without empty cells."""
    rows = ([cell.value for cell in row] for row in sheet.iter_rows())
    return {str(row[0]): [value for value in row[1:] if value is not None] for row in rows if row[0] is not None}


def made_table(labels: list[str], heads: list[str], estimate: Any, **more: Any) -> Table:
    """A crosstab of shares, its records as the estimator leaves them."""
    shares = np.asarray(estimate, dtype=float)
    columns = [Column(TOTAL, same("Total"), n=100, n_weighted=100, n_kish=90)]
    columns += [Column(f"c{at}", same(head), "by", same("By"), 50, 50, 45) for at, head in enumerate(heads)]
    records = tuple(
        {"study": "wave", "question": "q", "option": f"o{i}", "by": columns[j].id, **dict.fromkeys(FIGURES, 1.0),
         "estimate": float(shares[i, j])}
        for i in range(len(labels)) for j in range(len(columns))
    )  # fmt: skip
    return Table(
        kind="crosstab", study="wave", question="q", title=same("Question"), domains=("by",),
        stub=tuple(StubRow(f"o{i}", same(label)) for i, label in enumerate(labels)), columns=tuple(columns),
        estimate=shares, std_error=shares * 0, conf_low=shares - 0.01, conf_high=shares + 0.01,
        count=np.full(shares.shape, 10.0), notes=(), records=records, **more,
    )  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", FILES)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_is_a_file_in_every_language_and_the_same_bytes_twice(
    kind: str, form: str, language: str, results: Any
) -> None:
    made = rendered(results[kind], form, language)
    assert isinstance(made, bytes) and made == rendered(results[kind], form, language)
    with zipfile.ZipFile(io.BytesIO(made)) as archive:
        assert archive.testzip() is None and {item.date_time for item in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
    (opened if form == "xlsx" else paged)(made)


@pytest.mark.parametrize("form", ("xlsx", "docx", "pdf"))
def test_a_file_is_no_text(form: str, topline: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf, "_print", lambda browser, page, made, folder: made.write_bytes(b"%PDF"))
    monkeypatch.setattr(pdf.shutil, "which", lambda name: name)
    with pytest.raises(SurveyError, match=f"{form} is a file and no text"):
        render(topline, form)


# figures


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_figure_of_a_workbook_is_that_of_the_json(language: str) -> None:
    shares = np.random.default_rng(5).random((7, 5))
    shares[0, 0], shares[1, 1], shares[2, 2], shares[3, 3] = 0.0, 1.0, 0.0004, 0.99999
    table = made_table([f"row {i}" for i in range(7)], list("abcd"), shares)
    rows = json.loads(render(table, "json", language))["rows"]
    found = cells(opened(rendered(table, "xlsx", language))["q"])
    for i in range(7):
        wanted = [row["estimate"] for row in rows if row["option"] == f"o{i}"]
        assert found[f"row {i}"] == pytest.approx(wanted, rel=1e-11)


@pytest.mark.parametrize("form", ("docx", "html", "md", "tex", "text"))
def test_every_figure_of_a_page_is_that_of_the_json_as_printed(form: str) -> None:
    shares = np.linspace(0.101, 0.899, 12).reshape(4, 3)
    table = made_table([f"row{i}" for i in range(4)], ["a", "b"], shares)
    rows = json.loads(render(table, "json"))["rows"]
    wanted = {f"row{i}": [f"{100 * row['estimate']:.1f}" for row in rows if row["option"] == f"o{i}"] for i in range(4)}
    if form == "docx":
        (grid,) = paged(rendered(table, form)).tables
        found = {row.cells[0].text: [cell.text for cell in row.cells[1:]] for row in grid.rows}
    else:
        plain = re.sub(r"<[^>]+>|[|&\\]", " ", render(table, form))
        words = [line.split() for line in plain.splitlines() if line.strip().startswith("row")]
        found = {head: figures for head, *figures in words}
    assert {name: found[name] for name in wanted} == wanted


def test_intervals_and_counts_of_a_workbook_are_numbers_in_cells_of_their_own(topline: Table) -> None:
    sheet = opened(rendered(topline, "xlsx"))["alliance"]
    found = cells(sheet)
    assert found["European Union"] == pytest.approx([0.618, 0.588, 0.648, 618])
    row = next(row for row in sheet.iter_rows() if row[0].value == "European Union")
    assert [cell.number_format for cell in row[1:5]] == ["0.0%", "0.0%", "0.0%", "#,##0"]
    assert "C2:D2" in {str(merged) for merged in sheet.merged_cells.ranges}  # the head over both ends
    assert found["Respondents (n)"] == [1000]


@pytest.mark.parametrize(
    ("figure", "value", "number_format"),
    [
        (percent(0.473), 0.473, "0.0%"),
        (percent(0.29, 0), 0.29, "0%"),
        (percent(0.0004), 0.0004, '"<0.1%"'),
        (percent(0.99999), 0.99999, '">99.9%"'),
        (percent(0.0), 0.0, "0.0%"),
        (replace(percent(0.473), after="*"), 0.473, '0.0%"*"'),
        (points(0.021), 2.1, "+0.0;-0.0"),
        (points(-0.0004), -0.04, "0.0;0.0"),
        (number(-1.234, 2), -1.234, "0.00"),
        (number(2.5), 2.5, "0.0"),
        (whole(12345.6), 12345.6, "#,##0"),
        (probability(0.0002), 0.0002, '"<0.001"'),
        (probability(0.0312), 0.0312, "0.000"),
        (replace(percent(0.6, 0), before=">"), ">60", "General"),
        (percent(float("nan")), "–", "General"),
    ],
)
def test_a_spreadsheet_says_no_more_than_the_page(
    figure: Number, value: Any, number_format: str, topline: Table
) -> None:
    made = document(topline)
    row = replace(made.grids[0].rows[0], cells=(figure, None, None))
    one = replace(made, grids=(replace(made.grids[0], rows=(row,)),))
    rows = opened(rendered(one, "xlsx"))["alliance"].iter_rows()
    cell = next(row for row in rows if row[0].value == "Union with Russia")[1]
    assert cell.value == (pytest.approx(value) if isinstance(value, float) else value)
    assert cell.number_format == number_format


def test_letters_of_a_workbook_stand_in_cells_of_their_own_below_the_figures(topline: Table) -> None:
    made = document(topline)
    first, *others = made.grids[0].rows
    row = replace(first, cells=(lettered(replace(percent(0.473), after="*"), ("B", "C")), *first.cells[1:]))
    heads = (replace(made.grids[0].heads[0], letter="A"), *made.grids[0].heads[1:])
    sheet = opened(rendered(replace(made, grids=(replace(made.grids[0], heads=heads, rows=(row, *others)),)), "xlsx"))
    found = [[cell.value for cell in row[:2]] for row in sheet["alliance"].iter_rows()]
    place = next(at for at, (head, _) in enumerate(found) if head == "Union with Russia")
    assert found[place : place + 2] == [["Union with Russia", 0.473], [None, "BC"]] and found[place - 1][1] == "% (A)"
    assert sheet["alliance"].cell(place + 1, 2).number_format == '0.0%"*"'


# texts


@pytest.mark.parametrize("form", LABELLED)
def test_what_a_spreadsheet_would_run_is_a_text_in_every_form(form: str) -> None:
    table = made_table([RUNS, "+1", "-1+1", "@SUM(A1)"], [RUNS], np.full((4, 2), 0.5))
    made = rendered(table, form)
    if form == "xlsx":
        sheet = opened(made)["q"]
        kinds = {cell.data_type for row in sheet.iter_rows() for cell in row if cell.value is not None}
        assert kinds == {"s", "n"} and RUNS in cells(sheet)
        assert next(cell for row in sheet.iter_rows() for cell in row if cell.value == RUNS).quotePrefix
    elif form == "docx":
        (grid,) = paged(made).tables
        assert RUNS in [row.cells[0].text for row in grid.rows]
    else:
        assert isinstance(made, str) and "HYPERLINK" in made


@pytest.mark.parametrize("form", FILES)
def test_markup_in_labels_is_printed_as_it_stands(form: str) -> None:
    table = made_table([MARKUP, "b"], [MARKUP], np.full((2, 2), 0.5))
    table = replace(table, title=same(MARKUP), notes=())
    made = rendered(table, form)
    if form == "xlsx":
        found = [cell.value for row in opened(made)["q"].iter_rows() for cell in row]
    else:
        read = paged(made)
        found = [cell.text for row in read.tables[0].rows for cell in row.cells] + [one.text for one in read.paragraphs]
    assert found.count(MARKUP) >= 3


def test_markup_in_labels_is_escaped_on_pages() -> None:
    table = made_table(["<script>alert(1)</script>", "b"], ["<i>x</i>"], np.full((2, 2), 0.5))
    for form in ("html", "md"):
        made = render(table, form)
        assert "<script>" not in made and "<i>" not in made and "&lt;script" in made


@pytest.mark.parametrize("form", LABELLED)
def test_a_label_of_ten_thousand_letters_is_whole_in_every_form(form: str) -> None:
    table = made_table([LONG, "b"], [LONG], np.full((2, 2), 0.5))
    made = rendered(replace(table, title=same(LONG)), form, "ru")
    if form == "xlsx":
        assert LONG.strip() in cells(opened(made)["q"])
    elif form == "docx":
        assert paged(made).tables[0].rows[2].cells[0].text == LONG.strip()
    else:
        assert isinstance(made, str) and made.count("метка") >= 2 * 715


@pytest.mark.parametrize("form", (*TEXT_FORMS, *FILES))
def test_five_hundred_options_are_all_there(form: str) -> None:
    table = made_table([f"option {i}" for i in range(500)], ["a"], np.full((500, 2), 0.002))
    made = rendered(table, form)
    if form == "xlsx":
        sheet = opened(made)["q"]
        assert len([name for name in cells(sheet) if name.startswith("option")]) == 500
        assert sheet.print_title_rows == "$2:$3" and sheet.freeze_panes == "B4"
    elif form == "docx":
        rows = paged(made).tables[0].rows
        heads = [row for row in rows if row._tr.xpath("./w:trPr/w:tblHeader")]
        assert len(heads) == 2 and sum(row.cells[0].text.startswith("option") for row in rows) == 500
    else:
        assert isinstance(made, str) and made.count("option 499" if form not in ("csv", "json") else "o499") >= 1


@pytest.mark.parametrize("form", (*TEXT_FORMS, *FILES))
def test_an_empty_column_and_one_of_one_respondent_are_printed(form: str) -> None:
    shares = np.array([[0.5, np.nan, 1.0], [0.5, np.nan, 0.0]])
    table = made_table(["a", "b"], ["nobody", "one"], shares)
    columns = (table.columns[0], replace(table.columns[1], n=0.0, n_weighted=0.0, n_kish=np.nan),
               replace(table.columns[2], n=1.0, n_weighted=1.0, n_kish=1.0, small=True))  # fmt: skip
    made = rendered(replace(table, columns=columns), form)
    if form == "xlsx":
        found = cells(opened(made)["q"])
        assert found["a"] == [0.5, "–", 1] and found["Respondents (n)"] == [100, 0, 1]
    elif form == "docx":
        row = paged(made).tables[0].rows[2]
        assert [cell.text for cell in row.cells] == ["a", "50.0", "–", "100.0"]
    else:
        assert isinstance(made, str) and not re.search(r"\bnan\b", made)


# invented data


@pytest.mark.parametrize(("language", "mark"), [("en", "SYNTHETIC DATA"), ("be", "СІНТЭТЫЧНЫЯ ДАНЫЯ")])
def test_invented_data_are_marked_on_every_sheet_and_every_printed_page(
    language: str, mark: str, crosstab: Table
) -> None:
    several = [crosstab, replace(crosstab, question="other")]
    book = opened(rendered(several, "xlsx", language))
    for sheet in book.worksheets:
        assert sheet["A1"].value == mark and mark in sheet.oddHeader.center.text
    page = paged(rendered(several, "docx", language))
    assert page.sections[0].header.paragraphs[0].text == mark
    assert mark in render(several, "tex", language)
    assert opened(rendered(replace(crosstab, synthetic=False), "xlsx"))["alliance"]["A1"].value != "SYNTHETIC DATA"


# sheets


def test_groups_are_merged_over_their_columns_and_small_bases_marked(crosstab: Table) -> None:
    sheet = opened(rendered(crosstab, "xlsx", "ru"))["alliance"]
    merged = {str(one): sheet[str(one).split(":")[0]].value for one in sheet.merged_cells.ranges}
    assert merged["C3:D3"] == "Пол" and merged["E3:K3"] == "Область проживания"
    assert [cell.value for cell in sheet[4]][4:7] == ["Брестская", "Витебская", "Гомельская*"]
    assert sheet.page_setup.orientation == "landscape" and sheet.page_setup.fitToHeight == 0
    assert sheet.print_area == f"'alliance'!$A$1:$K${sheet.max_row}"


def test_columns_are_as_wide_as_what_stands_in_them(crosstab: Table) -> None:
    sheet = opened(rendered(crosstab, "xlsx", "ru"))["alliance"]
    for place, cell in enumerate(sheet[4][1:11], start=2):
        width = sheet.column_dimensions[openpyxl.utils.get_column_letter(place)].width
        assert max(map(text_width, str(cell.value).split())) <= width or place == 1


def test_names_of_sheets_are_valid_unique_and_whole_in_cyrillic() -> None:
    wanted = ["q1", "Q1", "a/b:c*d?[e]\\f", "'кавычки'", "history", ""]
    wanted += ["Отношение к союзу с соседями и прочее", "x" * 40, "x" * 41, "🗳" * 20]
    made = sheet_names(wanted, ["Contents"])
    assert made[:3] == ["q1", "Q1 (2)", "a b c d e f"] and made[3] == "кавычки" and made[4] == "history (2)"
    assert made[6] == "Отношение к союзу с соседями и"
    assert len({name.casefold() for name in made}) == len(made)
    for name in made:
        assert 0 < len(name.encode("utf-16-le")) // 2 <= 31 and not re.search(r"[\[\]:*?/\\]", name)


def test_a_table_wider_than_a_sheet_is_one_clear_error() -> None:
    table = made_table(["a"], ["x"] * 16_400, np.full((1, 16_401), 0.5))
    with pytest.raises(SurveyError, match="more than a sheet of Excel can hold"):
        rendered(table, "xlsx")


# a book


@pytest.fixture
def book(topline: Table, crosstab: Table) -> Any:
    """Two tables and a question without one."""
    made = document([replace(topline, synthetic=True), replace(crosstab, question="о-братстве")])
    entries = (Entry(same("First"), "alliance", n=whole(1000)), Entry(same("Second"), "о-братстве", n=whole(800)),
               Entry(same("Open"), "why", left_out=same("own words")))  # fmt: skip
    return replace(made, title=same("The book"), contents=entries)


@pytest.mark.parametrize("one_sheet", [False, True])
def test_contents_of_a_workbook_lead_to_the_tables_and_name_what_has_none(book: Any, one_sheet: bool) -> None:
    made = opened(rendered(replace(book, one_sheet=one_sheet), "xlsx"))
    names = ["Contents", "Tables"] if one_sheet else ["Contents", "alliance", "о-братстве"]
    assert made.sheetnames == names
    found = cells(made["Contents"])
    assert found["First"] == ["1,000"] and found["Open"] == ["No table: own words"]
    for title, link in (("First", made["Contents"]["A4"]), ("Second", made["Contents"]["A5"])):
        assert link.value == title
        sheet, _, place = link.hyperlink.location.rpartition("!")
        assert made[sheet.strip("'")][place].value in ("Which union?", "Alliance")
    back = made[names[1]]["A2"].hyperlink.location
    assert back == "'Contents'!A1"


def test_contents_of_pages_lead_to_the_tables(book: Any) -> None:
    html = render(book, "html")
    ids = set(re.findall(r'id="([^"]+)"', html))
    assert {"alliance", "о-братстве"} == set(re.findall(r'href="#([^"]+)"', html)) & ids
    assert "No table: own words" in html
    marked = render(book, "md")
    assert set(re.findall(r"\]\(#([^)]+)\)", marked)) == set(re.findall(r'<a id="([^"]+)">', marked))
    tex = render(book, "tex")
    assert set(re.findall(r"\\hyperlink\{([^}]+)\}", tex)) == set(re.findall(r"\\hypertarget\{([^}]+)\}", tex))
    assert "No table: own words" in render(book, "text")


def test_contents_of_word_lead_to_bookmarks(book: Any) -> None:
    made = paged(rendered(book, "docx"))
    body = made.element.body
    anchors = body.xpath(".//w:hyperlink/@w:anchor")
    assert len(anchors) == 2 and anchors == body.xpath(".//w:bookmarkStart/@w:name")
    assert "No table: own words" in [cell.text for cell in made.tables[0].rows[-1].cells]


# Word


def test_word_uses_named_styles_that_a_client_can_change(crosstab: Table) -> None:
    made = paged(rendered(crosstab, "docx"))
    names = {style.name for style in made.styles}
    used = {one.style.name for one in made.paragraphs}
    inside = [cell for grid in made.tables for row in grid.rows for cell in row.cells]
    used |= {one.style.name for cell in inside for one in cell.paragraphs}
    assert used <= names and {"Survey Figure", "Survey Head", "Survey Row", "Survey Note"} <= used
    assert {grid.style.name for grid in made.tables} == {"Survey Table"}
    body = made.element.body
    assert not body.xpath(".//w:tc//w:rPr/*[not(self::w:rStyle)]")  # nothing is set cell by cell
    assert not body.xpath(".//w:tcPr/*[self::w:shd or self::w:tcBorders]")


def test_a_table_longer_than_a_page_is_not_held_together_with_its_title() -> None:
    def held(rows: int) -> bool:
        grid = GridWords("Long", (HeadWords("%"),), tuple(RowWords(f"row {i}", ("1",)) for i in range(rows)))
        return "keepNext" not in table_xml(grid, "", 9_000)

    assert held(44) and not held(45)


def test_wide_tables_of_word_lie_and_fit_the_page(crosstab: Table, topline: Table) -> None:
    section = paged(rendered(crosstab, "docx")).sections[0]
    assert section.page_width > section.page_height
    upright = paged(rendered(topline, "docx")).sections[0]
    assert upright.page_width < upright.page_height
    wide = made_table([LONG, "b"], [f"слово{i} " * 3 for i in range(40)], np.full((2, 41), 0.5))
    made = paged(rendered(wide, "docx"))
    room = made.sections[0].page_width.twips - 2 * made.sections[0].left_margin.twips
    assert len(made.tables) == 5
    for grid in made.tables:
        widths = [int(each) for each in grid._tbl.xpath("./w:tblGrid/w:gridCol/@w:w")]
        assert sum(widths) <= room and min(widths) > 300
        for row in grid._tbl.xpath("./w:tr"):
            spans = [int(each) for each in row.xpath("./w:tc/w:tcPr/w:gridSpan/@w:val")]
            assert len(row.xpath("./w:tc")) - len(spans) + sum(spans) == len(widths)


# LaTeX


def environments(tex: str) -> Iterator[tuple[str, str]]:
    """Names of begins and ends in their order."""
    yield from re.findall(r"\\(begin|end)\{(\w+)\}", tex)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_document_of_latex_is_closed_and_balanced(kind: str, language: str, results: Any) -> None:
    tex = render(results[kind], "tex", language)
    open_now: list[str] = []
    for what, name in environments(tex):
        if what == "begin":
            open_now.append(name)
        else:
            assert open_now.pop() == name
    assert not open_now and tex.startswith(r"\documentclass") and tex.endswith("\\end{document}\n")
    bare = re.sub(r"\\[{}%&#_$]", "", tex)
    assert bare.count("{") == bare.count("}") and bare.count("$") % 2 == 0


def test_every_row_of_latex_has_as_many_cells_as_its_table_has_columns(crosstab: Table) -> None:
    tex = render(crosstab, "tex")
    for columns, body in re.findall(r"\\begin\{tabular\}\{(.*?)\}\n\\toprule\n(.*?)\\bottomrule", tex, re.DOTALL):
        width = len(re.findall(r"[LR]\{", columns))
        for line in body.splitlines():
            if line.endswith(r"\\"):
                spanned = sum(int(many) - 1 for many in re.findall(r"\\multicolumn\{(\d+)\}", line))
                assert len(re.findall(r"(?<!\\)&", line)) + 1 + spanned == width
    assert r"\cmidrule(lr){3-4}" in tex and tex.count(r"\midrule") >= 2


def test_a_long_table_of_latex_repeats_its_heads() -> None:
    tex = render(made_table([f"row {i}" for i in range(60)], ["a"], np.full((60, 2), 0.5)), "tex")
    assert r"\begin{longtable}" in tex and tex.index("Total") < tex.index(r"\endhead") < tex.index("row 0")


def test_what_latex_would_run_is_escaped() -> None:
    made = escaped(r"\input{x} 50% a_b $5 #1 ~ ^ {z} & [q] *")
    assert made == (r"\textbackslash{}input\{x\} 50\% a\_b \$5 \#1 \textasciitilde{} \textasciicircum{} \{z\} \& "
                    r"{[}q{]} {*}")  # fmt: skip
    tex = render(made_table([MARKUP, "*b"], ["[h]"], np.full((2, 2), 0.5)), "tex")
    assert r"\textbf{x}" not in tex and not re.search(r"\\\\\n[*\[]", tex)


# PDF


def test_without_a_browser_a_pdf_is_one_clear_error(topline: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: None)
    with pytest.raises(SurveyError, match="printed by a browser, and neither Chromium nor Chrome") as caught:
        rendered(topline, "pdf")
    assert "write .html" in caught.value.fix


def test_a_browser_that_prints_nothing_is_one_clear_error(topline: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pdf.shutil, "which", lambda name: "/bin/false")
    with pytest.raises(SurveyError, match="false printed nothing"):
        rendered(topline, "pdf")


def test_a_pdf_is_the_page_that_the_browser_was_given(topline: Table, monkeypatch: pytest.MonkeyPatch) -> None:
    def printed(browser: str, page: Any, made: Any, folder: Any) -> None:
        made.write_bytes(page.read_bytes())

    monkeypatch.setattr(pdf, "_print", printed)
    monkeypatch.setattr(pdf.shutil, "which", lambda name: name)
    assert rendered(topline, "pdf", "ru") == render(topline, "html", "ru").encode()


# widths


def test_lines_are_counted_as_they_are_broken() -> None:
    assert lines("слово", 10) == 1 and lines("слово слово слово", 12) == 2
    assert lines("ж" * 100, 10) == 14 and lines("", 5) == 1
    assert text_width("WWW") > text_width("iii")


def test_a_workbook_leaves_the_search_for_garbage_as_it_was() -> None:
    for on in (False, True):
        (gc.enable if on else gc.disable)()
        rendered(made_table(["row"], ["a"], np.full((1, 2), 0.5)), "xlsx")
        assert gc.isenabled() is on
