"""Whether printed nets are the sums of their printed parts."""

from __future__ import annotations

from survey.claims.answers.verdict import Verdict
from survey.claims.evidence.evidence import Evidence
from survey.maths.published import Range


def check_nets(one: Evidence) -> list[Verdict]:
    """A printed net against the sum of its printed parts, under the rounding of all of them."""
    found = []
    for name, options in one.nets.items():
        net = one.shares.get(name)
        parts = [one.shares[option] for option in options if option in one.shares]
        if net is None or net.status != "published" or len(parts) < len(options):
            continue
        total = Range(sum(part.allowed.low for part in parts), sum(part.allowed.high for part in parts))
        fits = net.allowed.meets(total)
        exact = fits and net.known and all(part.known and part.exact for part in parts)
        how = "equal within rounding" if exact else "possible" if fits else "not their sum, even with rounding"
        text = " + ".join(part.text for part in parts)
        head = "" if fits else "Not reproduced: "
        found.append(
            Verdict(
                claim=f"{one.question}.net.{name}",
                fidelity="reproduced" if exact else "cannot_be_checked" if fits else "not_reproduced",
                sentence=f"{head}{one.label(name)} {net.text}% against its parts {text}: {how} ({one.n_text}).",
                study=one.study,
                question=one.question,
                option=name,
                stated=net.text,
                found=text,
                assumptions=(one.n_text,),
                sources=one.sources,
            )
        )
    return found
