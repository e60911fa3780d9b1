"""Which group of respondents a column is of."""

from __future__ import annotations

from collections.abc import Callable

from survey.cells.samples.sample import SampleData
from survey.claims.published.heads import is_total
from survey.claims.published.names import Match, Names, option_names, question_names
from survey.claims.published.printed_cell import PrintedCell
from survey.definitions.records.published_table import PublishedTable
from survey.errors import SurveyError
from survey.words import nearest

Domain = tuple[tuple[str, str], ...]
MEASURES = {"_n": "n", "_moe": "moe", "_skip": "skip"}


class Columns:
    """Finds the group of each column; the questions of the study's banner come first."""

    def __init__(self, sample: SampleData, mapping: PublishedTable, noted: Callable[[Match], Match]) -> None:
        self._sample, self._mapping, self._noted = sample, mapping, noted
        self._names: dict[str, Names] = {}
        self._known: dict[tuple[object, ...], tuple[Domain, str, str]] = {}
        banner = sample.study.banner if sample.study is not None else ()
        first = [name for part in banner for name in part.split(">")]
        self._banner = [name for name in dict.fromkeys(first) if name in sample.questions]
        self._questions = question_names(sample.questions)

    def of(self, cell: PrintedCell, question: str) -> tuple[Domain, str, str]:
        """The group, what the column holds, and why it is none ("" where it is one)."""
        key = (cell.group, cell.column, cell.levels, cell.measure, question)
        if key not in self._known:
            self._known[key] = self._found(cell, question)
        return self._known[key]

    def _found(self, cell: PrintedCell, question: str) -> tuple[Domain, str, str]:
        if cell.levels:
            return self._levels(cell)
        both = f"{cell.group}: {cell.column}"
        for text in (both, cell.column):
            if text in self._mapping.columns:
                return self._mapped(text, self._mapping.columns[text], cell)
        if cell.group and not is_total(cell.group):
            by = self._group(cell.group)
            if by:
                return self._level(by, cell)
            return (), cell.measure, "column"  # under a head that is not known a column may be of other people
        if is_total(cell.column):
            return (), cell.measure, ""
        return self._anywhere(cell, question)

    def _levels(self, cell: PrintedCell) -> tuple[Domain, str, str]:
        made = []
        for head, text in cell.levels:
            if is_total(text):
                continue
            by = self._questions.find("group", head).found
            found = self._noted(self._named(by).find("column", text, by)).found
            if not found:
                return (), cell.measure, "column"
            made.append((by, found))
        return tuple(made), cell.measure, ""

    def _group(self, text: str) -> str:
        if text in self._mapping.groups:
            return self._noted(Match("group", text, self._mapping.groups[text], "mapping")).found
        return self._noted(self._questions.find("group", text)).found

    def _level(self, by: str, cell: PrintedCell) -> tuple[Domain, str, str]:
        if is_total(cell.column) and not self._named(by).exact(cell.column):
            return (), cell.measure, ""
        found = self._noted(self._named(by).find("column", cell.column, by)).found
        return (((by, found),), cell.measure, "") if found else ((), cell.measure, "column")

    def _anywhere(self, cell: PrintedCell, question: str) -> tuple[Domain, str, str]:
        """A column without a group: the one question of the banner that has it, else the one of all others."""
        others = [name for name in self._sample.questions if self._sample.questions[name].options]
        missed = Match("column", cell.column, "", "not found")
        for names in (self._banner, others):
            found = [(name, self._named(name).find("column", cell.column, name)) for name in names if name != question]
            hits = [(name, match) for name, match in found if match.found]
            if len(hits) == 1:
                name, match = hits[0]
                self._noted(Match("column", cell.column, f"{name}: {match.found}", match.how))
                return ((name, match.found),), cell.measure, ""
            if hits:
                missed = Match("column", cell.column, "", "several", ", ".join(name for name, _ in hits))
                break
            near = next((f"{name}: {match.nearest}" for name, match in found if match.nearest), "")
            missed = missed if missed.nearest else Match("column", cell.column, "", "not found", near)
        self._noted(missed)
        return (), cell.measure, "column"

    def _named(self, question: str) -> Names:
        if question not in self._names:
            self._names[question] = option_names(self._sample, question)
        return self._names[question]

    def _mapped(self, text: str, meaning: str | dict[str, str], cell: PrintedCell) -> tuple[Domain, str, str]:
        where = f"published: columns: {text}"
        if isinstance(meaning, str):
            if meaning != "_total" and meaning not in MEASURES:
                fix = "Write {question: option}, or one of _total, _n, _moe, _skip."
                raise SurveyError(f"'{meaning}' is no group", where=where, fix=fix)
            self._noted(Match("column", text, meaning, "mapping"))
            measure = MEASURES.get(meaning, cell.measure)
            return (), measure, "skip" if measure == "skip" else ""
        for name, option in meaning.items():
            if name not in self._sample.questions:
                raise SurveyError(f"no question '{name}'", where=where, fix=nearest(name, self._sample.questions))
            known = self._sample.questions[name].options
            if known and option not in known:
                raise SurveyError(f"no option '{option}' of {name}", where=where, fix=nearest(option, known))
        group = ", ".join(f"{name}: {option}" for name, option in meaning.items())
        self._noted(Match("column", text, group, "mapping"))
        return tuple(meaning.items()), cell.measure, ""
