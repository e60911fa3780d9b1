"""The page in a browser: what is chosen, by pointer, keyboard or address, is what is shown; nothing is asked of a
network; nobody is shut out."""

from __future__ import annotations

import csv
import io
import itertools
import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from survey.definitions.reading.load import load_library, load_study
from survey.reports.interactive.report_page import report_page
from survey.studies.interactive.report_of import series_report, study_report
from tests.interactive.look import seen_as, violations

pytestmark = pytest.mark.contract


class Reader:
    """An open page, and what it asked for and complained of."""

    def __init__(self, browser: Any, **how: Any) -> None:
        self.context = browser.new_context(**{"viewport": {"width": 1200, "height": 900}, **how})
        self.page = self.context.new_page()
        self.asked: list[str] = []
        self.complaints: list[str] = []
        self.page.on("request", lambda request: self.asked.append(request.url))
        self.page.on("console", lambda said: self.complaints.append(said.text))
        self.page.on("pageerror", lambda error: self.complaints.append(str(error)))

    def open(self, path: Path, fragment: str = "") -> Any:
        self.page.goto("about:blank")
        self.asked.clear()
        self.page.goto(path.as_uri() + fragment)
        return self.page

    def heads(self) -> list[str]:
        return [head.strip() for head in self.page.locator("#table thead th").all_inner_texts()]

    def row(self, label: str) -> list[str]:
        return [
            cell.strip() for cell in self.page.locator(f"#table tr:has(th:text-is('{label}')) td").all_inner_texts()
        ]


@pytest.fixture
def reader(browser: Any) -> Iterator[Reader]:
    made = Reader(browser)
    yield made
    assert made.complaints == []
    assert all(url.startswith(("file:", "data:", "blob:")) for url in made.asked)
    made.context.close()


def test_opening_asks_for_one_file(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["wave"])
    assert reader.asked == [pages["wave"].as_uri()]
    assert page.locator("#question").inner_text() == page.locator("nav a[aria-current]").inner_text()
    assert page.locator("#synthetic").is_visible()


def test_choices_change_table_picture_and_address_and_the_address_brings_them_back(
    reader: Reader, pages: dict[str, Path], object_of_wave: Any
) -> None:
    page = reader.open(pages["wave"])
    page.select_option("#by", "sex")
    page.select_option("#filter", "age_group:65+")
    page.select_option("#weighting", "unweighted")
    page.select_option("#sort", "size")
    page.check("#ci")
    question = object_of_wave["studies"][0]["questions"][0]
    table = question["tables"]["unweighted"]
    men = next(at for at, one in enumerate(table["columns"]) if one[0] == "sex>age_group" and one[1] == ["male", "65+"])
    labels = [row[1]["en"] if isinstance(row[1], dict) else row[1] for row in table["rows"]]
    shown = reader.row(labels[0])
    assert reader.heads()[0] == "Answer" and len(reader.heads()) == 4
    assert shown[1].split("\n")[0] == f"{table['e'][0][men] / 10:.1f}"
    assert shown[1].split("\n")[1] == f"{table['l'][0][men] / 10:.1f}–{table['h'][0][men] / 10:.1f}"
    assert page.locator("#figure svg text").count() > 6
    before = (page.url, reader.heads(), shown)
    reader.open(pages["wave"], page.url[page.url.index("#") :])
    assert (page.url, reader.heads(), reader.row(labels[0])) == before
    page.go_back()
    assert page.url == "about:blank"


def test_questions_are_found_by_their_words_and_opened_by_keyboard(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["wave"])
    page.focus("#find")
    page.keyboard.type("trust")
    assert page.locator("nav li:visible").count() == 1
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    page.wait_for_url("**#q=trust")
    page.fill("#find", "no such words")
    assert page.locator("#none-found").is_visible()


def test_cells_are_walked_by_arrows_and_tell_interval_and_base(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["wave"], "#by=sex")
    page.locator("#table td[tabindex='0']").focus()
    assert "95% intervals" in page.locator("#tip").inner_text()
    assert "n = 800" in page.locator("#tip").inner_text()
    page.keyboard.press("ArrowRight")
    assert "n = 800" not in page.locator("#tip").inner_text()
    assert page.evaluate("document.activeElement.cellIndex") == 2
    page.keyboard.press("Escape")
    assert page.locator("#tip").is_hidden()


