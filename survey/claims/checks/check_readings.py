"""Whether the sources that print a question's figures agree."""

from __future__ import annotations

from collections import Counter
from collections.abc import Hashable, Sequence
from dataclasses import dataclass

from survey.claims.answers.verdict import Fidelity, Verdict, worst
from survey.claims.evidence.evidence import Evidence
from survey.claims.figures.printing import points
from survey.claims.figures.share import Share
from survey.claims.judging.compared import headed
from survey.phrases.meaning import LIMITS, reach
from survey.phrases.read import read_phrase
from survey.wording.message import Message, message
from survey.wording.sentences import sentence
from survey.wording.worded import joined
from survey.words import Text


@dataclass(frozen=True)
class _Row:
    option: str
    one: Share
    two: Share
    fidelity: Fidelity


def check_readings(evidence: Sequence[Evidence]) -> list[Verdict]:
    """Each reading against the study's own figures, or, where none was chosen, against the first reading.

    Figures that are equal under rounding, and limits and words that the other's number bears out, are *reproduced*; a
    limit that leaves it open *cannot be checked*; others contradict each other and are *not reproduced*, a figure that
    was cut and not rounded (61 for 61.8) among them. Two figures that change places are named.
    """
    found = []
    for other in evidence[1:]:
        first, rows = evidence[0], []
        for option, two in other.shares.items():
            one = first.share(option)
            if one is not None:
                rows.append(_Row(option, one, two, agree(one, two)))
        if rows:
            found.append(_verdict(first, other, rows))
    return found


def agree(one: Share, two: Share) -> Fidelity:
    """Whether two printed figures stand for the same share."""
    if one.printed == two.printed:
        return "reproduced"
    if one.known and two.known and one.exact and two.exact:
        coarse, fine = (one, two) if one.decimals < two.decimals else (two, one)
        same = coarse.allowed.holds(fine.value) and (one.decimals != two.decimals or abs(one.value - two.value) < 1e-9)
        return "reproduced" if same else "not_reproduced"
    phrase = read_phrase(two.said) if two.said else None
    if phrase is not None and one.known:  # words stand for more than the number they are kept as
        return "reproduced" if phrase.holds(one.value) else "not_reproduced"
    for number, words in ((one, two), (two, one)):
        if number.known and number.exact:
            reached = reach(words.nominal, words.bound) if words.bound in LIMITS else words.allowed
            return "reproduced" if reached.holds(number.value) else "not_reproduced"
    return "cannot_be_checked" if one.allowed.meets(two.allowed) else "not_reproduced"


def is_cut(one: Share, two: Share) -> bool:
    """True where one figure is the other without its last digits, and rounding would have made another: 61 for 61.8."""
    if not (one.known and two.known and one.exact and two.exact) or one.decimals == two.decimals:
        return False
    coarse, fine = (one, two) if one.decimals < two.decimals else (two, one)
    cut = coarse.value - 1e-9 <= fine.value < coarse.value + 10.0**-coarse.decimals / 100 - 1e-9
    return cut and not coarse.allowed.holds(fine.value)


def mirrored(first: Sequence[Hashable], second: Sequence[Hashable]) -> bool:
    """True where the same figures have changed places: 47.3, 41.3 against 41.3, 47.3."""
    return len(first) > 1 and list(first) != list(second) and Counter(first) == Counter(second)


def _verdict(first: Evidence, other: Evidence, rows: list[_Row]) -> Verdict:
    kind = worst(row.fidelity for row in rows)
    pairs = (
        message("claims.read_both", first=first.in_percent(row.option, row.one.text), second=_as_said(row.two))
        for row in rows
    )
    text = message(
        "claims.readings",
        first=first.name,
        second=other.name,
        pairs=joined(pairs, "; "),
        agree=_said_of(kind, rows),
        n_text=first.n_text,
    )
    sentences = [sentence(headed(kind, text))]
    if other.note is not None:
        sentences.append(sentence(message("claims.noted_with_it", note=other.note)))
    return Verdict(
        claim=f"{first.question}.readings.{other.origin}",
        title=message("claims.head_readings", source=other.who or other.origin),
        fidelity=kind,
        sentence=joined(sentences, " "),
        study=first.study,
        question=first.question,
        stated=joined((row.one.text for row in rows), message("claims.between_figures")),
        found=joined((row.two.text for row in rows), message("claims.between_figures")),
        assumptions=(first.n_text, message("claims.same_sample")),
        details=tuple(
            {"option": row.option, "figure": row.one.text, other.origin: row.two.text, "fidelity": row.fidelity}
            for row in rows
        ),
        sources=tuple(dict.fromkeys((*first.sources, *other.sources))),
    )


def _said_of(kind: Fidelity, rows: list[_Row]) -> Message:
    if kind == "reproduced":
        equal = all(row.one.printed == row.two.printed for row in rows)
        return message("claims.readings_equal" if equal else "claims.readings_same")
    if kind == "cannot_be_checked":
        return message("claims.readings_open")
    apart = [row for row in rows if row.fidelity == "not_reproduced"]
    if all(is_cut(row.one, row.two) for row in apart):
        return message("claims.readings_cut")
    if mirrored([row.one.printed for row in rows], [row.two.printed for row in rows]):
        return message("claims.readings_mirrored")
    gap, known = max((_gap(row.one, row.two), row.one.known and row.two.known) for row in apart)
    if gap < 1e-9:
        return message("claims.readings_apart")
    size = "up_to" if known and len(apart) > 1 else "by" if known else "at_least"
    return message(f"claims.readings_apart_{size}", gap=points(gap))


def _gap(one: Share, two: Share) -> float:
    if one.known and two.known:
        return abs(one.value - two.value)
    low, high = ((share.value,) * 2 if share.known else share.allowed for share in (one, two))
    return max(high[0] - low[1], low[0] - high[1], 0.0)


def _as_said(share: Share) -> Text:
    if share.in_words:
        return message("claims.quoted", text=share.said)
    return message("claims.percentage", figure=share.text)
