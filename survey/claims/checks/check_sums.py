"""Whether published shares of one question make 100."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent, points
from survey.claims.figures.share import Share
from survey.claims.judging.compared import headed
from survey.maths.published import Range
from survey.maths.rounded_sums import RARE, coarse_step, rounding_probability
from survey.wording.figures import number
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.sentences import sentence
from survey.wording.spans import between
from survey.wording.worded import Joined, joined
from survey.words import Text


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
    def step(self) -> float | None:
        """A coarser rounding by which the figures may make 100: to fives, or to halves."""
        shares = list(self.shares.values())
        if not all(share.known and share.exact for share in shares):
            return None
        step = coarse_step([100 * share.value for share in shares], max(share.decimals for share in shares))
        room = 0.0 if step is None else len(shares) * step / 200
        return step if abs(self.total - 1) < room - 1e-9 else None

    @property
    def probability(self) -> float:
        """That rounding alone makes as many points too many or too few, or more."""
        return rounding_probability([share.decimals for share in self.shares.values()], abs(100 * (self.total - 1)))

    @property
    def text(self) -> Message:
        """The figures and what they make: "29 + 61.8 = 90.8"."""
        added = joined((share.text for share in self.shares.values()), " + ")
        low, high = self.reach
        if high - low < 1e-9:
            return message("claims.sum", figures=added, total=percent(low))
        if high >= 1 - 1e-9:
            return message("claims.sum_at_least", figures=added, least=percent(low))
        return message("claims.sum_between", figures=added, ends=between(percent(low), percent(high)))

    def named(self, keys: Sequence[str]) -> Joined:
        """Answers by name."""
        return listed(self.one.label(key) for key in keys)


def check_sum(one: Evidence) -> list[Verdict]:
    """The shares of the options against 100 percent. Nets do not count; derived and inferred figures are no test.

    * every option printed as a number: *reproduced* when rounding explains the distance to 100, *impossible* when it
      is more than the half-units of the last digits make, *not reproduced* when these could make it but hardly ever
      do (``rounding_probability`` below ``RARE``); the probability is printed;
    * figures that are all multiples of five, or of a half, and by such rounding may make 100: *cannot be checked*;
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
            title=message("claims.head_sum"),
            fidelity=kind,
            sentence=sentence(headed(kind, _of_everybody(sum_, text))),
            study=one.study,
            question=one.question,
            stated=number(100),
            found=percent(sum_.total),
            assumptions=(one.n_text, message("claims.one_answer")) if one.single else (one.n_text,),
            details=rows,
            sources=one.sources,
            figures={"total": sum_.total, "lowest": sum_.possible.low, "highest": sum_.possible.high} | chance,
        )
    ]


def _judge(sum_: _Sum) -> tuple[Fidelity, Text]:
    left, one, text = 1 - sum_.total, sum_.one, sum_.text
    if one.single is False:
        return "cannot_be_checked", message("claims.sum_several", sum=text)
    if one.single is None:
        return "cannot_be_checked", message("claims.sum_unknown", sum=text, open=_open(sum_))
    if sum_.possible.low > 1 + 1e-9:
        if sum_.step is not None:
            return _by_steps(sum_, left, sum_.step)
        return "impossible", _too_many(sum_, points(-left))
    if one.unprinted:
        key = "claims.sum_over" if left < -1e-9 else "claims.sum_unprinted"
        return "cannot_be_checked", message(key, sum=text, open=_open(sum_))
    derived = [key for key, share in sum_.shares.items() if share.status != "published"]
    if derived:
        return "cannot_be_checked", message("claims.sum_derived", sum=text, answers=sum_.named(derived))
    limits = [key for key, share in sum_.shares.items() if not share.known]
    if limits:
        return _with_limits(sum_, limits)
    if not sum_.possible.holds(1.0):
        if sum_.step is not None:
            return _by_steps(sum_, left, sum_.step)
        most = percent(sum_.possible.high - sum_.total, 2)
        return "impossible", message("claims.sum_too_few", sum=text, points=points(left), most=most)
    if not all(share.exact for share in sum_.shares.values()):
        return "cannot_be_checked", message("claims.sum_about", sum=text)
    if abs(left) < 1e-9:
        return "reproduced", message("claims.sum_is_100", sum=text)
    return _by_rounding(sum_, left)


