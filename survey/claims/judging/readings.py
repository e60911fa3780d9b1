"""One statement judged by a study's own figures and by each other source's reading of them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Literal

from survey.claims.answers.inference import least_certain
from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.stated import options_of
from survey.claims.judging.compared import Compared, of_whom
from survey.definitions.records.claims import Claim
from survey.phrases.read import read_phrase
from survey.wording.lists import either, listed
from survey.wording.message import Message, message, plural
from survey.wording.sentences import sentence
from survey.wording.worded import joined, same
from survey.words import Text


def over_readings(
    claim: Claim, stated: Text, evidence: Sequence[Evidence], judge: Callable[[Evidence], Compared]
) -> Verdict:
    """The verdict by the study's own figures, and what other sources' readings make of the same statement.

    The study's own figures decide; a source by which it would be otherwise is named. Where no source was chosen,
    sources that lead to different verdicts leave the claim unchecked.
    """
    judged = [(one, judge(one)) for one in evidence]
    first, main = judged[0]
    chosen = first.origin in ("published", "recomputed")
    fidelity, text = (main.fidelity, _chosen(claim, judged)) if chosen else _undecided(judged)
    if not main.names_whom and main.found is not None:
        text = of_whom(text, first.of_whom)
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
        found=main.found if chosen else either(_different([result for _, result in judged])),
        assumptions=(*first.assumptions, *main.assumptions),
        details=rows,
        sources=tuple(dict.fromkeys(source for one in evidence for source in one.sources)),
        figures=main.figures,
        allowed=main.allowed,
    )


def _different(results: Sequence[Compared]) -> list[Text]:
    """What was found, once each."""
    found = {result.key: result.found for result in results}
    return [text for text in found.values() if text is not None]


@dataclass(frozen=True)
class _Other:
    """What a source makes of the statement; sources that make the same of it are named together."""

    kind: Literal["repeats", "has_words", "same_verdict", "otherwise"]
    found: tuple[object, ...] = ()  # what it found, as far as it counts
    fidelity: Fidelity | None = None


def _chosen(claim: Claim, judged: Sequence[tuple[Evidence, Compared]]) -> Text:
    (_, main), *others = judged
    said: dict[_Other, tuple[list[str], Text | None]] = {}
    for one, result in others:
        if result.fidelity == "cannot_be_checked" or result.key == main.key:
            continue
        words = next((one.shares[key].said for key in options_of(claim) if key in one.shares), "")
        if words and read_phrase(words) is not None:
            other = _Other("repeats") if claim.says.phrase else _Other("has_words", (words,))
            text: Text | None = same(words)
        elif result.fidelity == main.fidelity:
            other, text = _Other("same_verdict", result.key), _found(result)
        else:
            other, text = _Other("otherwise", result.key, result.fidelity), _found(result)
        said.setdefault(other, ([], text))[0].append(one.who)
    return joined((main.said, *(_other_text(other, *told) for other, told in said.items())), "; ")


def _found(result: Compared) -> Text | None:
    """What was found, with the sign of a percentage where it is one."""
    if result.found is None or not result.percent:
        return result.found
    return message("claims.percentage", figure=result.found)


def _other_text(other: _Other, who: list[str], text: Text | None) -> Message:
    names, many = listed(message("claims.source", name=name) for name in who), len(who)
    if other.kind == "repeats":
        return plural("claims.repeats_words", many, who=names)
    if other.kind == "has_words":
        return plural("claims.has_words", many, who=names, words=text or "")
    if other.fidelity is None:
        return plural("claims.same_verdict", many, who=names, found=text or "")
    fidelity = message(f"claims.fidelity_{other.fidelity}")
    return plural("claims.otherwise", many, who=names, found=text or "", fidelity=fidelity)


def _undecided(judged: Sequence[tuple[Evidence, Compared]]) -> tuple[Fidelity, Text]:
    verdicts = {result.fidelity for _, result in judged}
    each = joined((result.said for _, result in judged), "; ")
    if len(verdicts) == 1:
        return verdicts.pop(), message("claims.one_verdict", each=each)
    return "cannot_be_checked", message("claims.none_chosen", each=each)
