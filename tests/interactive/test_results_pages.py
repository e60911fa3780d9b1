"""The pages of a run: each has a way back, all links lead somewhere, no network is asked, nobody is shut out."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from click.testing import CliRunner

import survey
from survey.cli import cli
from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.definitions.records.study import Study
from survey.errors import SurveyWarning
from survey.studies.running.run_all import Step, run_all
from survey.studies.running.run_questions import run_questions
from survey.studies.running.study_page import study_page
from survey.wording.message import word
from tests.interactive.look import seen_as, violations

pytestmark = pytest.mark.contract

COMMITTED = Path(__file__).resolve().parents[2] / "results"
WAVES = ("baw_2022_03", "baw_2022_05", "baw_2022_09")
QUESTIONS = ("troop_deployment", "military_infrastructure", "stationed_troops", "war_blame")  # that its run draws
KINDS = {
    "index": "index.html",
    "study": "example_wave/index.html",
    "published": "baw_2022_03/index.html",
    "crosstabs": "example_wave/crosstabs.html",
    "book": "example_wave/book.html",
    "weighting": "example_wave/weighting.html",
    "trend": "trends/stationed_troops_baw.html",
    "claims": "claims/media_iq_2023.html",
    "question": "questions/stationed_troops.html",
}


@dataclass
class Page(HTMLParser):
    """What a page is made of."""

    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, {name: value or "" for name, value in attrs}))

    def all(self, name: str, *tags: str) -> list[str]:
        """Values of an attribute, of these tags or of all."""
        return [has[name] for tag, has in self.tags if name in has and (not tags or tag in tags)]


def asking(study: Study, names: Sequence[str]) -> Study:
    """The study as if it had asked these questions only."""
    return study.model_copy(update={"questions": {name: own for name, own in study.questions.items() if name in names}})


def read(folder: Path) -> dict[Path, Page]:
    found = {}
    for path in sorted(folder.resolve().rglob("*.html")):
        found[path] = Page()
        found[path].feed(path.read_text(encoding="utf-8"))
    return found


@pytest.fixture(scope="session")
def run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Results of three waves of one series with its trends, of a publication, and of a study with data and a book."""
    whole = load_library(None)
    own = {name: asking(whole.studies[name], QUESTIONS) for name in WAVES}
    own["example_wave"] = whole.studies["example_wave"].model_copy(update={"book": "html"})
    claims = whole.claims["media_iq_2023"]
    about = tuple(one for one in claims.claims if one.study in own and one.question in QUESTIONS)[:3]
    checked = {"media_iq_2023": claims.model_copy(update={"claims": about})}
    library = replace(whole, studies=own, claims=checked)
    steps = [Step("study", name) for name in own] + [Step(kind, kind) for kind in ("trends", "questions", "claims")]
    folder = tmp_path_factory.mktemp("run") / "results"
    run_all(steps, library, folder, jobs=1)
    return folder


@pytest.fixture(scope="session")
def pages_of_run(run: Path) -> dict[Path, Page]:
    return read(run)


@pytest.mark.parametrize(("language", "title"), [("ru", "Военный блок"), ("be", "Вайсковы блок")])
def test_a_run_in_another_language_has_its_pages_and_pictures_and_says_what_it_lacks(
    tmp_path: Path, language: str, title: str
) -> None:
    whole = load_library(None)
    study = whole.studies["baw_2022_03"]
    unsaid = {"note": {"und": "A note."}, "weighting": study.weighting.model_copy(update={"stated": {"und": "by sex"}})}
    study = study.model_copy(update={"title": {"en": "A wave"}, **unsaid})
    own = asking(study, ["military_bloc"])
    with (
        pytest.warns(SurveyWarning, match="2 of 13 texts do not say their language and stand as they are: note, w"),
        pytest.warns(SurveyWarning, match=f"texts have no '{language}' and are shown in another language: .*title"),
    ):
        run_all([Step("study", study.study)], replace(whole, studies={study.study: own}), tmp_path, language=language)
    record = json.loads((tmp_path / study.study / "run.json").read_text(encoding="utf-8"))
    assert record["options"]["language"] == language
    assert record["warnings"] == ["LanguageWarning: 2"]
    pages = read(tmp_path)
    assert len(pages) == 2
    assert {said for page in pages.values() for said in page.all("lang", "html")} == {language}
    alts = pages[(tmp_path / study.study / "index.html").resolve()].all("alt", "img")
    assert alts and all(said.startswith(f"{title}: ") for said in alts)
    drawn = (tmp_path / study.study / "military_bloc.svg").read_text(encoding="utf-8")
    assert title in drawn and "Question:" not in drawn
    found = word("pages.questions", language)
    assert found in (tmp_path / "index.html").read_text(encoding="utf-8") and found != word("pages.questions", "en")


