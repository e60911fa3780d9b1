"""Verdicts as a document: a mark and a word, what was stated and found, and the rows behind it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, get_args

from survey.claims.answers.verdict import FAILING, Fidelity, Inference, Verdict
from survey.reports.documents.details import FIDELITIES, INFERENCES, MARKS, details_grid
from survey.reports.documents.document import Document, Passage
from survey.reports.documents.notes import spoken
from survey.wording.figures import number
from survey.wording.lines import clean, one_line
from survey.wording.message import message
from survey.wording.worded import Part, joined
from survey.words import LEADING, Text

COLUMNS = (
    *("claim", "fidelity", "inference", "deff_flips", "about", "fails", *LEADING),
    *("stated", "found", "sentence", "quote", "assumptions", "sources"),
)
FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "n")
SPOKEN = ("stated", "found", "quote", "sentence")  # which may have words in several languages
NEAR = 10  # the inference is said to flip where the design effect that would do it is no larger


def verdicts_document(verdicts: Sequence[Verdict], publication: Text | None = None) -> Document:
    """A passage a verdict and their counts; ``publication``: the title of what they are on."""
    title = message("reports.verdicts")
    return Document(
        title=joined((title, spoken(publication)), ": ") if publication else title,
        passages=tuple(passage(verdict) for verdict in verdicts),
        summary=summary(verdicts),
        columns=(*COLUMNS, *FIGURES),
        rows=tuple(_row(verdict) for verdict in verdicts),
        nested={"figures": FIGURES, "details": ()},
        notes={
            "fidelity": {kind: sum(verdict.fidelity == kind for verdict in verdicts) for kind in get_args(Fidelity)},
            "inference": {kind: sum(verdict.inference == kind for verdict in verdicts) for kind in get_args(Inference)},
            "fails": sum(verdict.fails for verdict in verdicts),
        },
    )


def passage(verdict: Verdict) -> Passage:
    """One verdict."""
    fails = verdict.fails
    lines: list[tuple[Text, Part | None]] = [
        (message("reports.stated"), verdict.stated),
        (message("reports.found"), verdict.found),
        (message("reports.assumes"), joined(verdict.assumptions, "; ") if verdict.assumptions else ""),
        (message("reports.sources_are"), _sources(verdict)),
    ]
    return Passage(
        kind="not_reproduced" if fails else verdict.fidelity,
        mark="✗" if fails else MARKS[verdict.fidelity],
        word=_word(verdict),
        aside=_inference(verdict),
        name=one_line(verdict.title or verdict.claim),
        about=one_line(verdict.called.get("about") or _ids(verdict)),
        study=f"study/{verdict.study}/{verdict.question}" if verdict.study else "",
        quote=one_line(verdict.quote or ""),
        sentence=one_line(verdict.sentence),
        lines=tuple((head, one_line(text)) for head, text in lines if text),
        details=details_grid(verdict.details, verdict.called) if verdict.details else None,
        count=len(verdict.details),
    )


def _sources(verdict: Verdict) -> Text:
    names: list[Part] = [verdict.called.get(f"source/{name}", name) for name in dict.fromkeys(verdict.sources)]
    return joined(names, "; " if verdict.called else ", ")


def _ids(verdict: Verdict) -> str:
    """What it is about, where nobody knows the names."""
    return " / ".join(part for part in (verdict.study, verdict.question, clean(verdict.option)) if part)


def summary(verdicts: Sequence[Verdict]) -> Text:
    """How many of each fidelity: "Checked: 15. ✓ reproduced 5, …"; how many assert a certainty that is not there."""
    counts = {kind: sum(verdict.fidelity == kind for verdict in verdicts) for kind in get_args(Fidelity)}
    parts = [joined((MARKS[kind], FIDELITIES[kind], count), " ") for kind, count in counts.items() if count]
    if not parts:
        return message("reports.nothing")
    said: list[Part] = [message("reports.checked", count=len(verdicts)), ". ", joined(parts, ", "), "."]
    uncertain = sum(verdict.fails and verdict.fidelity not in FAILING for verdict in verdicts)
    if uncertain:
        said += [" ✗ ", message("reports.uncertain"), f" {uncertain}."]
    return joined(said)


def _word(verdict: Verdict) -> Text:
    if verdict.fails and verdict.fidelity not in FAILING:
        return joined((FIDELITIES[verdict.fidelity], message("reports.uncertain")), ", ")
    return FIDELITIES[verdict.fidelity]


def _inference(verdict: Verdict) -> Text | None:
    """The second answer, and the design effect at which it would be the other where that is within reach."""
    if verdict.inference == "not_asked":
        return None
    said = INFERENCES[verdict.inference]
    if verdict.inference == "within_error" or not verdict.deff_flips <= NEAR:
        return said
    return message("reports.flips", inference=said, deff=number(verdict.deff_flips, 1))


def _row(verdict: Verdict) -> dict[str, Any]:
    """One row, with its details and figures."""
    row = {name: getattr(verdict, name) for name in COLUMNS}
    row |= {name: spoken(row[name] or "") for name in SPOKEN}
    row["assumptions"] = [spoken(one) for one in verdict.assumptions]
    details = [{key: _heard(value) for key, value in detail.items()} for detail in verdict.details]
    return {**row, "figures": verdict.figures, "details": details}


def _heard(value: Any) -> Any:
    """A text of a detail in the reader's language; figures and ids as they are."""
    return spoken(value) if isinstance(value, Mapping) else value
