"""A finished table under a rule of presentation: what the rule suppresses, and what has to go with it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from survey.maths.rules.precision import Cells, Kind, own_width
from survey.maths.rules.presentation import Rule, decide
from survey.tables.rules.ledger_keys import BASE, Key, keys
from survey.tables.rules.rule_notes import ruled_notes
from survey.tables.rules.untested import without_comparisons
from survey.tables.rules.withheld import Withheld, means_withheld, withheld
from survey.tables.shape.extra import BOTTOM, TOP
from survey.tables.shape.measures import RECORDED
from survey.tables.table import NO_SHARES, Column, Note, Presentation, Table
from survey.words import FIGURES

Words = NDArray[np.str_]
ARRAYS = ("estimate", "std_error", "conf_low", "conf_high", "count")
PARTNER, WITH_SHARES = "partner", "with_shares"  # reasons of what goes with what the rule suppresses
OF_BASE = ("n", "n_weighted")  # what is left of the record of a suppressed share: its base


def presented(table: Table, rule: Rule | None) -> Table:
    """The table under ``rule``; as it is where there is none, and where its figures were published already."""
    return suppressed_together([table], rule)[0]


def suppressed_together(tables: Sequence[Table], rule: Rule | None) -> list[Table]:
    """The first of ``audited_together``."""
    return audited_together(tables, rule)[0]


def audited_together(tables: Sequence[Table], rule: Rule | None) -> tuple[list[Table], Withheld]:
    """The tables under ``rule``, made for one reader: no cell that one of them suppresses can be worked out from all.

    What the rule suppresses in one table is suppressed in each that has the cell (the same question in the total column
    of another banner), and further cells with it, the smallest first, until an interval that could be inferred of a
    suppressed share is as wide as one that NCHS would not show (``own_width``), three respondents at
    least, in respondents and in weighted ones; at most as wide as the bases and the total column leave open. A mean is
    suppressed where a share of its column is; where the rule means the mean alone, and shares of its scale stand beside
    it, it is flagged. The total column of row percents is 100 % by definition and stays.

    Under a policy of disclosure (``rule.least``) the interval is as wide as its threshold, and the base of a column of
    fewer is suppressed, too, with all that stands in the column. A difference goes with either of its nets.

    Suppressed cells have no figure, interval or count in the arrays nor in ``records``, whose column ``presentation``
    says ``shown``, ``flagged`` or ``suppressed``. Notes that count cells count those that are shown.

    The second is what was withheld, and the audit of it: the narrowest interval that a reader infers.
    """
    if rule is None:
        return list(tables), Withheld()
    decided = [None if table.published else _decided(table, rule) for table in tables]
    needed: dict[tuple[str, str], dict[Key, float]] = {}
    for table, made in zip(tables, decided, strict=True):
        if made is not None:
            _primary(table, made[0], needed.setdefault((table.study, table.question), {}), rule.least)
    hidden = withheld([table for table in tables if not table.published], needed, rule.least, partners=rule.partners)
    shown = [
        table if made is None else _under(table, rule, made, hidden.cells[table.study, table.question])
        for table, made in zip(tables, decided, strict=True)
    ]
    return shown, hidden


def _decided(table: Table, rule: Rule) -> tuple[Words, Words]:
    """What the rule itself does to each cell, and why."""
    shape = table.estimate.shape
    figures = {
        key: np.array([record[key] for record in table.records[: table.estimate.size]], dtype=float).reshape(shape)
        for key in ("n", "df", "n_eff")
    }
    does, reason = np.full(shape, "", dtype="<U8"), np.full(shape, "", dtype="<U16")
    for kind, rows in _rows(table).items():
        cells = Cells(
            kind,
            table.estimate[rows],
            table.std_error[rows],
            table.count[rows],
            figures["n"][rows],
            figures["df"][rows],
            figures["n_eff"][rows],
            (table.conf_high[rows] - table.conf_low[rows]) / 2,
        )
        does[rows], reason[rows] = decide(rule, cells)
        if kind == "share" and table.percent == "row":
            does[rows, 0], reason[rows, 0] = np.where(np.isfinite(table.estimate[rows, 0]), "show", ""), ""
    shares = _rows(table).get("share", [])
    for row in (i for i, one in enumerate(table.stub) if one.kind == "difference"):
        does[row] = np.where(np.isfinite(table.estimate[row]), "show", "")
    for row in _rows(table).get("mean", []):
        if sum(table.stub[i].kind == "option" for i in shares) > 1:
            does[row][does[row] == "suppress"] = "flag"
        if table.dominated:
            gone = np.array(table.dominated) & (does[row] != "")
            does[row][gone], reason[row][gone] = "suppress", "dominance"
    return does, reason


def _rows(table: Table) -> dict[Kind, list[int]]:
    means = [i for i, row in enumerate(table.stub) if row.kind == "mean"]
    shares = [i for i, row in enumerate(table.stub) if row.kind not in NO_SHARES]
    found: dict[Kind, list[int]] = {"share": shares, "mean": means}
    return {kind: rows for kind, rows in found.items() if rows}


def _primary(table: Table, does: Words, needed: dict[Key, float], least: float) -> None:
    """The cells that the rule suppresses, each with the width in respondents that may be inferred of it: as NCHS would
    have it, and the threshold of a policy for what its threshold suppresses. Bases of fewer go, too."""
    for i, j, key in keys(table):
        if does[i, j] == "suppress":
            width = 0.0
            if table.stub[i].kind != "mean":
                n, count = float(table.records[i * len(table.columns) + j]["n"]), float(table.count[i, j])
                width = least if min(n, count) < least else float(own_width(np.asarray(count / n)) * n)
            needed[key] = max(width, needed.get(key, 0.0))
    few = (column for column in table.columns if 0 < column.n < least)
    needed.update({(BASE, column.group, column.id): least for column in few})


def _under(table: Table, rule: Rule, made: tuple[Words, Words], hidden: set[Key]) -> Table:
    does, reason = made
    with_shares = means_withheld(table, hidden)
    for i, j, key in keys(table):
        if does[i, j] and does[i, j] != "suppress" and key in hidden | with_shares:
            does[i, j], reason[i, j] = "suppress", WITH_SHARES if key in with_shares else PARTNER
        elif table.stub[i].kind == "difference" and {(TOP, *key[1:]), (BOTTOM, *key[1:])} & hidden:
            does[i, j], reason[i, j] = "suppress", PARTNER
    gone = does == "suppress"
    arrays: dict[str, Any] = {name: np.where(gone, np.nan, getattr(table, name)) for name in ARRAYS}
    records = tuple(_record(table, place, str(what)) for place, what in enumerate(does.ravel()))
    records = (*records, *table.records[does.size :])  # of comparisons, where p-values are asked for
    done = Presentation(rule.name, _frozen(does), _frozen(reason))
    shown = replace(table, **arrays, records=records, presentation=done)
    if table.percent == "row":
        shown = _without_row_bases(shown, {row for row, group, _ in hidden if not group})
    shown = _without_bases(shown, {key[1:] for key in hidden if key[0] == BASE})
    shown = without_comparisons(shown)
    return replace(shown, notes=ruled_notes(shown, rule))


def _frozen(words: Words) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(row) for row in words.tolist())


SAID = {"show": "shown", "flag": "flagged", "suppress": "suppressed", "": ""}


def _record(table: Table, place: int, what: str) -> dict[str, Any]:
    record = {**table.records[place], "presentation": SAID[what]}
    if what == "suppress":
        share = table.stub[place // len(table.columns)].kind != "mean"  # the base of a mean is who answered
        gone = (name for name in (*FIGURES, *RECORDED.values()) if name in record)
        record |= {name: np.nan for name in gone if not (share and name in OF_BASE)}
    return record


def _without_bases(table: Table, columns: set[tuple[str, str]]) -> Table:
    """The table without the bases of ``columns`` (banner question, column), and without the notes that list bases."""
    if not columns.intersection((column.group, column.id) for column in table.columns):
        return table
    heads = tuple(
        replace(column, n=np.nan, n_weighted=np.nan, n_kish=np.nan, small=False) if _is_of(column, columns) else column
        for column in table.columns
    )
    width = len(heads)
    records = tuple(
        {**record, **dict.fromkeys(FIGURES, np.nan)} if _is_of(heads[place % width], columns) else record
        for place, record in enumerate(table.records)
    )
    return replace(table, columns=heads, records=records, notes=_without_small(table))


def _is_of(column: Column, columns: set[tuple[str, str]]) -> bool:
    return (column.group, column.id) in columns


def _without_small(table: Table) -> tuple[Note, ...]:
    return tuple(note for note in table.notes if note.key != "small")  # it lists bases


def _without_row_bases(table: Table, rows: set[str]) -> Table:
    """Row percents of which the total column is suppressed elsewhere: the base of the row is that count."""
    if not rows:
        return table
    stub = tuple(
        replace(row, bases=tuple(replace(base, n=np.nan, n_weighted=np.nan, n_kish=np.nan) for base in row.bases))
        if row.id in rows
        else row
        for row in table.stub
    )
    records = tuple(
        {**record, **(dict.fromkeys(OF_BASE, np.nan) if record["option"] in rows else {})} for record in table.records
    )
    return replace(table, stub=stub, records=records, notes=_without_small(table))
