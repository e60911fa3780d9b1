"""Several weightings of the same answers side by side: what each does to a figure, and what it costs."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.arrays import Array
from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.cells.table.named import kinds_of
from survey.errors import EstimationError
from survey.estimation.core.bases import bases
from survey.estimation.result.choices import ShareInterval
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.share import share
from survey.maths.weights.dispersion import margin_of_error
from survey.shown import Shown
from survey.tables.notes import study_notes, wording_note
from survey.tables.numeric import check_few_answers, has_mean, tabulated_as
from survey.tables.stub import stub_of
from survey.tables.table import Note, StubRow
from survey.tables.weighting_note import weighting_note
from survey.wording.message import message
from survey.wording.worded import joined, same
from survey.words import FIGURES, Base, Text, nearest


@dataclass(frozen=True)
class Scheme:
    """One weighting. ``deff``: Kish's of its weights; ``moe``: the largest margin of error of a share, from ``n_kish``,
    as a proportion."""

    name: str
    weight: str
    n: float
    n_weighted: float
    deff: float
    n_kish: float
    moe: float


@dataclass(frozen=True)
class SchemeTable:
    """One question. Arrays are rows × schemes; shares are proportions (0-1), the row of kind ``mean`` in its own unit.
    ``change``: minus the figure of the scheme compared against. ``schemes``: those of this question's base."""

    question: str
    title: Text
    stub: tuple[StubRow, ...]
    schemes: tuple[Scheme, ...]
    figures: Mapping[str, Array]
    notes: tuple[Note, ...] = ()

    @property
    def estimate(self) -> Array:
        """Shares and means."""
        return self.figures["estimate"]

    @property
    def std_error(self) -> Array:
        """Their standard errors, each under its own weighting."""
        return self.figures["std_error"]

    @property
    def change(self) -> Array:
        """What the weighting does to the figure."""
        return self.figures["change"]


@dataclass(frozen=True, repr=False)
class Schemes(Shown):
    """Questions under several weightings. ``against``: the name of the scheme that changes are counted from."""

    study: str
    against: str
    level: float
    tables: tuple[SchemeTable, ...]
    synthetic: bool = False

    @property
    def names(self) -> tuple[str, ...]:
        """The schemes, in order."""
        return tuple(scheme.name for scheme in self.tables[0].schemes)

    @property
    def records(self) -> tuple[dict[str, Any], ...]:
        """One row a figure and scheme, in the project's column order, and its change."""
        return tuple(row for table in self.tables for row in self._rows(table))

    def _rows(self, table: SchemeTable) -> Iterator[dict[str, Any]]:
        for i, row in enumerate(table.stub):
            for j, scheme in enumerate(table.schemes):
                first = {"study": self.study, "question": table.question, "option": row.id, "scheme": scheme.name}
                yield first | {name: float(table.figures[name][i, j]) for name in (*FIGURES, "change")}


def compare_schemes(
    samples: Mapping[str, SampleData],
    questions: str | Sequence[str],
    *,
    against: str | None = None,
    base: Base | None = None,
    interval: ShareInterval = "logit",
    level: float = 0.95,
) -> Schemes:
    """Each question under each weighting: shares, nets and means with standard errors, what the weighting changes, the
    design effect and the effective number of respondents.

    ``samples``: name of the scheme -> the same sample with its weights. ``against``: the scheme that changes are
    counted from, the first by default. ``base``, ``interval``, ``level``: as for ``topline``. The figures of two
    schemes are of the same respondents, so their intervals do not show whether a change is more than chance; the
    change itself is exact for this sample.

    >>> compare_schemes({"unweighted": sample, "raked": survey.rake(sample, targets)}, ["vote"]).to_frame()
    """
    names = [questions] if isinstance(questions, str) else list(questions)
    if not samples or not names:
        raise EstimationError("needs a scheme and a question", where="compare_schemes")
    first = against if against is not None else next(iter(samples))
    if first not in samples:
        raise EstimationError(f"no scheme '{first}'", where="against", fix=nearest(first, samples))
    tables = tuple(_table(samples, name, list(samples).index(first), base, interval, level) for name in names)
    sample = samples[first]
    synthetic = any(is_invented(item) for item in samples.values())
    return Schemes(sample.name, first, level, tables, synthetic)


