"""The figures of waves and their changes, each by the function that has it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np

from survey.cells.samples.sample import SampleData
from survey.changes.comparison import ChangeFigure, Level
from survey.errors import EstimationError
from survey.estimation.result.difference import difference
from survey.estimation.result.estimates import Estimates
from survey.estimation.statistics.compare import compare
from survey.estimation.statistics.joined_rows import joined_rows
from survey.estimation.statistics.mean import mean
from survey.estimation.statistics.quantile import median
from survey.estimation.statistics.share import share
from survey.tables.stub import label_of
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text, nearest

WORK: Mapping[str, Callable[..., Estimates]] = {"share": share, "mean": mean, "median": median}


@dataclass(frozen=True)
class Measure:
    """One statistic of one question. ``options``: those of the statistic."""

    question: str
    statistic: str
    by: tuple[str, ...]
    level: float
    force: bool
    options: Mapping[str, Any]

    def estimates(self, sample: SampleData) -> Estimates:
        """The statistic in a sample."""
        return WORK[self.statistic](sample, self.question, self.by, level=self.level, **self.options)

    def levels(self, name: str, sample: SampleData) -> list[Level]:
        """The figures of a wave."""
        made = self.estimates(sample)
        rows = zip(made.option, made.domain_levels, strict=True)
        found = []
        for i, (option, levels) in enumerate(rows):
            label, levels, shown = self.labels(sample, option, levels)
            found.append(
                Level(
                    wave=name,
                    option=option,
                    label=label,
                    levels=levels,
                    level_labels=shown,
                    estimate=float(made.estimate[i]),
                    std_error=float(made.std_error[i]),
                    conf_low=float(made.conf_low[i]),
                    conf_high=float(made.conf_high[i]),
                    n=float(made.n[i]),
                )
            )
        return found

    def changes(
        self,
        pair: tuple[str, str],
        waves: tuple[SampleData, SampleData],
        between: tuple[str, str] | None,
    ) -> tuple[list[ChangeFigure], tuple[Text, ...]]:
        """The changes of a pair, and of two domains the difference of theirs; what is to be said of them."""
        found = compare(
            *waves,
            self.question,
            self.by,
            statistic=self.statistic,  # type: ignore[arg-type]
            level=self.level,
            force=self.force,
            **self.options,
        )
        made = [self.estimates(one) for one in waves]
        sides = joined_rows(waves, made, self.question)  # by kind of missing, as ``compare`` joins them
        rows = []
        for i, key in enumerate(zip(found.option, found.domain_levels, strict=True)):
            option, domain = key
            places = [side.get(key, []) for side in sides.rows]
            figures = tuple(
                float(one.estimate[at].sum()) if sides.known(k, key) else np.nan
                for k, (one, at) in enumerate(zip(made, places, strict=True))
            )
            sizes = tuple(float(one.n[at[0]]) if at else np.nan for one, at in zip(made, places, strict=True))
            named = [wave for wave in waves if option in wave.question(self.question).options] or waves
            rows.append(self._row(pair, found, i, self.labels(named[0], option, domain), (figures, sizes)))
        return rows + self._between(pair, found, waves[0], between), found.notes

    def _between(
        self, pair: tuple[str, str], found: Estimates, sample: SampleData, between: tuple[str, str] | None
    ) -> list[ChangeFigure]:
        if between is None:
            return []
        rows = []
        nothing = (np.nan, np.nan)
        keys = list(zip(found.option, found.domain_levels, strict=True))
        there = list(dict.fromkeys(levels[0] for levels in found.domain_levels))
        for level in between:
            if level not in there:
                raise EstimationError(f"no level '{level}'", where="between", fix=nearest(level, there))
        for option in dict.fromkeys(found.option):
            places = [keys.index((option, (level,))) for level in between]
            made = difference(found, *places)
            first, second = (label_of(sample.question(self.by[0]), level) for level in between)
            names = (f"{between[0]} - {between[1]}",), (joined([first, " − ", second]),)
            heads = (self.labels(sample, option, ())[0], *names)
            rows.append(self._row(pair, made, 0, heads, (nothing, nothing), option))
        return rows

    def labels(
        self, sample: SampleData, option: str, levels: tuple[str, ...]
    ) -> tuple[Text, tuple[str, ...], tuple[Text, ...]]:
        """What an option is called, its domains, and what these are called."""
        question = sample.question(self.question)
        label = label_of(question, option) if self.statistic == "share" else message(f"changes.{self.statistic}")
        named = self.options.get("nets") or {}
        if option in named and option not in question.nets:
            label = {"und": option}
        shown = tuple(label_of(sample.question(name), level) for name, level in zip(self.by, levels, strict=False))
        return label, levels, shown

    def _row(
        self,
        pair: tuple[str, str],
        found: Estimates,
        i: int,
        heads: tuple[Text, tuple[str, ...], tuple[Text, ...]],
        ends: tuple[Any, Any],
        option: str | None = None,
    ) -> ChangeFigure:
        p = float(found.p_value[i])
        label, levels, shown = heads
        return ChangeFigure(
            start=pair[0],
            end=pair[1],
            option=found.option[i] if option is None else option,
            label=label,
            levels=levels,
            level_labels=shown,
            figures=ends[0],
            estimate=float(found.estimate[i]),
            std_error=float(found.std_error[i]),
            conf_low=float(found.conf_low[i]),
            conf_high=float(found.conf_high[i]),
            df=float(found.df[i]),
            n=ends[1],
            p_value=p,
            p_adjusted=p,
            beyond=None if np.isnan(p) else p < 1 - self.level,
        )