def test_a_text_may_have_its_languages_wherever_people_read_it() -> None:
    own = {"en": "Workshop (A. V.)", "ru": "Мастерская (А. В.)", "be": "Майстэрня (А. В.)"}
    said = {"en": "September, year not stated", "ru": "сентябрь, год не указан", "be": "верасень, год не названы"}
    given = {"study": "poll", "pollster": own, "sponsor": said, "note": said, "mode_stated": said}
    given |= {"fieldwork": {"stated": said}, "sample": {"stated": said}, "weighting": {"stated": said}}
    study = Study.model_validate(given)
    library = Library(folder=Path(), studies={"poll": study})
    for language in ("en", "ru", "be"):
        page = study_page(study, library, None, [], [], [], {}, language)
        assert page.count(said[language]) == 8 and own[language] in page  # three times its title, and five facts
        assert all(text not in page for other in ("en", "ru", "be") if other != language for text in (said[other],))
    plain = Study.model_validate({**given, "pollster": "Workshop (A. V.)"})
    assert plain.house == study.house == "Workshop (A. V.)"


def test_every_kind_of_page_is_there(run: Path) -> None:
    assert [name for name in KINDS.values() if not (run / name).is_file()] == []


def test_every_page_has_a_way_back_one_title_and_ids_that_occur_once(run: Path, pages_of_run: dict[Path, Page]) -> None:
    for path, page in pages_of_run.items():
        ids = page.all("id")
        assert len(ids) == len(set(ids)), path
        assert sum(tag == "h1" for tag, _ in page.tags) == 1, path
        assert page.tags[[tag for tag, _ in page.tags].index("nav")][1]["aria-label"], path
        here = [has for tag, has in page.tags if has.get("aria-current") == "page"]
        assert len(here) == 1, path
        if path.parent != run.resolve():
            assert "../index.html" in page.all("href", "a"), path
        heads = [has for tag, has in page.tags if tag == "h2"]
        assert all(has.get("id") for has in heads), path


@pytest.mark.parametrize("which", ["run", "committed"])
def test_all_links_and_their_places_are_there(which: str, request: pytest.FixtureRequest) -> None:
    pages = request.getfixturevalue("pages_of_run") if which == "run" else read(COMMITTED)
    assert len(pages) > 10
    lost = []
    for path, page in pages.items():
        for link in page.all("href", "a") + page.all("src") + page.all("srcset"):
            if re.match(r"https?://[^\s/]+\.\w", link):
                continue
            name, _, place = unquote(link).partition("#")
            target = (path.parent / name).resolve() if name else path
            if not target.is_file() or (place and place not in pages[target].all("id")):
                lost.append(f"{path.parent.name}/{path.name}: {link}")
    assert lost == []


def test_no_page_needs_a_network(pages_of_run: dict[Path, Page]) -> None:
    for path, page in pages_of_run.items():
        fetched = page.all("src") + page.all("srcset") + page.all("href", "link") + page.all("action")
        assert not [address for address in fetched if "//" in address], path
        assert not {"iframe", "object", "embed", "link", "base"} & {tag for tag, _ in page.tags}, path
        text = path.read_text(encoding="utf-8")
        assert "url(" not in text and "@import" not in text, path
        (policy,) = [said for said in page.all("content", "meta") if "default-src" in said]
        assert policy.startswith("default-src 'none'") and "unsafe" not in policy and "http" not in policy
        assert not [has for _, has in page.tags if "style" in has or any(name.startswith("on") for name in has)], path