def test_languages_change_words_figures_and_the_document(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["wave"])
    page.click("#languages button[lang='ru']")
    assert page.get_attribute("html", "lang") == "ru"
    assert reader.heads()[0] == "Ответ"
    assert all(re.fullmatch(r"[<>]?\d+,\d", cell) for cell in reader.row("Союз с Россией"))


def test_waves_are_compared_with_the_change_that_the_trend_has(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["poll"], "#view=waves&from=baw_2019_12&to=baw_2020_11")
    line = page.locator("#step tr:has(th:text-is('European Union')) td").all_inner_texts()
    assert line[0] == "+1.0" and line[2] == "no"
    page.select_option("#from", "baw_2020_11")
    page.select_option("#to", "baw_2019_12")
    assert page.locator("#step tr:has(th:text-is('European Union')) td").first.inner_text() == "−1.0"
    assert page.locator("#figure svg circle").count() > 10


def test_a_printed_limit_stays_a_limit(reader: Reader, pages: dict[str, Path]) -> None:
    reader.open(pages["poll"], "#view=waves")
    assert {">60", "54.8"} <= set(reader.row("Union with Russia"))  # as they were printed


def test_the_table_is_copied_as_csv_with_what_was_chosen(browser: Any, pages: dict[str, Path]) -> None:
    reader = Reader(browser, permissions=["clipboard-read", "clipboard-write"])
    page = reader.open(pages["wave"], "#by=sex&ci=1")
    page.click("#copy")
    page.wait_for_function("document.getElementById('status').textContent !== ''")
    rows = list(csv.reader(io.StringIO(page.evaluate("navigator.clipboard.readText()"))))
    assert "INVENTED DATA" in rows[0][0]
    assert rows[1][:3] == ["Answer", "Total", "Total Interval"]
    assert {len(row) for row in rows[1:]} == {7}
    reader.context.close()


@pytest.mark.parametrize(("button", "begins"), [("#svg", b"<svg"), ("#png", b"\x89PNG")])
def test_pictures_are_saved(reader: Reader, pages: dict[str, Path], button: str, begins: bytes) -> None:
    page = reader.open(pages["wave"], "#by=sex")
    with page.expect_download() as caught:
        page.click(button)
    data = Path(caught.value.path()).read_bytes()
    assert data.startswith(begins)
    if button == "#svg":
        assert "INVENTED DATA" in data.decode()


@pytest.mark.parametrize("name", ["wave", "poll"])
def test_nobody_is_shut_out(browser: Any, pages: dict[str, Path], name: str) -> None:
    reader = Reader(browser, bypass_csp=True)  # the checker is a script of its own
    for width, scheme in itertools.product((1200, 390), ("light", "dark")):
        seen_as(reader.page, width, scheme)
        if scheme == "light":
            reader.open(pages[name], "#by=sex&ci=1" if name == "wave" else "#view=waves&lang=be")
        page = reader.page
        page.locator("#table td[tabindex='0']").focus()  # which tells interval and base
        assert page.locator("#tip").is_visible()
        assert violations(page) == [], (width, scheme)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    reader.context.close()


def test_paper_has_the_figures_and_no_controls(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["wave"], "#by=sex")
    page.emulate_media(media="print")
    assert page.locator(".controls").is_hidden() and page.locator("nav").is_hidden()
    assert page.locator("#table table").is_visible() and page.locator("#figure svg").is_visible()
    assert page.pdf().startswith(b"%PDF")


def test_without_scripts_each_question_has_its_table(browser: Any, pages: dict[str, Path]) -> None:
    reader = Reader(browser, java_script_enabled=False)
    page = reader.open(pages["wave"])
    assert page.locator("noscript table, body > table").count() >= 5
    assert "Without scripts" in page.locator("body").inner_text()
    reader.context.close()


def test_a_wave_without_a_date_is_no_end_of_the_line(reader: Reader, pages: dict[str, Path], tmp_path: Path) -> None:
    library = load_library(None)
    report = study_report(load_study("iiseps_2016_03", library), library)
    (tmp_path / "iiseps.html").write_text(report_page(report, "en"), encoding="utf-8")
    page = reader.open(tmp_path / "iiseps.html", "#q=alliance_preference&view=waves")
    assert page.locator("#to option:checked").inner_text() == "Mar 2016"
    assert "year not stated" in reader.heads()[-1]
    labels = page.locator("#figure svg text").all_text_contents()
    assert not any("year not stated" in text for text in labels)


