"""Whether published shares of one question make 100."""

from __future__ import annotations

from dataclasses import dataclass

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import listed, percent, points, sentence
from survey.claims.figures.share import Share
from survey.maths.published import Range
from survey.maths.rounded_sums import RARE, rounding_probability

NOT_100 = "the published shares do not make 100"


@dataclass(frozen=True)
class _Sum:
    """The printed shares of a question added up."""

    one: Evidence
    shares: dict[str, Share]

    @property
    def total(self) -> float:
        return sum(share.nominal for share in self.shares.values())

    @property
    def possible(self) -> Range:
        """What the printing leaves open."""
        low, high = (sum(share.allowed[end] for share in self.shares.values()) for end in (0, 1))
        return Range(low, high)

    @property
    def reach(self) -> Range:
        """The least and the most that the figures make, limits taken at their ends and numbers as they are printed."""
        ends = [(share.value,) * 2 if share.known else share.allowed for share in self.shares.values()]
        return Range(sum(low for low, _ in ends), sum(high for _, high in ends))

    @property
    def is_test(self) -> bool:
        """True where every option is printed as a number that nobody worked out from the others."""
        shares = self.shares.values()
        plain = all(share.known and share.exact and share.status == "published" for share in shares)
        return plain and self.one.single is True and not self.one.unprinted

    @property
    def probability(self) -> float:
        """That rounding alone makes as many points too many or too few, or more."""
        return rounding_probability([share.decimals for share in self.shares.values()], abs(100 * (self.total - 1)))

    @property
    def text(self) -> str:
        added = " + ".join(share.text for share in self.shares.values())
        low, high = self.reach
        if high - low < 1e-9:
            return f"{added} = {percent(low)}"
        return f"{added} make " + (f"at least {percent(low)}" if high >= 1 else f"{percent(low)} to {percent(high)}")

    def named(self, keys: list[str]) -> str:
        return listed(self.one.label(key) for key in keys)


def check_sum(one: Evidence) -> list[Verdict]:
    """The shares of the options against 100 percent. Nets do not count; derived and inferred figures are no test.

    * every option printed as a number: *reproduced* when rounding explains the distance to 100, *impossible* when it
      is more than the half-units of the last digits make, *not reproduced* when these could make it but hardly ever
      do (``rounding_probability`` below ``RARE``); the probability is printed;
    * some printed as limits: *cannot be checked* when what they leave open can make 100 (the sentence says what they
      must be), else *impossible*;
    * some not printed: more than 100 is *impossible*; less *cannot be checked*, and the points left are named;
    * several answers a respondent, or unknown whether: shares need not make 100, *cannot be checked*.

    Those who were not asked are no part of a hundred percent of those asked.
    """
    sum_ = _Sum(one, {key: one.shares[key] for key in one.options if key in one.shares})
    if len(sum_.shares) < 2:
        return []
    kind, text = _judge(sum_)
    chance = {"probability": sum_.probability} if sum_.is_test else {}
    rows = tuple({"option": key, "figure": share.text, "status": share.status} for key, share in sum_.shares.items())
    return [
        Verdict(
            claim=f"{one.question}.sum",
            fidelity=kind,
            sentence=sentence(f"{text}{_of_everybody(sum_)}"),
            study=one.study,
            question=one.question,
            stated="100",
            found=percent(sum_.total),
            assumptions=(one.n_text, "one answer a respondent") if one.single else (one.n_text,),
            details=rows,
            sources=one.sources,
            figures={"total": sum_.total, "lowest": sum_.possible.low, "highest": sum_.possible.high} | chance,
        )
    ]


