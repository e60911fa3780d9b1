"""Whether printed nets are the sums of their printed parts."""

from __future__ import annotations

from survey.claims.answers.verdict import Fidelity, Verdict
from survey.claims.evidence.evidence import Evidence
from survey.claims.judging.compared import headed
from survey.maths.published import Range
from survey.wording.message import message
from survey.wording.sentences import sentence
from survey.wording.worded import joined


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
        kind: Fidelity = "reproduced" if exact else "cannot_be_checked" if fits else "not_reproduced"
        added = joined((part.text for part in parts), " + ")
        net_text = one.in_percent(name, net.text)
        text = message(f"claims.net_{kind}", net=net_text, parts=added, n_text=one.n_text)
        found.append(
            Verdict(
                claim=f"{one.question}.net.{name}",
                title=message("claims.head_net", net=one.label(name)),
                fidelity=kind,
                sentence=sentence(headed(kind, text)),
                study=one.study,
                question=one.question,
                option=name,
                stated=net.text,
                found=added,
                assumptions=(one.n_text,),
                sources=one.sources,
            )
        )
    return found
