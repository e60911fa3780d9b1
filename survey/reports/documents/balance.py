"""Margins before and after weighting as rows of a grid."""

from __future__ import annotations

from survey.reports.documents.cells import MEAN_DECIMALS, share
from survey.reports.documents.grid import Cell, Row
from survey.reports.documents.options import answer_label
from survey.weighting.told.balance import Balance, LevelBalance, MarginBalance
from survey.weighting.told.names import margin_head
from survey.wording.figures import number, points, whole
from survey.wording.message import message
from survey.wording.worded import joined

BY = " × "


def balance_rows(balance: Balance) -> tuple[Row, ...]:
    """Each margin under its head, one row a cell: target, before, after, what is left, ASMD before and after, n."""
    rows: list[Row] = []
    for margin in balance.margins:
        head = margin_head(margin, balance.margins)
        rows.append(Row(head if margin.used else joined((head, " – ", message("plots.unused"))), kind="section"))
        rows += [_level(margin, level) for level in margin.levels]
        if margin.missing:
            rows.append(Row(message("reports.outside_margin"), (*[None] * 6, whole(margin.missing)), "missing"))
        if margin.has_target and len(margin.levels) > 1:
            asmds = (number(margin.asmd_before, 3), number(margin.asmd_after, 3))
            rows.append(Row(message("reports.mean_asmd"), (*[None] * 4, *asmds, None), "net"))
    return tuple(rows)


def _level(margin: MarginBalance, level: LevelBalance) -> Row:
    asmds = (number(level.asmd_before, 3), number(level.asmd_after, 3), whole(level.n))
    if margin.is_mean:
        values = (level.target, level.before, level.after, level.gap)
        return Row(message("plots.mean_of"), (*(number(value, MEAN_DECIMALS) for value in values), *asmds))
    named = zip(margin.questions, level.options, strict=True)
    # met to 1e-12: 14.75 and 14.7499999 are printed alike
    figures: tuple[Cell, ...] = tuple(share(value) for value in (level.target, level.before, round(level.after, 9)))
    label = joined([answer_label(question, option) for question, option in named], BY)
    return Row(label, (*figures, points(level.gap), *asmds))
