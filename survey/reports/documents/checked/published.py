"""A published table held against data, as a document: counts, how labels were matched, the cells that are missed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from survey.cells.samples.declared import rounding_of
from survey.claims.published.check import PublishedCheck
from survey.claims.published.judged import JudgedCell
from survey.reports.documents.checked.matches import WORDLESS, matches_grid
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Cell, Grid, Head, Note, Row, RowKind
from survey.wording.figures import Number, number, whole
from survey.wording.lines import clean, one_line
from survey.wording.message import Message, message
from survey.wording.worded import Joined, joined, same
from survey.words import LEADING, TOTAL, Text

FIGURES = ("kind", "printed", "stated", "found", "n", "status", "reason", "where")


@dataclass(frozen=True, eq=False, repr=False)
class Marked(Joined):
    """A cell that is missed."""

    missed: bool = True


def published_document(several: Sequence[PublishedCheck]) -> Document:
    """The whole and each question as counts, a grid a question in which a missed cell has its mark and what the data
    make (those with missed cells first), and labels that were not matched exactly: before them where one means
    nothing."""
    (check,) = several
    domains = tuple(dict.fromkeys(name for cell in check.cells for name, _ in cell.placed.domain))
    failed = dict.fromkeys(one.placed.question for one in check.missed)
    shown = [_missed(check)] if check.only_missed else [_table(check, name) for name in {**failed, **check.questions}]
    matched = matches_grid(check)
    labels = [matched] if matched.rows else []
    told = [*labels, *shown] if any(not match.found for match in check.matches) else [*shown, *labels]
    return Document(
        title=published_title(check),
        grids=(_summary(check), *(grid for grid in told if grid.rows)),
        columns=(*LEADING, *domains, *FIGURES),
        rows=tuple(_row(check, cell, domains) for cell in (check.missed if check.only_missed else check.cells)),
        notes={
            **check.summary(),
            "not_judged": dict(check.unjudged),
            "matches": [vars(match) for match in check.matches],
            "rules": check.rules.model_dump(exclude_defaults=True),
        },
        rounding=rounding_of(check.sample),
    )


def published_title(check: PublishedCheck) -> Message:
    """How many of how many figures are reproduced."""
    return message(
        "published.title",
        file=clean(check.source),
        reproduced=whole(check.reproduced),
        judged=whole(len(check.judged)),
    )


def _summary(check: PublishedCheck) -> Grid:
    rows = [_counts(_question(check, name), cells) for name, cells in check.questions.items()]
    rows.append(_counts(message("published.whole"), check.cells, "net"))
    heads = ("cells", "reproduced", "missed", "unjudged")
    return Grid(
        title=published_title(check),
        heads=tuple(Head(message(f"published.{head}")) for head in heads),
        rows=tuple(rows),
        notes=tuple(Note(text) for text in _notes(check)),
        corner=message("published.question"),
        synthetic=check.synthetic,
        name="published",
    )


def _counts(head: Text, cells: Sequence[JudgedCell], kind: Any = "option") -> Row:
    found = Counter(cell.status for cell in cells)
    counts = (len(cells), found["reproduced"], found["missed"], found["not judged"])
    return Row(head, tuple(whole(count) for count in counts), kind)


def _question(check: PublishedCheck, name: str) -> Text:
    if not name:
        return message("published.no_question")
    return one_line(check.sample.question(name).heading, name)


def _notes(check: PublishedCheck) -> list[Text]:
    """The rules, cells that have no answer by reason, what was read otherwise than it stands, labels matched."""
    rules, found = check.rules, list[Text]()
    found.append(
        message(
            "published.rules",
            base=rules.base or message("published.base_of_study"),
            percent=message(f"published.percent_{rules.percent}"),
            weight=check.sample.weight or message("published.unweighted"),
            rounding=message(f"published.rounding_{rules.rounding}"),
        )
    )
    if any(len(cell.placed.options) > 1 for cell in check.cells):
        found.append(message(f"published.nets_{rules.nets}"))
    for kind, count in check.unjudged.items():
        why = message(f"published.reason_{kind.replace(' ', '_')}")
        found.append(message("published.left", count=whole(count), why=why))
    if check.proportions:
        found.append(message("published.proportions"))
    if check.unread:
        found.append(message("published.unread", names=", ".join(clean(name) for name in check.unread)))
    below = [cell for cell in check.judged if cell.figure.kind != "mark" and cell.found.n < (rules.minimum_base or 0)]
    below = [cell for cell in below if cell.placed.kind in ("share", "mean", "count")]
    if below:
        minimum = whole(rules.minimum_base or 0)
        found.append(message("published.below_minimum", count=whole(len(below)), minimum=minimum))
    blanks = sum(cell.status == "reproduced" and _is_suppressed(check, cell) for cell in check.judged)
    if blanks:
        minimum = whole(rules.minimum_base or 0)
        found.append(message("published.blanks", count=whole(blanks), minimum=minimum))
    exact = sum(match.how in WORDLESS for match in check.matches)
    found.append(message("published.exactly", count=whole(exact), all=whole(len(check.matches))))
    return found


def _is_suppressed(check: PublishedCheck, cell: JudgedCell) -> bool:
    mark = cell.figure.mark
    return cell.figure.kind == "mark" and check.rules.cells.get(mark, "" if mark else "suppressed") == "suppressed"


def _table(check: PublishedCheck, name: str) -> Grid:
    """The cells of a question where they were printed."""
    cells = check.questions[name]
    heads = list(dict.fromkeys((one.placed.cell.group, one.placed.cell.column, _levels(one)) for one in cells))
    rows = list(dict.fromkeys(one.placed.cell.row for one in cells))
    at: dict[tuple[str, int], list[JudgedCell]] = {}
    for one in cells:
        column = heads.index((one.placed.cell.group, one.placed.cell.column, _levels(one)))
        at.setdefault((one.placed.cell.row, column), []).append(one)
    kinds: dict[str, RowKind] = {
        one.placed.cell.row: "base" if one.placed.kind in ("n", "n_weighted") else "option" for one in cells
    }
    made = []
    for row in rows:
        line = tuple(_cells(at.get((row, column), ())) for column in range(len(heads)))
        made.append(Row(same(clean(row) or "–"), line, kinds[row]))
    return Grid(
        title=_question(check, name),
        heads=tuple(
            Head(same(clean(f"{name} {levels}".strip()) or "%"), same(clean(group))) for group, name, levels in heads
        ),
        rows=tuple(made),
        notes=(Note(message("published.signs")),) if any(one.status != "reproduced" for one in cells) else (),
        synthetic=check.synthetic,
        name=name or "unknown",
    )


def _cells(several: Sequence[JudgedCell]) -> Cell:
    """What stands in one place: a cell, or what was printed for it more than once."""
    if len(several) < 2:
        return _cell(several[0]) if several else None
    texts = [_cell(one) for one in several]
    missed = any(isinstance(text, Marked) for text in texts)
    return Marked((joined(texts, " / "),)) if missed else joined(texts, " / ")


def _levels(one: JudgedCell) -> str:
    return ", ".join(text for _, text in one.placed.cell.levels if text != TOTAL)


def _cell(one: JudgedCell) -> Text:
    printed = clean(one.placed.cell.text) or "·"
    if one.status == "not judged":
        return same(f"{printed} ?")
    if one.status == "reproduced":
        return same(printed)
    return Marked((printed, " ✗ ", _found(one)))


def _found(one: JudgedCell) -> Number:
    kinds = ("n", "n_weighted", "n_eff", "count")
    value = one.found.n if one.reason == "suppressed" else one.scale * one.found.value
    return whole(value) if one.placed.kind in kinds or one.reason == "suppressed" else number(value, one.decimals + 1)


def _missed(check: PublishedCheck) -> Grid:
    """The missed cells alone, a row each."""
    heads = ("row", "column", "stated", "found", "why", "where")
    rows = []
    for one in check.missed:
        cell = one.placed.cell
        column = clean(" ".join(part for part in (cell.group, cell.column, _levels(one)) if part)) or "%"
        why: Text = message(f"published.reason_{one.reason}") if one.reason else same("")
        shown = (same(clean(cell.row)), same(column), same(clean(cell.text) or "·"), Marked((_found(one),)))
        rows.append(Row(_question(check, one.placed.question), (*shown, why, same(cell.where))))
    return Grid(
        title=message("published.missed_cells"),
        heads=tuple(Head(message(f"published.{head}"), prose=head in ("row", "column", "why")) for head in heads),
        rows=tuple(rows),
        corner=message("published.question"),
        name="missed",
        synthetic=check.synthetic,
    )


def _row(check: PublishedCheck, one: JudgedCell, domains: Sequence[str]) -> Mapping[str, Any]:
    """A long row; shares are proportions."""
    placed, levels = one.placed, dict(one.placed.domain)
    unknown = one.figure.kind in ("mark", "words")
    return {
        "study": check.study,
        "question": placed.question,
        "option": "+".join(placed.options) or placed.kind,
        **{name: levels.get(name, TOTAL) for name in domains},
        "kind": placed.kind,
        "printed": placed.cell.text,
        "stated": None if unknown else one.figure.value / one.scale,
        "found": one.found.value,
        "n": one.found.n,
        "status": one.status,
        "reason": one.reason,
        "where": placed.cell.where,
    }
