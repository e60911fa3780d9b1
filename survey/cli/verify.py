"""``survey verify``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli import NOT_REPRODUCED
from survey.cli.shared.grouped import Grouped
from survey.cli.shared.ids import STUDY_OR_CLAIMS
from survey.cli.shared.opening import find_study, open_library
from survey.cli.shared.options import InPath, data_options, level_option
from survey.cli.shared.output import put, wrote
from survey.cli.shared.output_options import output_options
from survey.cli.shared.settings import data_settings

if TYPE_CHECKING:
    from survey.claims.published.check import PublishedCheck
    from survey.definitions.records.library import Library
    from survey.definitions.records.study import Study


@click.command(cls=Grouped)
@click.argument("name", type=STUDY_OR_CLAIMS)
@data_options
@level_option
@click.option(
    "--published",
    type=InPath(),
    metavar="FILE",
    help="A whole published table (.csv, .xlsx, .html) to hold against the data of STUDY, cell by cell.",
)
@click.option(
    "--mapping",
    type=InPath(),
    metavar="FILE",
    help="YAML: what its labels mean where they do not match, and its rules. [default: 'published:' of the study]",
)
@click.option("--only", type=click.Choice(["missed"]), help="Of a published table print the missed cells alone.")
@click.option("--new", is_flag=True, help="Write a commented file of claims to fill in, named CLAIMS.")
@click.option("--explain/--no-explain", default=True, help="Search for rules that explain a table that is missed.")
@output_options
@click.pass_context
def verify(ctx: click.Context, name: str, questionnaires: Path | None, level: float, new: bool, **options: Any) -> None:
    """Say whether published figures hold (exit code 3: one does not).

    CLAIMS is a file of claims (what a publication says of surveys), by its id or its path; for a STUDY its own
    published figures are checked. Two answers each: is the poll quoted rightly (reproduced, overstated, understated,
    not reproduced, impossible, cannot be checked), and does the population follow (beyond or within sampling error, or
    it depends on the design effect). Only the first decides the exit code, unless a claim is about the population.

    With --published, or 'published:' in the definition, a whole table is held against the data of the STUDY: how many
    of its cells are reproduced, which are not, and how its labels were matched; where some are not, the rules near
    the stated ones (weight, base, filter, rounding, …) that reproduce more.
    """
    from survey.claims.answers.verdict import Verdicts
    from survey.reports.documents.articles.article import article_document
    from survey.studies.starting.claims_file import claims_file, new_claims
    from survey.studies.study_verdicts import claims_verdicts, study_verdicts

    explain = options.pop("explain")
    table = {key: options.pop(key) for key in ("published", "mapping", "only")}
    library, settings = open_library(questionnaires), data_settings(options)
    if new:
        path = new_claims(name, library, options["out"])
        wrote(path, options["quiet"])
        return
    name, library = claims_file(name, library) or (name, library)
    if name in library.claims:
        if any(table.values()):
            raise click.UsageError("a published table is one of a STUDY: name it in place of the claims")
        claims = library.claim_set(name)
        verdicts = claims_verdicts(claims, library, level=level, settings=settings)
        put(article_document(verdicts, claims, library), **options)
    else:
        refuse_unknown(name, library)
        study, library = find_study(name, questionnaires)
        has_data = study.data is not None or settings.get("data") is not None
        if (study.published is not None and has_data) or any(table.values()):
            from survey.claims.explaining.explanation import explain_table
            from survey.studies.published_check import with_verdicts

            check, others = _held(study, library, table, settings), Verdicts()
            if not any(table.values()):
                others = study_verdicts(study, library, level=level, settings=settings)
            found = explain_table(check) if check.fails and explain else check
            put(with_verdicts(found, others) if others else found, **options)
            if check.fails or any(verdict.fails for verdict in others):
                ctx.exit(NOT_REPRODUCED)
            return
        verdicts = study_verdicts(study, library, level=level, settings=settings)
        put(verdicts, **options)
    if any(verdict.fails for verdict in verdicts):
        ctx.exit(NOT_REPRODUCED)


def _held(study: Study, library: Library, table: dict[str, Any], settings: dict[str, Any]) -> PublishedCheck:
    """The published table against the data; refused where a policy of disclosure hides cells of them."""
    from survey.claims.evidence.withheld import refuse_whole_table
    from survey.studies.published_check import published_check

    refuse_whole_table(study)
    check = published_check(study, library, table["published"], table["mapping"], settings=settings)
    return check.only(table["only"])


def refuse_unknown(name: str, library: Library) -> None:
    """An error that offers claims as well as studies, where ``name`` is neither of them nor a file."""
    from survey.errors import SurveyError
    from survey.words import nearest

    if name not in library.studies and not Path(name).suffix and not Path(name).is_file():
        fix = nearest(name, [*library.claims, *sorted(library.studies)])
        raise SurveyError(f"no claims or study called '{name}' in {library.folder}", where="verify", fix=fix)
