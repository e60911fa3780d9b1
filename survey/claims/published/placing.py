"""What each printed cell is a figure of: question, answers, group."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

from survey.cells.samples.sample import SampleData
from survey.claims.published.cell_figure import cell_figure
from survey.claims.published.columns import Columns, Domain
from survey.claims.published.heads import is_total, row_kind
from survey.claims.published.names import Match, Names, option_names, question_names
from survey.claims.published.printed_cell import PrintedCell
from survey.definitions.records.published_table import PublishedTable, RowMeaning
from survey.errors import SurveyError
from survey.words import nearest

KINDS = {"_n": "n", "_n_weighted": "n_weighted", "_mean": "mean", "_moe": "moe", "_sum": "sum", "_skip": "skip"}


@dataclass(frozen=True)
class Placed:
    """``kind``: share, count (respondents of an answer), mean, n, n_weighted, moe or sum; ``options``: of a share the
    answers that it is of, several where they are ``joined``. ``reason``: why it cannot be judged, "" where it can."""

    cell: PrintedCell
    question: str = ""
    kind: str = "share"
    options: tuple[str, ...] = ()
    net: bool = False
    domain: Domain = ()
    reason: str = ""


class Placing:
    """Places cells in a sample's questions and keeps how each label was matched."""

    def __init__(self, sample: SampleData, mapping: PublishedTable) -> None:
        self.sample, self.mapping = sample, mapping
        self.matches: dict[tuple[str, str, str], Match] = {}
        self._questions = question_names(sample.questions)
        self._options: dict[str, Names] = {}
        self._columns = Columns(sample, mapping, self.noted)
        self._check()

    def noted(self, match: Match) -> Match:
        """Keep a match, once."""
        return self.matches.setdefault((match.kind, match.within, match.printed), match)

    def asks(self, text: str) -> bool:
        """Whether a text names a question."""
        return text in self.mapping.questions or bool(self._questions.find("question", text).found)

    def is_question(self, text: str) -> bool:
        """Whether a text is the id, title or wording of a question: a column of groups in a long table."""
        return bool(self._questions.find("group", text).found)

    def place(self, cells: Sequence[PrintedCell]) -> list[Placed]:
        """Each cell with what it is a figure of."""
        if self.mapping.transposed:
            cells = [_turned(cell) for cell in cells]
        rows: dict[str, dict[str, None]] = {}
        for cell in cells:
            rows.setdefault(cell.question, {})[cell.row] = None
        questions = {title: self._question(title, list(labels)) for title, labels in rows.items()}
        return [self._placed(cell, questions[cell.question]) for cell in cells]

    def _question(self, title: str, rows: Sequence[str]) -> str:
        """The question of a table: by its title, else the one whose answers its rows are."""
        if title in self.mapping.questions:
            return self.noted(Match("question", title, self.mapping.questions[title], "mapping")).found
        found = self._questions.find("question", title)
        if not found.found:
            labels = [row for row in rows if row and not row_kind(row)]
            fits = [name for name in self.sample.questions if labels and self._has(name, labels)]
            if len(fits) == 1:
                found = Match("question", title, fits[0], "answers")
            elif fits:
                found = Match("question", title, "", "several", ", ".join(fits))
        return self.noted(found).found

    def _has(self, name: str, labels: Iterable[str]) -> bool:
        own = self.mapping.rows.get(name)
        mine = set(own) if isinstance(own, dict) else set()
        if not self.sample.questions[name].options:
            return False
        names = self.names(name)
        return all(label in mine or label in self.mapping.rows or names.find("row", label).found for label in labels)

    def names(self, question: str) -> Names:
        """What the answers of a question are called."""
        if question not in self._options:
            self._options[question] = option_names(self.sample, question)
        return self._options[question]

    def _placed(self, cell: PrintedCell, question: str) -> Placed:
        if not question:
            return Placed(cell, reason="question")
        domain, measure, reason = self._columns.of(cell, question)
        made = self._row(cell, question)
        if made.reason or reason:
            return replace(made, reason=made.reason or reason)
        if measure == "unread":
            return replace(made, reason="unread")
        if measure == "n" and made.kind == "share":
            made = replace(made, kind="count")
        if measure == "moe" and made.kind == "share":
            made = replace(made, kind="moe_of")
        if made.kind == "sum":
            if measure != "n" and self.sample.question(question).type == "multiple":
                return replace(made, reason="unread")  # of several answers, whose sum is none of the table's
            if measure == "n" or cell_figure(cell.text).value > 101:
                made = replace(made, kind="n")
        return replace(made, domain=domain)

    def _row(self, cell: PrintedCell, question: str) -> Placed:
        placed = Placed(cell, question)
        own = self.mapping.rows.get(question)
        meaning = own.get(cell.row) if isinstance(own, dict) else None
        shared = self.mapping.rows.get(cell.row)
        meaning = meaning if meaning is not None else shared if not isinstance(shared, dict) else None
        if meaning is not None:
            return self._mapped(placed, meaning)
        names = self.names(question)
        kind = "" if names.exact(cell.row) else row_kind(cell.row)
        if kind:
            self.noted(Match("row", cell.row, kind, "words", within=question))
            return replace(placed, kind=kind, reason="unread" if kind == "unread" else "")
        found = self.noted(names.find("row", cell.row, question)).found
        if not found:
            return replace(placed, reason="row")
        net = self.sample.question(question).nets.get(found)
        options = net.options if net is not None and found not in self.sample.question(question).options else (found,)
        return replace(placed, options=tuple(options), net=net is not None)

    def _mapped(self, placed: Placed, meaning: RowMeaning) -> Placed:
        names = (meaning,) if isinstance(meaning, str) else tuple(meaning)
        self.noted(Match("row", placed.cell.row, ", ".join(names), "mapping", within=placed.question))
        if names[0] in KINDS:
            kind = KINDS[names[0]]
            return replace(placed, kind=kind, reason="skip" if kind == "skip" else "")
        question = self.sample.question(placed.question)
        options: list[str] = []
        for name in names:
            if name in question.options or not question.options:
                options.append(name)
            elif name in question.nets:
                options += question.nets[name].options
            else:
                known = [*question.options, *question.nets, *KINDS]
                where = f"published: rows: {placed.cell.row}"
                raise SurveyError(f"no option '{name}' of {placed.question}", where=where, fix=nearest(name, known))
        net = len(names) > 1 or names[0] in question.nets
        return replace(placed, options=tuple(options), net=net)

    def _check(self) -> None:
        """Raise ``SurveyError`` for questions of the mapping that do not exist."""
        for key in ("questions", "groups"):
            for text, name in getattr(self.mapping, key).items():
                if name not in self.sample.questions:
                    fix = nearest(name, self.sample.questions)
                    raise SurveyError(f"no question '{name}'", where=f"published: {key}: {text}", fix=fix)
        nested = [name for name, value in self.mapping.rows.items() if isinstance(value, dict)]
        for name in (*nested, *self.mapping.bases):
            if name not in self.sample.questions:
                raise SurveyError(f"no question '{name}'", where="published", fix=nearest(name, self.sample.questions))


def _turned(cell: PrintedCell) -> PrintedCell:
    """A cell of a table whose columns are the answers."""
    if cell.measure == "n" and is_total(cell.column):
        return replace(cell, row="n", column=cell.row, group="", measure="percent")
    return replace(cell, row=cell.column, column=cell.row, group="")