def test_a_break_is_dashed_where_waves_lie_between_and_says_what_it_is(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["poll"], "#view=waves")
    dashed = page.locator("#figure svg path[stroke-dasharray] title").all_text_contents()
    assert any("phone" in text for text in dashed) and any("answers" in text for text in dashed)


def test_with_a_filter_heads_and_tips_say_whose_figures_they_are(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["few"], "#q=vote&by=work&f=region:2")
    assert reader.heads()[1] == "Region?: South" and reader.heads()[2].startswith("Office")
    cell = page.locator("#table tr:has(th:text-is('A')) td").nth(1)
    cell.hover()
    assert page.locator("#tip").inner_text().startswith("A, Office: ")
    assert cell.get_attribute("aria-describedby") == "tip"
    assert page.locator("#table table").get_attribute("role") == "grid"
    page.mouse.move(0, 0)
    assert page.locator("#tip").is_hidden()


def test_an_answer_that_nowhere_has_a_figure_is_one_line_of_the_picture(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["few"], "#q=vote&by=work&f=region:2")
    gone = {label: reader.row(label).count("×") for label in "ABC"}
    assert set(reader.row("DK")) == set(reader.row("C")) == {"×"} and 0 < gone["A"] < gone.pop("C")
    texts = page.locator("#figure svg text").all_text_contents()
    assert {"C ×", "DK ×"} <= set(texts) and texts.count("×") == sum(gone.values())
    assert "Vote?" not in texts  # it stands above
    with page.expect_download() as caught:
        page.click("#svg")
    assert ">Vote?</text>" in Path(caught.value.path()).read_text(encoding="utf-8")


def test_small_bases_are_hidden_with_their_count_and_the_link_brings_that_back(
    browser: Any, pages: dict[str, Path]
) -> None:
    reader = Reader(browser, permissions=["clipboard-read", "clipboard-write"])
    page = reader.open(pages["few"], "#q=vote&by=work&f=region:2")
    small = [head for head in reader.heads() if head.endswith("*")]
    whole = len(reader.heads())
    assert small
    page.check("#small")
    assert len(reader.heads()) == whole - len(small) and not [head for head in reader.heads() if head.endswith("*")]
    assert f": {len(small)}" in page.locator("#notes li").first.inner_text()
    page.click("#link")
    page.wait_for_function("document.getElementById('status').textContent !== ''")
    link = page.evaluate("navigator.clipboard.readText()")
    assert link == page.url and "small=1" in link
    assert page.get_attribute("#status", "role") == "status"  # what was done is read out
    reader.context.close()


def test_verdicts_stand_below_the_figures_that_they_are_on(reader: Reader, pages: dict[str, Path]) -> None:
    page = reader.open(pages["poll"], "#lang=ru")
    found = page.locator("#verdicts .verdict")
    assert found.count() == 4 and page.locator("#verdicts .not_reproduced").count() == 1
    assert page.locator("#verdicts .not_reproduced .mark").inner_text() == "✗ не воспроизведено"


def test_a_picture_over_waves_names_the_series_and_no_date_breaks_within_its_days(
    reader: Reader, pages: dict[str, Path]
) -> None:
    page = reader.open(pages["poll"], "#view=waves")
    said = page.locator("#figure svg text").all_text_contents()
    assert "%. Belarusian Analytical Workshop" in said and not [text for text in said if "November 2020" in text]
    assert page.locator("#table thead .whole").last.evaluate("one => getComputedStyle(one).whiteSpace") == "nowrap"


def test_a_series_offers_its_waves_by_what_they_differ_in_and_marks_both_ends_of_the_line(
    reader: Reader, tmp_path: Path
) -> None:
    library = load_library(None)
    few = {name: library.studies[name] for name in ("baw_2022_03", "baw_2022_09")}
    made = report_page(series_report("baw", replace(library, studies=few)), "ru")
    (tmp_path / "series.html").write_text(made, encoding="utf-8")
    page = reader.open(tmp_path / "series.html", "#q=military_infrastructure&view=waves")
    assert page.locator("#study option").all_text_contents() == ["сентябрь 2022", "март 2022"]
    said = page.locator("#figure svg text")
    assert {"16-26 мар 2022", "сен 2022"} <= set(said.all_text_contents())
    cut = "all => all.filter(one => one.getBBox().x < -1).map(one => one.textContent)"
    assert said.evaluate_all(cut) == []
