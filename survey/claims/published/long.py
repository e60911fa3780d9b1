"""A published table with one figure a row: columns for question, answer, group and figure."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from survey.claims.published.labels import normalized
from survey.claims.published.printed_cell import PrintedCell, place
from survey.claims.published.sheets import Sheet

_HEADS: Mapping[str, tuple[str, ...]] = {
    "question": ("question", "variable", "item", "q", "вопрос", "пытанне"),
    "row": ("option", "answer", "row", "response", "category", "ответ", "вариант", "адказ"),
    "group": ("banner", "group", "by", "break", "breakdown", "group variable", "группа", "група"),
    "column": ("column", "level", "subgroup", "segment", "domain", "столбец", "подгруппа", "падгрупа"),
    "percent": ("value", "percent", "%", "share", "published", "figure", "pct", "значение", "процент", "доля"),
    "proportion": ("estimate", "proportion"),
    "n": ("n", "base", "unweighted n", "база", "number of respondents"),
}
_FIGURES = {"percent": "percent", "proportion": "percent", "n": "n"}


def long_heads(sheet: Sheet) -> dict[str, int]:
    """The columns of a long table by what they hold; empty where the first row is not that of one."""
    first = sheet.rows[0]
    found = {}
    for what, names in _HEADS.items():
        at = [place for place, cell in enumerate(first) if normalized(cell) in names]
        if at:
            found[what] = at[0]
    return found if "row" in found and ("percent" in found or "proportion" in found) else {}


def long_cells(sheet: Sheet, is_question: Callable[[str], bool]) -> Iterator[PrintedCell]:
    """The figures of a long table, with the number of respondents beside each where there is one. Columns that are
    called like a question (``is_question``) say in which of its groups a figure is."""
    heads = long_heads(sheet)
    first = sheet.rows[0]
    domains = [at for at, cell in enumerate(first) if at not in heads.values() and is_question(cell)]
    for number, row in enumerate(sheet.rows[1:], start=1):
        cells = (*row, *[""] * (len(first) - len(row)))
        if not any(cells):
            continue
        text = {what: cells[at] for what, at in heads.items()}
        levels = tuple((first[at], cells[at]) for at in domains)
        for what, at in heads.items():
            if what in _FIGURES:
                yield PrintedCell(
                    place(number, at, sheet.name),
                    text.get("question", ""),
                    "n" if what == "n" else text["row"],
                    text.get("group", ""),
                    text.get("column", ""),
                    cells[at],
                    levels=levels,
                    proportion=what == "proportion",
                )


def unread_columns(sheet: Sheet, is_question: Callable[[str], bool]) -> tuple[str, ...]:
    """Columns of a long table that are not read."""
    heads = long_heads(sheet)
    return tuple(
        cell for at, cell in enumerate(sheet.rows[0]) if cell and at not in heads.values() and not is_question(cell)
    )
