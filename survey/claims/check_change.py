"""Claims of a change between waves: against the two waves named, or against every pair of dated waves of the series."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations
from typing import Any, Literal

from survey.claims.evidence import Evidence, Share
from survey.claims.printing import listed, percent, span
from survey.claims.published_evidence import is_words
from survey.claims.verdict import Verdict, VerdictKind
from survey.definitions.claims import Claim
from survey.definitions.library import Library
from survey.definitions.study import Study
from survey.definitions.when import middle_of, when
from survey.maths.published import Range, change_std_error, normal_quantile, printed_decimals

Fit = Literal["yes", "within error", "undecided", "no"]
MODES = {"face_to_face": "face-to-face", "phone": "phone", "online": "online", "mail": "mail", "mixed": "mixed modes",
         "messenger": "messenger", "unknown": "mode not stated"}  # fmt: skip


@dataclass(frozen=True)
class Wave:
    """One dated wave with a figure for the option: its share, and what other sources print."""

    study: Study
    date: date
    name: str
    evidence: tuple[Evidence, ...]
    options: tuple[str, ...]
    joined: bool  # the figure is of a net, where other waves have an option

    def share(self, place: int = 0) -> Share:
        """The share by the study's own figures, or by another reading."""
        found = self.evidence[place].share(self.options)
        assert found is not None
        return found

    def std_error(self, place: int = 0) -> float:
        """Its standard error; NaN where n is not known."""
        return self.evidence[place].std_error(self.options)


def check_change(
    claim: Claim, library: Library, evidence_of: Callable[[Study], tuple[Evidence, ...]], *, level: float = 0.95
) -> Verdict:
    """A stated rise or fall in points.

    A pair *fits* when the change between its figures, under their rounding, lies in the stated range (itself widened by
    half a unit of its last digit); is *within error* when only the confidence interval of the change reaches the range;
    is *undecided* when a figure is a limit that allows both; else it does not fit. The standard error is that of two
    independent samples, design effect 1 where none is known. With two waves named, fitting is *reproduced*; without,
    it is *consistent*, and the details list every pair.
    """
    says = claim.says.change
    assert says is not None and claim.question is not None
    stated = _stated(claim)
    options = claim.options or ((claim.option,) if claim.option else ())
    if not options:
        return Verdict(claim.id, "cannot_check", "The claim does not say which option changed.", stated=stated)
    named = [name for name in (says.start, says.end) if name is not None]
    series = claim.series or (library.study(claim.study).series if claim.study else None)
    if len(named) < 2 and series is None:
        text = "Neither two waves nor a series is named, so there is nothing to compare."
        return Verdict(claim.id, "cannot_check", text, stated=stated)
    studies = [library.study(name) for name in named] if len(named) == 2 else list(library.series(series or ""))
    waves, left = _waves(studies, claim.question, options, evidence_of)
    line = waves
    if len(named) == 2 and series is None and studies and studies[0].series == studies[1].series and studies[0].series:
        line = _waves(library.series(studies[0].series), claim.question, options, evidence_of)[0]
    pairs = [
        (one, two)
        for one, two in combinations(waves, 2)
        if says.start in (None, one.study.study) and says.end in (None, two.study.study)
    ]
    if not pairs:
        text = f"No two dated waves have a figure for {' + '.join(options)}" + (f" (left out: {listed(left)})" if left else "")
        return Verdict(claim.id, "cannot_check", f"{text}.", stated=stated)
    wanted = _range(claim)
    rows = [_row(one, two, line, wanted, says.direction, level) for one, two in pairs]
    if len(named) == 2:
        return _one_pair(claim, rows[0], pairs[0], stated)
    return _all_pairs(claim, rows, pairs, waves, left, stated, level)


def _stated(claim: Claim) -> str:
    says = claim.says.change
    assert says is not None
    low, high = says.points
    points = f"{low:g}" if low == high else f"{low:g}-{high:g}"
    return f"{'fall' if says.direction == 'down' else 'rise'} of {points} points"


def _range(claim: Claim) -> Range:
    says = claim.says.change
    assert says is not None
    decimals = claim.decimals if claim.decimals is not None else max(printed_decimals(value) for value in says.points)
    half = 0.5 * 10.0**-decimals / 100
    return Range(min(says.points) / 100 - half, max(says.points) / 100 + half)


def _waves(
    studies: Sequence[Study], question: str, options: tuple[str, ...], evidence_of: Callable[[Study], tuple[Evidence, ...]]
) -> tuple[list[Wave], list[str]]:
    found, left = [], []
    for study in studies:
        if question not in study.questions:
            continue
        day = middle_of(study.fieldwork)
        evidence = tuple(one for one in evidence_of(study) if one.share(options) is not None)
        if day is None or not evidence:
            left.append(f"{study.study} ({'no date' if day is None else 'no figure'})")
            continue
        name = when(study.fieldwork)
        joined = any(option in evidence[0].nets for option in options)
        found.append(Wave(study, day, name, evidence, options, joined))
    return sorted(found, key=lambda wave: (wave.date, wave.study.study)), left


