"""A grid in one language: the texts that text, Markdown and pages lay out, each in its own way."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from survey.reports.documents.grid import Grid, Head, Note, Row, RowKind
from survey.reports.documents.letters.cell import letters_text
from survey.reports.documents.placed.placed import Placed
from survey.reports.documents.placed.refs import Address, Refs
from survey.wording.figures import Number
from survey.wording.lines import clean
from survey.wording.worded import foreign
from survey.words import Text, say

PLAIN = {Number, type(None)}  # kinds of cells that have nothing but a figure


@dataclass(frozen=True)
class HeadWords:
    """Head of a column."""

    label: str
    group: str = ""
    prose: bool = False


@dataclass(frozen=True)
class LinkWords:
    """An address and what is found there; ``shown``: by which words of the link are, in place of an id."""

    href: str
    title: str
    shown: bool = False
    whole: str = ""  # a longer name

    def text(self, name: str) -> str:
        """The words of a link to ``name``."""
        return self.title if self.shown and self.title else name

    def beside(self, name: str) -> str:
        """What is told of a link to ``name`` beside its words; "" for nothing more."""
        told = self.whole or self.title
        return "" if told == self.text(name) else told


@dataclass(frozen=True)
class RowWords:
    """``head`` and one cell a column; of a ``section`` or a ``break`` the head only. ``letters``: those at the end of
    each cell, none where no cell of the row has any."""

    head: str
    cells: tuple[str, ...] = ()
    kind: RowKind = "option"
    letters: tuple[str, ...] = ()
    missed: tuple[bool, ...] = ()  # of each cell whether it is a published figure that data do not make; none: of none
    refs: tuple[tuple[tuple[str, str], ...], ...] = ()  # of each cell the names in it, with the keys of their addresses
    place: str = ""  # key of the address of the head
    is_id: bool = False  # whether the head is an id, in place of which the address has a name
    tongue: str = ""  # the language of the head, where it is not that of the page

    def missed_at(self, at: int) -> bool:
        """Whether a cell is marked as missed."""
        return bool(self.missed) and self.missed[at]

    def links_at(self, at: int, addresses: Mapping[str, LinkWords]) -> list[tuple[str, LinkWords | None, str]]:
        """The names in a cell with their addresses and what stands behind each; none for a cell without any address."""
        named = [(name, key, addresses.get(key)) for name, key in (self.refs[at] if self.refs else ())]
        if not any(link for _, _, link in named):
            return []
        between = "; " if any(link and "," in link.text(name) for name, _, link in named) else ", "
        marks = [": " if key.startswith("series/") else between for _, key, _ in named[:-1]]
        return [(name, link, mark) for (name, _, link), mark in zip(named, [*marks, ""], strict=True)]

    def letters_at(self, at: int) -> str:
        """The letters of a cell."""
        return self.letters[at] if self.letters else ""

    def figure_at(self, at: int) -> str:
        """A cell without its letters; asked for by the page's template."""
        return self.cells[at].removesuffix(f" {self.letters_at(at)}") if self.letters_at(at) else self.cells[at]


@dataclass(frozen=True)
class GridWords:
    """A grid in ``language``; without heads words alone."""

    title: str
    heads: tuple[HeadWords, ...]
    rows: tuple[RowWords, ...]
    notes: tuple[str, ...] = ()
    corner: str = ""
    language: str = "en"
    synthetic: bool = False
    name: str = ""
    internal: bool = False

    @property
    def letter_widths(self) -> tuple[int, ...]:
        """Of each column how many letters its cells have at most."""
        return tuple(max((len(row.letters_at(at)) for row in self.rows), default=0) for at in range(len(self.heads)))


def address_words(addresses: Mapping[str, Address], language: str) -> dict[str, LinkWords]:
    """Addresses in ``language``, by their keys."""
    return {
        key: LinkWords(one.href, say(one.title, language), one.shown, say(one.whole, language))
        for key, one in addresses.items()
    }


def grid_words(grid: Grid, language: str, cells: bool = True) -> GridWords:
    """The grid in ``language``."""
    return GridWords(
        title=say(grid.title, language),
        heads=tuple(_head(head, language) for head in grid.heads),
        rows=tuple(_row(row, language, cells) for row in grid.rows),
        notes=_notes(grid, language),
        corner=say(grid.corner, language),
        language=language,
        synthetic=grid.synthetic,
        name=grid.name,
        internal=grid.internal,
    )


def _head(head: Head, language: str) -> HeadWords:
    label = say(head.label, language)
    return HeadWords(f"{label} ({head.letter})" if head.letter else label, say(head.group, language), head.prose)


def _row(row: Row, language: str, cells: bool) -> RowWords:
    said = tuple(_cell(cell, language) for cell in row.cells) if cells else ()
    if set(map(type, row.cells)) <= PLAIN and not isinstance(row.head, (Placed, Refs)):
        return RowWords(say(row.head, language), said, row.kind, tongue=foreign(row.head, language))
    more = _letters(row.cells), _missed(row.cells), _refs(row.cells, language)
    head, is_id = row.head, isinstance(row.head, Refs)
    keys = (
        [key for _, key in head.named(language)]
        if isinstance(head, Refs)
        else [head.key]
        if isinstance(head, Placed)
        else []
    )
    place = keys[0] if len(keys) == 1 else ""
    return RowWords(say(head, language), said, row.kind, *more, place, is_id, foreign(head, language))


def _letters(cells: Sequence[Text | None]) -> tuple[str, ...]:
    found = tuple(letters_text(getattr(cell, "letters", ())) for cell in cells)
    return found if any(found) else ()


def _missed(cells: Sequence[Text | None]) -> tuple[bool, ...]:
    found = tuple(bool(getattr(cell, "missed", False)) for cell in cells)
    return found if any(found) else ()


def _refs(cells: Sequence[Text | None], language: str) -> tuple[tuple[tuple[str, str], ...], ...]:
    found = tuple(cell.named(language) if isinstance(cell, Refs) else () for cell in cells)
    return found if any(found) else ()


def _cell(cell: Text | None, language: str) -> str:
    return "" if cell is None else say(cell, language)


def _notes(grid: Grid, language: str) -> tuple[str, ...]:
    """One line a note; what is empty, or says no more than the title, is left out."""
    subject = clean(say(grid.subject, language))
    return tuple(line for line in note_words(grid.notes, language) if line != subject)


def note_words(notes: Sequence[Note], language: str) -> tuple[str, ...]:
    """Notes in ``language``, without those that are empty there."""
    return tuple(line for line in (say(note.text, language) for note in notes) if line)
