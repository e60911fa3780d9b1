"""Claims of the number of respondents and of the margin of error."""

from __future__ import annotations

import math

from survey.claims.printing import figure_text, number
from survey.claims.published_evidence import size_of
from survey.claims.verdict import Verdict
from survey.definitions.claims import Claim
from survey.definitions.study import Study
from survey.definitions.values import LOWER_BOUNDS, UPPER_BOUNDS
from survey.maths.published import largest_moe, normal_quantile, printed_decimals

def check_n(claim: Claim, study: Study, in_data: int | None = None) -> Verdict:
    """A stated number of respondents against the data, the published size, and other sources' sizes."""
    stated = claim.says.n
    assert stated is not None
    if in_data is not None:
        same = in_data == stated
        sentence = f"n = {stated} stated, {in_data} respondents in the data."
        return Verdict(claim.id, "reproduced" if same else "not_reproduced", sentence, stated=str(stated), found=str(in_data))
    size = study.sample.size
    if size is None:
        sentence = f"The size of {study.study} is not published, so n = {stated} cannot be checked."
        return Verdict(claim.id, "cannot_check", sentence, stated=str(stated))
    others = [reading for reading in study.sample.readings if reading.size is not None]
    found = figure_text(size)
    low = size.value if size.value is not None else size.low
    if size.qualifier == "exact" and size.value is not None:
        verdict = "reproduced" if size.value == stated else "not_reproduced"
    elif size.qualifier in LOWER_BOUNDS:
        verdict = "consistent" if low is not None and stated >= low else "not_reproduced"
    elif size.qualifier in UPPER_BOUNDS:
        verdict = "consistent" if low is not None and stated <= low else "not_reproduced"
    else:
        verdict = "consistent" if low and abs(stated - low) <= 0.05 * low else "not_reproduced"
    sentence = f"n = {stated} stated, {found} published for {study.study}"
    for reading in others:
        assert reading.size is not None
        sentence += f"; {reading.source} gives {figure_text(reading.size)}"
        if verdict == "not_reproduced" and reading.size.value == stated:
            verdict = "consistent"
    return Verdict(
        claim.id,
        verdict,  # type: ignore[arg-type]
        sentence + ".",
        stated=str(stated),
        found=found,
        sources=study.sources,
    )


def check_moe(claim: Claim, study: Study, level: float = 0.95) -> Verdict:
    """A stated margin of error against that of a simple random sample of the published size."""
    assert claim.says.moe is not None
    n, n_text = size_of(study.sample.size)
    kind, sentence, figures = moe_clause(claim.says.moe, n, n_text, level)
    return Verdict(
        claim.id,
        kind,  # type: ignore[arg-type]
        sentence,
        stated=f"±{claim.says.moe:g}",
        found=f"±{100 * figures['moe']:.1f}" if "moe" in figures else "",
        assumptions=(n_text, "a share of 50%, design effect 1") if n > 0 else (n_text,),
        sources=study.sources,
        figures=figures,
    )


def moe_clause(moe: float, n: float, n_text: str, level: float = 0.95) -> tuple[str, str, dict[str, float]]:
    """Verdict, sentence and figures on a printed margin of error ``moe`` (points).

    ``z · 0.5 / sqrt(n)`` (0.98 / sqrt(n) at 95 %) is the largest margin of a simple random sample. A larger printed one
    implies the design effect ``(printed / simple)²`` or a cautious rounding: consistent. A smaller one is not possible
    without a design more efficient than simple random sampling: not reproduced.
    """
    if not n > 0:
        needed = (50 * normal_quantile(level) / moe) ** 2
        text = f"A margin of ±{moe:g} points would go with about {needed:.0f} respondents (design effect 1), but {n_text}."
        return "cannot_check", text, {}
    simple = largest_moe(n, level=level)
    decimals = max(printed_decimals(moe), 0)
    figures = {"moe": simple, "stated": moe / 100, "n": n}
    head = f"±{moe:g} points printed; {n_text} gives ±{100 * simple:.2f} for a share of 50% with a design effect of 1"
    if abs(round(100 * simple, decimals) - moe) < 1e-9:
        return "reproduced", f"{head}: equal under the printed rounding.", figures
    implied = (moe / 100 / simple) ** 2
    figures["deff_implied"] = implied
    if implied > 1:
        return "consistent", f"{head}: the printed margin implies a design effect of {number(implied)}.", figures
    low = math.sqrt(implied)
    text = f"{head}: the printed margin is only {low:.2f} of it, too small for this number of respondents."
    return "not_reproduced", text, figures
