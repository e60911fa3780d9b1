"""Results as a Word document: tables and paragraphs in named styles, which a client changes as the house has them."""

from __future__ import annotations

import io
import zipfile
from datetime import UTC, datetime
from typing import Any

import docx
from docx.enum.section import WD_ORIENT
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Twips

from survey.reports.documents.document import Document
from survey.reports.printing.book_words import BookWords, book_words
from survey.reports.printing.grid_parts import parts
from survey.reports.printing.grid_words import GridWords
from survey.reports.printing.passage_words import PassageWords, passage_words
from survey.reports.printing.widths import legal
from survey.reports.printing.word.styles import add_styles
from survey.reports.printing.word.tables import table_xml
from survey.wording.message import word
from survey.words import say

FIRST_DAY = (1980, 1, 1, 0, 0, 0)  # the earliest that an archive can name
MADE = datetime(2000, 1, 1, tzinfo=UTC)  # the same bytes at any time
BROAD, MOST = 6, 12  # columns of a table that an upright page holds, and one that lies
UPRIGHT, LYING = (11906, 16838), (16838, 11906)  # A4 in twentieths of a point
MARGIN = 1134


def render_docx(document: Document, language: str) -> bytes:
    """Each table with its title above and its notes below, heads repeated on every page; a wide table is set in parts,
    and the pages lie where one is. A book begins with contents, whose lines lead to the tables, and the notes of all.
    """
    made = docx.Document()
    add_styles(made, language)
    core = made.core_properties
    core.title, core.author, core.last_modified_by, core.comments = say(document.title, language)[:255], "", "", ""
    core.created = core.modified = MADE
    core.language = language
    said = book_words(document, language)
    passages = [passage_words(passage, language) for passage in document.passages]
    broad = any(len(grid.heads) > BROAD for grid in said.grids)
    _Writer(made, language, broad).write(document, said, passages)
    file = io.BytesIO()
    made.save(file)
    return _timeless(file.getvalue())


class _Writer:
    """One document being written."""

    def __init__(self, made: Any, language: str, broad: bool) -> None:
        self.made, self.language, self.names = made, language, nsdecls("w")
        width, height = LYING if broad else UPRIGHT
        self.width = width - 2 * MARGIN
        self._page(made.sections[0], width, height)

    def _page(self, section: Any, width: int, height: int) -> None:
        section.orientation = WD_ORIENT.LANDSCAPE if width > height else WD_ORIENT.PORTRAIT
        section.page_width, section.page_height = Twips(width), Twips(height)
        for side in ("left_margin", "right_margin", "top_margin", "bottom_margin"):
            setattr(section, side, Twips(MARGIN))

    def write(self, document: Document, said: BookWords, passages: list[PassageWords]) -> None:
        """Contents, tables, passages."""
        if document.synthetic:
            mark = word("plots.synthetic", self.language)
            header = self.made.sections[0].header.paragraphs[0]
            header.text, header.style = mark, "Survey Mark"
        places = {name: f"table_{place}" for place, name in enumerate(filter(None, said.targets))}
        if said.contents is not None:
            self.text(said.contents.title, "Heading 1")
            self.table(said.contents, [places.get(name, "") for name in said.targets])
        for grid in said.grids:
            self.grid(grid, places.get(grid.name, ""))
        if said.method:
            self.text(word("reports.method", self.language), "Heading 2")
            for note in said.method:
                self.text(note, "Survey Note")
        if document.summary is not None:
            self.text(say(document.title, self.language), "Heading 1")
            self.text(say(document.summary, self.language), "Normal")
            for passage in passages:
                self.passage(passage)

    def grid(self, grid: GridWords, place: str = "") -> None:
        """A table with its title and notes; words alone are paragraphs."""
        if grid.title:
            title = self.text(grid.title, "Heading 2")
            if place:
                _bookmark(title, place)
        if not grid.heads:
            for note in grid.notes:
                self.text(note, "Normal")
            return
        for number, part in enumerate(parts(grid, MOST)):
            if number:
                self.text(word("reports.continued", self.language, title=grid.title), "Survey Continued")
            self.table(part)
        self.notes(grid)

    def table(self, grid: GridWords, anchors: list[str] | None = None) -> None:
        """A table that fits the page."""
        xml = table_xml(grid, self.names, self.width, anchors or [])
        self.made.element.body.insert_element_before(parse_xml(xml), "w:sectPr")
        self.text("", "Survey Note")  # two tables without a paragraph between them become one

    def notes(self, grid: GridWords) -> None:
        """What stands below a table."""
        for note in grid.notes:
            self.text(note, "Survey Note")

    def passage(self, said: PassageWords) -> None:
        """A statement in words, and the rows behind it."""
        aside = f" · {said.inference}" if said.inference else ""
        self.text(f"{said.mark} {said.word}{aside}: {said.claim}", "Heading 2")
        if said.quote:
            self.text(said.quoted, "Quote")
        self.text(said.sentence, "Normal")
        for text in (said.about, *(f"{head}: {line}" for head, line in said.lines)):
            if text:
                self.text(text, "Survey Note")
        if said.details is not None and said.details.rows:
            self.grid(said.details)

    def text(self, text: str, style: str) -> Any:
        """A paragraph."""
        return self.made.add_paragraph(legal(text), style=style)


def _bookmark(paragraph: Any, name: str) -> None:
    number = name.rpartition("_")[2]
    for tag, at in (("w:bookmarkStart", 1), ("w:bookmarkEnd", len(paragraph._p) + 1)):
        element = OxmlElement(tag)
        element.set(qn("w:id"), number)
        if at == 1:
            element.set(qn("w:name"), name)
        paragraph._p.insert(at, element)


def _timeless(archive: bytes) -> bytes:
    """The archive with no times in it, its members in the order they had."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(archive)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        for item in before.infolist():
            entry = zipfile.ZipInfo(item.filename, FIRST_DAY)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o600 << 16
            after.writestr(entry, before.read(item))
    return made.getvalue()