def test_what_is_scrolled_can_be_reached_by_keyboard_and_has_a_name(pages_of_run: dict[Path, Page]) -> None:
    boxes = 0
    for path, page in pages_of_run.items():
        for _, has in page.tags:
            if {"wide", "picture"} & set(has.get("class", "").split()):
                boxes += 1
                assert (has.get("tabindex"), has.get("role")) == ("0", "group") and has.get("aria-label"), path
    assert boxes > 30


def test_every_picture_says_its_figures_and_the_main_ones_have_a_drawing_for_phones(
    run: Path, pages_of_run: dict[Path, Page]
) -> None:
    for path, page in pages_of_run.items():
        for said in page.all("alt", "img"):
            assert re.search(r"[:?] .*\d", said), (path, said)
    published = (run / KINDS["published"]).read_text(encoding="utf-8")
    asked = "use of Belarus&#39;s territory and military infrastructure for Russia&#39;s military actions in Ukraine?"
    assert f'alt="What is your attitude to the {asked} Positive 29%; Negative 61.8%"' in published
    trend = pages_of_run[(run / KINDS["trend"]).resolve()]
    assert trend.all("srcset") == ["stationed_troops_baw.phone.svg"]
    title = "Russian troops stationed in Belarus"
    assert trend.all("alt", "img") == [f"{title}: Sep 2022, Positive 42.5%; Sep 2022, Negative 38.9%"]


def test_waves_and_sources_of_a_trend_are_links_and_so_is_the_study_of_a_claim(
    run: Path, pages_of_run: dict[Path, Page]
) -> None:
    trend = pages_of_run[(run / KINDS["trend"]).resolve()].all("href", "a")
    waves = [f"../{name}/index.html#stationed_troops" for name in WAVES]
    assert [link for link in trend if link.startswith("../baw")] == waves
    assert any(one.startswith("https://osw.waw.pl/") for one in trend)
    claims = pages_of_run[(run / KINDS["claims"]).resolve()].all("href", "a")
    assert "../baw_2022_03/index.html#military_infrastructure" in claims


def test_what_is_linked_is_named_for_a_reader_and_never_by_an_id(run: Path, pages_of_run: dict[Path, Page]) -> None:
    named = 0
    for path in pages_of_run:
        for words in re.findall(r"<a [^>]*>([^<]*)</a>", path.read_text(encoding="utf-8")):
            assert not re.fullmatch(r"[a-z0-9]+(_[a-z0-9]+)+", words), (path, words)
            named += 1
    assert named > 100
    trend = (run / KINDS["trend"]).read_text(encoding="utf-8")
    assert ">OSW 2022-08-01</a>" in trend and "mode not stated" not in trend
    study = pages_of_run[(run / KINDS["published"]).resolve()].all("href", "a")
    assert "../questions/stationed_troops.html" in study and "#military_infrastructure" in study


def test_a_question_of_several_studies_has_a_page_with_its_wording_every_figure_and_the_ways_on(
    run: Path, pages_of_run: dict[Path, Page]
) -> None:
    path = (run / KINDS["question"]).resolve()
    text = path.read_text(encoding="utf-8")
    assert "Attitude to the Belarusian authorities having allowed Russian troops to be stationed in Belarus" in text
    assert all(f">{share}</td>" in text for share in ("45", "46.9", "41", "47", "42.5", "38.9"))
    links = pages_of_run[path].all("href", "a")
    assert {f"../{name}/index.html#stationed_troops" for name in WAVES} <= set(links)
    assert "../trends/stationed_troops_baw.html" in links and "../index.html#page.questions" in links
    index = pages_of_run[(run / "index.html").resolve()].all("href", "a")
    assert KINDS["question"] in index and len(list((run / "questions").glob("*.html"))) == 3


