"""Verdicts on every publication in the library."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

from survey.definitions.records.library import Library
from survey.reports.documents.articles.article import article_document
from survey.reports.documents.document import Document
from survey.reports.files.run_record import definition_hashes, staged
from survey.reports.printing.render import render
from survey.studies.absent_data import absent_data, rests_on
from survey.studies.running.addresses import addresses
from survey.studies.running.trails import INDEX, trail_of
from survey.studies.study_verdicts import claims_verdicts
from survey.wording.message import message


def run_claims(library: Library, folder: Path, language: str = "en") -> list[Path]:
    """Write ``<claims>.html`` and ``<claims>.json`` for each file of claims, and the record, into ``folder``."""
    used: list[str] = []
    absent = absent_data(library)
    with staged(folder, language) as outputs:
        for name in sorted(library.claims):
            claims = library.claim_set(name)
            if rests_on(claims, library, absent):
                continue
            made = article_document(claims_verdicts(claims, library), claims, library)
            outputs.text(f"{name}.html", render(_placed(made, library), "html", language))
            outputs.text(f"{name}.json", render(made, "json", language))
            used.append(f"claims/{name}")
            for claim in claims.claims:
                used += [f"study/{claim.study}"] if claim.study else []
                used += [f"study/{study.study}" for study in library.series(claim.series)] if claim.series else []
        outputs.record(definitions=definition_hashes(used, library), options={"level": 0.95, "language": language})
    return [folder / name for name in outputs.hashes]


def _placed(made: Document, library: Library) -> Document:
    """The document with the way to it, and where the studies are that its claims are about."""
    about = {passage.study for passage in made.passages if passage.study}
    found = addresses(library)
    for key in sorted(about):
        _, study, question = key.split("/", 2)
        if study in library.studies:
            found[key] = addresses(library, question)[f"study/{study}"]
    above = (message("reports.claims"), f"{INDEX}#page.claims")
    return replace(made, trail=trail_of(None, library, above, (made.title, "")), addresses=found)