def _row(one: Wave, two: Wave, line: Sequence[Wave], wanted: Range, direction: str, level: float) -> dict[str, Any]:
    """One pair: the change with its sign, its interval, whether it fits, and what else changed in between."""
    sign = -1.0 if direction == "down" else 1.0
    start, end = one.share(), two.share()
    fit, interval, error = _fit(one, 0, two, 0, wanted, sign, level)
    row: dict[str, Any] = {
        "start": one.study.study,
        "end": two.study.study,
        "start_figure": start.text,
        "end_figure": end.text,
        "estimate": end.value - start.value,
        "std_error": error,
        "conf_low": math.nan if interval is None else interval.low,
        "conf_high": math.nan if interval is None else interval.high,
        "at_least": max(end.allowed.low - start.allowed.high, -1.0),
        "at_most": min(end.allowed.high - start.allowed.low, 1.0),
        "fits": fit,
        "breaks": "; ".join(_breaks(one, two, line)),
        "note": "",
    }
    other = [
        f"{wave.evidence[place].origin} gives {wave.share(place).text} for {wave.name}, by which it {_fit_words(result)}"
        for wave, place, result in _other_readings(one, two, wanted, sign, level)
        if result != fit
    ]
    row["note"] = "; ".join(other)
    return row


def _other_readings(
    one: Wave, two: Wave, wanted: Range, sign: float, level: float
) -> list[tuple[Wave, int, Fit]]:
    found: list[tuple[Wave, int, Fit]] = []
    for place in range(1, len(one.evidence)):
        if not is_words(one.share(place)):
            found.append((one, place, _fit(one, place, two, 0, wanted, sign, level)[0]))
    for place in range(1, len(two.evidence)):
        if not is_words(two.share(place)):
            found.append((two, place, _fit(one, 0, two, place, wanted, sign, level)[0]))
    return found


def _fit(
    one: Wave, at: int, two: Wave, then: int, wanted: Range, sign: float, level: float
) -> tuple[Fit, Range | None, float]:
    start, end = one.share(at), two.share(then)
    steps = sorted((sign * (end.allowed.low - start.allowed.high), sign * (end.allowed.high - start.allowed.low)))
    possible = Range(*steps)
    interval, error = None, math.nan
    if start.known and end.known:
        change = end.value - start.value
        error = math.hypot(one.std_error(at), two.std_error(then))
        if not math.isnan(error):
            half = normal_quantile(level) * error
            interval = Range(change - half, change + half)
        if wanted.holds(sign * change):
            return "yes", interval, error
        if interval is not None and wanted.meets(Range(*sorted((sign * interval.low, sign * interval.high)))):
            return "within error", interval, error
        if not (start.exact and end.exact) and wanted.meets(possible):
            return "undecided", interval, error
        return "no", interval, error
    if wanted.low <= possible.low and possible.high <= wanted.high:
        return "yes", interval, error
    return ("undecided" if wanted.meets(possible, slack=-1e-9) else "no"), interval, error


def _fit_words(fit: Fit) -> str:
    return {
        "yes": "fits",
        "no": "does not fit",
        "within error": "fits within sampling error only",
        "undecided": "cannot be decided",
    }[fit]


def _breaks(one: Wave, two: Wave, line: Sequence[Wave]) -> list[str]:
    """What else differs between the two waves: the mode (by the known modes from one to the other), the options."""
    between = [wave for wave in line if one.date <= wave.date <= two.date]
    known = [wave.study.mode for wave in between if wave.study.mode != "unknown"]
    modes = list(dict.fromkeys(known))
    found = []
    if len(modes) > 1:
        found.append("mode: " + " → ".join(MODES[mode] for mode in modes))
    elif "unknown" in (one.study.mode, two.study.mode):
        found.append("mode not stated for both waves")
    if one.joined != two.joined:
        found.append("options: several joined in one of the two")
    return found


def _one_pair(claim: Claim, row: dict[str, Any], pair: tuple[Wave, Wave], stated: str) -> Verdict:
    one, two = pair
    verdict: VerdictKind = {
        "yes": "reproduced", "within error": "consistent", "undecided": "consistent", "no": "not_reproduced",
    }[row["fits"]]  # type: ignore[assignment]  # fmt: skip
    start, end = row["start_figure"], row["end_figure"]
    text = f"A {stated} stated; {one.evidence[0].label(one.options)} went from {start} ({one.name}) to {end} ({two.name})"
    if not math.isnan(row["estimate"]):
        text += f", {percent(row['estimate'])} points"
    else:
        text += f", between {percent(row['at_least'])} and {percent(row['at_most'])} points"
    if not math.isnan(row["std_error"]):
        text += f" with a standard error of {percent(row['std_error'])}, interval {span(row['conf_low'], row['conf_high'])}"
    text += f": it {_fit_words(row['fits'])}"
    for extra in (row["breaks"], row["note"]):
        text += f"; {extra}" if extra else ""
    keys = ("estimate", "std_error", "conf_low", "conf_high")
    return Verdict(
        claim.id,
        verdict,
        text + ".",
        stated=stated,
        found=f"{start} → {end}",
        assumptions=_assumptions(pair),
        details=(row,),
        sources=tuple(dict.fromkeys((*one.evidence[0].sources, *two.evidence[0].sources))),
        figures={key: row[key] for key in keys if not math.isnan(row[key])},
    )


