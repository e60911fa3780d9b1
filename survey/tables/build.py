"""One builder behind toplines and crosstabs: from shares, nets and means to a finished table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

import numpy as np

from survey.arrays import Array
from survey.cells.samples.declared import is_invented, rounding_of
from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import publishable
from survey.cells.table.named import kinds_of
from survey.definitions.steps import steps
from survey.errors import EstimationError
from survey.estimation.core.bases import Bases
from survey.estimation.core.domains import crossed
from survey.estimation.result.choices import Df, ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import asked_shares, shares_of
from survey.tables.ahead import check_banner, gathered
from survey.tables.data_notes import Made, data_notes
from survey.tables.letters.add import with_letters
from survey.tables.letters.asked import Letters
from survey.tables.letters.compare import Tabulated
from survey.tables.numeric import has_mean, tabulated_as
from survey.tables.row_bases import with_row_bases
from survey.tables.rules.dominance import dominated_columns
from survey.tables.rules.unnamed import unnamed, unnamed_heads
from survey.tables.shape.asked import PLAIN, Shape
from survey.tables.shape.blocks import ARRAYS, Block, block_figures, whole_figures
from survey.tables.shape.extra import Extra, extra_rows, with_boxes
from survey.tables.shape.long_rows import LongRows
from survey.tables.shape.measures import measured
from survey.tables.shape.nested import banner_columns, flat, levels_of
from survey.tables.shape.order import in_order
from survey.tables.shape.tested import with_tested
from survey.tables.small_base import is_small, warn_of_small_bases
from survey.tables.stub import MEAN, stub_of, total_column
from survey.tables.table import Column, StubRow, Table
from survey.words import TOTAL, Base, Percent


def build(
    kind: Literal["topline", "crosstab"],
    sample: SampleData,
    name: str,
    banner: Sequence[str],
    *,
    base: Base | None,
    percent: Percent,
    interval: ShareInterval,
    level: float,
    df: Df,
    shape: Shape = PLAIN,
    letters: Letters | None = None,
) -> Table:
    """The table of question ``name``: a total column, then those of each banner variable.

    One estimation for all shares, and one a banner variable for means: a domain is part of the key and never a filter.
    Raises what ``share`` and ``mean`` raise.
    """
    question = sample.question(name)
    _ = list(gathered(sample, (name,), banner))
    own = sample.study.questions.get(name) if sample.study is not None else None
    shown = with_boxes(tabulated_as(sample, name), name, shape.boxes)
    nets = {net: tuple(part.options) for net, part in shown.question(name).nets.items()}
    of = base or (own.base if own is not None else None) or "asked"
    how = _How(shown, name, of, percent, interval, level, df, nets, shape)
    blocks = _blocks(sample, how, banner)
    means = blocks[0].means
    encoding = shown.engine.encoding(shown.question(name))
    options = dict.fromkeys(blocks[0].shares.option)
    stub = stub_of(shown.question(name), options, kinds_of(encoding), mean=means is not None)
    stub = tuple(row for row in (*stub, *blocks[0].extra) if row.id != MEAN or MEAN in shape.statistics)
    columns = [column for block in blocks for column in block.columns]
    if percent == "row":
        parts = {by: block.shares for by, block in zip(("", *banner), blocks, strict=True)}
        stub = with_row_bases(stub, shown, name, parts, base=of, nets=nets)
    if percent != "column" and means is None:  # no figure is of a column
        columns[1:] = [replace(column, small=False) for column in columns[1:]]
    made = Made(
        sample=sample,
        question=question,
        method=blocks[0].shares.method,
        counts={level: count for block in blocks for level, count in block.shares.counts.items()},
        unknown=publishable(encoding),
        stub=stub,
        columns=tuple(columns),
        banner=flat(sample, banner),
        figures=_figures(blocks, stub, means is not None),
        empty={by: block.empty for by, block in zip(banner, blocks[1:], strict=True) if block.empty},
        mean=None if not has_mean(question) or MEAN not in shape.statistics else means is not None,
    )
    based = [one for one in made.columns if one.small and not _is_missing(sample, one)]
    warn_of_small_bases(name, *unnamed_heads(sample, name, based, stub))
    table = replace(measured(_table(kind, made, percent), shape.show), total=shape.total)
    if letters is not None:
        own_means = [block.means if MEAN in shape.statistics else None for block in blocks[1:]]
        pairs = zip([block.shares for block in blocks[1:]], own_means, strict=True)
        tabulated = Tabulated(sample, shown, of, df, nets, dict(zip(banner, pairs, strict=True)))
        table = with_tested(table, lambda part: with_letters(part, letters, tabulated))
    return unnamed(in_order(table, shape.sort or (own.order if own is not None else None)), sample)


@dataclass(frozen=True)
class _How:
    """What every block of the table is asked with; ``shown``: the sample as its shares are tabulated."""

    shown: SampleData
    name: str
    base: Base
    percent: Percent
    interval: ShareInterval
    level: float
    df: Df
    nets: Mapping[str, tuple[str, ...]]
    shape: Shape

    def extra(
        self, sample: SampleData, shares: Estimates, domains: Sequence[tuple[str, ...]], means: Estimates | None
    ) -> list[Extra]:
        numbers = means is not None
        return extra_rows(sample, shares, domains, self.shape, self.level, self.df, numbers=numbers)

    def shares(self, bys: Sequence[tuple[str, ...]]) -> list[tuple[Estimates, Bases]]:
        """Shares by each of several banner variables, and the bases of their columns."""
        asked = asked_shares(self.name, self.base, self.percent, self.interval, self.level, self.df, "with replacement")
        across = self.percent != "column"
        crosses = [crossed(self.shown, self.name, by, self.base, across=across) for by in bys]
        return shares_of(self.shown, self.name, crosses, asked, self.nets)


def _blocks(sample: SampleData, how: _How, banner: Sequence[str]) -> list[Block]:
    """The columns of everybody, then those of each banner variable."""
    parts = [levels_of(sample, by) for by in banner]
    for name in dict.fromkeys(name for names in parts for name in names):
        check_banner(sample, name)
    (shares, found), *rest = how.shares([(), *parts])
    blocks = [_everybody(sample, how, shares, found)]
    for by, names, (shares, found) in zip(banner, parts, rest, strict=True):
        means = _means(sample, how.name, names, how.level, how.df) if blocks[0].means is not None else None
        columns, empty = banner_columns(sample, by, found)
        domains = [column.domain for column in columns]
        block = Block(shares, means, columns, block_figures(shares, means, domains), empty=empty)
        blocks.append(block.with_extra(how.extra(sample, shares, domains, means)))
    return blocks


def _everybody(sample: SampleData, how: _How, shares: Estimates, everybody: Bases) -> Block:
    means = _means(sample, how.name, (), how.level, how.df) if has_mean(sample.question(how.name)) else None
    figures = block_figures(shares, means, [()])
    if how.percent == "row":
        figures = whole_figures(figures, rows=len(dict.fromkeys(shares.option)))
    block = Block(shares, means, [_total(everybody)], figures)
    return block.with_extra(how.extra(sample, shares, [()], means))


def _figures(blocks: Sequence[Block], stub: Sequence[StubRow], mean: bool) -> dict[str, Array]:
    """Rows of the stub × all columns."""
    order = list(dict.fromkeys(blocks[0].shares.option)) + ([MEAN] if mean else [])
    order += [row.id for row in blocks[0].extra]
    rows = [order.index(row.id) for row in stub]
    return {key: np.concatenate([block.figures[key] for block in blocks], axis=1)[rows] for key in ARRAYS}


def _table(kind: Literal["topline", "crosstab"], made: Made, percent: str) -> Table:
    sample, question, figures = made.sample, made.question, made.figures
    columns, stub = unnamed_heads(sample, question.question, made.columns, made.stub, ids=False)
    return Table(
        kind=kind,
        study=sample.name,
        question=question.question,
        title=question.heading,
        stub=stub,
        columns=columns,
        estimate=figures["estimate"],
        std_error=figures["std_error"],
        conf_low=figures["conf_low"],
        conf_high=figures["conf_high"],
        count=figures["count"],
        notes=data_notes(replace(made, columns=columns, stub=stub)),
        domains=made.banner,
        percent=percent,
        scale=steps(question) is not None,
        poles=steps(question) == "poles",
        several=question.type == "multiple" and made.method.base != "answers",
        synthetic=is_invented(sample),
        rounding=rounding_of(sample),
        records=_records(made),
        dominated=dominated_columns(sample, question, made.columns),
    )


def _means(sample: SampleData, name: str, by: str | tuple[str, ...], level: float, df: Df) -> Estimates | None:
    """Means in each domain; None where options lack a value, which the notes say."""
    try:
        return mean(sample, name, by, level=level, df=df)
    except EstimationError:
        return None


def _total(everybody: Bases) -> Column:
    n, weighted, n_kish = float(everybody.n[0]), float(everybody.n_weighted[0]), float(everybody.n_kish[0])
    return total_column(n, weighted, n_kish, is_small(n, n_kish))


def _is_missing(sample: SampleData, column: Column) -> bool:
    """True for a column of those without an answer: that it is small is good news, and the notes count it."""
    if not column.group:
        return False
    answers = zip(levels_of(sample, column.group), column.domain, strict=True)
    return any(kinds_of(sample.engine.encoding(sample.question(name)))[level] for name, level in answers)


def _records(made: Made) -> LongRows:
    """A figure stands in one domain column at a time; the others say ``words.TOTAL``, everybody."""
    everybody = dict.fromkeys(made.banner, TOTAL)
    heads = []
    for column in made.columns:
        own = zip(levels_of(made.sample, column.group), column.domain, strict=True) if column.group else ()
        heads.append(everybody | dict(own))
    of = {"study": made.sample.name, "question": made.question.question}
    return LongRows(of, [row.id for row in made.stub], heads, made.figures)
