"""What a publication states, as shares that can be compared."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from survey.claims.figures.printed import Printed, figure_text
from survey.claims.figures.printing import percent, share_span
from survey.definitions.records.claims import Claim
from survey.definitions.records.values import Figure
from survey.maths.published import Range, printed_range
from survey.phrases.meaning import LIMITS, STRICT, reach
from survey.phrases.read import read_phrase
from survey.phrases.spelling import plain
from survey.wording.message import Message, message
from survey.wording.worded import same
from survey.words import Text


@dataclass(frozen=True)
class Stated:
    """The figure or the words, the share they name, and the shares that they may stand for."""

    printed: Printed | None  # None: it is stated in words
    nominal: float
    allowed: Range
    open_ended: bool = False  # a limit or a range: any share inside agrees
    strict: bool = False  # the limit itself does not agree ("more than half")
    limit: bool = False  # one side of ``nominal``, on which the statement turns
    names_side: bool = False  # "a minority": what is none is not understated
    decimals: int = 0
    phrase: str = ""

    @property
    def in_words(self) -> bool:
        """True for a phrase."""
        return self.printed is None

    @property
    def text(self) -> Text:
        """As the publication has it."""
        return same(self.phrase) if self.printed is None else self.printed

    def holds(self, share: float) -> bool:
        """True when ``share`` may be stated so."""
        return self.allowed.holds(share) and not (self.strict and abs(share - self.nominal) < 1e-9)

    def target(self, share: float) -> float:
        """What the statement turns on, seen from ``share``: the named share, the limit, or the nearest end."""
        if self.limit or not self.open_ended:
            return self.nominal
        return self.allowed.low if share < self.allowed.low else min(self.allowed.high, share)

    @property
    def said(self) -> Message:
        """As it is put in a sentence: "11%", "'two-thirds' (64.2-69.2%)"."""
        if self.in_words:
            return message("claims.said_phrase", phrase=self.phrase, span=_open_span(self.allowed))
        return message("claims.said_figure", figure=self.text)


def stated_figure(figure: Figure, decimals: int | None = None) -> Stated:
    """A stated percentage; ``decimals`` are its printed digits, read from the number where they are not given."""
    if figure.value is None:
        low, high = (figure.low or 0.0) / 100, (100.0 if figure.high is None else figure.high) / 100
        return Stated(figure_text(figure), (low + high) / 2, Range(low, high), open_ended=True)
    digits = figure.digits if decimals is None else decimals
    limit = figure.qualifier in LIMITS
    share = figure.value / 100
    allowed = reach(share, figure.qualifier) if limit else printed_range(figure.value, digits, figure.qualifier)
    strict = figure.qualifier in STRICT
    return Stated(figure_text(figure), share, allowed, figure.is_bound, strict, limit=limit, decimals=digits)


def stated_phrase(text: str, given: Mapping[str, Figure] | None = None) -> Stated | None:
    """A phrase ("two-thirds") as a stated share; None where the rules for phrases do not know it. ``given``: what words
    stand for in this publication."""
    own = next((figure for words, figure in (given or {}).items() if plain(words) == plain(text)), None)
    if own is not None:
        return replace(stated_figure(own), printed=None, phrase=text)
    phrase = read_phrase(text)
    if phrase is None:
        return None
    return Stated(
        None,
        phrase.nominal,
        phrase.allowed,
        phrase.open_ended,
        phrase.strict,
        limit=phrase.limit,
        names_side=phrase.names_side,
        phrase=phrase.text,
    )


def stated_share(claim: Claim) -> Stated | None:
    """The one share that a claim states, in figures or in words; None where it states none that is known."""
    if claim.says.share is not None:
        return stated_figure(claim.says.share, claim.decimals)
    return stated_phrase(claim.says.phrase, claim.phrases) if claim.says.phrase else None


def options_of(claim: Claim) -> tuple[str, ...]:
    """The options that a claim joins."""
    return claim.options or ((claim.option,) if claim.option else ())


def _open_span(allowed: Range) -> Message:
    """A range of shares in words: "64.2-69.2%", "more than 50%", "less than 50%"."""
    if allowed.high >= 1:
        return message("claims.span_more", share=percent(allowed.low))
    if allowed.low <= 0:
        return message("claims.span_less", share=percent(allowed.high))
    return message("claims.span", ends=share_span(allowed))
