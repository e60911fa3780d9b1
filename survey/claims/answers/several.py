"""Several verdicts as one: the statements of one sentence, and claims that say the same."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from survey.claims.answers.inference import Inferred, least_certain
from survey.claims.answers.verdict import FAILING, Fidelity, Verdict, worst
from survey.wording.message import message
from survey.wording.worded import joined, once
from survey.words import Text


def one_sentence(parts: Sequence[tuple[str, Verdict]]) -> Verdict:
    """The verdict on a sentence of several statements, by the name of each: the worst decides, and comes first. The
    population is asked about where one of them turns on it: by the least certain."""
    verdicts = [verdict for _, verdict in parts]
    fidelity = worst(verdict.fidelity for verdict in verdicts)
    asked = [Inferred(one.inference, one.deff_flips) for one in verdicts if one.inference != "not_asked"]
    inferred = least_certain(asked)
    order = sorted(verdicts, key=lambda one: _place(one.fidelity))
    said = [one.sentence for one in order]
    rows = tuple(_row(name, one) for name, one in parts)
    return Verdict(
        verdicts[0].claim,
        fidelity,
        joined(said, " ", once=True),
        inference=inferred.kind,
        deff_flips=inferred.deff_flips,
        stated=_once([one.stated for one in verdicts]),
        found=_once([one.found for one in verdicts]),
        assumptions=once(text for one in verdicts for text in one.assumptions),
        details=rows,
        sources=tuple(dict.fromkeys(source for one in verdicts for source in one.sources)),
        figures=order[0].figures,
        allowed=order[0].allowed,
    )


def shown_first(verdict: Verdict) -> tuple[Text | None, Text | None]:
    """What is stated and found by the part of a sentence whose figures the verdict has; of a single one, its own."""
    parts = [row for row in verdict.details if "states" in row]
    if not parts:
        return verdict.stated, verdict.found
    row = min(parts, key=lambda row: _place(row["fidelity"]))
    return row["stated"], row["found"]


def _row(name: str, one: Verdict) -> dict[str, Any]:
    """One statement as a record of the details; its texts before figures of the same name."""
    stated = message("claims.quoted", text=one.stated or "") if name == "phrase" else one.stated or ""
    texts = {"states": message(f"claims.says_{name}"), "stated": stated, "found": one.found or ""}
    kinds = {"fidelity": one.fidelity, "inference": one.inference}
    return {**texts, **kinds, **{key: value for key, value in one.figures.items() if key not in texts}}


def _once(texts: Sequence[Text | None]) -> Text | None:
    """What the parts have, each once; None where none has anything."""
    known = [text for text in texts if text is not None]
    return joined(known, "; ", once=True) if known else None


def _place(fidelity: Fidelity) -> tuple[bool, bool]:
    """What is wrong stands before what is open, and that before what is right."""
    return fidelity not in FAILING, fidelity == "reproduced"
