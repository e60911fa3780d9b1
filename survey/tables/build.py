"""One builder behind toplines and crosstabs: from shares, nets and means to a finished table."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any, Literal

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.sample import SampleData
from survey.cells.table.encoding import publishable
from survey.errors import EstimationError
from survey.estimation.core.bases import Bases, bases
from survey.estimation.result.choices import Df, ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.tables.ahead import gathered
from survey.tables.data_notes import Made, data_notes
from survey.tables.numeric import check_few_answers, has_mean, is_loose, tabulated_as
from survey.tables.row_bases import with_row_bases
from survey.tables.small_base import is_small, warn_of_small_bases
from survey.tables.stub import label_of, stub_of, total_column
from survey.tables.table import Column, Table
from survey.words import FIGURES, TOTAL, Base

Array = NDArray[np.float64]
ARRAYS = (*FIGURES, "count")


def build(
    kind: Literal["topline", "crosstab"],
    sample: SampleData,
    name: str,
    banner: Sequence[str],
    *,
    base: Base | None,
    percent: str,
    interval: ShareInterval,
    level: float,
    df: Df,
) -> Table:
    """The table of question ``name``: a total column, then those of each banner variable.

    One estimation pass for the total and one a banner variable (two where the question has a mean): a domain is part of
    the key and never a filter. Raises what ``share`` and ``mean`` raise.
    """
    question = sample.question(name)
    _ = list(gathered(sample, (name,), banner))
    own = sample.study.questions.get(name) if sample.study is not None else None
    base = base or (own.base if own is not None else None) or "asked"
    shown = tabulated_as(sample, name)
    nets = {net: tuple(part.options) for net, part in shown.question(name).nets.items()}
    how: dict[str, Any] = {"base": base, "percent": percent, "interval": interval, "level": level, "df": df}
    how["nets"] = nets
    total = share(shown, name, **how)
    means = _means(sample, name, (), level, df) if has_mean(question) else None
    encoding = shown.engine.encoding(shown.question(name))
    kinds = dict(zip(encoding.levels, encoding.kinds, strict=True))
    stub = stub_of(shown.question(name), dict.fromkeys(total.option), kinds, mean=means is not None)
    everybody = bases(shown, name, base=base)
    columns = [_total(everybody)]
    blocks = [_block(total, means, [()])]
    parts = {"": total}
    counts = dict(total.counts)
    if percent == "row":
        blocks[0] = _whole(blocks[0], rows=len(dict.fromkeys(total.option)))
    for by in banner:
        if is_loose(sample.question(by)):
            raise EstimationError(
                "a number needs ranges to be a banner", where=by, fix="Give it options with range: [from, to]."
            )
        check_few_answers(sample, sample.question(by))
        part = share(shown, name, by, **how)
        below = _means(sample, name, by, level, df) if means is not None else None
        mine = _columns(sample, by, bases(shown, name, by, base=base, percent=percent))
        columns += mine
        blocks.append(_block(part, below, [(column.id,) for column in mine]))
        parts[by] = part
        counts |= part.counts
    order = list(dict.fromkeys(total.option)) + (["mean"] if means is not None else [])
    rows = [order.index(row.id) for row in stub]
    if percent == "row":
        stub = with_row_bases(stub, shown, name, parts, base=base, nets=nets)
    if percent != "column" and means is None:  # no figure is of a column
        columns[1:] = [replace(column, small=False) for column in columns[1:]]
    figures = {key: np.concatenate([block[key] for block in blocks], axis=1)[rows] for key in ARRAYS}
    made = Made(
        sample=sample,
        question=question,
        method=total.method,
        counts=counts,
        unknown=publishable(encoding),
        stub=stub,
        columns=tuple(columns),
        banner=tuple(banner),
        figures=figures,
        mean=None if not has_mean(question) else means is not None,
    )
    warn_of_small_bases(name, [column for column in made.columns if not _is_missing(sample, column)], stub)
    return Table(
        kind=kind,
        study=sample.name,
        question=name,
        title=question.heading,
        stub=stub,
        columns=made.columns,
        estimate=figures["estimate"],
        std_error=figures["std_error"],
        conf_low=figures["conf_low"],
        conf_high=figures["conf_high"],
        count=figures["count"],
        notes=data_notes(made),
        domains=tuple(banner),
        percent=percent,
        scale=question.type in ("scale", "number"),
        synthetic=sample.synthetic or (sample.study is not None and sample.study.synthetic),
        records=tuple(_records(made)),
    )


def _means(sample: SampleData, name: str, by: str | tuple[str, ...], level: float, df: Df) -> Estimates | None:
    """Means in each domain; None where options lack a value, which the notes say."""
    try:
        return mean(sample, name, by, level=level, df=df)
    except EstimationError:
        return None


def _block(shares: Estimates, means: Estimates | None, domains: Sequence[tuple[str, ...]]) -> dict[str, Array]:
    """Rows × ``domains`` of every figure: options, nets, and the mean as the last row."""
    rows = len(dict.fromkeys(shares.option))
    block = {key: getattr(shares, key).reshape(rows, -1)[:, _places(shares, domains)] for key in ARRAYS}
    if means is not None:
        below = {key: getattr(means, key)[_places(means, domains)] for key in ARRAYS}
        block = {key: np.vstack([block[key], below[key][None, :]]) for key in ARRAYS}
    return block


def _places(estimates: Estimates, domains: Sequence[tuple[str, ...]]) -> list[int]:
    """Where the domains stand, which vary fastest."""
    known = list(dict.fromkeys(estimates.domain_levels))
    return [known.index(domain) for domain in domains]


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
    kinds = dict(zip(encoding.levels, encoding.kinds, strict=True))
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
    encoding = sample.engine.encoding(sample.question(column.group))
    return bool(encoding.kinds[encoding.levels.index(column.id)])


def _records(made: Made) -> list[dict[str, Any]]:
    """Long rows. A figure stands in one domain column at a time; the others say ``words.TOTAL``, everybody."""
    figures = {key: made.figures[key].tolist() for key in FIGURES}
    everybody = dict.fromkeys(made.banner, TOTAL)
    found = []
    for i, row in enumerate(made.stub):
        for j, column in enumerate(made.columns):
            record: dict[str, Any] = {"study": made.sample.name, "question": made.question.question, "option": row.id}
            record |= {**everybody, column.group: column.id} if column.group in everybody else everybody
            record |= {key: values[i][j] for key, values in figures.items()}
            found.append(record)
    return found
