"""Sets of multiple responses (MRSETS) that an SPSS file declares in its head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from survey.cells.files.sav_dictionary import NEW_SETS, OLD_SETS, SavDictionary
from survey.cells.table.encoding import as_number
from survey.errors import LabelWarning, warn


@dataclass(frozen=True)
class ResponseSet:
    """Columns that hold the answers to one question of several.

    ``name``: with its ``$``. ``counted``: what in a column of a dichotomy is a mark; None for a set of categories,
    whose columns hold codes. ``by_value``: an option is called like the label of the counted value in its column
    (CATEGORYLABELS=COUNTEDVALUES), not like the column. ``by_column``: the set is called like the first of its columns
    that has a label (LABELSOURCE=VARLABEL).
    """

    name: str
    label: str
    columns: tuple[str, ...]
    counted: str | float | None = None
    by_value: bool = False
    by_column: bool = False

    @property
    def kind(self) -> str:
        """ "dichotomy" or "category"."""
        return "category" if self.counted is None else "dichotomy"


def response_sets(found: SavDictionary | None, encoding: str = "") -> tuple[ResponseSet, ...]:
    """The sets of multiple responses of a .sav or .zsav file, in the order of its head; none where that cannot be
    followed (None).

    ``encoding``: of its texts, where the file does not say it truly. Columns have the names that the reader gives them;
    one that the file does not have stands as it is written. Counted values of texts are texts, those of numbers are
    numbers. Warns of a record that cannot be followed (``LabelWarning``).
    """
    records = {} if found is None else {key: found.records.get(key, b"") for key in (OLD_SETS, NEW_SETS)}
    if found is None or not any(records.values()):
        return ()
    names = _Names(found, encoding or found.encoding)
    made: dict[str, ResponseSet] = {}
    for record in records.values():
        for line in _Cursor(record).sets():
            if isinstance(line, bytes):
                shown = line[:40].decode(names.encoding, errors="replace")
                warn(LabelWarning, f"{found.file}: a set of multiple responses cannot be read, from '{shown}' on")
            else:
                one = names.response_set(line)
                made[one.name] = one
    return tuple(made.values())


@dataclass(frozen=True)
class _Line:
    """One set as its bytes."""

    name: bytes
    flags: bytes
    counted: bytes | None
    label: bytes
    columns: tuple[bytes, ...]


class _Cursor:
    """Reads ``$name=D1 1 5 label a b``: C (codes), D (marks) or E (marks, with flags); texts with their lengths."""

    def __init__(self, record: bytes) -> None:
        self.rest = record.rstrip(b"\0 ")

    def sets(self) -> list[_Line | bytes]:
        """The sets; the bytes from the first that cannot be read on."""
        found: list[_Line | bytes] = []
        while self.rest.strip(b"\n\r"):
            before = self.rest = self.rest.lstrip(b"\n\r")
            try:
                found.append(self._set())
            except ValueError:
                return [*found, before]
        return found

    def _set(self) -> _Line:
        name, self.rest = _halves(self.rest, b"=")
        kind, self.rest = self.rest[:1], self.rest[1:]
        flags, counted = b"", None
        if kind == b"E":
            flags, self.rest = _halves(self.rest.removeprefix(b" "), b" ")
        elif kind not in (b"C", b"D"):
            raise ValueError(kind)
        if kind != b"C":
            counted = self._text()
        self.rest = self.rest.removeprefix(b" ")
        label = self._text()
        columns, _, self.rest = self.rest.partition(b"\n")
        return _Line(name, flags, counted, label, tuple(columns.split()))

    def _text(self) -> bytes:
        """A text behind its length in bytes and a blank."""
        length, rest = _halves(self.rest, b" ")
        size = int(length)
        if not 0 <= size <= len(rest):
            raise ValueError(length)
        self.rest = rest[size:]
        return rest[:size]


def _halves(text: bytes, at: bytes) -> tuple[bytes, bytes]:
    first, found, rest = text.partition(at)
    if not found:
        raise ValueError(text)
    return first, rest


class _Names:
    """Columns by the names under which a set may have them: short, in small letters, or long."""

    def __init__(self, found: SavDictionary, encoding: str) -> None:
        self.encoding = encoding
        long = {self.text(short): self.text(name) for short, name in found.long_names.items()}
        self.columns: Mapping[str, str] = {name.casefold(): name for name in long.values()} | {
            short.casefold(): name for short, name in long.items()
        }
        self.texts = {long[self.text(short)] for short in found.texts}

    def text(self, raw: bytes) -> str:
        return raw.decode(self.encoding, errors="replace")

    def response_set(self, line: _Line) -> ResponseSet:
        columns = tuple(self.columns.get(self.text(raw).casefold(), self.text(raw)) for raw in line.columns)
        name, counted = self.text(line.name).strip(), None
        if line.counted is not None:
            word = self.text(line.counted).rstrip()
            number = None if self.texts & set(columns) else as_number(word)
            counted = word if number is None else float(number)
        label, flags = self.text(line.label).strip(), line.flags.strip()
        name = name if name.startswith("$") else f"${name}"
        return ResponseSet(name, label, columns, counted, bool(flags), flags == b"11")
