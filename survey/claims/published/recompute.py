"""The figures of a published table made from the data: shares, counts, means and bases, by the one estimator."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from survey.cells.filters.inside import encoding_inside
from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.claims.published.placing import Placed
from survey.definitions.records.published_table import PublishedTable
from survey.definitions.records.question import Question
from survey.errors import EstimationError, SurveyError
from survey.estimation.core.bases import bases
from survey.estimation.core.gather import gather
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.words import Base

Levels = tuple[str, ...]
SHARES = ("share", "count", "moe_of", "sum")


@dataclass(frozen=True)
class Found:
    """What the data make of a cell: ``value`` in the unit of its kind (a proportion, a number, a mean; NaN where there
    is none), ``n`` respondents of its column's base (``n_weighted``: of a base, the sum of their weights), ``parts``:
    of joined answers the share of each. ``fault``: why there is none: ``outside`` the base, nobody in it (``empty``),
    or no ``estimate`` of this question."""

    value: float = math.nan
    n: float = math.nan
    n_kish: float = math.nan
    parts: tuple[float, ...] = ()
    fault: str = ""
    n_weighted: float = math.nan


def base_of(sample: SampleData, rules: PublishedTable, question: str) -> Base:
    """Of whom the shares of a question are: as the mapping says, else its definition, else of those asked."""
    own = sample.study.questions.get(question) if sample.study is not None else None
    return rules.bases.get(question) or rules.base or (own.base if own is not None else None) or "asked"


def recompute(sample: SampleData, cells: Sequence[Placed], rules: PublishedTable) -> list[Found]:
    """What the data make of each cell. One estimate a question and banner, however many cells stand in it."""
    groups: dict[tuple[str, Levels], list[int]] = {}
    for at, one in enumerate(cells):
        if not one.reason:
            groups.setdefault((one.question, tuple(name for name, _ in one.domain)), []).append(at)
    own = {name for name, by in groups if name in by}
    for name in own:  # percent of a banner in a table of all questions
        sample = sample.with_question(_itself(name), _copied(sample, name))
    gather(sample, [(_asked(name, by), *by) for name, by in groups])
    made = [Found(fault=one.reason) for one in cells]
    for (name, by), places in groups.items():
        try:
            block = _Block(sample, name, by, rules, [cells[at] for at in places])
            for at in places:
                made[at] = block.found(cells[at])
        except SurveyError:  # a question without shares
            for at in places:
                made[at] = Found(fault="estimate")
    return made


def _itself(name: str) -> str:
    """What a question is called where it stands beside itself as the groups of its own columns."""
    return f"{name} itself"


def _asked(name: str, by: Levels) -> str:
    return _itself(name) if name in by else name


def _copied(sample: SampleData, name: str) -> Question:
    question = sample.question(name)
    column = question.column or (None if question.columns or question.set else name)
    return question.model_copy(update={"question": _itself(name), "column": column})


class _Block:
    """The figures of one question by one banner."""

    def __init__(
        self, sample: SampleData, name: str, by: Levels, rules: PublishedTable, cells: Iterable[Placed]
    ) -> None:
        self.base = base_of(sample, rules, name)
        name = _asked(name, by)
        self._sample, self._name, self._by = sample, name, by
        wanted = list(cells)
        self._nets = {one.options: f"net {at}" for at, one in enumerate(wanted) if len(one.options) > 1}
        self._shares: Estimates | None = None
        self._at: Mapping[tuple[str, Levels], int] = {}
        self._groups: set[str] = set()
        if any(one.kind in SHARES for one in wanted):
            nets = {label: options for options, label in self._nets.items()}
            self._shares = share(sample, name, by, base=self.base, percent=rules.percent, nets=nets)
            self._at = _places(self._shares)
            self._groups = {level for levels in self._shares.domain_levels for level in levels}
        own = bases(sample, name, by, base=self.base)
        columns = zip(own.domains, own.n, own.n_weighted, own.n_kish, strict=True)
        self._bases = {levels: (float(n), float(weighted), float(kish)) for levels, n, weighted, kish in columns}
        self._means = self._mean() if any(one.kind == "mean" for one in wanted) else {}

    def _mean(self) -> dict[Levels, float]:
        try:
            made = mean(self._sample, self._name, self._by)
        except EstimationError:
            return {}
        return dict(zip(made.domain_levels, made.estimate.tolist(), strict=True))

    def found(self, cell: Placed) -> Found:
        levels = tuple(level for _, level in cell.domain)
        n, weighted, kish = self._bases.get(levels, (0.0, 0.0, 0.0))
        if cell.kind == "n":
            return Found(n, n, kish, n_weighted=weighted)
        if cell.kind == "n_weighted":
            return Found(weighted, n, kish)
        if cell.kind == "n_eff":
            return Found(kish, n, kish)
        if cell.kind == "mean":
            value = self._means.get(levels, math.nan)
            fault = "empty" if self._means else "estimate"
            return Found(value, n, kish, fault="" if math.isfinite(value) else fault)
        if cell.kind == "moe":
            return Found(0.98 / math.sqrt(n) if n > 0 else math.nan, n, kish, fault="" if n > 0 else "empty")
        return self._share(cell, levels, n, kish)

    def _share(self, cell: Placed, levels: Levels, n: float, kish: float) -> Found:
        made = self._shares
        assert made is not None
        if cell.kind == "sum":
            total = 1.0 if n > 0 else math.nan
            return Found(total, n, kish, fault="" if n > 0 else "empty")
        label = self._nets.get(cell.options, cell.options[0])
        at = self._at.get((label, levels))
        if at is None:
            return self._absent(cell, n, kish)
        n = float(made.n[at])
        if cell.kind == "count":
            return Found(float(made.count[at]), n, kish)
        value = float(made.moe[at] if cell.kind == "moe_of" else made.estimate[at])
        parts = tuple(
            float(made.estimate[self._at[option, levels]]) if (option, levels) in self._at else 0.0
            for option in (cell.options if len(cell.options) > 1 else ())
        )
        return Found(value, n, kish, parts, "" if math.isfinite(value) else "empty")

    def _absent(self, cell: Placed, n: float, kish: float) -> Found:
        """An answer without a row: a kind of missing that nobody gave, or one outside the base."""
        encoding = encoding_inside(self._sample, self._name)
        kinds = kinds_of(encoding)
        counts = dict(zip(encoding.levels, encoding.counts, strict=True))
        for name, level in cell.domain:  # percentages across groups are of those inside the base
            if kinds_of(encoding_inside(self._sample, name)).get(level) and level not in self._groups:
                return Found(math.nan, n, kish, fault="outside")
        if n > 0 and not any(counts.get(key, 0) for key in cell.options):
            return Found(0.0, n, kish)
        return Found(math.nan, n, kish, fault="outside" if any(kinds.get(key) for key in cell.options) else "empty")


def _places(made: Estimates) -> dict[tuple[str, Levels], int]:
    rows = zip(made.option, made.domain_levels, strict=True)
    return {(option, tuple(levels)): at for at, (option, levels) in enumerate(rows)}
