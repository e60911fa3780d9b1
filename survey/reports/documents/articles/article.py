"""Verdicts on a publication as its editor reads them: what fails first, each in a plain sentence, then why."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any

from survey.claims.answers.several import shown_first
from survey.claims.answers.verdict import Verdict
from survey.claims.figures.printed import dated
from survey.definitions.records.claims import Claim, Claims
from survey.definitions.records.library import Library
from survey.reports.documents.articles.named import evidence, with_names
from survey.reports.documents.details import MARKS
from survey.reports.documents.document import Document, Passage, Scale
from survey.reports.documents.grid import Grid, Head, Row
from survey.reports.documents.notes import spoken
from survey.reports.documents.verdicts import passage, verdicts_document
from survey.wording.figures import step
from survey.wording.lines import one_line
from survey.wording.message import message, plural
from survey.wording.worded import Part, joined, same
from survey.words import Text

PAIRS = 10  # pairs of waves from which on they are a table of waves by waves


def article_document(verdicts: Sequence[Verdict], claims: Claims, library: Library) -> Document:
    """Rows and counts as of any verdicts, in the order of the file; passages with what fails first, then what cannot be
    checked. Claims that state the same of the same are one passage."""
    made = verdicts_document(verdicts, claims.publication.title)
    groups = merged(verdicts, claims)
    passages = [_passage(group, library) for group in groups]
    order = sorted(zip(groups, passages, strict=True), key=lambda pair: _place(pair[0][0]))
    again = sum(len(group) - 1 for group in groups)
    summary = made.summary
    if again and summary is not None:
        summary = joined((summary, plural("reports.merged", again, count=again)), " ")
    return replace(
        made,
        title=spoken(claims.publication.title),
        passages=tuple(one for _, one in order),
        summary=summary,
        lead=_lead(claims),
        link=claims.publication.url or "",
    )


def merged(verdicts: Sequence[Verdict], claims: Claims) -> list[list[Verdict]]:
    """Verdicts on claims that say the same of the same, together; all others alone."""
    found: dict[str, list[Verdict]] = {}
    for verdict, claim in zip(verdicts, claims.claims, strict=True):
        found.setdefault(_statement(claim), []).append(verdict)
    return list(found.values())


def _statement(claim: Claim) -> str:
    """What a claim states of what, without its name and its words."""
    said = claim.model_dump_json(exclude={"id", "quote", "language", "note"})
    return said if claim.says.qualitative is None else f"{claim.id}: {said}"


def _place(verdict: Verdict) -> int:
    return 0 if verdict.fails else 1 if verdict.fidelity == "cannot_be_checked" else 2


def _lead(claims: Claims) -> tuple[Text, ...]:
    printed = claims.publication
    known: list[Part] = [part for part in (printed.publisher, printed.date) if part]
    return (joined(known, ", "),) if known else ()


def _passage(group: Sequence[Verdict], library: Library) -> Passage:
    verdict, *others = group
    own = passage(with_names(verdict, library))
    matrix = _waves(verdict, library)
    said = own.sentence if matrix is None or verdict.brief is None else one_line(verdict.brief)
    sources = evidence(verdict, library)
    titles = [(message("reports.evidence"), joined((title for title, _ in sources), "; "))]
    quotes = [one_line(one.quote or "") for one in others]
    return replace(
        own,
        about={},
        plain=None if verdict.plain is None else one_line(verdict.plain),
        sentence=said,
        also=message("reports.also_stated", quotes=joined(quotes, "; ")) if quotes else None,
        lines=(*own.lines[:-1], *titles) if verdict.sources else own.lines,
        folded=tuple(one_line(text) for text in verdict.assumptions),
        evidence=sources,
        scale=_scale(verdict),
        matrix=matrix,
        details=None if matrix is not None else own.details,
        count=0 if matrix is not None else own.count,
    )


def _scale(verdict: Verdict) -> Scale | None:
    """The stated range against the figure found and its interval, where both are known."""
    figures, allowed = verdict.figures, verdict.allowed
    value = figures.get("estimate", math.nan)
    if allowed is None or math.isnan(value) or not math.isfinite(allowed.low + allowed.high):
        return None
    ends = (figures.get("conf_low", math.nan), figures.get("conf_high", math.nan))
    stated, found = shown_first(verdict)
    return Scale(allowed, value, ends, spoken(stated or ""), spoken(found or ""))


def _waves(verdict: Verdict, library: Library) -> Grid | None:
    """Pairs of waves as a table: from the wave of the row to that of the column."""
    rows = [row for row in verdict.details if "fits" in row]
    if len(rows) < PAIRS:
        return None
    names = list(dict.fromkeys(name for row in rows for name in (row["start"], row["end"])))
    order = sorted(names, key=lambda name: (sum(row["end"] == name for row in rows), name))
    cells = {(row["start"], row["end"]): row for row in rows}
    starts, ends = order[:-1], order[1:]
    return Grid(
        heads=tuple(Head(_named(name, library)) for name in ends),
        rows=tuple(
            Row(_named(start, library), tuple(_change(cells.get((start, end))) for end in ends)) for start in starts
        ),
        notes=(),
        title=message("reports.pairs_of_waves"),
    )


def _named(study: str, library: Library) -> Text:
    return dated(library.study(study).fieldwork) or same(study)


def _change(row: Mapping[str, Any] | None) -> Text | None:
    if row is None:
        return None
    if math.isnan(row["estimate"]):
        return same(MARKS[row["fits"]])
    return joined((MARKS[row["fits"]], step(row["estimate"])), " ")
