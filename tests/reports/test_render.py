"""Every result in every form and language: what others read, print and load."""

from __future__ import annotations

import csv
import io
import json
import re
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rich.cells import cell_len

from survey.errors import SurveyError
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Note
from survey.reports.documents.make import document
from survey.reports.documents.placed.refs import Pictured
from survey.reports.printing.data_rows import plain
from survey.reports.printing.grid_parts import parts
from survey.reports.printing.grid_words import GridWords, HeadWords, RowWords
from survey.reports.printing.passages.wrapped import wrapped
from survey.reports.printing.render import render
from survey.reports.printing.render_csv import render_csv
from survey.reports.printing.render_text import render_text
from survey.tables.table import Column, Table
from survey.trends.series import Trend
from survey.wording.worded import same
from survey.words import FIGURES, LANGUAGES, LEADING, TEXT_FORMS

pytestmark = pytest.mark.contract

KINDS = ("topline", "published", "crosstab", "several", "trend", "changes", "verdicts", "nothing", "weighting")


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("form", TEXT_FORMS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_result_has_every_form_in_every_language(kind: str, form: str, language: str, results: Any) -> None:
    made = render(results[kind], form, language)
    assert made.endswith("\n") and made == render(results[kind], form, language)
    assert not re.search(r"\bnan\b|\bNone\b|\x1b", made, re.IGNORECASE if form != "html" else re.NOFLAG)


def test_an_unknown_form_is_an_error_that_names_the_known(topline: Table) -> None:
    with pytest.raises(SurveyError, match="html"):
        render(topline, "htm")


# JSON


@pytest.mark.parametrize("kind", KINDS)
def test_json_holds_rows_and_notes_and_nothing_else(kind: str, results: Any) -> None:
    made = json.loads(render(results[kind], "json"))
    assert list(made) == ["rows", "notes"]
    assert isinstance(made["rows"], list) and isinstance(made["notes"], dict)


def test_json_rows_have_the_columns_of_the_project_in_their_order(crosstab: Table, topline: Table) -> None:
    made = json.loads(render(crosstab, "json"))["rows"]
    assert [*made[0]] == [*LEADING, "sex", "region", *FIGURES, "synthetic"]
    assert [*json.loads(render(topline, "json"))["rows"][0]] == [*LEADING, *FIGURES]


def test_json_has_null_where_there_is_no_figure(topline: Table) -> None:
    record = {**topline.records[0], "df": float("nan"), "deff": float("inf")}
    made = json.loads(render(replace(topline, records=(record,)), "json"))["rows"][0]
    assert made["df"] is None and made["deff"] is None


def test_json_notes_are_in_the_language_asked_for(topline: Table) -> None:
    notes = json.loads(render(topline, "json", "ru"))["notes"]
    assert notes["title"] == "Какой союз?"
    assert notes["labels"]["rows"]["hard"] == "Затрудняюсь ответить"


def test_json_of_several_tables_has_notes_by_question(topline: Table, published: Table) -> None:
    notes = json.loads(render([topline, published], "json"))["notes"]
    assert list(notes) == ["alliance", "infrastructure"]


# CSV


@pytest.mark.parametrize("kind", ["topline", "published", "crosstab", "several", "trend", "changes"])
def test_csv_has_the_columns_of_the_project_in_their_order(kind: str, results: Any) -> None:
    head = next(csv.reader(io.StringIO(render(results[kind], "csv"))))
    known = [name for name in head if name in (*LEADING, *FIGURES)]
    assert known == [*LEADING, *FIGURES]
    assert head[:3] == list(LEADING)


def test_csv_of_several_tables_has_all_their_domains(results: Any) -> None:
    made = rows(render(results["several"], "csv"))
    assert {row["study"] for row in made} == {"wave", "poll"}
    assert [row["sex"] for row in made][:4] == ["", "", "", "_total"]


def test_csv_of_a_trend_ends_with_what_is_of_the_wave(trend: Trend) -> None:
    made = rows(render(trend, "csv"))
    assert list(made[0])[-7:] == ["date", "when", "mode", "bound", "status", "n_assumed", "sources"]
    assert made[0]["bound"] == "slightly more than" and made[1]["n_assumed"] == "true"
    assert made[0]["sources"] == "nn_1; rp_2"


def test_figures_are_read_back_with_twelve_digits(topline: Table) -> None:
    record = {**topline.records[0], "estimate": 1 / 3, "std_error": 1e-17, "n": 1000.0}
    made = rows(render(replace(topline, records=(record,)), "csv"))[0]
    assert (made["estimate"], made["std_error"], made["n"]) == ("0.333333333333", "0", "1000")


def test_figures_that_differ_in_the_last_bits_are_written_alike() -> None:
    assert plain("estimate", 0.1 + 0.2) == plain("estimate", 0.3)
    assert plain("estimate", np.float64(0.25)) == 0.25 and plain("n", np.int64(3)) == 3


def written(columns: str, row: dict[str, Any]) -> str:
    return render_csv(Document(same(""), columns=tuple(columns), rows=(row,)), "en")


FORMULAS = ["=1+1", "+375 29", "-cmd|' /C calc'!A0", "@SUM(A1)", "\t=1", "\n=1"]


@pytest.mark.parametrize("text", FORMULAS)
def test_a_text_that_a_spreadsheet_would_run_is_escaped(text: str) -> None:
    assert list(csv.reader(io.StringIO(written("a", {"a": text}), newline="")))[1] == [f"'{text}"]


@pytest.mark.parametrize(("value", "wanted"), [(-0.5, "-0.5"), (-3, "-3"), ("-9", "-9"), ("-9.5", "-9.5"), (None, "")])
def test_numbers_are_never_escaped(value: Any, wanted: str) -> None:
    assert rows(written("ab", {"a": value, "b": 1}))[0]["a"] == wanted


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"], exclude_characters="\x00\r")))
def test_any_text_is_read_back_as_it_was_or_behind_an_apostrophe(text: str) -> None:
    made = list(csv.reader(io.StringIO(written("ab", {"a": text, "b": 1}), newline="")))[1][0]
    assert made in (text, f"'{text}")
    assert not made.startswith(("=", "@", "+", "\t", "\n"))


def test_verdicts_in_csv_name_the_claim_first(results: Any) -> None:
    made = rows(render(results["verdicts"], "csv"))
    assert list(made[0])[:3] == ["claim", "fidelity", "inference"]
    assert made[0]["estimate"] == "0.618" and made[1]["estimate"] == ""
    assert made[3]["sentence"] == "'=No study is named."


def test_a_weighting_in_csv_has_its_margins(results: Any) -> None:
    made = rows(render(results["weighting"], "csv"))
    assert [row["target"] for row in made] == ["0.45", "0.55"]
    columns = ["margin", "options", "target", "before", "after", "n", "used", "asmd_before", "asmd_after"]
    assert list(made[0]) == columns


# synthetic data


@pytest.mark.parametrize("form", TEXT_FORMS)
def test_invented_data_are_marked_in_every_form(form: str, crosstab: Table, results: Any) -> None:
    mark = {"csv": "synthetic", "json": '"synthetic": true'}.get(form, "SYNTHETIC DATA")
    assert mark in render(crosstab, form)
    assert mark not in render(replace(crosstab, synthetic=False), form)
    assert mark in render(results["weighting"], form, synthetic=True)


# text


@pytest.mark.parametrize("kind", ["topline", "published", "crosstab", "several", "trend", "changes", "weighting"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_is_wider_than_the_terminal(
    kind: str, language: str, results: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    for width in range(60, 161, 5):
        monkeypatch.setenv("COLUMNS", str(width))
        widest = max(cell_len(line) for line in render(results[kind], "text", language).splitlines())
        assert widest <= width


def test_no_line_of_a_verdict_is_wider_than_the_terminal(results: Any) -> None:
    long = replace(results["verdicts"][0], sentence=same("слово " * 80 + "ў" * 200), quote=same("調査" * 90))
    for width in range(60, 161, 10):
        assert max(cell_len(line) for line in render_text(document([long]), "be", width).splitlines()) <= width


def test_letters_of_double_width_keep_columns_in_line(topline: Table) -> None:
    stub = (replace(topline.stub[0], label={"en": "世論調査"}), *topline.stub[1:])
    lines = render(replace(topline, stub=stub), "text").splitlines()
    ends = {cell_len(line) for line in lines if re.search(r"\d\) +\d+$", line)}
    assert len(ends) == 1


@given(st.text(), st.integers(10, 60), st.integers(0, 3), st.integers(0, 3))
def test_wrapped_lines_fit_and_lose_no_letter(text: str, width: int, indent: int, hanging: int) -> None:
    lines = wrapped(text, width, indent, hanging)
    assert "".join("".join(lines).split(" ")) == "".join(text.split(" "))
    assert max(cell_len(line) for line in lines) <= width


def test_every_column_of_a_wide_crosstab_is_printed_once_with_its_base(crosstab: Table) -> None:
    text = render(crosstab, "text", "ru")
    for column in crosstab.columns[3:]:
        name = column.label["und"].split()[-1]
        assert len(re.findall(rf"\b{name}\b", text)) == 1, name
    assert text.count("Опрошено (n)") == text.count("Союз с Россией") > 1


def test_a_topline_prints_shares_with_their_intervals_and_counts(topline: Table) -> None:
    text = render(topline, "text")
    assert re.search(r"European Union +61\.8 +\(58\.8–64\.8\) +618\n", text)
    assert re.search(r"Respondents \(n\) +1,000\n", text) and re.search(r"Effective base \(Kish\) +909\n", text)
    assert "In which union would you live.\nBase: everybody asked.\n\nSurvey and method\n  Rounded half up" in text


def test_russian_and_belarusian_print_a_decimal_comma(topline: Table) -> None:
    assert "(58,8–64,8)" in render(topline, "text", "ru") and "(58,8–64,8)" in render(topline, "text", "be")


def test_published_figures_keep_the_decimals_they_were_printed_with(published: Table) -> None:
    text = render(published, "text")
    assert re.search(r"Negative +61\.8 +\(", text) and re.search(r"Positive +29 +\(", text)


def test_a_limit_is_printed_as_one_and_nothing_as_a_dash(published: Table) -> None:
    text = render(published, "text")
    assert re.search(r"Limit +>60 +–\n", text) and re.search(r"Unprinted +– +–\n", text)
    assert "Effective base" not in text  # it would rest on an assumed design effect


def test_small_bases_are_marked_and_the_mark_is_explained(crosstab: Table) -> None:
    text = render(crosstab, "text", "ru")
    assert text.count("Гомельская*") == 1 and "* Малая база" in text
    assert "*" not in render(replace(crosstab, synthetic=False, columns=_large(crosstab)), "text")


def _large(table: Table) -> tuple[Column, ...]:
    return tuple(replace(column, small=False) for column in table.columns)


def test_a_mean_is_not_a_percentage(topline: Table) -> None:
    stub = (*topline.stub[:2], replace(topline.stub[2], id="mean", kind="mean"))
    low, high = topline.conf_low.copy(), topline.conf_high.copy()
    estimate = topline.estimate.copy()
    estimate[2], low[2], high[2] = 3.456, 3.3, 3.6
    text = render(replace(topline, stub=stub, estimate=estimate, conf_low=low, conf_high=high), "text")
    assert re.search(r"3\.46 +\(3\.30–3\.60\)", text)


def test_a_trend_marks_limits_breaks_assumptions_and_what_is_left_off(trend: Trend) -> None:
    text = render(trend, "text")
    assert ">63 " in text and "40.4‡" in text and "1,000†" in text
    lines = text.splitlines()
    place = next(i for i, line in enumerate(lines) if "mode: face-to-face → phone" in line)
    assert lines[place - 1].startswith("18-31 Dec 2019") and lines[place + 1].startswith("5-8 Nov 2020")
    assert "Left off the line: baw_9 (other options)." in text
    assert "18-31 сне 2019" in render(trend, "text", "be")


def test_changes_have_signs_and_say_what_is_beyond_error(results: Any) -> None:
    text = render(results["changes"], "text")
    assert re.search(r"Union with Russia +54\.5 +40 +−14\.5 +−18\.8 … −10\.2 +yes\n", text)
    assert re.search(r"European Union +25 +33 +\+8\.0 +– +not known\n", text)
    assert re.search(r"Hard to say +≥63 +40 +≤ −23 +– +not known\n", text)


def test_verdicts_have_a_sign_a_word_and_a_count(results: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("COLUMNS", "100")
    text = render(results["verdicts"], "text")
    three = "✗ OVERSTATED · depends on the design effect (flips at about 1.0)  three"
    five = "✗ REPRODUCED, CERTAINTY ASSERTED AND NOT GIVEN · within sampling error  five"
    for mark in ("✗ NOT REPRODUCED  one", "✓ REPRODUCED  two", three, "? CANNOT BE CHECKED  four", five):
        assert mark in text
    assert "“two-thirds opposed”" in text and "Assumes: n = 1000 as published" in text
    assert text.replace("\n", " ").endswith(
        "Checked: 5. ✓ reproduced 2, ✗ overstated 1, ✗ not reproduced 1, ? cannot be checked 1. "
        "✗ certainty asserted and not given 1. "
    )


def test_both_answers_stand_in_every_form(results: Any) -> None:
    made = json.loads(render(results["verdicts"], "json"))
    three = made["rows"][2]
    assert (three["fidelity"], three["inference"], three["deff_flips"]) == (
        "overstated", "depends_on_the_design_effect", 1.03,
    )  # fmt: skip
    assert [row["fails"] for row in made["rows"]] == [True, False, True, False, True] and made["notes"]["fails"] == 3
    assert made["notes"]["fidelity"]["overstated"] == made["notes"]["inference"]["within_error"] == 1
    html, md = (render(results["verdicts"], form) for form in ("html", "md"))
    assert '<span class="inference">depends on the design effect (flips at about 1.0)</span>' in html
    assert "**✗ overstated** · depends on the design effect (flips at about 1.0): three" in md


def test_control_characters_of_a_label_do_not_reach_the_terminal(topline: Table) -> None:
    stub = (replace(topline.stub[0], label={"en": "red\x1b[31m\u202e\x07"}), *topline.stub[1:])
    text = render(replace(topline, stub=stub), "text")
    assert not set(text) & {"\x1b", "\u202e", "\x07"} and "red[31m" in text


def test_a_table_without_columns_prints_its_title_and_notes() -> None:
    grid = Grid(same("Title"), notes=(Note(same("note")),))
    assert render_text(Document(same("Title"), (grid,)), "en", 80) == "Title\n\nnote\n"


# Markdown


def test_markdown_tables_have_as_many_cells_in_every_row(results: Any) -> None:
    for kind in ("crosstab", "trend", "changes", "weighting"):
        for block in render(results[kind], "md").split("\n\n"):
            if block.startswith("|"):
                assert len({len(re.findall(r"(?<!\\)\|", line)) for line in block.splitlines()}) == 1


def test_a_bar_in_a_label_does_not_end_a_cell_of_markdown(topline: Table) -> None:
    stub = (replace(topline.stub[0], label={"en": "a|b <i>*c*"}), *topline.stub[1:])
    assert r"a\|b &lt;i>\*c\*" in render(replace(topline, stub=stub), "md")


# HTML


class Page(HTMLParser):
    """Tags, addresses and open elements of a page."""

    EMPTY = {"source", "meta", "img", "br", "link"}

    def __init__(self, text: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.addresses: list[str] = []
        self.attributes: list[tuple[str, str, str]] = []
        self.stack: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes += [(tag, name, value or "") for name, value in attrs]
        self.addresses += [value or "" for name, value in attrs if name in ("href", "src", "srcset", "action", "data")]
        if tag not in self.EMPTY:
            self.stack.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.stack.pop() == tag


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_page_is_whole_has_a_language_and_loads_nothing_from_elsewhere(
    kind: str, language: str, results: Any
) -> None:
    made = render(results[kind], "html", language)
    page = Page(made)
    assert made.startswith("<!DOCTYPE html>") and not page.stack
    assert ("html", "lang", language) in page.attributes
    assert not {"script", "iframe", "link", "object", "embed", "form"} & set(page.tags)
    assert not [item for item in page.attributes if item[1].startswith("on") or item[1] == "style"]
    assert page.addresses == [] and "url(" not in made and "@import" not in made


def test_a_page_forbids_itself_all_but_its_own_style_and_pictures(topline: Table) -> None:
    import base64
    import hashlib

    made = render(topline, "html")
    css = re.search(r"<style>(.*?)</style>", made, re.DOTALL)
    policy = next(value for tag, name, value in Page(made).attributes if tag == "meta" and "default-src" in value)
    assert css is not None
    digest = base64.b64encode(hashlib.sha256(css.group(1).encode()).digest()).decode()
    assert policy.startswith(f"default-src 'none'; style-src 'sha256-{digest}'; img-src 'self' data:;")


def test_labels_notes_and_quotations_are_escaped(topline: Table, results: Any) -> None:
    bad = {"en": "<script>alert(1)</script>&\"'"}
    table = replace(
        topline,
        title=bad,
        stub=(replace(topline.stub[0], label=bad), *topline.stub[1:]),
        notes=(replace(topline.notes[0], text={"en": "<img src=x onerror=y>"}),),
    )
    for value in (table, results["verdicts"]):
        page = Page(render(value, "html"))
        assert "script" not in page.tags and "img" not in page.tags
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in render(value, "html")


def test_a_table_too_wide_for_paper_is_set_in_parts_that_lose_nothing() -> None:
    grid = GridWords("Title", tuple(HeadWords(f"c{i}", "ab"[i // 8]) for i in range(16)), (_row(16),), ("note",))
    made = parts(grid, 10)
    assert [len(part.heads) for part in made] == [8, 8]
    assert [part.rows[0].cells for part in made] == [_row(16).cells[:8], _row(16).cells[8:]]
    assert ([part.title for part in made], [part.notes for part in made]) == (["Title", ""], [(), ("note",)])
    assert [len(part.heads) for part in parts(grid, 5)] == [5, 3, 5, 3]
    assert parts(grid, 16) == [grid]


def _row(width: int) -> RowWords:
    return RowWords("row", tuple(str(i) for i in range(width)))


def test_a_picture_beside_the_page_is_shown_with_its_name(trend: Trend) -> None:
    drawn = Pictured("alliance_baw.svg", "Alliance: Russia 60%", "alliance_baw.phone.svg")
    page = Page(render(replace(document(trend), pictures=(drawn,)), "html"))
    assert page.addresses == ["alliance_baw.phone.svg", "alliance_baw.svg"]
    assert ("img", "alt", "Alliance: Russia 60%") in page.attributes
