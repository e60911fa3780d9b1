"""The styles of a Word document: all that a client changes to make it look like the house's own."""

from __future__ import annotations

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Pt, RGBColor

FONT = "Arial"
GREY, DARK, RED, BLUE = (RGBColor.from_string(code) for code in ("444444", "1A1A1A", "A32638", "0B4F8A"))
TAGS = {"en": "en-GB", "ru": "ru-RU", "be": "be-BY"}
TABLE = "Survey Table"
# paragraphs: name, size, bold, colour, alignment (0 left, 1 centre, 2 right), space before and after
PARAGRAPHS: tuple[tuple[str, float, bool, RGBColor, int, int, int], ...] = (
    ("Survey Mark", 10, True, RED, 0, 0, 4),
    ("Survey Group", 8.5, False, DARK, 1, 1, 1),
    ("Survey Head", 8.5, False, GREY, 2, 1, 1),
    ("Survey Head Words", 8.5, False, GREY, 0, 1, 1),
    ("Survey Row", 8.5, False, DARK, 0, 1, 1),
    ("Survey Figure", 8.5, False, DARK, 2, 1, 1),
    ("Survey Words", 8.5, False, DARK, 0, 1, 1),
    ("Survey Continued", 8, False, GREY, 0, 0, 2),
    ("Survey Note", 8, False, GREY, 0, 0, 2),
)
# runs in rows of a kind: size, bold, colour
RUNS = {
    "missing": ("Survey Missing", None, False, GREY),
    "net": ("Survey Net", None, True, None),
    "mean": ("Survey Mean", None, True, None),
    "section": ("Survey Section", None, True, None),
    "break": ("Survey Break", None, False, RED),
    "base": ("Survey Base", 8, False, GREY),
    "link": ("Survey Link", None, False, BLUE),
}
_BORDERS = (
    '<w:tblPr {ns}><w:tblBorders><w:bottom w:val="single" w:sz="6" w:color="1A1A1A"/>'
    '<w:insideH w:val="single" w:sz="2" w:color="E4E4E4"/></w:tblBorders>'
    '<w:tblCellMar><w:left w:w="40" w:type="dxa"/><w:right w:w="60" w:type="dxa"/></w:tblCellMar></w:tblPr>'
)
_FIRST = (
    '<w:tblStylePr {ns} w:type="firstRow"><w:tcPr><w:tcBorders>'
    '<w:bottom w:val="single" w:sz="6" w:color="1A1A1A"/></w:tcBorders></w:tcPr></w:tblStylePr>'
)


def add_styles(document: Any, language: str) -> None:
    """The named styles, and the language that the spelling is checked in."""
    styles = document.styles
    _font(styles["Normal"], 10, False, None)
    for name, points in (("Heading 1", 16), ("Heading 2", 12)):
        _font(styles[name], points, True, DARK)
        styles[name].paragraph_format.space_before = Pt(14)
        styles[name].paragraph_format.space_after = Pt(4)
    for name, size, bold, colour, alignment, before, after in PARAGRAPHS:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        style.base_style = styles["Normal"]
        _font(style, size, bold, colour)
        style.paragraph_format.alignment = alignment
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
    for name in ("Survey Row", "Survey Continued"):  # a table that fits on a page stands on one
        styles[name].paragraph_format.keep_with_next = True
    for name, run_size, bold, run_colour in RUNS.values():
        _font(styles.add_style(name, WD_STYLE_TYPE.CHARACTER), run_size, bold, run_colour)
    table = styles.add_style(TABLE, WD_STYLE_TYPE.TABLE)
    for part in (_BORDERS, _FIRST):
        table.element.append(parse_xml(part.format(ns=nsdecls("w"))))
    for found in styles.element.iter(qn("w:lang")):
        found.set(qn("w:val"), TAGS[language])


def style_id(name: str) -> str:
    """What a paragraph or a run calls a style by."""
    return name.replace(" ", "")


def _font(style: Any, size: float | None, bold: bool, colour: RGBColor | None) -> None:
    if size is not None:
        style.font.size = Pt(size)
        style.font.name = FONT
        fonts = style.element.rPr.rFonts
        for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
            fonts.attrib.pop(qn(f"w:{kind}"), None)
        fonts.set(qn("w:cs"), FONT)
        fonts.set(qn("w:eastAsia"), FONT)
    if bold:
        style.font.bold = True
    if colour is not None:
        style.font.color.rgb = colour
