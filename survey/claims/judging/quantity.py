"""A stated number that is no share against a known one: fidelity and inference, then the words for both."""

from __future__ import annotations

import math
from dataclasses import dataclass, field

from survey.claims.answers.fidelity import Reason
from survey.claims.answers.inference import KNOWN, NOT_ASKED, Inferred, infer, inference_words, ratio_of
from survey.claims.answers.verdict import FAILING, Fidelity
from survey.claims.figures.amounts import StatedAmount, Unit, amount, amounts
from survey.claims.figures.printing import percent
from survey.claims.judging.compared import Compared
from survey.maths.published import Range
from survey.wording.figures import number
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import Text

NOTHING: dict[Unit, float] = {"points": 0.0, "times": 1.0}  # no difference, as many


@dataclass(frozen=True)
class Quantity:
    """What is known. ``possible``: what the printing of its parts leaves open; ``apart``: of a multiple, the difference
    of its parts that printing leaves, and its standard error, by which it is told from as many."""

    what: Text
    name: Text  # published, recomputed, …
    unit: Unit
    value: float
    possible: Range
    std_error: float = math.nan
    quantile: float = math.nan
    level: float = 0.95
    basis: Text | None = None
    variance: Range = KNOWN
    recomputed: bool = False
    assumptions: tuple[Text, ...] = ()
    against: Text | None = None  # the figures that it is made of
    apart: tuple[Range, float] | None = None
    row: dict[str, object] = field(default_factory=dict)

    @property
    def interval(self) -> Range | None:
        """Of the value; None where it has no error."""
        half = self.quantile * self.std_error
        return None if math.isnan(half) else Range(self.value - half, self.value + half)


def compare_quantity(stated: StatedAmount, known: Quantity) -> Compared:
    """*Reproduced*: the known number may be stated so. *Cannot be checked*: it may not, but the digits of the figures
    that it is made of leave it open. Else over- or understated, by how far it is from no difference; *not reproduced*
    where it is on the other side of that, or where data make another number."""
    fidelity, reason = fidelity_of_amount(stated, known)
    inferred = _infer(stated, known)
    found = known.against if math.isnan(known.value) else amount(known.value, known.unit)
    clauses: list[Part] = [_why(stated, known, fidelity, reason)]
    if _otherwise(stated, known):
        clauses.append(message("claims.otherwise_unrounded", span=amounts(known.possible, known.unit)))
    if (said := _error(known, inferred)) is not None:
        clauses.append(said)
    clause = message(
        "claims.quantity",
        what=known.what,
        stated=stated.text,
        found=found or "",
        made=message("claims.made_of", parts=known.against) if known.against not in (None, found) else "",
        name=known.name,
        why=joined(clauses, "; "),
    )
    figures = {"stated": stated.nominal, "estimate": known.value, "std_error": known.std_error}
    if (interval := known.interval) is not None:
        figures |= {"conf_low": interval.low, "conf_high": interval.high}
    kept = {key: value for key, value in figures.items() if not math.isnan(value)}
    rows = (known.row,) if known.row else ()
    key = (known.value, known.possible)
    return Compared(
        fidelity, clause, found, kept, known.assumptions, rows, inferred, key, stated.allowed, percent=False
    )


def fidelity_of_amount(stated: StatedAmount, known: Quantity) -> tuple[Fidelity, Reason]:
    """The rule of ``compare_quantity``."""
    allowed, possible = stated.allowed, known.possible
    if math.isnan(known.value):
        if allowed.low <= possible.low + 1e-9 and possible.high <= allowed.high + 1e-9:
            return "reproduced", "fits"
        if allowed.meets(possible, slack=-1e-9):
            return "cannot_be_checked", "only_limit"
        value = possible.high if possible.high < allowed.low else possible.low
    else:
        value = known.value
        if allowed.holds(value):
            return "reproduced", "fits" if stated.limit or stated.in_words else "equal"
        if not stated.limit and allowed.meets(possible, slack=-1e-9):
            return "cannot_be_checked", "coarse"
    nothing = NOTHING.get(known.unit)
    if known.recomputed and not stated.limit:
        return "not_reproduced", "apart"
    if nothing is None:
        return ("overstated" if value < allowed.low else "understated"), "apart"
    side = 1.0 if stated.nominal >= nothing else -1.0
    if side * (value - nothing) < -1e-9:
        return "not_reproduced", "other_side"
    less = value < (allowed.low + allowed.high) / 2  # at a limit itself the last bit of ``value`` says nothing
    return ("overstated" if less == (side > 0) else "understated"), "apart"


def _otherwise(stated: StatedAmount, known: Quantity) -> bool:
    """Whether a limit, held against figures as they are printed, may be otherwise by what they were rounded from."""
    if not stated.limit or math.isnan(known.value):
        return False
    if stated.allowed.holds(known.value):
        return not (stated.allowed.holds(known.possible.low) and stated.allowed.holds(known.possible.high))
    return stated.allowed.meets(known.possible, slack=-1e-9)


def _infer(stated: StatedAmount, known: Quantity) -> Inferred:
    """A difference or a multiple turns on none at all, a limit on itself, another number on what is stated, where it is
    missed: the least distance that printing leaves. That a multiple is none is that its parts are no further apart."""
    half, left = known.quantile * known.std_error, known.possible
    nothing = NOTHING.get(known.unit)
    if known.apart is not None and not stated.limit:
        left, error = known.apart
        return infer(ratio_of(left, known.quantile * error), known.variance)
    if math.isnan(half) or math.isnan(known.value):
        return NOT_ASKED
    if nothing is not None and not stated.limit:
        return infer(ratio_of(Range(left.low - nothing, left.high - nothing), half), known.variance)
    if not stated.limit and stated.allowed.holds(known.value):
        return NOT_ASKED
    target = stated.target(known.value)
    return infer(ratio_of(Range(left.low - target, left.high - target), half), known.variance)


def _why(stated: StatedAmount, known: Quantity, fidelity: Fidelity, reason: Reason) -> Text:
    if reason == "equal":
        return message("claims.equal")
    if reason == "fits":
        return message("claims.fits")
    if fidelity == "cannot_be_checked":
        return message("claims.quantity_coarse", span=amounts(known.possible, known.unit))
    if reason == "other_side":
        return message("claims.quantity_other_way")
    if fidelity in FAILING and stated.limit and abs(known.value - stated.nominal) < 1e-8:
        return message("claims.limit_itself")
    value = known.value if not math.isnan(known.value) else known.possible.low
    return message("claims.quantity_less" if value < stated.nominal else "claims.quantity_more")


def _error(known: Quantity, inferred: Inferred) -> Text | None:
    interval = known.interval
    if interval is None or known.basis is None:
        return None
    scale = 100.0 if known.unit in ("points", "percent") else 1.0
    said = message(
        "claims.quantity_error",
        level=percent(known.level),
        error=number(scale * known.std_error, 0 if known.unit == "count" else 2),
        basis=known.basis,
        interval=amounts(interval, known.unit),
    )
    words = inference_words(inferred)
    return said if words is None else joined((said, words), ": ")
