"""Whether published shares of one question make 100, and whether nets are the sums of their parts."""

from __future__ import annotations

from survey.claims.evidence import Evidence, Share, limit
from survey.claims.printing import listed, percent
from survey.claims.verdict import Verdict, VerdictKind
from survey.maths.published import Range


def check_sum(one: Evidence) -> list[Verdict]:
    """The shares of the options against 100 percent. Nets do not count; derived and inferred figures are no test.

    * every option printed as a number: *reproduced* when 100 lies within the sum of the half-units of the last digits,
      else *not reproduced*;
    * some printed as limits: *consistent* when what they leave open can make 100 (the sentence says what they must be);
    * some not printed: more than 100 is *not reproduced*; less *cannot be checked*, and the points left are named;
    * several answers a respondent: shares need not make 100, *cannot check*; nothing is said of a single figure.
    """
    printed = {key: one.shares[key] for key in one.options if key in one.shares}
    counted = {key: share for key, share in printed.items() if share.status == "published"}
    if len(printed) < 2:
        return []
    text = " + ".join(share.text for share in printed.values())
    total = sum(share.value if share.known else limit(share) for share in printed.values())
    possible = Range(sum(share.allowed.low for share in printed.values()), sum(share.allowed.high for share in printed.values()))
    kind, sentence = _judge(one, printed, counted, total, possible, text)
    details = tuple({"option": key, "figure": share.text, "status": share.status} for key, share in printed.items())
    return [
        Verdict(
            claim=f"{one.question}.sum",
            verdict=kind,
            sentence=sentence,
            study=one.study,
            question=one.question,
            stated="100",
            found=percent(total),
            assumptions=("one answer a respondent",) if one.single else (),
            details=details,
            sources=one.sources,
            figures={"total": total, "lowest": possible.low, "highest": possible.high},
        )
    ]


def _judge(
    one: Evidence, printed: dict[str, Share], counted: dict[str, Share], total: float, possible: Range, text: str
) -> tuple[VerdictKind, str]:
    left = 1 - total
    if one.single is False:
        return "cannot_check", f"{text} = {percent(total)}: several answers were possible, so the shares need not make 100."
    over = possible.low > 1 + 1e-9
    if over and one.single is None:
        return "cannot_check", f"{text} = {percent(total)}: more than 100, so several answers must have been possible."
    if over:
        beyond = f"{percent(total)}, {percent(-left)} points more than 100"
        half = percent(total - possible.low)
        tail = f"rounding explains at most {half}" if all(share.known for share in printed.values()) else "even at the limits"
        return "not_reproduced", f"The published shares do not make 100: {text} = {beyond}; {tail}."
    unknown = " (and whether several answers were possible is not known)" if one.single is None else ""
    if one.unprinted:
        names = listed([one.label(option) for option in one.unprinted])
        bounds = "about " if all(share.known for share in printed.values()) else "at most about "
        return "cannot_check", (
            f"{text} = {percent(total)}: {bounds}{percent(left)} points are not accounted for, as no figure is printed for "
            f"{names}; the shares do not exceed 100, but that they make it cannot be checked{unknown}."
        )
    if len(counted) < len(printed):
        names = listed([one.label(key) for key, share in printed.items() if share.status != "published"])
        return "cannot_check", f"{text} = {percent(total)}, but {names} was worked out from the others, so the sum is no test."
    limits = [key for key, share in printed.items() if not share.known]
    if limits:
        if possible.high < 1 - 1e-9:
            return "not_reproduced", f"The published shares do not make 100: {text} is less even at the limits."
        if len(limits) == 1:
            rest = 1 - sum(share.value for share in printed.values() if share.known)
            must = f", if {one.label(limits[0])} ({printed[limits[0]].text}) is {percent(rest)}"
        else:
            must = f", within what {listed([one.label(key) for key in limits])} leave open"
        return "consistent", f"{text} can make 100{must}{unknown}."
    if possible.holds(1.0):
        exact = all(share.exact for share in printed.values())
        if not exact:
            return "consistent", f"{text} = {percent(total)}, which makes 100 within what 'about' leaves open{unknown}."
        rounded = "" if abs(left) < 1e-9 else " within rounding"
        return "reproduced", f"The published shares make 100{rounded}: {text} = {percent(total)}{unknown}."
    half = percent(possible.high - total)
    return "not_reproduced", (
        f"The published shares do not make 100: {text} = {percent(total)}, {percent(left)} points less; rounding explains at "
        f"most {half}{unknown}."
    )


def check_nets(one: Evidence) -> list[Verdict]:
    """A printed net against the sum of its printed parts, under the rounding of all of them."""
    found = []
    for name, options in one.nets.items():
        net = one.shares.get(name)
        parts = [one.shares.get(option) for option in options]
        if net is None or net.status != "published" or any(part is None for part in parts):
            continue
        known = [part for part in parts if part is not None]
        total = Range(sum(part.allowed.low for part in known), sum(part.allowed.high for part in known))
        text = " + ".join(part.text for part in known)
        fits = net.allowed.meets(total)
        exact = fits and net.known and all(part.known and part.exact for part in known)
        found.append(
            Verdict(
                claim=f"{one.question}.net.{name}",
                verdict="reproduced" if exact else "consistent" if fits else "not_reproduced",
                sentence=f"{one.label(name)} {net.text} against its parts {text}: "
                + ("equal within rounding." if exact else "possible." if fits else "not their sum, even with rounding."),
                study=one.study,
                question=one.question,
                option=name,
                stated=net.text,
                found=text,
                sources=one.sources,
            )
        )
    return found
