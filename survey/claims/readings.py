"""One statement judged by a study's own figures and by each other source's reading of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.claims.compare import Compared
from survey.claims.evidence import Evidence
from survey.claims.phrases import read_phrase
from survey.claims.printing import listed, sentence
from survey.claims.stated import options_of
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim

WORST: tuple[VerdictKind, ...] = ("not_reproduced", "cannot_check", "consistent", "reproduced")
WORDS = {
    "reproduced": "reproduced",
    "consistent": "consistent",
    "not_reproduced": "not reproduced",
    "cannot_check": "impossible to check",
}


def worst(kinds: Sequence[VerdictKind]) -> VerdictKind:
    """The verdict on a statement of several parts."""
    return min(kinds, key=WORST.index)


def over_readings(
    claim: Claim, stated: str, evidence: Sequence[Evidence], judge: Callable[[Evidence], Compared]
) -> Verdict:
    """The verdict by the study's own figures, and what other sources' readings make of the same statement.

    A statement that only another source's figure reproduces is *consistent*. Where no source was chosen, sources that
    lead to different verdicts leave the claim unchecked.
    """
    judged = [(one, judge(one)) for one in evidence]
    first, main = judged[0]
    chosen = first.origin in ("published", "recomputed")
    if chosen:
        verdict, text = _chosen(claim, judged)
    else:
        verdict, text = _undecided(judged)
    rows = main.details
    if len(judged) > 1:
        rows += tuple(
            {"source": one.origin, "found": result.found, "verdict": result.verdict, **result.figures}
            for one, result in judged
        )
    return Verdict(
        claim.id,
        verdict,
        sentence(text),
        stated=stated,
        found=main.found if chosen else " or ".join(dict.fromkeys(result.found for _, result in judged)),
        assumptions=(*first.assumptions, *main.assumptions),
        details=rows,
        sources=tuple(dict.fromkeys(source for one in evidence for source in one.sources)),
        figures=main.figures,
    )


def _chosen(claim: Claim, judged: Sequence[tuple[Evidence, Compared]]) -> tuple[VerdictKind, str]:
    (_, main), *others = judged
    verdict, said = main.verdict, dict[str, list[str]]()
    for one, result in others:
        if result.verdict == "cannot_check" or result.found == main.found:
            continue
        words = next((one.shares[key].said for key in options_of(claim) if key in one.shares), "")
        if words and read_phrase(words) is not None:
            has = "repeats the words" if claim.says.phrase else f"has '{words}'"
            text = f"{{who}} {has} and gives no figure of its own"
        elif result.verdict == main.verdict:
            text = f"{result.found}%, as {{who}} has it, leads to the same verdict"
        else:
            text = f"by {result.found}%, as {{who}} has it, it would be {WORDS[result.verdict]}"
            if verdict == "not_reproduced" and result.verdict == "reproduced":
                verdict = "consistent"
        said.setdefault(text, []).append(one.name.removeprefix("printed by "))
    clauses = [text.replace(" has it", " have it" if len(who) > 1 else " has it") for text, who in said.items()]
    named = [text.format(who=listed(who)) for text, who in zip(clauses, said.values(), strict=True)]
    return verdict, "; ".join((main.clause, *named))


def _undecided(judged: Sequence[tuple[Evidence, Compared]]) -> tuple[VerdictKind, str]:
    verdicts = {result.verdict for _, result in judged}
    each = "; ".join(result.clause for _, result in judged)
    if len(verdicts) == 1:
        return verdicts.pop(), f"sources disagree on the figures, yet all lead to one verdict: {each}"
    return "cannot_check", f"sources disagree and none was chosen, so the verdict depends on which is right: {each}"
