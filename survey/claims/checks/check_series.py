"""A statement on a series without a wave: every wave that has the figure is a possible reading."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.answers.verdict import Fidelity, Verdict, worst
from survey.claims.figures.printing import sentence
from survey.definitions.records.claims import Claim
from survey.definitions.records.study import Study
from survey.definitions.records.when import when

MOST_NAMED = 6  # waves that a sentence names; a reader finds the others in the details
HEADS: tuple[tuple[Fidelity, str], ...] = (
    ("reproduced", "it is reproduced for"),
    ("overstated", "it is overstated for"),
    ("understated", "it is understated for"),
    ("not_reproduced", "it is not reproduced for"),
    ("impossible", "it is impossible for"),
)


def over_waves(claim: Claim, judged: Sequence[tuple[Study, Verdict]]) -> Verdict:
    """The verdict of each wave under one head: that of all of them where they are one.

    Nobody said which wave is meant, so a statement that is true of one and false of another *cannot be checked*, and
    the sentence names the waves. A wave without the figure cannot be a reading and is named as left out.
    """
    by_kind = {kind: [pair for pair in judged if pair[1].fidelity == kind] for kind, _ in HEADS}
    left = [study.study for study, verdict in judged if verdict.fidelity == "cannot_be_checked"]
    known = [pair for kind, _ in HEADS for pair in by_kind[kind]]
    if not known:
        text = f"no wave is named, and no wave of {claim.series} has a figure to compare with"
        return Verdict(claim.id, "cannot_be_checked", sentence(text), stated=judged[0][1].stated if judged else "")
    text = f"no wave is named, so each wave of {claim.series} with a figure ({len(known)}) is a possible reading: "
    text += "; ".join(f"{head} {_names(by_kind[kind])}" for kind, head in HEADS if by_kind[kind])
    text += f"; without a figure: {', '.join(left)}" if left else ""
    fits = len(by_kind["reproduced"])
    kinds = {verdict.fidelity for _, verdict in known}
    wrong: Fidelity = worst(kinds) if not fits else "cannot_be_checked"
    return Verdict(
        claim.id,
        "reproduced" if kinds == {"reproduced"} and not left else wrong,
        sentence(text),
        stated=known[0][1].stated,
        found=f"fits {fits} of {len(known)} waves",
        assumptions=("each wave has its own n; without data the design effect is 1 (none is published)",),
        details=tuple(
            {"study": study.study, "found": verdict.found, "fidelity": verdict.fidelity, **verdict.figures}
            for study, verdict in known
        ),
        sources=tuple(dict.fromkeys(source for _, verdict in known for source in verdict.sources)),
    )


def _names(pairs: Sequence[tuple[Study, Verdict]]) -> str:
    named = [f"{when(study.fieldwork) or study.study} ({verdict.found})" for study, verdict in pairs]
    more = f" and {len(named) - MOST_NAMED} more, listed in the details" if len(named) > MOST_NAMED else ""
    return ", ".join(named[:MOST_NAMED]) + more
