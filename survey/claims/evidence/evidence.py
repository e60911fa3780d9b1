"""The shares of one question in one study, as published or as recomputed, with what their sampling error needs."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import numpy as np

from survey.arrays import Array
from survey.cells.samples.sample import SampleData
from survey.claims.answers.inference import KNOWN, MOST_DEFF
from survey.claims.figures.share import Share, summed
from survey.definitions.records.question import Question
from survey.estimation.core.totals import Scores
from survey.maths.intervals import share_interval, t_quantile
from survey.maths.published import Range, difference_std_error, share_std_error
from survey.wording.figures import number
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class Evidence:
    """What a claim is held against.

    ``origin`` is "published", "recomputed", or the id of the source whose reading this is. ``shares`` are those of
    options and of nets, ``options`` the answers that share out 100 percent. For recomputed shares ``covariance`` has
    the order of ``order``; published ones are multinomial on ``n`` respondents with design effect 1. ``sample`` and
    ``again`` (the same evidence of another form of the sample), for what two waves share, are those of microdata.
    """

    study: str
    question: str
    origin: str
    shares: Mapping[str, Share]
    labels: Mapping[str, Text]
    options: tuple[str, ...]
    name: Text = field(default_factory=lambda: message("claims.published"))  # or recomputed, or printed by a source
    who: str = ""  # name of the source whose reading this is
    missing: frozenset[str] = frozenset()  # options that are kinds of missing
    nets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    n: float = math.nan
    n_text: Text = field(default_factory=lambda: message("claims.n_unknown"))
    n_spread: Range = Range(1.0, 1.0)  # least and greatest n that its printing leaves, as parts of ``n``
    note: Text | None = None  # what the definition remarks on a source's reading
    of_whom: Text | None = None  # "of the 60% who answered religious", where the base is a part of the sample
    part: float = 1.0  # share of the sample that this base is, where it is known
    part_half: float = 0.0  # half a unit of its last printed digit
    single: bool | None = True  # one answer a respondent; None: not known
    other_bases: tuple[tuple[Text, Mapping[str, Share]], ...] = ()  # the same answers of other bases, by name
    sources: tuple[str, ...] = ()
    assumptions: tuple[Text, ...] = ()
    covariance: Array | None = None
    order: tuple[str, ...] = ()
    df: float = math.inf
    level: float = 0.95
    sample: SampleData | None = field(default=None, repr=False, compare=False)
    again: Callable[[SampleData], Evidence] | None = field(default=None, repr=False, compare=False)
    scores: Scores | None = field(default=None, repr=False, compare=False)

    @property
    def estimate(self) -> Array:
        """The shares in the order of the covariance."""
        return np.array([self.shares[name].value for name in self.order])

    @property
    def recomputed(self) -> bool:
        """True for microdata."""
        return self.covariance is not None

    @property
    def has_error(self) -> bool:
        """True where a sampling error can be computed: microdata, or a published ``n``."""
        return self.recomputed or self.n > 0

    @property
    def basis(self) -> Text:
        """What a standard error rests on, in a few words: "n = 1000, design effect 1"."""
        if not self.has_error:
            return self.n_text
        return message("claims.basis_data" if self.recomputed else "claims.basis_printed", n=number(self.n, 0))

    @property
    def variance(self) -> Range:
        """By what the variance may be multiplied, as far as is not known: the design effect, and a range of n."""
        if self.recomputed:
            return KNOWN
        return Range(1 / self.n_spread.high, MOST_DEFF / self.n_spread.low)

    @property
    def quantile(self) -> float:
        """Student or normal quantile of the level."""
        return float(t_quantile(self.level, self.df))

    @property
    def unprinted(self) -> tuple[str, ...]:
        """Options without a figure."""
        return tuple(option for option in self.options if option not in self.shares)

    @property
    def unaccounted(self) -> float:
        """What the figures of the options leave of 100 percent, limits taken at the limit."""
        return 1.0 - sum(self.shares[option].nominal for option in self.options if option in self.shares)

    def with_base(self, name: Text, shares: Mapping[str, Share]) -> Evidence:
        """The same, knowing the shares of another base."""
        return replace(self, other_bases=(*self.other_bases, (name, shares)))

    def label(self, options: str | Sequence[str]) -> Message:
        """The name of an option, or of several joined."""
        names = (options,) if isinstance(options, str) else tuple(options)
        return message("claims.label", label=joined((self.labels.get(name, name) for name in names), " + "))

    def whose(self, options: str | Sequence[str]) -> Text:
        """The same, and of whom its share is, where that is a part of the sample."""
        label = self.label(options)
        return label if self.of_whom is None else joined((label, self.of_whom), " ")

    def named(self, option: str, figure: Text) -> Message:
        """An option with its figure: "Red 61.8"."""
        return message("claims.named", label=self.label(option), figure=figure)

    def in_percent(self, option: str, figure: Text) -> Message:
        """An option with its percentage: "Red 61.8%"."""
        return message("claims.in_percent", label=self.label(option), figure=figure)

    def share(self, options: str | Sequence[str]) -> Share | None:
        """The share of an option, of a net, or of several options summed; None where a part has no figure."""
        names = self.parts(options)
        found = [self.shares[name] for name in names if name in self.shares]
        if not found or len(found) < len(names):
            return None
        return found[0] if len(found) == 1 else summed(found)

    def parts(self, options: str | Sequence[str]) -> tuple[str, ...]:
        """The ids with figures that make up ``options``: a net without a figure of its own is its options."""
        names = (options,) if isinstance(options, str) else tuple(options)
        found: list[str] = []
        for name in names:
            found += [name] if name in self.shares or name not in self.nets else list(self.nets[name])
        return tuple(found)

    def std_error(self, options: str | Sequence[str]) -> float:
        """Standard error of the share of ``options``; NaN where it cannot be known."""
        share = self.share(options)
        if share is None or not share.known or not self.has_error:
            return math.nan
        if self.covariance is not None:
            return self._contrast(self.parts(options), ())
        return share_std_error(min(max(share.value, 0.0), 1.0), self.n)

    def interval(self, options: str | Sequence[str], deff: float = 1.0) -> Range | None:
        """Confidence interval of the share of ``options``, its variance times ``deff``; None where not known."""
        share, error = self.share(options), self.std_error(options)
        if share is None or math.isnan(error) or not 0 <= share.value <= 1:
            return None
        error *= math.sqrt(deff)
        low, high = share_interval("logit", share.value, error, self.n / deff, self.df, self.level)
        return None if np.isnan(low) else Range(float(low), float(high))

    def lead(
        self, first: str | Sequence[str], second: str | Sequence[str], times: float = 1.0
    ) -> tuple[float, float, Range | None]:
        """Difference of two shares of the question (the second ``times`` itself), its standard error with their
        covariance, and its interval."""
        one, two = self.share(first), self.share(second)
        if one is None or two is None or not (one.known and two.known):
            return math.nan, math.nan, None
        difference = one.value - times * two.value
        if not self.has_error:
            return difference, math.nan, None
        if self.covariance is not None:
            error = self._contrast(self.parts(first), self.parts(second), times)
        else:
            error = self._printed_error(first, second, times)
        half = self.quantile * error
        return difference, error, None if math.isnan(half) else Range(difference - half, difference + half)

    def _printed_error(self, first: str | Sequence[str], second: str | Sequence[str], times: float) -> float:
        """Of a difference of printed shares. Where the answers of one are among those of the other (a net and a part of
        it), who gave them counts in both: ``sqrt((p - q + (1 - t)² q - (p - t q)²) / n)`` for ``q`` inside ``p``."""
        one, two = self.share(first), self.share(second)
        assert one is not None and two is not None
        if not self.nested(first, second):
            return difference_std_error(one.value, two.value, self.n, times=times)
        inside = self._answers(first) < self._answers(second)
        whole, part, own = (two.value, one.value, times) if inside else (one.value, two.value, 1.0)
        spread = own**2 * (whole - part) + (1 - times) ** 2 * part - (one.value - times * two.value) ** 2
        return math.sqrt(max(spread, 0.0) / self.n)

    def nested(self, first: str | Sequence[str], second: str | Sequence[str]) -> bool:
        """Whether one is a part of the other: an answer of a net."""
        mine, theirs = self._answers(first), self._answers(second)
        return self.single is not False and (mine < theirs or theirs < mine)

    def _answers(self, options: str | Sequence[str]) -> set[str]:
        """The answers that ``options`` stand for, of nets their own."""
        return {answer for name in self.parts(options) for answer in self.nets.get(name, (name,))}

    def _contrast(self, plus: Sequence[str], minus: Sequence[str], times: float = 1.0) -> float:
        assert self.covariance is not None
        side = np.array([(name in plus) * 1.0 - (name in minus) * times for name in self.order])
        return math.sqrt(max(float(side @ self.covariance @ side), 0.0))


def less_known(one: Evidence, two: Evidence) -> Range:
    """What the variance of a figure made of two samples may be multiplied by: as that of the less known of them."""
    both = (one.variance, two.variance)
    return Range(min(each.low for each in both), max(each.high for each in both))


def labels_of(question: Question) -> dict[str, Text]:
    """The label of every option and net, by id."""
    return {key: question.label(key) for key in (*question.options, *question.nets)}
