"""The same answers as shares of another base: of everybody, of those who decided, of a part of the printed options."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from survey.claims.answers.fidelity import fidelity_of
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import listed, percent
from survey.claims.figures.share import Share, summed
from survey.claims.figures.stated import Stated
from survey.maths.published import Range


def of_everybody(one: Evidence) -> Evidence | None:
    """Shares of a nested base as shares of everybody, ``part · p``: 86 % of 60 % is 51.6 %. None where the part is
    not known."""
    if not 0 < one.part < 1:
        return None
    half = one.part_half
    shares = {key: _times(share, one.part, half) for key, share in one.shares.items()}
    return replace(
        one,
        shares=shares,
        name=f"{one.name} ({percent(one.part)}% times the share {one.of_whom})",
        n=one.n / one.part,
        of_whom="of everybody",
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
    text = " + ".join(share.text for share in printed.values())
    return replace(
        one,
        shares=rebased(printed),
        options=tuple(options),
        n=one.n * total,
        n_text=f"{one.n_text}; {percent(total)}% of it is that base",
        name=f"{one.name}, rebased on {text}",
        of_whom=f"among those who answered {listed(one.label(option) for option in options)}",
        nets={},
    )


def rebased(shares: Mapping[str, Share]) -> dict[str, Share]:
    """Shares of their own sum, with what the rounding of each leaves open."""
    found = {}
    for key, share in shares.items():
        low, high = (sum(other.allowed[end] for name, other in shares.items() if name != key) for end in (0, 1))
        value = share.value / sum(other.value for other in shares.values())
        least, most = share.allowed
        allowed = Range(least / (least + high) if least + high else 0.0, most / (most + low) if most + low else 0.0)
        found[key] = _derived(value, allowed)
    return found


def base_that_fits(stated: Stated, one: Evidence, options: str | Sequence[str]) -> str:
    """Which other base of the same answers makes the stated figure, in words; "" where none is found."""
    parts = one.parts(options)
    for name, shares in (*one.other_bases, *_without_undecided(one)):
        found = [shares[part] for part in parts if part in shares]
        if found and len(found) == len(parts):
            share = found[0] if len(found) == 1 else summed(found)
            if share.known and fidelity_of(stated, share)[0] == "reproduced":
                return f"another base would make it, {share.text}% {name}"
    return ""


def _without_undecided(one: Evidence) -> tuple[tuple[str, Mapping[str, Share]], ...]:
    kept = {key: one.shares[key] for key in one.options if key in one.shares and key not in one.missing}
    if one.single is False or len(kept) < 2 or not all(share.known for share in kept.values()):
        return ()
    total = sum(share.value for share in kept.values())
    if not 0 < total < 0.995:
        return ()
    return ((f"of the {percent(total)}% who answered {listed(one.label(key) for key in kept)}", rebased(kept)),)


def _times(share: Share, part: float, half: float) -> Share:
    low, high = share.allowed.low * max(part - half, 0.0), min(share.allowed.high * (part + half), 1.0)
    if not share.known:
        return replace(share, allowed=Range(low, high), text=f"{share.text}% of {percent(part)}", exact=False)
    return replace(_derived(share.value * part, Range(low, high)), exact=share.exact)


def _derived(value: float, allowed: Range) -> Share:
    return Share(value, allowed, percent(value), status="derived", decimals=1)
