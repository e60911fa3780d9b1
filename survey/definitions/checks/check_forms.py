"""Whether what a claim states can be judged: figures that can be, an answer that they are of, waves and groups that can
be set against each other."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping

from survey.definitions.checks.checking import Check
from survey.definitions.records.claims import Claim, Says
from survey.definitions.records.read_yaml import Keys
from survey.definitions.records.values import Figure
from survey.phrases.read import nearest_phrase, read_phrase
from survey.phrases.spelling import plain
from survey.phrases.times import read_multiple


def check_forms(claim: Claim, at: Keys, check: Check) -> None:
    """All that is wrong with the forms of statement themselves, whatever was asked and found."""
    says = claim.says
    shares = (("share",), says.share), *((("shares", name), figure) for name, figure in (says.shares or {}).items())
    for path, figure in shares:
        if figure is not None:
            check.share((*at, "says", *path), figure)
    check.moe((*at, "says", "moe"), says.moe)
    check.within((*at, "says", "n"), says.n, 1, math.inf, "a number of respondents")
    for path, figure, low, high, what in _amounts(says):
        for value in () if figure is None else (figure.value, figure.low, figure.high):
            check.within((*at, "says", *path), value, low, high, what)
        if figure is not None:
            check.printed_range((*at, "says", *path), figure)
    _ends(says, at, check)
    _phrases(claim, at, check)
    _answers(claim, at, check)
    _against(claim, at, check)
    if claim.kind == "outcome" and says.share is None and says.shares is None and says.phrase is None:
        fix = "State the counted share, or leave 'kind' out."
        check.add((*at, "kind"), "a count is held against a poll as a share, and none is stated", fix)


def options_named(says: Says) -> Iterator[tuple[Keys, tuple[str, ...]]]:
    """Where options stand inside a statement of several parts."""
    if says.lead is not None:
        yield ("lead", "option"), (says.lead.option,)
    if says.rank is not None:
        yield ("rank", "option"), (says.rank.option,)
    if says.tie is not None:
        yield ("tie",), says.tie.options
    for form in ("difference", "ratio"):
        found = getattr(says, form)
        against = None if found is None else found.against
        if isinstance(against, (str, tuple)):
            yield (form, "against"), (against,) if isinstance(against, str) else against


def groups_against(says: Says) -> Iterator[tuple[Keys, Mapping[str, str]]]:
    """Groups that a statement sets the claim's own against."""
    for form in ("difference", "ratio"):
        found = getattr(says, form)
        if found is not None and isinstance(found.against, dict):
            yield ("says", form, "against"), found.against


def _amounts(says: Says) -> Iterator[tuple[Keys, Figure | None, float, float, str]]:
    difference, lead, ratio = says.difference, says.lead, says.ratio
    yield ("difference", "points"), difference.points if difference else None, -100, 100, "a difference in points"
    yield ("lead", "points"), lead.points if lead else None, 0, 100, "a lead in points"
    yield ("ratio", "times"), ratio.times if ratio else None, 0, math.inf, "a multiple"
    yield ("total",), says.total, -math.inf, math.inf, "a total"
    yield ("sum",), says.sum, 0, math.inf, "a sum of percentages"
    yield ("std_error",), says.std_error, 0, 50, "a standard error in points"
    yield ("deff",), says.deff, 0, math.inf, "a design effect"


def _ends(says: Says, at: Keys, check: Check) -> None:
    ends = says.interval
    if ends is None:
        return
    for name, value in (("low", ends.low), ("high", ends.high)):
        check.within((*at, "says", "interval", name), value, 0, 100, "an end of an interval in percent")
    check.printed_range((*at, "says", "interval"), ends)
    if ends.low is None or ends.high is None:
        check.add((*at, "says", "interval"), "has one end only", "Write both: [41, 47].")


def _phrases(claim: Claim, at: Keys, check: Check) -> None:
    """Words that are known, here or in the table of phrases: none is guessed."""
    given, says = [plain(words) for words in claim.phrases], claim.says
    if says.phrase is not None and plain(says.phrase) not in given and read_phrase(says.phrase) is None:
        _unknown(says.phrase, (*at, "says", "phrase"), "share", check)
    if says.ratio is not None and says.ratio.phrase is not None and read_multiple(says.ratio.phrase) is None:
        _unknown(says.ratio.phrase, (*at, "says", "ratio", "phrase"), "multiple", check)
    for words, figure in claim.phrases.items():
        check.share((*at, "phrases", words), figure)


def _unknown(phrase: str, path: Keys, what: str, check: Check) -> None:
    near = nearest_phrase(phrase)
    own = "Say what it stands for: 'phrases: {" + phrase + ": {low: 55, high: 65}}'."
    fix = f"Did you mean '{near}'? {own}" if near else own
    check.add(path, f"'{phrase}' names no {what} that is known", fix if what == "share" else "Write 'times: 2'.")


def _answers(claim: Claim, at: Keys, check: Check) -> None:
    """What is said of an answer names it, where the claim names the question of a poll."""
    without = [name for name, _, rule in claim.says.given if rule.answer]
    known = claim.question is not None and (claim.study is not None or claim.series is not None)
    if without and known and claim.option is None and not claim.options:
        said = f"does not say which answer it is of ({', '.join(without)})"
        check.add(at, said, "Write 'option:', or 'options:' for several added up.")
    if claim.option is not None and claim.options:
        check.add((*at, "options"), "stands beside 'option'", "Write one of them.")
    if claim.says.tie is not None and len(claim.says.tie.options) < 2:
        check.add((*at, "says", "tie"), "names one option only", "Name those that are level.")


def _against(claim: Claim, at: Keys, check: Check) -> None:
    """A group is set against one of the same questions; a multiple against something, in figures or in words."""
    for path, against in groups_against(claim.says):
        own = claim.domain or {}
        if set(own) != set(against) or own == against:
            said = "must be another group of the same questions as the claim's 'domain'"
            check.add((*at, *path), said, "Write 'domain: {sex: woman}' and 'against: {sex: man}'.")
    ratio = claim.says.ratio
    if ratio is None:
        return
    if (ratio.times is None) == (ratio.phrase is None):
        check.add((*at, "says", "ratio"), "needs 'times' or 'phrase'", "Write 2, or the words ('twice as many').")
    over_time = ratio.start is not None and ratio.end is not None
    one_wave = ratio.start is None and ratio.end is None
    if not (over_time if ratio.against is None else one_wave):
        fix = "Write 'against: OPTION', or 'start' and 'end' for two waves."
        check.add((*at, "says", "ratio"), "needs something that it is a multiple of", fix)
