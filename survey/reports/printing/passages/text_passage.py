"""A passage as plain text."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

from survey.reports.printing.colours import painted
from survey.reports.printing.grid_words import GridWords
from survey.reports.printing.passage_words import PassageWords
from survey.reports.printing.passages.wrapped import wrapped
from survey.wording.message import word


def text_passage(
    said: PassageWords, width: int, language: str, table: Callable[[GridWords], Iterable[str]]
) -> Iterator[str]:
    """Mark and word, the plain sentence, the quotation, why, what it assumes, the evidence. ``table`` sets a grid."""
    head = f"{said.mark} {said.word.upper()}" + (f" · {said.inference}" if said.inference else "")
    first, *others = wrapped(f"{head}  {said.claim}", width, hanging=2)
    yield painted(first, len(head), said.kind)
    yield from others
    if said.plain:
        yield from wrapped(said.plain, width, indent=2)
    if said.about:
        yield from wrapped(said.about, width, indent=2)
    if said.quote:
        yield from wrapped(said.quoted, width, indent=2)
    if said.also:
        yield from wrapped(said.also, width, indent=2)
    yield from wrapped(said.sentence, width, indent=2)
    if said.matrix is not None:
        yield ""
        yield from table(said.matrix)
        yield ""
    if said.folded:
        yield from wrapped(f"{word('reports.assumes', language)}: {'; '.join(said.folded)}", width, indent=2, hanging=2)
    if said.evidence:
        sources = "; ".join(title for title, _ in said.evidence)
        yield from wrapped(f"{word('reports.evidence', language)}: {sources}", width, indent=2, hanging=2)
    for head, text in () if said.plain else said.lines:
        yield from wrapped(f"{head}: {text}", width, indent=2, hanging=2)
    if said.count > 1:
        yield from wrapped(word("reports.details", language, count=said.count), width, indent=2, hanging=2)
    yield ""
