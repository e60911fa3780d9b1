"""How a text file is written: its encoding, its delimiter, its head."""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from survey.cells.files.csv_records import BLOCK, csv_records
from survey.cells.files.formats import what_else
from survey.cells.files.heads.header_rows import head_of
from survey.errors import DataError, EncodingWarning, Problem, warn
from survey.inside import tells_answers
from survey.words import Text, nearest

DELIMITERS = (",", ";", "\t", "|")
HEAD = 1 << 18  # bytes looked at first; more where they hold no more than the names of many columns
ROWS = 20  # records below the names that tell how a file is cut
_KNOWN = ("utf-8", "utf-16", "cp1251", "cp866", "koi8-r", "iso8859-5", "cp1252", "cp1250", "latin-1", "mac-cyrillic")
_CYRILLIC = ("cp1251", "koi8-u", "cp866", "mac-cyrillic", "iso8859-5")
ENOUGH, SURELY = 20, 3  # letters in words of another encoding: these more than of the one asked for, and so many times
_INSIDE_TEXTS = ("idna", "punycode", "unicode-escape", "raw-unicode-escape", "charmap", "utf-7")
_SEPARATOR = re.compile(r"\"?sep=(.)\"?[,;\t|]*(\r\n|\n|\r)", re.IGNORECASE)
_MARKS = ((codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF16_LE, "utf-16-le"), (codecs.BOM_UTF16_BE, "utf-16-be"))


@dataclass(frozen=True)
class TextShape:
    """``encoding`` without byte-order mark: the mark, if any, is the first letter of the decoded text. ``head``:
    records above the answers, which begin at the byte ``start``; ``place``: the one (from 0) that names the columns.
    ``texts``: what was asked in each column, where the header says so."""

    encoding: str
    delimiter: str
    header: tuple[str, ...]
    head: int = 1
    place: int = 0
    start: int = 0
    letters: int = 0  # the same in letters, of the text without mark
    texts: tuple[str, ...] = ()
    said: tuple[Text, ...] = ()
    plain: bool = True  # UTF-8, one row of names, lines that end in a line feed


def known_encoding(name: str | None, file: str) -> str | None:
    """``name`` if Python knows this encoding of texts; else an error with the nearest. Packing (base64, zlib) and ways
    to write texts inside of other texts (idna, unicode_escape) are no encodings of a file."""
    if name is None:
        return None
    try:
        "1".encode(name)
        if codecs.lookup(name).name in _INSIDE_TEXTS:
            raise LookupError
    except (LookupError, UnicodeError, ValueError):
        said = f"there is no encoding '{name}'"
        raise DataError([Problem(file, 0, "--encoding", said, nearest(name, _KNOWN))]) from None
    return name