def test_a_page_written_among_results_leads_to_their_list_and_to_its_study_and_others_lead_nowhere(
    run: Path, tmp_path: Path
) -> None:
    results = tmp_path / "results"
    (results / "baw_2022_03").mkdir(parents=True)
    for name in ("index.html", "baw_2022_03/index.html", "baw_2022_03/run.json"):
        (results / name).write_bytes((run / name).read_bytes())
    table = survey.trend("stationed_troops", series=("baw",))
    words = "Belarusian Analytical Workshop, March 2022"
    expected = {
        results / "baw_2022_03" / "mine.html": [("../index.html", "All results"), ("index.html", words)],
        results / "mine.html": [("index.html", "All results")],
        tmp_path / "mine.html": [],
    }
    for out, links in expected.items():
        table.save(out)
        command = ["topline", "baw_2022_03", "stationed_troops", "--out", str(out.with_name("told.html")), "--quiet"]
        assert CliRunner().invoke(cli, command).exit_code == 0
        for path in (out, out.with_name("told.html")):
            head = path.read_text(encoding="utf-8").partition("<main>")[0]
            assert re.findall(r'<a href="([^"]+)">([^<]+)</a>', head) == links
            assert ('aria-current="page"' in head) is bool(links)
    report = survey.report("baw_2022_03", results / "baw_2022_03" / "report.html")
    assert (
        re.findall(r'<a href="([^"#]+)"[^>]*>([^<]+)</a>', report.read_text(encoding="utf-8"))
        == expected[results / "baw_2022_03" / "mine.html"]
    )
    (results / "index.html").write_text("by hand", encoding="utf-8")
    table.save(results / "mine.html")
    assert "<nav" not in (results / "mine.html").read_text(encoding="utf-8")


def test_answers_that_differ_make_no_table_of_waves_and_the_page_says_so(tmp_path: Path) -> None:
    whole = load_library(None)
    own = {name: whole.studies[name] for name in ("chile_1988", "example_wave")}
    run_questions(replace(whole, studies=own), tmp_path / "questions")
    page = (tmp_path / "questions" / "region.html").read_text(encoding="utf-8")
    assert "No table of all waves is made" in page and "../chile_1988/index.html" in page
    record = json.loads((tmp_path / "questions" / "run.json").read_text(encoding="utf-8"))
    assert [said for said in record["warnings"] if said.startswith("region: ")]


@pytest.mark.parametrize("kind", KINDS)
def test_the_checker_finds_nothing_and_no_page_is_wider_than_a_phone(browser: Any, run: Path, kind: str) -> None:
    asked: list[str] = []
    context = browser.new_context(bypass_csp=True)  # the checker is a script of its own
    page = context.new_page()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda said: asked.append(said.text))
    page.on("pageerror", lambda error: asked.append(str(error)))
    page.goto((run / KINDS[kind]).as_uri())
    for width, scheme in ((1200, "light"), (390, "dark")):
        seen_as(page, width, scheme)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    context.close()
    assert asked and all(url.startswith("file:") for url in asked), asked


def test_the_list_is_searched_by_any_word_and_is_whole_without_a_script(browser: Any, run: Path) -> None:
    for script in (True, False):
        context = browser.new_context(java_script_enabled=script)
        page = context.new_page()
        complaints: list[str] = []
        page.on("console", lambda said: complaints.append(said.text))  # noqa: B023
        page.goto((run / "index.html").as_uri())
        assert page.get_by_text("Example wave", exact=False).first.is_visible()
        search = page.locator("[id='page.find']")
        assert search.is_visible() is script
        if script:
            search.fill("cheese stationed")
            assert page.locator("[id='page.found']").inner_text() == "Found: 0"
            search.fill("stationed TROOPS")
            assert page.locator("[data-find]:visible").all_inner_texts()
            assert all("troops" in text.casefold() for text in page.locator("[data-find]:visible").all_inner_texts())
            assert not page.get_by_text("Example wave", exact=False).first.is_visible()
            search.press("Escape")
            assert page.get_by_text("Example wave", exact=False).first.is_visible()
        assert complaints == []
        context.close()
