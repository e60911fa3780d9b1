"""What a reader of a printed file sees: the words of a PDF of Chromium, and of a LaTeX document by TeX's own rules."""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator

from survey.reports.printing.render_tex import ESCAPED

Letters = dict[str, str]  # a glyph's number, four hexadecimal digits, to its letters
UNESCAPED = {made: sign for sign, made in ESCAPED.items()}
_TOKEN = re.compile("|".join(map(re.escape, sorted(UNESCAPED, key=len, reverse=True))))


def pdf_words(data: bytes) -> str:
    """All that the pages show, without white space: glyphs of each font by its own table of letters."""
    parts = {int(name): body for name, body in re.findall(rb"(\d+) 0 obj\s(.*?)endobj", data, re.DOTALL)}
    read = {at: _letters(parts[at]) for at in set(map(int, re.findall(rb"/ToUnicode (\d+) 0 R", data)))}
    fonts = {at: read[int(to[1])] for at, body in parts.items() if (to := re.search(rb"/ToUnicode (\d+) 0 R", body))}
    pages = [body for body in parts.values() if re.search(rb"/Type /Page\b", body)]
    said = "".join(letter for page in pages for letter in _page(page, parts, fonts))
    return re.sub(r"\s", "", said)


def _page(page: bytes, parts: dict[int, bytes], fonts: dict[int, Letters]) -> Iterator[str]:
    named = {name.decode(): fonts[int(at)] for name, at in re.findall(rb"/(F\d+) (\d+) 0 R", page)}
    shown = _stream(parts[int(re.findall(rb"/Contents (\d+) 0 R", page)[0])]).decode("latin-1")
    letters: Letters = {}
    for font, glyphs in re.findall(r"/(F\d+) [\d.]+ Tf|<([0-9A-F]+)> Tj", shown):
        letters = named[font] if font else letters
        yield from (letters.get(one, "") for one in re.findall(".{4}", glyphs))


def _letters(part: bytes) -> Letters:
    made: Letters = {}
    text = _stream(part).decode("latin-1")
    for block in re.findall(r"beginbfchar(.*?)endbfchar", text, re.DOTALL):
        made |= {at: _text(to) for at, to in re.findall(r"<(\w+)> <(\w+)>", block)}
    for block in re.findall(r"beginbfrange(.*?)endbfrange", text, re.DOTALL):
        for first, last, to in re.findall(r"<(\w+)> <(\w+)> <(\w+)>", block):
            first, many = int(first, 16), int(last, 16) - int(first, 16) + 1
            made |= {f"{first + k:04X}": chr(ord(_text(to)) + k) for k in range(many)}
    return made


def _text(code: str) -> str:
    return bytes.fromhex(code).decode("utf-16-be")


def _stream(part: bytes) -> bytes:
    found = re.search(rb"stream\r?\n(.*)\r?\nendstream", part, re.DOTALL)
    assert found is not None
    return zlib.decompress(found[1])


def tex_words(cell: str) -> str:
    """A cell as TeX prints it. Any sign that TeX acts on and that is not one of the known escapes is a fault."""
    said, at = "", 0
    while at < len(cell):
        if found := _TOKEN.match(cell, at):
            said, at = said + UNESCAPED[found[0]], found.end()
        else:
            assert cell[at] not in "\\{}$&#_^%~", cell[max(0, at - 40) : at + 40]
            said, at = said + cell[at], at + 1
    return said
