"""A comparison that was made of pairs of answers."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.claims.answers.inference import Inferred
from survey.claims.answers.verdict import Fidelity
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import percent
from survey.claims.judging.compared import Compared
from survey.claims.judging.pairs import Pair
from survey.claims.judging.rivals import share_text
from survey.wording.message import message
from survey.wording.worded import joined
from survey.words import Text


def compared_pairs(
    one: Evidence, fidelity: Fidelity, clause: Text, options: Sequence[str], pairs: Sequence[Pair], inferred: Inferred
) -> Compared:
    found = joined((one.named(option, share_text(one, option)) for option in options), ", ")
    key = tuple((option, share.printed) for option in options if (share := one.share(option)) is not None)
    rows = tuple(pair.row for pair in pairs if pair.row)
    figures = {key: value for key, value in rows[0].items() if isinstance(value, float)} if rows else {}
    figures = {key: value for key, value in figures.items() if not math.isnan(value)}
    return Compared(fidelity, clause, found, figures, _at_another_deff(one, figures), rows, inferred, key)


def _at_another_deff(one: Evidence, figures: dict[str, float]) -> tuple[Text, ...]:
    if one.recomputed or "std_error" not in figures:
        return ()
    found = message("claims.error_wider", error=percent(figures["std_error"] * 1.5**0.5, 2))
    return (found,) if one.single else (message("claims.several_smaller"), found)