def _all_pairs(
    claim: Claim,
    rows: list[dict[str, Any]],
    pairs: list[tuple[Wave, Wave]],
    waves: list[Wave],
    left: list[str],
    stated: str,
    level: float,
) -> Verdict:
    by_fit = {fit: [at for at, row in enumerate(rows) if row["fits"] == fit] for fit in ("yes", "within error", "undecided", "no")}
    label = waves[0].evidence[0].label(waves[0].options)
    names = {at: f"{pairs[at][0].name} → {pairs[at][1].name} ({_step(rows[at])})" for at in range(len(rows))}
    verdict: VerdictKind = (
        "consistent" if by_fit["yes"] or by_fit["within error"] else "cannot_check" if by_fit["undecided"] else "not_reproduced"
    )
    text = f"No waves are named: of the {len(rows)} pairs of {len(waves)} dated waves with a figure for {label}, a {stated} "
    text += f"fits {len(by_fit['yes'])}" + (f" ({'; '.join(names[at] for at in by_fit['yes'])})" if by_fit["yes"] else "")
    if by_fit["within error"]:
        text += f", fits {len(by_fit['within error'])} within sampling error only"
        text += f" ({'; '.join(names[at] for at in by_fit['within error'])})"
    if by_fit["undecided"]:
        text += f", cannot be decided for {len(by_fit['undecided'])} where a figure is a limit or 'about'"
        if len(by_fit["undecided"]) <= 3:
            text += f" ({'; '.join(names[at] for at in by_fit['undecided'])})"
    text += f", and does not fit {len(by_fit['no'])}"
    last = [at for at in by_fit["no"] if pairs[at][1] is waves[-1]]
    if last:
        text += f" (to the last wave: {'; '.join(names[at] for at in last)})"
    crossed = [at for at in by_fit["yes"] if "→" in rows[at]["breaks"]]
    unstated = [at for at in by_fit["yes"] if "mode not stated" in rows[at]["breaks"]]
    if crossed or unstated:
        text += f"; of the fitting pairs {len(crossed)} cross a change of mode and for {len(unstated)} a mode is not stated"
    if left:
        text += f"; without date or figure: {', '.join(left)}"
    return Verdict(
        claim.id,
        verdict,
        text + ".",
        stated=stated,
        found=f"fits {len(by_fit['yes'])} of {len(rows)} pairs",
        assumptions=_pair_assumptions(waves, level),
        details=tuple(rows),
        sources=tuple(dict.fromkeys(source for wave in waves for source in wave.evidence[0].sources)),
        figures={"pairs": float(len(rows)), "fit": float(len(by_fit["yes"])), "do_not_fit": float(len(by_fit["no"]))},
    )


def _step(row: dict[str, Any]) -> str:
    if not math.isnan(row["estimate"]):
        return _signed(row["estimate"])
    low, high = row["at_least"], row["at_most"]
    if high - low < 0.1:
        return f"{_signed(low)} to {_signed(high)}"
    # a limit of one of the two figures: an inequality
    start_is_low = row["start_figure"].split(" ")[0] in ("more", "at", "slightly")
    return f"at most {_signed(high)}" if start_is_low else f"at least {_signed(low)}"


def _signed(share: float) -> str:
    text = percent(share)
    return f"+{text}" if share > 0 else text.replace("-", "−")


def _assumptions(pair: tuple[Wave, Wave]) -> tuple[str, ...]:
    parts = [f"{wave.name}: {wave.evidence[0].n_text}" for wave in pair]
    return (*parts, "independent samples, design effect 1 where the design is not known")


def _pair_assumptions(waves: Sequence[Wave], level: float) -> tuple[str, ...]:
    known = [wave.evidence[0].n for wave in waves if wave.evidence[0].n > 0]
    unknown = [wave.name for wave in waves if not wave.evidence[0].n > 0]
    found = ["independent samples, design effect 1 (none is published)"]
    found.append("the stated points and the figures are taken with the rounding of their last digit")
    if unknown and known:
        n = min(known)
        half = normal_quantile(level) * change_std_error(0.5, n, 0.5, n)
        found.append(
            f"n is not published for {', '.join(unknown)}: no interval for their pairs; "
            f"with n = {n:.0f} in both waves it would be about ±{percent(half)} points"
        )
    return tuple(found)
