"""What every result becomes before it is printed: grids of values, passages, rows and notes, in no language yet."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any

from survey.maths.published import Range
from survey.reports.documents.grid import Grid, Note
from survey.reports.documents.placed.refs import Address, Pictured
from survey.shown import Shown
from survey.words import NotesWanted, Rounding, Text

_BY_FIGURE = ("sources",)  # said of each figure, unless all say the same
# column, question it is of (of options), id -> what it is called
Labels = Mapping[tuple[str, str, str], Text]
_Said = tuple[str, tuple[tuple[str, str], ...]]


@dataclass(frozen=True)
class Scale:
    """A stated range against a figure with its interval, for a small picture."""

    allowed: Range
    value: float
    ends: tuple[float, float]  # NaN where there is no interval
    stated: Text
    found: Text


@dataclass(frozen=True)
class Passage:
    """A statement in words, with a mark, a word for it, and the rows behind it."""

    kind: str
    mark: str
    word: Text
    aside: Text | None
    name: Text
    about: Text
    quote: Text
    sentence: Text
    lines: tuple[tuple[Text, Text], ...]  # head and text
    details: Grid | None = None
    count: int = 0  # rows behind it
    study: str = ""  # key of the address of what it is about
    plain: Text | None = None  # the statement in one plain sentence, which comes first
    also: Text | None = None  # other words for the same
    folded: tuple[Text, ...] = ()  # what it assumes
    evidence: tuple[tuple[Text, str], ...] = ()  # title and address of each source
    scale: Scale | None = None
    matrix: Grid | None = None


@dataclass(frozen=True)
class Entry:
    """A line of the contents of a book: a question, of how many its table is, or why there is none. ``name``: of its
    grid."""

    title: Text
    name: str
    n: Text | None = None
    left_out: Text | None = None


@dataclass(frozen=True, repr=False)
class Document(Shown):
    """A result, ready for every form. ``columns`` and ``rows``: its long rows as they were computed (proportions), for
    data files; ``nested``: members of a row that stand for the columns listed. ``notes``: an object of texts and
    figures beside the rows. ``method``: what is said once, below all grids (``noted``). ``pictures``: shown on a
    page. ``contents``: a book begins with them, each of its grids under a name of its own. ``one_sheet``:
    the grids stand below each other where a form has sheets."""

    title: Text
    grids: tuple[Grid, ...] = ()
    passages: tuple[Passage, ...] = ()
    summary: Text | None = None  # of the passages
    columns: tuple[str, ...] = ()
    rows: tuple[Mapping[str, Any], ...] = ()
    nested: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    notes: Mapping[str, Any] = field(default_factory=dict)
    pictures: tuple[Pictured, ...] = ()
    method: tuple[Note, ...] = ()
    rounding: Rounding | None = None  # as the studies of all its figures declare it
    contents: tuple[Entry, ...] = ()
    one_sheet: bool = False
    lead: tuple[Text, ...] = ()  # what a page says of itself below its title
    link: str = ""  # address of what it is about
    labels: Labels = field(default_factory=dict)  # of the ids in the rows
    trail: tuple[tuple[Text, str], ...] = ()  # the pages above it with their addresses, at the end itself
    addresses: Mapping[str, Address] = field(default_factory=dict)  # of what its tables and passages name

    def noted(self, wanted: NotesWanted) -> Document:
        """The same with the notes of the levels ``wanted``, each where it stands on a page. ``notes`` keep all."""
        grids, method = _parted(self.grids, wanted)
        return replace(self, grids=grids, method=method)

    @property
    def synthetic(self) -> bool:
        """Whether a figure of it is of invented data."""
        return any(grid.synthetic for grid in self.grids)

    @property
    def internal(self) -> bool:
        """Whether something of it is not for readers."""
        return any(grid.internal for grid in self.grids)

    def marked_synthetic(self) -> Document:
        """The same, every part of it marked as of invented data."""
        columns = self.columns if "synthetic" in self.columns else (*self.columns, "synthetic")
        return replace(
            self,
            grids=tuple(replace(grid, synthetic=True) for grid in self.grids),
            columns=columns,
            rows=tuple({**row, "synthetic": True} for row in self.rows),
            notes={"synthetic": True, **self.notes},
        )


def _parted(grids: Sequence[Grid], wanted: NotesWanted) -> tuple[tuple[Grid, ...], tuple[Note, ...]]:
    """The grids with the notes that stand below each, and the notes that the page says once, after all of them.

    ``wanted``: ``figure`` leaves out the method, ``method`` the rest, ``full`` nothing. What the page says of the
    method holds for each of its figures that does not say otherwise: see ``_said_once``."""
    levels = {"figure": ("figure",), "method": ("figure", "method"), "full": ("figure", "method", "rest")}[wanted]
    once = _said_once([grid for grid in grids if grid.heads])
    shown = []
    for grid in grids:
        own = [note for note in grid.notes if note.level in levels]
        if grid.heads:
            own = [note for note in own if note.level != "method" or _said(note) not in once]
        shown.append(replace(grid, notes=tuple(own)))
    return tuple(shown), tuple(once.values()) if wanted != "figure" else ()


def _said_once(grids: Sequence[Grid]) -> dict[_Said, Note]:
    """Notes on the method that a page says once: those that all figures with a method have; and, of a kind of which
    each of them has one, what most say. A figure with another one keeps its own; none is spoken for by a note of a kind
    that it has not."""
    methods = [{_said(note): note for note in grid.notes if note.level == "method"} for grid in grids]
    methods = [notes for notes in methods if notes]
    having = Counter(said for notes in methods for said in notes)
    alone: dict[str, Counter[_Said]] = {}  # of each kind: notes that are the only one of it below their figure
    for notes in methods:
        kinds = Counter(note.key for note in notes.values())
        for said, note in notes.items():
            if kinds[note.key] == 1:
                alone.setdefault(note.key, Counter())[said] += 1
    shared = {key: counted for key, counted in alone.items() if counted.total() == len(methods)}
    most = {key: counted.most_common(1)[0] for key, counted in shared.items() if key not in ("", *_BY_FIGURE)}
    found: dict[_Said, Note] = {}
    for said, note in ((said, note) for notes in methods for said, note in notes.items()):
        leading, times = most.get(note.key, (None, 0))
        if having[said] == len(methods) or (said == leading and times > 1):
            found[said] = note
    return found


def _said(note: Note) -> _Said:
    """A note by what it says in each language."""
    return note.level, tuple(note.text.items())
