"""Rules with which a published table is consistent, as a document."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.cells.filters.within import within
from survey.claims.explaining.blocks import MARKED
from survey.claims.explaining.change import Change
from survey.claims.explaining.explanation import Explained, Explanation
from survey.reports.documents.checked.published import published_document
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.wording.figures import number, whole
from survey.wording.lines import clean, one_line
from survey.wording.message import message
from survey.wording.worded import joined, same
from survey.words import BASES, Text


def explained_document(several: Sequence[Explanation]) -> Document:
    """The table that was checked, and behind its counts the rules, fewest changes first."""
    (found,) = several
    made = published_document([found.check])
    notes = {"tried": found.tried, "seen": found.seen, "more": found.more, "found": [_told(one) for one in found.found]}
    grids = (made.grids[0], _grid(found), *made.grids[1:])
    return replace(made, grids=grids, notes={**made.notes, "explanation": notes})


def _grid(found: Explanation) -> Grid:
    check = found.check
    stated = (None, message("published.of", count=check.reproduced, all=len(check.judged)), None)
    rows = [Row(message("published.stated_rule"), stated, "base")]
    rows = [*(_row(one, found) for one in found.found), *rows]
    heads = ("changes", "explains", "by_chance")
    return Grid(
        title=message("published.explained"),
        heads=tuple(Head(message(f"published.{head}")) for head in heads),
        rows=tuple(rows),
        notes=tuple(Note(text) for text in _notes(found)),
        corner=message("published.rule_"),
        name="explained",
        synthetic=found.synthetic,
    )


def _row(one: Explained, found: Explanation) -> Row:
    explains = message("published.of", count=whole(one.reproduced), all=whole(one.judged))
    chance: Text = same("–")
    if math.isfinite(one.chance):
        chance = message("published.chance", mean=number(one.chance, 0), most=whole(one.most))
    rule = joined([change_words(change, found) for change in one.changes], "; ")
    return Row(one_line(rule), (whole(one.size), explains, chance))


def change_words(change: Change, found: Explanation) -> Text:
    """A change of the rules in words."""
    sample = found.check.sample
    if change.kind == "filter":
        domain = within(sample, change.name).domain
        return message("published.change_filter", name=domain.words if domain is not None else change.name)
    if change.kind == "base" and change.name == MARKED:
        return message("published.change_marked")
    if change.kind == "base" and change.name not in BASES:
        kinds = joined([message(f"tables.{kind}") for kind in change.name.split("+")], ", ")
        return message("published.change_outside", name=kinds)
    if change.kind == "percent":
        return message("published.change_percent", name=message(f"published.percent_{change.name}"))
    if change.kind in ("rounding", "nets"):
        return message(f"published.{change.kind}_{change.name}")
    if change.kind == "joined":
        question = sample.question(change.question)
        answers = joined([question.label(option) for option in change.options], " + ")
        return message("published.change_joined", row=clean(change.name), answers=answers)
    return message(f"published.change_{change.kind}", name=change.name)


def _notes(found: Explanation) -> list[Text]:
    made: list[Text] = []
    if not found.found:
        made.append(message("published.nothing_fits"))
    elif not found.whole:
        made.append(message("published.none_whole"))
    elif len(found.whole) > 1:
        made.append(message("published.several_whole"))
    if any(one.reproduced == found.check.reproduced for one in found.found):
        made.append(message("published.as_many"))
    if found.more:
        made.append(message("published.more_rules", count=whole(found.more)))
    if found.too_large:
        made.append(message("published.too_large", count=whole(found.too_large)))
    made.append(message("published.searched", tried=whole(found.tried), seen=whole(found.seen)))
    made.append(message("published.honest"))
    return made


def _told(one: Explained) -> dict[str, Any]:
    """A rule as data."""
    names = ("reproduced", "judged", "chance", "most", "others")
    changes = [{key: value for key, value in vars(change).items() if value and key != "cost"} for change in one.changes]
    return {"changes": changes, **{name: getattr(one, name) for name in names}}
