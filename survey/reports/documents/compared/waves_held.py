"""Which waves of a series may be compared, as a document."""

from __future__ import annotations

from collections.abc import Sequence

from survey.changes.waves_held import HeldTogether, WavesHeld
from survey.reports.documents.compared.comparison import between_text
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.wording.lines import one_line
from survey.wording.message import message, plural
from survey.wording.worded import joined, same
from survey.words import Text

FEW = 3  # questions that are named
MOST = 20  # rows of a series


def held_document(several: Sequence[WavesHeld]) -> Document:
    """A grid a series: pairs of waves, questions, the outcome, and what stands between them."""
    return Document(title=message("changes.may_be_compared"), grids=tuple(map(_grid, several)))


def _grid(one: WavesHeld) -> Grid:
    names = (message("changes.questions"), message("changes.outcome"))
    left = sum(len(group.held) for group in one.groups[MOST:])
    notes = (Note(plural("changes.pairs_left", left, places=str(left)), "figure", "left"),) if left else ()
    return Grid(
        title=one_line(message("changes.titled", title=one.series, what=message("changes.may_be_compared"))),
        heads=tuple(Head(name, prose=True) for name in names),
        rows=tuple(map(_row, one.groups[:MOST])),
        notes=notes,
        corner=message("changes.waves"),
        name=f"{one.series}_comparable",
    )


def _row(group: HeldTogether) -> Row:
    first, more = group.held[0], len(group.held) - 1
    waves: Text = same(f"{first.start} → {first.end}")
    if more:
        waves = joined([waves, plural("changes.more_pairs", more, places=str(more))], ", ")
    found = first.found
    outcome: Text = message(f"changes.{found.outcome}")
    if found.outcome != "comparable":
        outcome = joined([outcome, between_text(found)], ": ")
    return Row(one_line(waves), (_questions(group), outcome))


def _questions(group: HeldTogether) -> Text:
    names, count = group.questions, len(group.questions)
    if count <= FEW:
        return same(", ".join(names))
    if group.whole:
        return plural("changes.all_questions", count, places=str(count))
    rest = count - FEW
    return joined([", ".join(names[:FEW]), plural("changes.more_questions", rest, places=str(rest))], ", ")
