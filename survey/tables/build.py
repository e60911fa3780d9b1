"""One builder behind toplines and crosstabs: from shares, nets and means to a finished table."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import publishable
from survey.cells.table.named import kinds_of
from survey.definitions.steps import steps
from survey.errors import EstimationError
from survey.estimation.core.bases import Bases, bases_of
from survey.estimation.core.domains import crossing
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
from survey.tables.shape.extra import Extra, extra_rows, with_boxes
from survey.tables.shape.measures import measured
from survey.tables.shape.nested import flat, levels_of, nested_columns
from survey.tables.shape.order import in_order
from survey.tables.shape.tested import with_tested
from survey.tables.small_base import is_small, warn_of_small_bases
from survey.tables.stub import MEAN, label_of, stub_of, total_column
from survey.tables.table import Column, StubRow, Table
from survey.words import FIGURES, TOTAL, Base, Percent

Array = NDArray[np.float64]
ARRAYS = (*FIGURES, "count")


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

    One estimation pass for the total and one a banner variable (two where the question has a mean): a domain is part of
    the key and never a filter. Raises what ``share`` and ``mean`` raise.
    """
    question = sample.question(name)
    _ = list(gathered(sample, (name,), banner))
    own = sample.study.questions.get(name) if sample.study is not None else None
    shown = with_boxes(tabulated_as(sample, name), name, shape.boxes)
    nets = {net: tuple(part.options) for net, part in shown.question(name).nets.items()}
    of = base or (own.base if own is not None else None) or "asked"
    how = _How(shown, name, of, percent, interval, level, df, nets, shape)
    blocks = [_everybody(sample, how)]
    means = blocks[0].means
    encoding = shown.engine.encoding(shown.question(name))
    options = dict.fromkeys(blocks[0].shares.option)
    stub = stub_of(shown.question(name), options, kinds_of(encoding), mean=means is not None)
    stub = tuple(row for row in (*stub, *blocks[0].extra) if row.id != MEAN or MEAN in shape.statistics)
    blocks += [_of_banner(sample, by, how, with_means=means is not None) for by in banner]
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
    based = [column for column in made.columns if not _is_missing(sample, column)]
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

    def shares(self, by: tuple[str, ...] = ()) -> tuple[Estimates, Bases]:
        """Shares by a banner variable and the bases of its columns, of one crossing."""
        asked = asked_shares(self.name, self.base, self.percent, self.interval, self.level, self.df, "with replacement")
        cross = crossing(self.shown, self.name, by, self.base, across=self.percent != "column", several=True)
        return shares_of(self.shown, self.name, cross, asked, self.nets), bases_of(self.shown, cross)


@dataclass(frozen=True)
class _Block:
    """The columns of everybody or of one banner variable."""

    shares: Estimates
    means: Estimates | None
    columns: list[Column]
    figures: dict[str, Array]
    extra: tuple[StubRow, ...] = ()  # rows behind the options, nets and the mean
    empty: int = 0  # combinations of a nested part that have no column, as nobody is in them

    def with_extra(self, more: Sequence[Extra]) -> _Block:
        if not more:
            return self
        below = {key: np.vstack([self.figures[key], *(one.figures[key][None, :] for one in more)]) for key in ARRAYS}
        return replace(self, figures=below, extra=tuple(one.row for one in more))


def _everybody(sample: SampleData, how: _How) -> _Block:
    shares, everybody = how.shares()
    means = _means(sample, how.name, (), how.level, how.df) if has_mean(sample.question(how.name)) else None
    figures = _block(shares, means, [()])
    if how.percent == "row":
        figures = _whole(figures, rows=len(dict.fromkeys(shares.option)))
    block = _Block(shares, means, [_total(everybody)], figures)
    return block.with_extra(how.extra(sample, shares, [()], means))


def _of_banner(sample: SampleData, by: str, how: _How, *, with_means: bool) -> _Block:
    names = levels_of(sample, by)
    for name in names:
        check_banner(sample, name)
    shares, found = how.shares(names)
    means = _means(sample, how.name, names, how.level, how.df) if with_means else None
    columns, empty = (_columns(sample, by, found), 0) if len(names) == 1 else nested_columns(sample, by, found)
    domains = [column.domain for column in columns]
    block = _Block(shares, means, columns, _block(shares, means, domains), empty=empty)
    return block.with_extra(how.extra(sample, shares, domains, means))


