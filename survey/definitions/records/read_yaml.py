"""A YAML file as plain values with the line of every key: safe, YAML 1.2, nothing guessed.

Values are built from the parser's events, so no constructor can run code, an alias is never copied, and every limit
is checked while reading. ``no`` stays a text, a date stays as it is written, a repeated key is an error.
"""

from __future__ import annotations

import re
import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from types import ModuleType
from typing import Any, NamedTuple

from survey.definitions.records.yaml_events import BrokenYaml, yaml_events
from survey.errors import Problem
from survey.inputs import note
from survey.words import nearest

MAX_BYTES = 2_000_000
MAX_VALUES = 100_000  # with aliases followed, so that a small file cannot unfold into a huge one
MAX_DEPTH = 40

Keys = tuple[str, ...]

_WHOLE = re.compile(r"[-+]?(0|[1-9]\d*)")
_DECIMAL = re.compile(r"[-+]?((0|[1-9]\d*)\.\d*|\.\d+)")
_LEADING_ZERO = re.compile(r"[-+]?0\d+(\.\d*)?")
_UNUSUAL = re.compile(  # numbers to one reader of YAML and texts to another
    r"[-+]?\d{1,3}(_\d{3})+|[-+]?(\d+\.?\d*|\.\d+)[eE][-+]?\d+|0x[0-9a-fA-F]+|0o[0-7]+"
    r"|[-+]?\.(inf|Inf|INF)|\.(nan|NaN|NAN)"
)
_NULLS = frozenset({"", "~", "null", "Null", "NULL"})
_BOOLEANS = {"true": True, "True": True, "TRUE": True, "false": False, "False": False, "FALSE": False}
_CORE = "tag:yaml.org,2002:"


@dataclass
class Document:
    """``data``: mappings, lists, texts and numbers. ``lines``: path of keys and list places -> line of the key.

    ``broken``: the file could not be read to its end, so what is missing in ``data`` is not to be reported.
    """

    file: str
    data: Any = None
    lines: dict[Keys, int] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)
    broken: bool = False
    behind: Document | None = None  # the file that says what this one leaves out

    def _depth(self, path: Keys) -> int:
        """How much of ``path`` is written here."""
        return max((size for size in range(len(path) + 1) if path[:size] in self.lines), default=0)

    def line(self, path: Keys) -> int:
        """Line of ``path``, or of the nearest thing above it that exists."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def problem(self, path: Keys, message: str, fix: str = "") -> Problem:
        """A problem of the key at ``path``, with its line; in the file behind, where only that one has the key."""
        if self.behind is not None and self._depth(path) < self.behind._depth(path):
            return self.behind.problem(path, message, fix)
        return Problem(self.file, self.line(path), ".".join(path), message, fix)


def read_yaml(path: Path) -> Document:
    """The document of one file. Raises nothing: what is wrong is in ``problems``, each with its line.

    Reported: no such file, larger than 2 MB, not UTF-8, empty, broken YAML, more than one document, tags, repeated
    keys, keys that are no texts, numbers that YAML readers disagree on (``012``, ``1_000``, ``1e3``), aliases that
    unfold without limit.
    """
    note([path], "is a definition")
    document = Document(str(path))
    text = _text(path, document)
    if text is None:
        document.broken = True
        return document
    try:
        _Builder(document, *yaml_events(text)).build()
    except _Refused:
        document.broken = True
    except BrokenYaml as error:
        _break(document, error.line, error.said, error.fix)
    return document


def _break(document: Document, line: int, message: str, fix: str) -> None:
    document.problems.append(Problem(document.file, line, "", message, fix))
    document.broken = True


def _text(path: Path, document: Document) -> str | None:
    try:
        found = path.stat()
        if not stat.S_ISREG(found.st_mode) and not path.is_dir() and not str(path.absolute()).startswith("/dev/"):
            document.problems.append(Problem(document.file, 0, "", "is no plain file", "Name a file."))
            return None  # a pipe that nobody writes to would be waited for without end
        size = found.st_size
        with path.open("rb") as file:
            raw = file.read(MAX_BYTES + 1) if size <= MAX_BYTES else b""
        size = max(size, len(raw))  # what a device gives has no size beforehand, and may have no end
    except OSError as error:
        said, fix = f"cannot be read: {error.strerror or error}", ""
        if isinstance(error, FileNotFoundError):
            said = "there is no such file"
            beside = path.parent.iterdir() if path.parent.is_dir() else ()
            fix = nearest(path.name, sorted(item.name for item in beside if item.suffix.lower() in (".yaml", ".yml")))
        document.problems.append(Problem(document.file, 0, "", said, fix))
        return None
    if size > MAX_BYTES:
        said = f"is {size / 1e6:.1f} MB; a definition may have {MAX_BYTES // 1_000_000} MB"
        fix = "Data belong in a file of their own, named under 'data:'."
        document.problems.append(Problem(document.file, 0, "", said, fix))
        return None
    if raw[:2] in (b"\xff\xfe", b"\xfe\xff") or b"\0" in raw[:2]:
        document.problems.append(
            Problem(document.file, 1, "", "the file is UTF-16 (or no text); definitions are UTF-8", "Save it as UTF-8.")
        )
        return None
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        guess = raw.split(b"\n")[line - 1].decode("cp1251", errors="replace").strip()
        said = f"the file is not UTF-8; read as cp1251 this line is: {guess[:80]}"
        document.problems.append(Problem(document.file, line, "", said, "Save the file as UTF-8."))
        return None


class Written(float):
    """A number with a point, and its digits as the file has them: ``2.0`` says more than ``2``."""

    text: str

    def __new__(cls, value: float | str, text: str | None = None) -> Written:
        made = super().__new__(cls, value)
        made.text = str(value) if text is None else text
        return made

    @property
    def decimals(self) -> int:
        """Digits written after the point."""
        return len(self.text.partition(".")[2])


class _Refused(Exception):
    """Reading stops here; the reason is in the document's problems."""


