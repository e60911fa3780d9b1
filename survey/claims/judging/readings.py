"""One statement judged by a study's own figures and by each other source's reading of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from survey.claims.answers.inference import least_certain
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.phrases import read_phrase
from survey.claims.figures.printing import listed, sentence
from survey.claims.figures.stated import options_of
from survey.claims.judging.compare import FIDELITY_WORDS, Compared
from survey.definitions.records.claims import Claim


def over_readings(
    claim: Claim, stated: str, evidence: Sequence[Evidence], judge: Callable[[Evidence], Compared]
) -> Verdict:
    """The verdict by the study's own figures, and what other sources' readings make of the same statement.

    The study's own figures decide; a source by which it would be otherwise is named. Where no source was chosen,
    sources that lead to different verdicts leave the claim unchecked.
    """
    judged = [(one, judge(one)) for one in evidence]
    first, main = judged[0]
    chosen = first.origin in ("published", "recomputed")
    fidelity, text = (main.fidelity, _chosen(claim, judged)) if chosen else _undecided(judged)
    inferred = main.inferred if chosen else least_certain([result.inferred for _, result in judged])
    rows = main.details
    if len(judged) > 1:
        rows += tuple(
            {"source": one.origin, "found": result.found, "fidelity": result.fidelity, **result.figures}
            for one, result in judged
        )
    return Verdict(
        claim.id,
        fidelity,
        sentence(text),
        inference=inferred.kind,
        deff_flips=inferred.deff_flips,
        stated=stated,
        found=main.found if chosen else " or ".join(dict.fromkeys(result.found for _, result in judged)),
        assumptions=(*first.assumptions, *main.assumptions),
        details=rows,
        sources=tuple(dict.fromkeys(source for one in evidence for source in one.sources)),
        figures=main.figures,
    )


def _chosen(claim: Claim, judged: Sequence[tuple[Evidence, Compared]]) -> str:
    (_, main), *others = judged
    said = dict[str, list[str]]()
    for one, result in others:
        if result.fidelity == "cannot_be_checked" or result.found == main.found:
            continue
        words = next((one.shares[key].said for key in options_of(claim) if key in one.shares), "")
        if words and read_phrase(words) is not None:
            has = "repeats the words" if claim.says.phrase else f"has '{words}'"
            text = f"{{who}} {has} and gives no figure of its own"
        elif result.fidelity == main.fidelity:
            text = f"{result.found}%, as {{who}} has it, leads to the same verdict"
        else:
            text = f"by {result.found}%, as {{who}} has it, it would be {FIDELITY_WORDS[result.fidelity]}"
        said.setdefault(text, []).append(one.name.removeprefix("printed by "))
    clauses = [text.replace(" has it", " have it" if len(who) > 1 else " has it") for text, who in said.items()]
    named = [text.format(who=listed(who)) for text, who in zip(clauses, said.values(), strict=True)]
    return "; ".join((main.clause, *named))


def _undecided(judged: Sequence[tuple[Evidence, Compared]]) -> tuple[Fidelity, str]:
    verdicts = {result.fidelity for _, result in judged}
    each = "; ".join(result.clause for _, result in judged)
    if len(verdicts) == 1:
        return verdicts.pop(), f"sources disagree on the figures, yet all lead to one verdict: {each}"
    text = "sources disagree and none was chosen, so the verdict depends on which is right"
    return "cannot_be_checked", f"{text}: {each}"