def _figures(blocks: Sequence[_Block], stub: Sequence[StubRow], mean: bool) -> dict[str, Array]:
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
        synthetic=sample.synthetic or (sample.study is not None and sample.study.synthetic),
        rounding=sample.study.rounding if sample.study is not None else None,
        records=tuple(_records(made)),
        dominated=dominated_columns(sample, question, made.columns),
    )


def _means(sample: SampleData, name: str, by: str | tuple[str, ...], level: float, df: Df) -> Estimates | None:
    """Means in each domain; None where options lack a value, which the notes say."""
    try:
        return mean(sample, name, by, level=level, df=df)
    except EstimationError:
        return None


def _block(shares: Estimates, means: Estimates | None, domains: Sequence[tuple[str, ...]]) -> dict[str, Array]:
    """Rows × ``domains`` of every figure: options, nets, and the mean as the last row."""
    rows, at = len(dict.fromkeys(shares.option)), _places(shares, domains)
    block = {key: getattr(shares, key).reshape(rows, -1) for key in ARRAYS}
    if at != list(range(len(shares.domain_levels) // rows)):
        block = {key: values[:, at] for key, values in block.items()}
    if means is not None:
        at = _places(means, domains)
        below = {key: getattr(means, key)[at] for key in ARRAYS}
        block = {key: np.vstack([block[key], below[key][None, :]]) for key in ARRAYS}
    return block


def _places(estimates: Estimates, domains: Sequence[tuple[str, ...]]) -> list[int]:
    """Where the domains stand, which vary fastest."""
    known = {domain: place for place, domain in enumerate(dict.fromkeys(estimates.domain_levels))}
    return [known[domain] for domain in domains]


def _whole(block: dict[str, Array], rows: int) -> dict[str, Array]:
    """The total column of row percents: 100 % by definition, so there is no sampling error in it."""
    block = {key: values.copy() for key, values in block.items()}
    there = block["count"][:rows] > 0
    for key in ("conf_low", "conf_high"):
        block[key][:rows] = np.where(there, 1.0, np.nan)
    return block


def _total(everybody: Bases) -> Column:
    n, weighted, n_kish = float(everybody.n[0]), float(everybody.n_weighted[0]), float(everybody.n_kish[0])
    return total_column(n, weighted, n_kish, is_small(n, n_kish))


def _columns(sample: SampleData, by: str, found: Bases) -> list[Column]:
    """Columns of a banner variable; a kind of missing has one only where somebody is in it."""
    question = sample.question(by)
    encoding = sample.engine.encoding(question)
    kinds = kinds_of(encoding)
    columns = []
    for i, (level,) in enumerate(found.domains):
        n, n_kish = float(found.n[i]), float(found.n_kish[i])
        if kinds[level] and not n > 0:
            continue
        columns.append(
            Column(
                level,
                label_of(question, level),
                group=by,
                group_label=question.heading,
                n=n,
                n_weighted=float(found.n_weighted[i]),
                n_kish=n_kish,
                small=is_small(n, n_kish),
            )
        )
    return columns


def _is_missing(sample: SampleData, column: Column) -> bool:
    """True for a column of those without an answer: that it is small is good news, and the notes count it."""
    if not column.group:
        return False
    answers = zip(levels_of(sample, column.group), column.domain, strict=True)
    return any(kinds_of(sample.engine.encoding(sample.question(name)))[level] for name, level in answers)


def _records(made: Made) -> list[dict[str, Any]]:
    """Long rows. A figure stands in one domain column at a time; the others say ``words.TOTAL``, everybody."""
    of = {"study": made.sample.name, "question": made.question.question}
    heads = []
    for column in made.columns:
        own = zip(levels_of(made.sample, column.group), column.domain, strict=True) if column.group else ()
        heads.append({**dict.fromkeys(made.banner, TOTAL), **dict(own)})
    figures = np.stack([made.figures[key] for key in FIGURES], axis=-1).tolist()
    return [
        {**of, "option": row.id, **head, **dict(zip(FIGURES, values, strict=True))}
        for row, cells in zip(made.stub, figures, strict=True)
        for head, values in zip(heads, cells, strict=True)
    ]
