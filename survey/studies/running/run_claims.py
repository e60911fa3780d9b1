"""Verdicts on every publication in the library."""

from __future__ import annotations

from pathlib import Path

from survey.definitions.records.library import Library
from survey.reports.documents.articles.article import article_document
from survey.reports.files.run_record import definition_hashes, staged
from survey.reports.printing.render import render
from survey.studies.absent_data import absent_data, rests_on
from survey.studies.study_verdicts import claims_verdicts


def run_claims(library: Library, folder: Path) -> list[Path]:
    """Write ``<claims>.html`` and ``<claims>.json`` for each file of claims, and the record, into ``folder``."""
    used: list[str] = []
    absent = absent_data(library)
    with staged(folder) as outputs:
        for name in sorted(library.claims):
            claims = library.claim_set(name)
            if rests_on(claims, library, absent):
                continue
            made = article_document(claims_verdicts(claims, library), claims, library)
            outputs.text(f"{name}.html", render(made, "html"))
            outputs.text(f"{name}.json", render(made, "json"))
            used.append(f"claims/{name}")
            for claim in claims.claims:
                used += [f"study/{claim.study}"] if claim.study else []
                used += [f"study/{study.study}" for study in library.series(claim.series)] if claim.series else []
        outputs.record(definitions=definition_hashes(used, library), options={"level": 0.95, "language": "en"})
    return [folder / name for name in outputs.hashes]
