"""The shares of one question in one study, as published or as recomputed, with what their sampling error needs."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.maths.intervals import share_interval
from survey.maths.published import Range, difference_std_error, normal_quantile, published_interval, share_std_error

Array = NDArray[np.float64]


@dataclass(frozen=True)
class Share:
    """One share (0-1). ``value`` is NaN where only a limit is known; ``allowed`` is what the printing leaves open."""

    value: float
    allowed: Range
    text: str  # as printed: "61.8", "more than 60"
    bound: str = ""  # qualifier of a figure that is only a limit
    status: str = "published"  # published | derived | inferred | microdata
    exact: bool = True  # False for "about"
    said: str = ""  # the source's own words, where it gives words
    decimals: int = 1

    @property
    def known(self) -> bool:
        """True where there is a number and not only a limit."""
        return not math.isnan(self.value)


@dataclass(frozen=True)
class Evidence:
    """What a claim is held against.

    ``origin`` is "published", "recomputed", or the source whose reading this is. ``shares`` are those of options and
    of nets, ``options`` the answers that share out 100 percent. For recomputed shares ``covariance`` has the order of
    ``order``; published ones are multinomial on ``n`` respondents with design effect 1.
    """

    study: str
    question: str
    origin: str
    shares: Mapping[str, Share]
    labels: Mapping[str, str]
    options: tuple[str, ...]
    missing: frozenset[str] = frozenset()  # options that are kinds of missing
    nets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    n: float = math.nan
    n_text: str = ""
    of_whom: str = ""  # "of the 60% who are religious", where the base is a part of the sample
    single: bool | None = True  # one answer a respondent; None: not known
    sources: tuple[str, ...] = ()
    assumptions: tuple[str, ...] = ()
    covariance: Array | None = None
    order: tuple[str, ...] = ()
    df: float = math.inf
    level: float = 0.95

    @property
    def recomputed(self) -> bool:
        """True for microdata."""
        return self.covariance is not None

    @property
    def has_error(self) -> bool:
        """True where a sampling error can be computed: microdata, or a published ``n``."""
        return self.recomputed or self.n > 0

    @property
    def basis(self) -> str:
        """What a standard error rests on, in a few words: "n = 1000, design effect 1"."""
        n = f"n = {self.n:.0f}"
        return f"{n} in the data, the study's design" if self.recomputed else f"{n}, design effect 1"

    @property
    def unprinted(self) -> tuple[str, ...]:
        """Options without a figure."""
        return tuple(option for option in self.options if option not in self.shares)

    @property
    def unaccounted(self) -> float:
        """What the figures of the options leave of 100 percent, limits taken at the limit."""
        parts = [self.shares[option] for option in self.options if option in self.shares]
        return 1.0 - sum(part.value if part.known else limit(part) for part in parts)

    def label(self, options: str | Sequence[str]) -> str:
        """The name of an option, or of several joined."""
        names = (options,) if isinstance(options, str) else tuple(options)
        return " + ".join(self.labels.get(name, name) for name in names)

    def share(self, options: str | Sequence[str]) -> Share | None:
        """The share of an option, of a net, or of several options summed; None where a part has no figure."""
        names = self.parts(options)
        found = [self.shares[name] for name in names if name in self.shares]
        if not found or len(found) < len(names):
            return None
        if len(found) == 1:
            return found[0]
        values = [share.value for share in found]
        statuses = {share.status for share in found}
        return Share(
            value=float(sum(values)),
            allowed=Range(
                min(sum(share.allowed.low for share in found), 1.0), min(sum(share.allowed.high for share in found), 1.0)
            ),
            text=" + ".join(share.text for share in found),
            bound=next((share.bound for share in found if share.bound), ""),
            status=statuses.pop() if len(statuses) == 1 else "derived",
            exact=all(share.exact for share in found),
            decimals=max(share.decimals for share in found),
        )

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

    def interval(self, options: str | Sequence[str]) -> Range | None:
        """Confidence interval of the share of ``options``; None where it cannot be known."""
        share, error = self.share(options), self.std_error(options)
        if share is None or math.isnan(error) or not 0 <= share.value <= 1:
            return None
        if not self.recomputed:
            return published_interval(share.value, self.n, level=self.level)
        low, high = share_interval("logit", share.value, error, self.n, self.df, self.level)
        return None if np.isnan(low) else Range(float(low), float(high))

    def lead(self, first: str | Sequence[str], second: str | Sequence[str]) -> tuple[float, float, Range | None]:
        """Difference of two shares of the question, its standard error with their covariance, and its interval."""
        one, two = self.share(first), self.share(second)
        if one is None or two is None or not (one.known and two.known):
            return math.nan, math.nan, None
        difference = one.value - two.value
        if not self.has_error:
            return difference, math.nan, None
        if self.covariance is not None:
            error = self._contrast(self.parts(first), self.parts(second))
        else:
            error = difference_std_error(one.value, two.value, self.n)
        half = self.quantile * error
        return difference, error, Range(difference - half, difference + half)

    @property
    def quantile(self) -> float:
        """Student or normal quantile of the level."""
        from survey.maths.intervals import t_quantile

        return float(t_quantile(self.level, self.df)) if self.recomputed else normal_quantile(self.level)

    def _contrast(self, plus: Sequence[str], minus: Sequence[str]) -> float:
        assert self.covariance is not None
        side = np.array([(name in plus) * 1.0 - (name in minus) * 1.0 for name in self.order])
        return math.sqrt(max(float(side @ self.covariance @ side), 0.0))


def limit(share: Share) -> float:
    """The limit that a bound names (the lower one of "more than")."""
    return share.allowed.high if share.bound in ("less than", "at most", "slightly less than") else share.allowed.low