def text_shape(path: Path, encoding: str | None = None, header_rows: int | None = None) -> TextShape:
    """Look at the first lines of a delimited text file.

    Encoding: the one given, else that of the byte-order mark, else UTF-8, or UTF-16 where zero bytes say so.
    Delimiter: that of a first line ``sep=;`` (Excel's), else the one of ``, ; tab |`` that cuts the first lines into
    the most, equally many fields. Header: see ``survey.cells.files.heads.header_rows``. ``DataError`` for an empty
    file, a file that is no text, and text in another encoding
    (with the option to try and what the text would read like).
    """
    head, whole = _head(path)
    if not head.strip():
        raise DataError([Problem(path.name, 0, "", "the file is empty", "Export it again.")])
    if other := what_else(head):
        fix = "Give it the right ending, or export it as .csv." if other.ending else "Export it as .csv."
        raise DataError([Problem(path.name, 0, "", f"is {other}, though its name says text", fix)])
    asked = known_encoding(encoding, path.name)
    name = (asked is None and _without_mark(head)) or _encoding(path.name, head, asked)
    # a letter cut at the end of the part that was read is no fault
    text = codecs.getincrementaldecoder(name)("strict").decode(head, final=False).removeprefix("\ufeff")
    if "\0" in text:
        fix = "Try --encoding utf-16-le." if name == "utf-8" else "Export it again."
        raise DataError([Problem(path.name, 0, "", "holds zero bytes, so it is no text in this encoding", fix)])
    named = _SEPARATOR.match(text)
    body = text[named.end() :] if named else text
    if named and not body.strip():
        raise DataError([Problem(path.name, 0, "", "holds no rows", "Export it again.")])
    records = {mark: _records(body, mark, whole) for mark in DELIMITERS}
    usual = "\t" if path.suffix.lower() in (".tsv", ".tab") else ","

    def fitness(mark: str) -> tuple[bool, int, bool]:
        widths = [len(record) for record in records[mark]]
        return len(set(widths)) == 1 and widths[0] > 1, widths[0], mark == usual

    delimiter = named[1] if named else max(DELIMITERS, key=fitness)
    if not named and not fitness(delimiter)[0]:
        _check_titles(path.name, records)
    rows = records[delimiter] if delimiter in records else _records(body, delimiter, whole)
    found = head_of(path.name, rows, header_rows)
    first = _length(body, delimiter, found.count)
    start = len((text[: len(text) - len(body) + first]).encode(name)) + _mark(head, name)
    return TextShape(
        name,
        delimiter,
        found.names,
        found.count + bool(named),
        found.place + bool(named),
        start,
        len(text) - len(body) + first,
        found.texts,
        found.said,
        name == "utf-8" and found.count == 1 and not named and "\n" in text,
    )


def _head(path: Path) -> tuple[bytes, bool]:
    """The first bytes of a file, as many as hold some lines below the first, and whether they are the whole file: the
    names of three hundred questions in full fill the first part alone."""
    with path.open("rb") as file:
        head = file.read(HEAD)
        while len(head) < 4 * BLOCK and max(head.count(b"\n"), head.count(b"\r")) < ROWS:
            more = file.read(len(head))
            head += more
            if not more:
                return head, True
        return head, not file.read(1)


def _mark(head: bytes, encoding: str) -> int:
    """Bytes of the byte-order mark, which is no letter of the text."""
    return next((len(mark) for mark, name in _MARKS if name == encoding and head.startswith(mark)), 0)


def _length(text: str, delimiter: str, count: int) -> int:
    """Letters of the first ``count`` records, with the empty lines between them."""
    taken = 0

    def lines() -> Iterator[str]:
        nonlocal taken
        for line in io.StringIO(text, newline=""):
            taken += len(line)
            yield line

    for record in csv_records(lines(), delimiter):
        count -= bool(record)
        if not count:
            break
    return taken