class _Built(NamedTuple):
    value: Any
    size: int  # values in it, aliases followed
    written: str  # of a scalar, as it stands in the file


class _Builder:
    """Values out of events."""

    def __init__(self, document: Document, events: Iterator[Any], kinds: ModuleType) -> None:
        self.document, self.events, self.kinds = document, events, kinds
        self.anchors: dict[str, _Built | None] = {}  # None: not finished yet

    def build(self) -> None:
        """Fill the document."""
        documents = 0
        for event in self.events:
            if isinstance(event, self.kinds.DocumentStartEvent):
                documents += 1
                if documents > 1:
                    self.refuse(event, (), "a second document begins ('---')", "Write one definition per file.")
            elif isinstance(
                event, (self.kinds.StreamStartEvent, self.kinds.DocumentEndEvent, self.kinds.StreamEndEvent)
            ):
                continue
            else:
                self.document.data = self.value(event, (), 0).value
        if self.document.data is None:
            _break(self.document, 1, "the file is empty", "Write the definition, or remove the file.")

    def fault(self, event: Any, path: Keys, message: str, fix: str = "") -> None:
        """Note a problem and go on."""
        line = event.start_mark.line + 1
        self.document.problems.append(Problem(self.document.file, line, ".".join(path), message, fix))

    def refuse(self, event: Any, path: Keys, message: str, fix: str = "") -> None:
        """Note a problem and stop."""
        self.fault(event, path, message, fix)
        raise _Refused

    def value(self, event: Any, path: Keys, depth: int) -> _Built:
        if isinstance(event, self.kinds.AliasEvent):
            return self.alias(event, path)
        tag = str(event.tag) if getattr(event, "tag", None) else ""
        if tag and (
            not tag.startswith(_CORE) or tag[len(_CORE) :] not in ("str", "int", "float", "map", "seq", "null")
        ):
            self.fault(event, path, f"the tag '{tag.removeprefix(_CORE)}' is not allowed", "Write the plain value.")
        if depth > MAX_DEPTH:
            self.refuse(event, path, f"is nested more than {MAX_DEPTH} levels deep")
        if event.anchor:
            self.anchors[event.anchor] = None
        if isinstance(event, self.kinds.ScalarEvent):
            built = self.scalar(event, path, tag)
        elif isinstance(event, self.kinds.MappingStartEvent):
            built = self.mapping(event, path, depth)
        else:
            built = self.sequence(event, path, depth)
        if built.size > MAX_VALUES:
            self.refuse(
                event, path, f"holds more than {MAX_VALUES} values, aliases followed", "Write less in one definition."
            )
        if event.anchor:
            self.anchors[event.anchor] = built
        return built

    def alias(self, event: Any, path: Keys) -> _Built:
        if event.anchor not in self.anchors:
            self.refuse(
                event,
                path,
                f"'*{event.anchor}' repeats nothing: there is no '&{event.anchor}' above it",
                "Put a text that begins with '*' in quotes.",
            )
        built = self.anchors[event.anchor]
        if built is None:
            self.refuse(event, path, f"'*{event.anchor}' repeats itself without end", "Write the values out.")
        assert built is not None
        return built

    def sequence(self, start: Any, path: Keys, depth: int) -> _Built:
        found: list[Any] = []
        size = 1
        for event in self.events:
            if isinstance(event, self.kinds.SequenceEndEvent):
                break
            step = (*path, str(len(found)))
            self.document.lines[step] = event.start_mark.line + 1
            built = self.value(event, step, depth + 1)
            found.append(built.value)
            size += built.size
            self.limit(start, path, size)
        return _Built(found, size, "")

    def mapping(self, start: Any, path: Keys, depth: int) -> _Built:
        found: dict[Any, Any] = {}
        first: dict[str, tuple[int, str]] = {}
        size = 1
        for event in self.events:
            if isinstance(event, self.kinds.MappingEndEvent):
                break
            line = event.start_mark.line + 1
            scalar = isinstance(event, (self.kinds.ScalarEvent, self.kinds.AliasEvent))
            key = self.value(event, path, depth + 1)
            value_event = next(self.events)
            if not scalar or isinstance(key.value, (dict, list)):
                self.fault(event, path, "a key must be a text or a number", "Write 'key: value'.")
                self.value(value_event, path, depth + 1)
                continue
            name = key.written
            step = (*path, name)
            shown = repr(name) if getattr(event, "style", None) else name
            if key.value is None:
                self.fault(event, path, "a key is empty", "Write a name before the colon, or quote it.")
            elif name == "<<" and not getattr(event, "style", None):
                self.fault(event, path, "merging with '<<' is not supported", "Write the keys out.")
            elif name in first:
                self.document.problems.append(self.repeated(line, step, shown, *first[name]))
            else:
                first[name] = (line, shown)
                self.document.lines[step] = line
                built = self.value(value_event, step, depth + 1)
                # a key keeps its type only where it can be the code of an option
                code = float(key.value) if isinstance(key.value, Written) else key.value
                found[code if type(code) in (int, float) else name] = built.value
                size += built.size
                self.limit(start, path, size)
                continue
            lines = dict(self.document.lines)  # what a key holds that is not kept
            self.value(value_event, step, depth + 1)
            self.document.lines = lines
        return _Built(found, size, "")

    def repeated(self, line: int, path: Keys, shown: str, before: int, shown_before: str) -> Problem:
        where = f"line {before}" if before != line else "the same line"
        if shown == shown_before:
            said, fix = f"the key {shown} is written twice, first on {where}", "Keep one."
        else:
            said = f"the key {shown} is the same as {shown_before} on {where}"
            fix = "Keep one, or give one of them another name."
        return Problem(self.document.file, line, ".".join(path), said, fix)

    def limit(self, start: Any, path: Keys, size: int) -> None:
        if size > MAX_VALUES:
            self.refuse(
                start, path, f"holds more than {MAX_VALUES} values, aliases followed", "Write less in one definition."
            )

    def scalar(self, event: Any, path: Keys, tag: str) -> _Built:
        text = event.value
        if event.style or tag == f"{_CORE}str":
            return _Built(text, 1, text)
        return _Built(self.plain(event, path, text), 1, text)

    def plain(self, event: Any, path: Keys, text: str) -> Any:
        """An unquoted value: YAML 1.2's core schema, without the numbers on which readers disagree."""
        if text in _NULLS:
            return None
        if text in _BOOLEANS:
            return _BOOLEANS[text]
        if _WHOLE.fullmatch(text):
            return int(text) if len(text) < 19 else text
        if _DECIMAL.fullmatch(text):
            return Written(text)
        if _LEADING_ZERO.fullmatch(text):
            self.fault(
                event, path, f"{text} begins with a zero, which a number would lose", f"Write '{text}' in quotes."
            )
        elif _UNUSUAL.fullmatch(text):
            number = text.replace("_", "")
            as_digits = f"Write {number}" if number.isdigit() else "Write it in digits"
            self.fault(event, path, f"{text} may or may not be a number", f"{as_digits}, or '{text}' in quotes.")
        return text