def _by_steps(sum_: _Sum, left: float, step: float) -> tuple[Fidelity, Message]:
    gap, most = points(abs(left)), percent(sum_.possible.high - sum_.total, 2)
    off = message("claims.too_few", points=gap) if left > 0 else message("claims.too_many", points=gap)
    room = percent(len(sum_.shares) * step / 200, 2)
    return "cannot_be_checked", message(
        "claims.sum_by_steps", sum=sum_.text, off=off, most=most, step=number(step), room=room
    )


def _too_many(sum_: _Sum, gap: Message) -> Message:
    if all(share.known for share in sum_.shares.values()):
        most = percent(sum_.total - sum_.possible.low, 2)
        return message("claims.sum_too_many", sum=sum_.text, points=gap, most=most)
    return message("claims.sum_limits_too_many", sum=sum_.text, points=gap)


def _by_rounding(sum_: _Sum, left: float) -> tuple[Fidelity, Message]:
    """How improbable it is that rounding alone makes the distance to 100."""
    chance, gap = sum_.probability, points(abs(left))
    rounding = message(
        "claims.rounding_explains",
        off=message("claims.too_few", points=gap) if left > 0 else message("claims.too_many", points=gap),
        most=percent(sum_.possible.high - sum_.total, 2),
        chance=message("claims.chance", p=_probability(chance)) if chance >= 1e-12 else message("claims.chance_none"),
    )
    if chance < RARE and sum_.step is not None:
        return _by_steps(sum_, left, sum_.step)
    if chance < RARE:
        return "not_reproduced", message("claims.sum_improbable", sum=sum_.text, rounding=rounding)
    return "reproduced", message("claims.sum_rounded", sum=sum_.text, rounding=rounding)


def _probability(chance: float) -> Text:
    """With two digits; a very small one in powers of ten."""
    mantissa, _, exponent = f"{chance:.2g}".partition("e-")
    if not exponent:
        return number(float(mantissa))
    return message("claims.power_of_ten", mantissa=number(float(mantissa)), exponent=exponent)


def _with_limits(sum_: _Sum, limits: list[str]) -> tuple[Fidelity, Message]:
    if sum_.possible.high < 1 - 1e-9:
        return "impossible", message("claims.sum_limits_too_few", sum=sum_.text)
    names = sum_.named(limits)
    if len(limits) > 1:
        return "cannot_be_checked", message("claims.sum_limits_open", sum=sum_.text, answers=names)
    rest = 1 - sum(share.value for share in sum_.shares.values() if share.known)
    printed = sum_.shares[limits[0]].text
    return "cannot_be_checked", message(
        "claims.sum_limit_must", sum=sum_.text, answer=names, printed=printed, rest=percent(rest)
    )


def _open(sum_: _Sum) -> Message:
    """The points that no printed figure accounts for."""
    most, least = (1 - end for end in sum_.reach)
    if most < -1e-9:
        return message("claims.open_more", points=points(-most))
    names = sum_.named(sum_.one.unprinted)
    if sum_.one.unprinted and abs(most) < 1e-9 and abs(least) < 1e-9:
        return message("claims.open_none", answers=names)
    size = points(most)
    if most - least > 1e-9:
        if least <= 1e-9:
            size = message("claims.open_at_most", points=size)
        else:
            size = message("claims.open_between", least=percent(least), points=size)
    if not sum_.one.unprinted:
        return message("claims.open", points=size)
    return message("claims.open_unprinted", points=size, answers=names)


def _of_everybody(sum_: _Sum, text: Text) -> Text:
    """``text`` with the shares of a nested base as shares of everybody."""
    one = sum_.one
    if one.of_whom is None:
        return text
    if not 0 < one.part < 1:
        return message("claims.sum_of_whom", text=text, of_whom=one.of_whom)
    shares = listed(one.in_percent(key, percent(one.part * share.nominal)) for key, share in sum_.shares.items())
    return message("claims.sum_of_everybody", text=text, of_whom=one.of_whom, shares=shares)