def _without_mark(head: bytes) -> str:
    """UTF-16 without a byte-order mark: the one order of bytes in which a text has lines and no zeros; else ""."""
    if b"\0" not in head or any(head.startswith(mark) for mark, _ in _MARKS):
        return ""
    found = []
    for name in ("utf-16-le", "utf-16-be"):
        text = head[: len(head) // 2 * 2].decode(name, errors="replace")
        if "\0" not in text and "\ufffd" not in text[:-1] and ("\n" in text or "\r" in text):
            found.append(name)
    return found[0] if len(found) == 1 else ""


def _check_titles(file: str, records: dict[str, list[list[str]]]) -> None:
    """Lines above the header (a title, ``sep=;``) have fewer cells than all the lines below them."""
    for mark in DELIMITERS:
        widths = [len(record) for record in records[mark]]
        titles = next((place for place, width in enumerate(widths) if width == widths[-1]), 0)
        below = widths[titles:]
        if titles and len(below) > 2 and set(below) == {widths[-1]} and max(widths[:titles]) <= min(2, widths[-1] - 1):
            said = f"has {widths[0]} cell(s) where the lines below have {widths[-1]}"
            fix = f"The first line is the header: remove the {titles} line(s) above it."
            raise DataError([Problem(file, 1, "", said, fix)])


def _encoding(file: str, head: bytes, asked: str | None) -> str:
    marked = next((name for mark, name in _MARKS if head.startswith(mark)), None)
    if asked is None or codecs.lookup(asked).name in ("utf-8", "utf-8-sig", "utf-16"):
        name = marked or ("utf-8" if asked is None else codecs.lookup(asked).name.replace("-sig", ""))
        if name == "utf-16":
            name = "utf-16-le"
        try:
            codecs.getincrementaldecoder(name)("strict").decode(head, final=False)
        except UnicodeDecodeError as error:
            raise not_in_encoding(file, name, head, error) from None
        return name
    name = codecs.lookup(asked).name
    try:
        codecs.getincrementaldecoder(name)("strict").decode(head, final=False)
    except UnicodeDecodeError as error:
        raise not_in_encoding(file, name, head, error) from None
    if not head.isascii() and not name.startswith("utf"):
        try:
            codecs.getincrementaldecoder("utf-8")("strict").decode(head, final=False)
        except UnicodeDecodeError:
            pass
        else:
            warn(EncodingWarning, f"{file}: is valid UTF-8; read as {asked} its letters are probably wrong")
        _warn_of_other_cyrillic(file, asked, name, head)
    return name


def _warn_of_other_cyrillic(file: str, asked: str, name: str, head: bytes) -> None:
    if name not in {"koi8-r", *(codecs.lookup(one).name for one in _CYRILLIC)}:
        return
    best = max(_CYRILLIC, key=lambda one: _in_words(head, one))
    if _in_words(head, best) > SURELY * (_in_words(head, asked) + ENOUGH):
        warn(EncodingWarning, f"{file}: read as {asked} the letters are probably wrong. Try --encoding {best}.")


def _in_words(data: bytes, encoding: str) -> int:
    """Letters of Cyrillic words that are small but for the first, as words are in the right encoding alone."""
    text = data.decode(encoding, errors="replace")
    return sum(map(len, re.findall(r"(?<!\w)[А-ЯЁІЎЇЄа-яёіўїє][а-яёіўїє]{2,}(?!\w)", text)))


def not_in_encoding(file: str, encoding: str, data: bytes, error: UnicodeDecodeError) -> DataError:
    """The error for text in another encoding; shows what the place would read like in the Cyrillic one that makes most
    words of it, or in cp1252 where only single letters around it are not Latin."""
    line = data.count(b"\n", 0, error.start) + 1
    start = max(data.rfind(b"\n", 0, error.start), data.rfind(b"\r", 0, error.start)) + 1
    end = data.find(b"\n", error.start)
    there = data[max(start, error.start - 20) : min(end if end > 0 else len(data), error.start + 40)]
    fix = "Say which encoding it is with --encoding."
    around = data[max(0, error.start - 500) : error.start + 500]
    words = re.search(rb"[\x80-\xff]{3}", around)  # of other letters, not single ones
    likely = max(_CYRILLIC, key=lambda name: _in_words(around, name)) if words else "cp1252"
    if encoding != likely:
        names = line == 1 or tells_answers()  # else it is what somebody answered
        shown = f": '{there.decode(likely, errors='replace').strip()}'" if names else ""
        fix = f"Try --encoding {likely}{shown}."
    return DataError([Problem(file, line, "", f"the text is not {encoding.upper()}", fix)])


def _records(text: str, delimiter: str, whole: bool) -> list[list[str]]:
    """The first 20 records; the last of a part is left out, as it may be cut."""
    lines = io.StringIO(text, newline="")
    found: list[list[str]] = []
    try:
        for record in csv_records(lines, delimiter):
            if record:
                found.append(record)
            if len(found) > 20:
                break
    except csv.Error:
        pass
    cut = not whole and 1 < len(found) <= 20
    return (found[:-1] if cut else found[:20]) or [[""]]
