"""The same answers as shares of another base: of everybody, of those who decided, of a part of the printed options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey.claims.answers.fidelity import fidelity_of
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent
from survey.claims.figures.share import Share, derived_share, summed
from survey.claims.figures.stated import Stated
from survey.maths.published import Range
from survey.wording.lists import listed
from survey.wording.message import Message, message
from survey.wording.worded import joined
from survey.words import Text


def of_everybody(one: Evidence) -> Evidence | None:
    """Shares of a nested base as shares of everybody, ``part · p``: 86 % of 60 % is 51.6 %. None where the part is
    not known."""
    if not 0 < one.part < 1 or one.of_whom is None:
        return None
    half = one.part_half
    shares = {key: _times(share, one.part, half) for key, share in one.shares.items()}
    return replace(
        one,
        shares=shares,
        name=message("claims.times_the_share", name=one.name, part=percent(one.part), of_whom=one.of_whom),
        n=one.n / one.part,
        of_whom=message("claims.of_everybody"),
        part=1.0,
        other_bases=((one.of_whom, one.shares),),
    )


def among(one: Evidence, options: Sequence[str]) -> Evidence | None:
    """The shares rebased on those who gave one of ``options``: 48.4 of 48.4 + 17 + 1.6 is 72.2 %.

    Rounding of all figures is carried along. None where an option has no number, or several answers could be given.
    """
    found = [one.share(option) for option in options]
    if one.single is False or not found or not all(share is not None and share.known for share in found):
        return None
    printed = {option: share for option, share in zip(options, found, strict=True) if share is not None}
    total = sum(share.value for share in printed.values())
    if total <= 0:
        return None
    text = joined((share.text for share in printed.values()), " + ")
    answered = message("claims.among_answered", answers=listed(one.label(option) for option in options))
    return replace(
        one,
        shares=rebased(printed),
        options=tuple(options),
        n=one.n * total,
        n_text=message("claims.n_rebased", n_text=one.n_text, part=percent(total)),
        name=message("claims.rebased", name=one.name, figures=text),
        of_whom=joined((part for part in (one.of_whom, answered) if part is not None), ", "),
        nets={net: parts for net, parts in one.nets.items() if set(parts) <= set(options)},
    )


def rebased(shares: Mapping[str, Share]) -> dict[str, Share]:
    """Shares of their own sum, with what the rounding of each leaves open."""
    found = {}
    for key, share in shares.items():
        low, high = (sum(other.allowed[end] for name, other in shares.items() if name != key) for end in (0, 1))
        value = share.value / sum(other.value for other in shares.values())
        least, most = share.allowed
        allowed = Range(least / (least + high) if least + high else 0.0, most / (most + low) if most + low else 0.0)
        found[key] = derived_share(value, allowed)
    return found


def base_that_fits(stated: Stated, one: Evidence, options: str | Sequence[str]) -> Message | None:
    """Which other base of the same answers makes the stated figure, in words; None where none is found."""
    parts = one.parts(options)
    for name, shares in (*one.other_bases, *_without_undecided(one)):
        found = [shares[part] for part in parts if part in shares]
        if found and len(found) == len(parts):
            share = found[0] if len(found) == 1 else summed(found)
            if share.known and fidelity_of(stated, share)[0] == "reproduced":
                return message("claims.another_base", figure=share.text, of_whom=name)
    return None


def _without_undecided(one: Evidence) -> tuple[tuple[Text, Mapping[str, Share]], ...]:
    kept = {key: one.shares[key] for key in one.options if key in one.shares and key not in one.missing}
    if one.single is False or len(kept) < 2 or not all(share.known for share in kept.values()):
        return ()
    total = sum(share.value for share in kept.values())
    if not 0 < total < 0.995:
        return ()
    answers = listed(one.label(key) for key in kept)
    return ((message("claims.of_share_answered", share=percent(total), answers=answers), rebased(kept)),)


def _times(share: Share, part: float, half: float) -> Share:
    low, high = share.allowed.low * max(part - half, 0.0), min(share.allowed.high * (part + half), 1.0)
    if not share.known:
        return replace(share, allowed=Range(low, high), part=part, exact=False)
    return replace(derived_share(share.value * part, Range(low, high)), exact=share.exact)
