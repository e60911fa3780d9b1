"""What people read has names; ids stand in JSON and CSV, and where a command takes them."""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Iterator, Mapping
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest

from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library
from survey.reports.documents.articles.article import article_document
from survey.reports.documents.document import Document
from survey.reports.documents.make import document
from survey.reports.printing.render import render, rendered
from survey.studies.study_sample import sample_opener
from survey.studies.study_tables import study_toplines
from survey.studies.study_verdicts import claims_verdicts, study_verdicts
from survey.studies.study_weighting import study_weighting
from survey.trends.trend import trend
from survey.weighting.plan.study_sample import study_sample
from survey.words import LANGUAGES

pytestmark = pytest.mark.contract

WORD = re.compile(r"[A-Za-z0-9_]*[0-9_][A-Za-z0-9_]*")  # an id without either is a word like others
NOT_READ = re.compile(r"<(script|style|metadata|defs)\b.*?</\1>|<!--.*?-->|<[^>]+>", re.S)
READ_ALOUD = re.compile(r'\b(?:alt|title|aria-label)="([^"]*)"')
PACKAGE = "wpp2019"  # the R package that a source is, by its name
ID_OF_PAGE = re.compile(r"<dt>Name in commands</dt><dd>\w+</dd>")  # for who works on with the study


@pytest.fixture(scope="module")
def library(root: Path) -> Library:
    return load_library(root / "questionnaires")


@pytest.fixture(scope="module")
def ids(library: Library) -> frozenset[str]:
    """Of studies, series, questions, sources, targets, margins and files of claims."""
    asked = {name for study in library.studies.values() for name in study.questions}
    series = {study.series for study in library.studies.values() if study.series}
    margins = {name for targets in library.targets.values() for name in targets.margins}
    shelves = (library.studies, library.questions, library.sources, library.targets, library.claims)
    found = {name for shelf in shelves for name in shelf} | asked | series | margins
    return frozenset(name for name in found if WORD.fullmatch(name) and name != PACKAGE)


def named(text: str, ids: frozenset[str]) -> set[str]:
    return ids & set(WORD.findall(text))


def texts(value: Any) -> Iterator[str]:
    """Every text of several words within a definition."""
    if isinstance(value, str):
        yield from [value] if " " in value.strip() else []
    elif isinstance(value, Mapping):
        for part in value.values():
            yield from texts(part)
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from texts(part)


def test_no_text_of_the_shipped_definitions_names_an_id(library: Library, ids: frozenset[str]) -> None:
    shelves = (library.studies, library.questions, library.sources, library.targets, library.claims, library.common)
    said = [text for shelf in shelves for one in shelf.values() for text in texts(one.model_dump())]
    assert len(said) > 1000
    assert {text for text in said if named(text, ids)} == set()


def test_no_page_and_no_picture_of_the_results_shows_an_id(shipped: Path, ids: frozenset[str]) -> None:
    found, count = {}, 0
    for path in sorted(path for path in (shipped / "results").rglob("*") if path.suffix in (".html", ".svg")):
        text = ID_OF_PAGE.sub("", path.read_text(encoding="utf-8"))
        read = html.unescape(" ".join((NOT_READ.sub(" ", text), *READ_ALOUD.findall(text))))
        count += 1
        if shown := named(read, ids):
            found[str(path.relative_to(shipped))] = shown
    assert count > 400
    assert found == {}


OURS = {"note", "stated", "mode_stated", "frame", "how"}  # what is said of a source, not what it says itself


def ours(value: Any, where: tuple[str, ...] = ()) -> Iterator[tuple[tuple[str, ...], Mapping[str, str]]]:
    """Each text of a definition that its author wrote, with its place."""
    if isinstance(value, Mapping):
        for key, part in value.items():
            if key in OURS and isinstance(part, Mapping):
                yield (*where, key), part
            else:
                yield from ours(part, (*where, str(key)))
    elif isinstance(value, (list, tuple)):
        for part in value:
            yield from ours(part, where)


def test_what_the_shipped_definitions_say_themselves_is_in_three_languages(library: Library) -> None:
    shelves = (library.studies, library.questions, library.sources, library.targets, library.claims)
    said = [(name, *one) for shelf in shelves for name, item in shelf.items() for one in ours(item.model_dump())]
    assert len(said) > 300
    known = [
        (name, where)
        for name, where, text in said
        if where[-2:] != ("fieldwork", "stated") and not set(LANGUAGES) <= set(text)
    ]
    assert known == []  # dates as a source has them are printed only where there are no others
    titles = [source.title for source in library.sources.values() if source.title]
    assert all(
        "ru" in one and "be" in one or "en" in one or " " not in one["und"] or "dataset" in one["und"] for one in titles
    )


def test_a_text_in_another_language_says_so_on_the_page(documents: dict[str, Document]) -> None:
    page = render(documents["claims"], "html", "be")
    assert '<span lang="en">Johnson&#39;s Russia List, 2022-10-21</span>' in page
    assert ">Rzeczpospolita, пра тэлебачанне і беларусаў, 2022-04</a>" in page
    assert ' lang="' not in render(documents["claims"], "html", "en").partition("<body")[2]


@pytest.fixture(scope="module")
def documents(library: Library) -> dict[str, Document]:
    """Results of each kind that names studies, sources, targets or margins."""
    wave, poll = library.study("example_wave"), library.study("baw_2022_09")
    sample = study_sample(wave, library)
    claims = library.claim_set("media_iq_2023")
    opened = sample_opener(library)
    return {
        "tables": document(study_toplines(poll, library)),
        "weighting": document(study_weighting(sample, library)),
        "calibration": document(sample.calibration),
        "trend": document(trend("alliance_preference", library, series=("baw",), open_sample=opened)),
        "unlike": document(trend("confession", library, open_sample=opened)),
        "study": document(study_verdicts(poll, library)),
        "claims": article_document(claims_verdicts(claims, library), claims, library),
    }


def packed(made: bytes) -> str:
    """The words in the cells of a workbook or of a letter. The names of sheets are ids: formulas hold on to them."""
    with zipfile.ZipFile(BytesIO(made)) as parts:
        kept = [name for name in parts.namelist() if name.endswith(("sharedStrings.xml", "document.xml"))]
        return " ".join(parts.read(name).decode() for name in kept)


@pytest.mark.parametrize("form", ["text", "md", "html", "xlsx", "docx"])
def test_no_form_for_people_shows_an_id(form: str, documents: dict[str, Document], ids: frozenset[str]) -> None:
    for language in LANGUAGES if form == "text" else ("be",):
        some = ("weighting", "trend") if form == "docx" else tuple(documents)  # a letter is slow to make
        for name, one in ((name, documents[name]) for name in some):
            made = rendered(one, form, language)
            text = packed(made) if isinstance(made, bytes) else made
            read = html.unescape(re.sub(r"<[^>]+>", " ", NOT_READ.sub(" ", text))).replace("\\_", "_")
            assert len(read) > 500
            assert (name, language, named(read, ids)) == (name, language, set())


def test_rows_keep_the_ids(documents: dict[str, Document], ids: frozenset[str]) -> None:
    assert {"baw_2019_09", "udf_2014"} <= named(str(render(documents["trend"], "csv", "en")), ids)
    assert {"baw_2022_09", "jrl_2022_10"} <= named(str(render(documents["study"], "json", "en")), ids)
    assert {"sex_by_age"} <= named(str(render(documents["weighting"], "json", "en")), ids)
