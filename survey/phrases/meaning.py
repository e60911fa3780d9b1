"""Which shares a phrase may stand for.

The rule, for a fraction ``f`` in words with tolerance ``t = min(2.5 points, f/4, (1-f)/4)`` (half a step of the fives
that people round to; narrower for small and large fractions):

==========================================  ===========================================
``two-thirds``, ``about two-thirds``        ``f - t`` to ``f + t`` (64.2 to 69.2)
``nearly``, ``almost``, ``just under``      ``f - 2t`` to below ``f``
``just over``, ``slightly more than``       above ``f``, to ``f + 2t``
``more than``, ``over``                     above ``f``, to its reach (more than a third: to a half)
``less than``, ``under``                    below ``f``, from its reach (less than half: from a third)
``at least``; ``at most``                   the same with ``f`` itself
``majority``, ``most``; ``minority``        more than one half; less than one half
``vast``, ``overwhelming majority``         more than two-thirds
``almost all``; ``almost nobody``           more than nine in ten; less than one in ten
==========================================  ===========================================

The *reach* of a limit is the next common fraction (a tenth, a fifth, a quarter, a third, a half, two-thirds, three
quarters, nine tenths), but at least 10 points from it: whoever says "more than a third" of 62 % keeps something back.

These are conventions of this program: no style guide defines the words. "About" adds nothing to a fraction, which is
an approximation already. Each row of the table says why it means what it means.
"""

from __future__ import annotations

from dataclasses import dataclass

from survey.maths.published import Range
from survey.phrases.words import number

TOLERANCE = 0.025
STRICT = ("more than", "less than", "slightly more than", "slightly less than")
LIMITS = ("more than", "at least", "less than", "at most")  # one side only; the statement turns on the limit
COMMON = (0.0, 1 / 10, 1 / 5, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 3 / 4, 9 / 10, 1.0)
LEAST_REACH = 0.10
PRINTED_WHOLE = 0.005  # what prints as 100 or 0 in whole percent


@dataclass(frozen=True)
class Phrase:
    """What a phrase says: the share it names, the shares it may stand for, and whether it is a limit."""

    text: str
    nominal: float  # the named share (two-thirds: 0.667); the limit for "more than half"
    allowed: Range
    open_ended: bool  # a limit or a range, so that any share inside agrees with it
    strict: bool = False  # the limit itself is outside ("more than half")
    limit: bool = False  # one side of ``nominal``
    names_side: bool = False  # "a minority": a larger figure is no smaller minority but none
    leads: bool = False  # "a plurality": it is the largest answer, too

    def holds(self, share: float) -> bool:
        """True when a published figure of ``share`` may be called by the phrase."""
        if self.strict and abs(share - self.nominal) < 1e-9:
            return False
        return self.allowed.holds(share)


def reach(limit: float, qualifier: str) -> Range:
    """The shares that may be called more (or less) than ``limit``: up (down) to the next common fraction, 10 points at
    least."""
    if qualifier in ("more than", "at least"):
        following = next((share for share in COMMON if share > limit + 1e-9), 1.0)
        return Range(limit, min(max(following, limit + LEAST_REACH), 1.0))
    before = next((share for share in reversed(COMMON) if share < limit - 1e-9), 0.0)
    return Range(max(min(before, limit - LEAST_REACH), 0.0), limit)


def of_fraction(text: str, qualifier: str, fraction: float) -> Phrase:
    """A fraction in words with what stands before it."""
    tolerance = min(TOLERANCE, fraction / 4, (1 - fraction) / 4)
    limit = qualifier in LIMITS
    if limit:
        allowed = reach(fraction, qualifier)
    elif qualifier == "slightly more than":
        allowed = Range(fraction, fraction + 2 * tolerance)
    elif qualifier == "slightly less than":
        allowed = Range(fraction - 2 * tolerance, fraction)
    else:
        allowed = Range(fraction - tolerance, fraction + tolerance)
    return Phrase(text, fraction, allowed, qualifier not in ("exact", "about"), qualifier in STRICT, limit)


def of_means(text: str, means: str) -> Phrase:
    """A row of the table: ``2/3``, ``nearly 1/2`` by its qualifier, ``>1/2``, ``<1/5``, ``>1/2..0.55``, ``0.45..0.55``,
    ``=1``, ``plurality``."""
    if means == "plurality":
        return Phrase(text, 0.5, Range(0.0, 0.5), True, True, limit=True, names_side=True, leads=True)
    if means[0] == "=":
        share = number(means[1:])
        return Phrase(text, share, Range(max(share - PRINTED_WHOLE, 0.0), min(share + PRINTED_WHOLE, 1.0)), False)
    low, dots, high = means.partition("..")
    if dots:
        above, below = low[0] == ">", high[0] == "<"
        allowed = Range(number(low.lstrip(">")), number(high.lstrip("<")))
        nominal = allowed.low if above else allowed.high if below else (allowed.low + allowed.high) / 2
        return Phrase(text, nominal, allowed, True, above or below, limit=above or below, names_side=below)
    if means[0] in "<>":
        limit = number(means[1:])
        allowed = Range(limit, 1.0) if means[0] == ">" else Range(0.0, limit)
        return Phrase(text, limit, allowed, True, True, limit=True, names_side=means[0] == "<" and limit == 0.5)
    *hedge, fraction = means.rsplit(" ", 1)
    return of_fraction(text, hedge[0] if hedge else "exact", number(fraction))