def _judge(sum_: _Sum) -> tuple[Fidelity, str]:
    left, one = 1 - sum_.total, sum_.one
    if one.single is False:
        return "cannot_be_checked", f"{sum_.text}: several answers were possible, so the shares need not make 100"
    if one.single is None:
        unknown = "whether several answers were possible is not known"
        return "cannot_be_checked", f"{sum_.text}: {_open(sum_)}, and {unknown}"
    if sum_.possible.low > 1 + 1e-9:
        if all(share.known for share in sum_.shares.values()):
            why = f"rounding explains {percent(sum_.total - sum_.possible.low, 2)} at most"
        else:
            why = "and that is the least that the limits allow"
        return "impossible", f"impossible: {NOT_100}: {sum_.text}, {points(-left)} too many; {why}"
    if one.unprinted:
        more = f"{'' if left < -1e-9 else 'the shares do not exceed 100, and '}more cannot be checked"
        return "cannot_be_checked", f"{sum_.text}: {_open(sum_)}; {more}"
    derived = [key for key, share in sum_.shares.items() if share.status != "published"]
    if derived:
        why = f"{sum_.named(derived)} was worked out from the others, so the sum is no test"
        return "cannot_be_checked", f"{sum_.text}, but {why}"
    limits = [key for key, share in sum_.shares.items() if not share.known]
    if limits:
        return _with_limits(sum_, limits)
    if not sum_.possible.holds(1.0):
        why = f"rounding explains {percent(sum_.possible.high - sum_.total, 2)} at most"
        return "impossible", f"impossible: {NOT_100}: {sum_.text}, {points(left)} too few; {why}"
    if not all(share.exact for share in sum_.shares.values()):
        return "cannot_be_checked", f"{sum_.text}, which makes 100 within what 'about' leaves open"
    if abs(left) < 1e-9:
        return "reproduced", f"the published shares make 100: {sum_.text}"
    return _by_rounding(sum_, left)


def _by_rounding(sum_: _Sum, left: float) -> tuple[Fidelity, str]:
    """How improbable it is that rounding alone makes the distance to 100."""
    off = f"{points(abs(left))} too {'few' if left > 0 else 'many'}"
    most = percent(sum_.possible.high - sum_.total, 2)
    chance = sum_.probability
    said = f"with probability {chance:.2g}" if chance >= 1e-12 else "with a probability of practically 0"
    why = f"rounding explains {most} at most, and so much or more {said}"
    if chance < RARE:
        return "not_reproduced", f"not reproduced: {NOT_100}: {sum_.text}, {off}; {why}"
    return "reproduced", f"the published shares make 100 within rounding: {sum_.text}, {off}; {why}"


def _with_limits(sum_: _Sum, limits: list[str]) -> tuple[Fidelity, str]:
    if sum_.possible.high < 1 - 1e-9:
        return "impossible", f"impossible: {NOT_100}: {sum_.text}, too few even at the limits"
    if len(limits) == 1:
        rest = 1 - sum(share.value for share in sum_.shares.values() if share.known)
        must = f"if {sum_.named(limits)}, printed as {sum_.shares[limits[0]].text}, is {percent(rest)}"
    else:
        must = f"within what {sum_.named(limits)} leave open"
    return "cannot_be_checked", f"{sum_.text}, which can make 100 {must}"


def _open(sum_: _Sum) -> str:
    """The points that no printed figure accounts for."""
    most, least = (1 - end for end in sum_.reach)
    if most < 0:
        return f"{points(-most)} more than 100"
    size = points(most)
    if most - least > 1e-9:
        size = f"at most {size}" if least <= 0 else f"{percent(least)} to {size}"
    if not sum_.one.unprinted:
        return f"{size} are unaccounted for"
    names = sum_.named(list(sum_.one.unprinted))
    if abs(most) < 1e-9 and abs(least) < 1e-9:
        return f"no points are left for {names}, so the base may be without them"
    return f"{size} are unaccounted for, as no figure is printed for {names}"


def _of_everybody(sum_: _Sum) -> str:
    """Shares of a nested base as shares of everybody."""
    one = sum_.one
    if not one.of_whom:
        return ""
    if not 0 < one.part < 1:
        return f" ({one.of_whom})"
    shares = listed(f"{one.label(key)} {percent(one.part * share.nominal)}%" for key, share in sum_.shares.items())
    return f" ({one.of_whom}; of everybody that is {shares})"
