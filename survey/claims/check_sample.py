"""The number of respondents and the margin of error, as claimed or as a study's own sources print them."""

from __future__ import annotations

from typing import Any

from survey.claims.printing import figure_text, listed, number, percent, sentence
from survey.claims.published_evidence import source_name
from survey.claims.sample_size import kind_of_sample, size_of, study_sources
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim
from survey.definitions.library import Library
from survey.definitions.study import Study
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS, Figure
from survey.definitions.when import when
from survey.maths.published import largest_moe, normal_quantile, printed_decimals


def check_n(claim: Claim, study: Study, library: Library, in_data: int | None = None) -> Verdict:
    """A stated number of respondents against the data, the published size, and other sources' sizes."""
    stated, size = claim.says.n, study.sample.size
    assert stated is not None
    if in_data is not None:
        kind: VerdictKind = "reproduced" if in_data == stated else "not_reproduced"
        text = f"n = {stated} is stated, and the data have {in_data} respondents."
        return Verdict(claim.id, kind, text, stated=str(stated), found=str(in_data), sources=study_sources(study))
    if size is None:
        text = f"The number of respondents of {study.study} is not published, so n = {stated} cannot be checked."
        return Verdict(claim.id, "cannot_check", text, stated=str(stated))
    kind, text = _fits(stated, size), f"n = {stated} is stated, {figure_text(size)} published for {study.study}"
    for reading in study.sample.readings:
        if reading.size is not None:
            text += f"; {source_name(reading.source, library)} also gives {figure_text(reading.size)}"
            if kind == "not_reproduced" and _fits(stated, reading.size) != "not_reproduced":
                kind = "consistent"
    own, readings = study_sources(study), (reading.source for reading in study.sample.readings)
    sources = tuple(dict.fromkeys((*own, *readings)))
    return Verdict(claim.id, kind, sentence(text), stated=str(stated), found=figure_text(size), sources=sources)


def _fits(stated: int, size: Figure) -> VerdictKind:
    """Equal to an exact size; on the right side of a limit; within 5 percent of "about"; inside a printed range."""
    if size.value is None:
        inside = (size.low or 0) <= stated <= (size.high if size.high is not None else stated)
    elif size.qualifier == "exact":
        return "reproduced" if size.value == stated else "not_reproduced"
    elif size.qualifier in LOWER_BOUNDS:
        inside = stated >= size.value
    elif size.qualifier in UPPER_BOUNDS:
        inside = stated <= size.value
    else:
        inside = abs(stated - size.value) <= 0.05 * size.value
    return "consistent" if inside else "not_reproduced"


def check_moe(claim: str, moe: float, study: Study, level: float = 0.95) -> Verdict:
    """A printed margin of error (points) against the largest of a simple random sample of the published size.

    That is ``z · 0.5 / √n`` (0.98/√n at 95 %). Equal under the printed digits: *reproduced*. Larger: *consistent*,
    with the design effect ``(printed / simple)²`` that it implies. Smaller: *not reproduced*, as weighting and
    clusters add to it. A coarsely printed margin (±3) leaves room for a design effect, which is named.
    """
    n, n_text = size_of(study.sample.size)
    common: dict[str, Any] = {"study": study.study, "stated": f"±{moe:g}", "sources": study_sources(study)}
    if not n > 0:
        needed = (50 * normal_quantile(level) / moe) ** 2 if moe > 0 else float("nan")
        text = f"±{moe:g} points would go with about {number(needed)} respondents (design effect 1), but {n_text}."
        return Verdict(claim, "cannot_check", text, assumptions=(n_text,), **common)
    simple = largest_moe(n, level=level)
    implied = (moe / 100 / simple) ** 2
    figures = {"moe": simple, "stated_moe": moe / 100, "n": n, "deff_implied": implied}
    text = f"±{moe:g} points are printed; {n_text} gives ±{100 * simple:.2f} for a share of 50% at {percent(level)}%, "
    text += "design effect 1"
    kind: VerdictKind
    if abs(round(100 * simple, printed_decimals(moe)) - moe) < 1e-9:
        most = ((moe + 0.5 * 10.0 ** -printed_decimals(moe)) / 100 / simple) ** 2
        kind, text = "reproduced", f"{text}: equal under the printed rounding, "
        if most < 1.15:
            text += "so the cost of weighting is not counted in it"
        else:
            text += f"which leaves room for a design effect of up to {number(most)}"
    elif implied > 1:
        kind, text = "consistent", f"{text}: the larger printed margin implies a design effect of {number(implied)}"
    else:
        kind, text = "not_reproduced", f"{text}: the printed margin is too small for this number of respondents"
    assumed = (n_text, "a share of 50%, design effect 1", kind_of_sample(study))
    return Verdict(
        claim,
        kind,
        sentence(text),
        found=f"±{100 * simple:.2f}",
        assumptions=tuple(item for item in assumed if item),
        figures=figures,
        **common,
    )


def check_sample(study: Study, library: Library, level: float = 0.95) -> list[Verdict]:
    """What the sources of a study print of its sample: the margin of error against n, sources' n and dates."""
    found = [check_moe("moe", study.moe, study, level)] if study.moe is not None else []
    readings = study.sample.readings
    sizes = [(reading.source, figure_text(reading.size)) for reading in readings if reading.size is not None]
    dates = [(reading.source, reading.fieldwork) for reading in readings if reading.fieldwork is not None]
    if sizes and study.sample.size is not None:
        found.append(_sources("n", "n = ", figure_text(study.sample.size), sizes, study, library))
    if dates:
        found.append(_sources("fieldwork", "fieldwork on ", when(study.fieldwork), dates, study, library))
    return found


def _sources(claim: str, head: str, own: str, others: list[tuple[str, str]], study: Study, library: Library) -> Verdict:
    agree = all(text == own for _, text in others)
    texts = listed(f"{text} by {source_name(source, library)}" for source, text in others)
    n_text = "" if claim == "n" else f" ({size_of(study.sample.size)[1]})"
    text = sentence(f"{head}{own} is used here, {texts}: {'they agree' if agree else 'they disagree'}{n_text}")
    about = {source for source, _ in others}
    notes = [reading.note for reading in study.sample.readings if reading.note and reading.source in about]
    return Verdict(
        claim=claim,
        verdict="reproduced" if agree else "not_reproduced",
        sentence=" ".join((text, *(sentence(f"noted with it: {note.strip()}") for note in notes))),
        study=study.study,
        stated=own,
        found=", ".join(text for _, text in others),
        details=tuple({"source": source, claim: text} for source, text in others),
        sources=tuple(dict.fromkeys((*study_sources(study), *(source for source, _ in others)))),
    )