def _table(
    samples: Mapping[str, SampleData], name: str, first: int, base: Base | None, interval: ShareInterval, level: float
) -> SchemeTable:
    samples = {scheme: _outcome(sample, name) for scheme, sample in samples.items()}
    made: list[list[Estimates]] = []
    schemes: list[Scheme] = []
    for scheme, sample in samples.items():
        own = sample.study.questions.get(name) if sample.study is not None else None
        of = base or (own.base if own is not None else None) or "asked"
        shown = tabulated_as(sample, name)
        nets = {net: tuple(part.options) for net, part in shown.question(name).nets.items()}
        shares = share(shown, name, base=of, interval=interval, level=level, nets=nets)
        made.append([shares, *_mean(sample, name, level)])
        found = bases(shown, name, base=of)
        n, weighted, n_kish = float(found.n[0]), float(found.n_weighted[0]), float(found.n_kish[0])
        moe = margin_of_error(n_kish, level=level)
        schemes.append(Scheme(scheme, sample.weight or "", n, weighted, n / n_kish if n_kish else np.nan, n_kish, moe))
    sample = next(iter(samples.values()))
    shown = tabulated_as(sample, name)
    encoding = shown.engine.encoding(shown.question(name))
    kinds = kinds_of(encoding)
    options = dict.fromkeys(option for parts in made for option in parts[0].option)  # a level may weigh 0 in one
    means = any(len(parts) > 1 for parts in made)
    stub = stub_of(shown.question(name), options, kinds, mean=means)
    figures = {key: np.stack([_column(key, stub, parts) for parts in made], axis=1) for key in FIGURES}
    figures["change"] = figures["estimate"] - figures["estimate"][:, [first]]
    return SchemeTable(name, sample.question(name).heading, stub, tuple(schemes), figures, _notes(samples, name))


def _outcome(sample: SampleData, name: str) -> SampleData:
    """The sample, in which a column of many different numbers (an income) is a number and has a mean."""
    question = sample.question(name)
    try:
        check_few_answers(sample, question)
    except EstimationError:
        encoding = sample.engine.encoding(question)
        answers = [value for value, kind in zip(encoding.numbers, encoding.kinds, strict=True) if not kind]
        if question.type == "open" or not np.isfinite(answers).all():
            raise
        number = question.model_copy(update={"type": "number"})
        return sample.with_question(name, number)
    return sample


def _mean(sample: SampleData, name: str, level: float) -> list[Estimates]:
    """The mean of a scale or a number; none where options lack a value."""
    if not has_mean(sample.question(name)):
        return []
    try:
        return [mean(sample, name, level=level)]
    except EstimationError:
        return []


def _column(key: str, stub: Sequence[StubRow], parts: Sequence[Estimates]) -> Array:
    found: dict[str, float] = {}
    for made in parts:
        found |= zip(made.option, getattr(made, key).tolist(), strict=True)
    return np.array([found.get(row.id, np.nan) for row in stub])


def _notes(samples: Mapping[str, SampleData], name: str) -> tuple[Note, ...]:
    """Whose answers, in which words, and how each scheme was weighted."""
    sample = next(iter(samples.values()))
    found = [*study_notes(sample.study), wording_note(sample.question(name))]
    found += [
        Note("weighting", joined([same(f"{scheme}: "), weighting_note(item).text])) for scheme, item in samples.items()
    ]
    if any(is_invented(item) for item in samples.values()):
        found.append(Note("synthetic", message("tables.synthetic")))
    return tuple(found)
