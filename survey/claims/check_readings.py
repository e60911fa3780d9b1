"""Whether the sources that print a question's figures agree."""

from __future__ import annotations

from collections.abc import Sequence

from survey.claims.evidence import Evidence, Share
from survey.claims.printing import percent
from survey.claims.published_evidence import is_words
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.study import Study


def check_readings(study: Study, name: str, evidence: Sequence[Evidence]) -> list[Verdict]:
    """Each reading against the study's own figures, or, where none was chosen, against the first reading.

    Equal figures are *reproduced*; figures that differ by printed digits only (rounded or cut: 61 for 61.8), limits and
    words that can be the same are *consistent*; others contradict each other. Two figures that change places are named.
    """
    if len(evidence) < 2:
        return []
    first, found = evidence[0], []
    for other in evidence[1:]:
        shared = [option for option in other.shares if first.share(option) is not None]
        if not shared:
            continue
        rows = []
        for option in shared:
            one, two = first.share(option), other.shares[option]
            assert one is not None
            rows.append((option, one, two, _agree(one, two)))
        kind = next(
            kind for kind in ("not_reproduced", "consistent", "reproduced") if any(row[3] == kind for row in rows)
        )
        found.append(_verdict(study, name, first, other, rows, kind))
    return found


def _verdict(
    study: Study,
    name: str,
    first: Evidence,
    other: Evidence,
    rows: list[tuple[str, Share, Share, VerdictKind]],
    kind: str,
) -> Verdict:
    left = study.study if first.origin == "published" else first.origin
    pairs = "; ".join(f"{first.label(option)} {one.text} and {two.text}" for option, one, two, _ in rows)
    tail = {"reproduced": "equal", "consistent": "the same within printed digits, limits and words"}.get(kind, "they disagree")
    if kind == "not_reproduced" and _mirrored(rows):
        tail = "mirror images, the same figures have changed places, so one of the two is misprinted"
    elif kind == "not_reproduced":
        gaps = [abs(one.value - two.value) for _, one, two, agree in rows if agree == kind and one.known and two.known]
        if gaps:
            tail += f" by up to {percent(max(gaps))} points, which in one and the same sample is no sampling error"
    return Verdict(
        claim=f"{name}.readings.{other.origin}",
        verdict=kind,  # type: ignore[arg-type]
        sentence=f"As {left} and {other.origin} give them: {pairs}: {tail}.",
        study=study.study,
        question=name,
        stated=", ".join(one.text for _, one, _, _ in rows),
        found=", ".join(two.text for _, _, two, _ in rows),
        details=tuple(
            {"option": option, "figure": one.text, other.origin: two.text, "verdict": agree} for option, one, two, agree in rows
        ),
        sources=tuple(dict.fromkeys((*first.sources, *other.sources))),
    )


def _agree(one: Share, two: Share) -> VerdictKind:
    if one.known and two.known and abs(one.value - two.value) < 1e-9 and one.exact == two.exact:
        return "reproduced"
    if one.known and two.known and one.exact and two.exact and one.decimals != two.decimals:
        coarse, fine = (one, two) if one.decimals < two.decimals else (two, one)
        unit = 10.0**-coarse.decimals / 100
        cut = coarse.value - 1e-9 <= fine.value < coarse.value + unit
        return "consistent" if cut or coarse.allowed.holds(fine.value) else "not_reproduced"
    if is_words(two):  # words stand for more than their figure
        from survey.claims.phrases import read_phrase

        phrase = read_phrase(two.said)
        if phrase is not None and one.known:
            return "consistent" if phrase.holds(one.value) else "not_reproduced"
    if not (one.known and two.known and one.exact and two.exact):
        return "consistent" if one.allowed.meets(two.allowed) else "not_reproduced"
    return "not_reproduced"


def _mirrored(rows: list[tuple[str, Share, Share, VerdictKind]]) -> bool:
    ones, twos = [row[1].text for row in rows], [row[2].text for row in rows]
    return len(rows) > 1 and ones != twos and sorted(ones) == sorted(twos)
