"""Is the poll quoted rightly? A stated share against the known one, under printed rounding and nothing else.

Knows neither n nor a standard error: sampling error has no place here.
"""

from __future__ import annotations

from typing import Literal

from survey.claims.answers.verdict import Fidelity
from survey.claims.figures.share import Share
from survey.claims.figures.stated import Stated
from survey.definitions.records.values import LOWER_BOUNDS, UPPER_BOUNDS
from survey.phrases.meaning import STRICT

# equal: the same under rounding; fits: inside a phrase or limit; only_limit: known as a limit that leaves it open;
# coarse: printed with too few digits to tell; other_side: the same limit from its other side; apart: another figure
Reason = Literal["equal", "fits", "only_limit", "coarse", "other_side", "apart"]


def fidelity_of(stated: Stated, share: Share) -> tuple[Fidelity, Reason]:
    """*Reproduced*: the known share may be stated so, equal under rounding or inside what the words stand for.

    *Cannot be checked*: the publication itself leaves it open, by a limit, by "about", or by fewer digits than are
    stated. Else *overstated* (the poll has less) or *understated*; a minority that is none is *not reproduced*. For
    phrases and limits the printed number counts as it is: 20 is not more than 20, whatever it was rounded from.
    """
    if not share.known:
        return _of_limit(stated, share)
    if stated.holds(share.value):
        return "reproduced", "fits" if stated.in_words or stated.open_ended else "equal"
    if (not share.exact or _is_coarser(stated, share)) and share.allowed.meets(stated.allowed, slack=-1e-9):
        return "cannot_be_checked", "coarse"
    return _direction(stated, share.value), "apart"


def _is_coarser(stated: Stated, share: Share) -> bool:
    """A stated number against one of fewer digits, or against one that was worked out from rounded ones: 24 and 26 that
    are added up may be 51."""
    number = not (stated.in_words or stated.open_ended)
    return number and (share.decimals < stated.decimals or share.status == "derived" or len(share.printed) > 1)


def _of_limit(stated: Stated, share: Share) -> tuple[Fidelity, Reason]:
    """A share of which only a limit is printed: the same limit, or a stronger one on the same side, bears it out."""
    if share.printed == (stated.printed,):
        return "reproduced", "equal"
    sides = (share.bound in LOWER_BOUNDS, share.bound in UPPER_BOUNDS)
    stated_sides = (stated.allowed.low >= stated.nominal, stated.allowed.high <= stated.nominal)
    inside = stated.allowed.holds(share.allowed.low) and stated.allowed.holds(share.allowed.high)
    same_side = stated.limit and any(sides) and sides == stated_sides and stated.allowed.holds(share.nominal)
    at_limit = stated.strict and share.bound not in STRICT and share.allowed.holds(stated.nominal)
    if (inside or same_side) and not at_limit:  # at least half may be half, which is no majority
        return "reproduced", "fits"
    if share.allowed.meets(stated.allowed, slack=-1e-9):
        return "cannot_be_checked", "only_limit"
    opposite = stated.limit and not stated.in_words and any(sides) and sides == stated_sides[::-1]
    if opposite and abs(share.nominal - stated.nominal) < 1e-9:
        return "not_reproduced", "other_side"
    return _direction(stated, share.nominal), "apart"


def _direction(stated: Stated, share: float) -> Fidelity:
    if stated.names_side:
        return "not_reproduced"
    return "overstated" if share <= stated.allowed.low + 1e-9 else "understated"
