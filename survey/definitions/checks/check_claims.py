"""Whether the studies, questions and options that claims speak of exist."""

from __future__ import annotations

from survey.definitions.checks.check_forms import check_forms, groups_against, options_named
from survey.definitions.checks.checking import Check, asked_in
from survey.definitions.records.claims import ANSWERED, Claim, Claims
from survey.definitions.records.question import Question
from survey.definitions.records.read_yaml import Keys
from survey.definitions.records.study import Study
from survey.definitions.records.values import Figure
from survey.definitions.records.when import middle_of
from survey.words import nearest


def check_claims(claims: Claims, check: Check) -> None:
    """Each claim states what can be judged, of studies, questions and options that exist; ids are not repeated."""
    check.sources(("sources",), claims.sources)
    seen: dict[str, int] = {}
    for i, claim in enumerate(claims.claims):
        at = ("claims", str(i))
        if claim.id in seen:
            line = check.document.line(("claims", str(seen[claim.id]), "id"))
            check.add((*at, "id"), f"another claim is called '{claim.id}' (line {line})", "Give each its own id.")
        seen.setdefault(claim.id, i)
        _claim(claim, at, check)


def _claim(claim: Claim, at: Keys, check: Check) -> None:
    library, says = check.library, claim.says
    if not list(says.given):
        check.add((*at, "says"), "states nothing", "Write a figure or a phrase.")
    check_forms(claim, at, check)
    if claim.about == "population" and not _turns_on_something(claim):
        said = "asserts no difference that could be more than chance"
        fix = "Leave 'about' out, or state a limit ('a majority', 'more than 60 %'), a lead, an order or a change."
        check.add((*at, "about"), said, fix)
    _named_studies(claim, at, check)
    studies, all_of_them = _studies_of(claim, at, check)

    def find(path: Keys, name: str) -> Question | None:
        for study in studies:
            if name in study.questions:
                return asked_in(study, name, check)
        if name in library.questions:
            return check.get(library.questions, name)
        if not all_of_them:
            return None
        known = [*dict.fromkeys(question for study in studies for question in study.questions), *library.questions]
        check.add((*at, *path), f"there is no question '{name}'", nearest(name, known))
        return None

    for name, options in (claim.base or {}).items():
        question = find(("base", name), name)
        if options != ANSWERED:
            check.options((*at, "base", name), options, question)
    for path, groups in ((("domain",), claim.domain), *groups_against(says)):
        for name, option in (groups or {}).items():
            question = find((*path, name), name)
            if question is not None and question.options and option not in (*question.options, *question.nets):
                allowed = [*question.options, *question.nets]
                check.add((*at, *path, name), f"'{option}' is no option of '{name}'", nearest(option, allowed))
    if claim.question is not None:
        _of_question(claim, at, find(("question",), claim.question), check)


def _named_studies(claim: Claim, at: Keys, check: Check) -> None:
    says, library = claim.says, check.library
    named: list[tuple[Keys, str | None]] = [(("study",), claim.study)]
    for form in ("change", "unchanged", "ratio"):
        if (waves := getattr(says, form)) is not None:
            named += [(("says", form, "start"), waves.start), (("says", form, "end"), waves.end)]
            _waves_in_order(waves.start, waves.end, (*at, "says", form, "end"), check)
    for path, name in named:
        if name is not None and name not in library.studies:
            check.add((*at, *path), f"there is no study '{name}'", nearest(name, library.studies))


def _waves_in_order(start: str | None, end: str | None, path: Keys, check: Check) -> None:
    """The end of a change is a later wave than its start, where both are dated."""
    named = [name for name in (start, end) if name is not None and name in check.library.studies]
    waves = [check.get(check.library.studies, name) for name in named]
    if start is not None and start == end:
        check.add(path, f"'{end}' is both ends of a change", "Name the earlier study as start, the later one as end.")
        return
    days = [middle_of(wave.fieldwork) for wave in waves if wave is not None]
    if len(days) == 2 and days[0] is not None and days[1] is not None and days[1] < days[0]:
        check.add(path, f"'{end}' was fielded before '{start}'", "Exchange start and end: the later study is the end.")


def _of_question(claim: Claim, at: Keys, question: Question | None, check: Check) -> None:
    """The options named are those of the question, and it has numbers where numbers of it are stated."""
    if claim.option is not None:
        _options((*at, "option"), claim.option, question, check)
    check.options((*at, "options"), claim.options, question)
    for name, value, rule in claim.says.given:
        if rule.options:
            _options((*at, "says", name), value, question, check)
        if rule.numbers and question is not None and not has_numbers(question):
            said = f"the answers to '{question.question}' stand for no numbers, so that they have no {name}"
            check.add((*at, "says", name), said, "Write 'type: scale' or a value of each option, or claim a share.")
    for path, names in options_named(claim.says):
        check.options((*at, "says", *path), names, question, listed=False)


def _options(
    path: Keys, value: str | tuple[str, ...] | dict[str, Figure], question: Question | None, check: Check
) -> None:
    """One option, several, or several with figures; a fault in a single one stands at its key."""
    if not isinstance(value, str):
        check.options(path, value, question, listed=not isinstance(value, dict))
        return
    before = len(check.found)
    check.options(path, [value], question)
    check.found[before:] = [check.document.problem(path, one.message, one.fix) for one in check.found[before:]]


def has_numbers(question: Question) -> bool:
    """Whether a mean can be asked of it; a question whose answers come from the data may have numbers there."""
    if question.type in ("scale", "number", "open") or not question.substantive:
        return True
    return all(question.options[key].value is not None for key in question.substantive)


def _turns_on_something(claim: Claim) -> bool:
    """True for statements that a population may fail to follow: limits, leads, orders, changes."""
    says = claim.says
    bound = says.share is not None and says.share.is_bound
    return claim.kind == "survey" and (bound or any(rule.turns for _, _, rule in says.given))


def _studies_of(claim: Claim, at: Keys, check: Check) -> tuple[list[Study], bool]:
    """The study or the studies of the series that a claim is about, and whether all of them could be read."""
    names = [claim.study] if claim.study in check.library.studies else []
    if claim.series is not None:
        names = list(check.library.studies)
    studies = [check.get(check.library.studies, name) for name in names if name is not None]
    found = [study for study in studies if study is not None]
    if claim.series is not None:
        known = sorted({study.series for study in found if study.series})
        if claim.series not in known and len(found) == len(studies):
            check.add((*at, "series"), f"there is no series '{claim.series}'", nearest(claim.series, known))
        found = [study for study in found if study.series == claim.series or study.study == claim.study]
    return found, None not in studies and (claim.study is None or claim.study in check.library.studies)
