"""``survey check``."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from survey.cli.shared.grouped import Grouped, grouped
from survey.cli.shared.ids import CHECKED
from survey.cli.shared.opening import open_library, study_in
from survey.cli.shared.options import data_options, force_option
from survey.cli.shared.output import wrote
from survey.cli.shared.output_options import OutPath, overwrite_option, quiet_option
from survey.cli.shared.settings import data_settings

if TYPE_CHECKING:
    from survey.cells.samples.sample import SampleData
    from survey.definitions.records.library import Library
    from survey.definitions.records.study import Study
    from survey.errors import Problem


@click.command(cls=Grouped)
@click.argument("names", nargs=-1, type=CHECKED, metavar="[STUDY]…")
@data_options
@grouped(
    "--write-schemas",
    type=OutPath(folder=True),
    metavar="FOLDER",
    help="Also write the JSON Schemas of the definition files, for editors.",
    group="Output",
)
@force_option
@overwrite_option
@quiet_option
def check(
    names: tuple[str, ...],
    questionnaires: Path | None,
    write_schemas: Path | None,
    force: bool,
    quiet: bool,
    **options: Any,
) -> None:
    """Check definitions, and data against them.

    Without STUDY all definitions are checked. For a STUDY that is named its data are read and checked too; with
    --data another file, such as the wave that has just come from the field. The name of a series stands for all its
    studies. Studies are held against each other: an option that reads otherwise, another scale or another range under
    one name is a fault, in definitions and in data. Of a series (and of one wave with data, beside its
    neighbours) it is told which waves may be compared and what stands between them, as survey compare tells it. All
    problems are shown at once, each with its file, line and what to try. Sets of multiple responses (MRSETS) in the
    head of an .sav file that no question uses are told, with the lines of a definition that take them in.
    """
    from survey.definitions.asked_in import contradictions
    from survey.definitions.reading.load import refuse_faults

    settings = data_settings(options)
    names, library = _with_claims(names, open_library(questionnaires))
    named, names = names, _members(names, library)
    if settings["data"] is not None and len(names) != 1:
        raise click.UsageError("--data goes with exactly one STUDY")
    known = [name for name in names if name in library.studies or name in library.claims]
    if not named or known:
        refuse_faults(library, known)
        studies = [name for name in known if name in library.studies]
        if not named or studies:
            _refuse(contradictions(library, studies), force)
    if not named and not quiet:
        shelves = {
            "questions": library.questions,
            "studies": library.studies,
            "targets": library.targets,
            "claims": library.claims,
            "sources": library.sources,
        }
        counts = ", ".join(f"{len(shelf)} {name}" for name, shelf in shelves.items())
        click.echo(f"{library.folder}: {counts}. OK")
    samples = []
    for name in names:
        if name not in library.claims or name in library.studies:
            samples.append(_check_study(name, library, settings, quiet))
        elif not quiet:
            click.echo(f"{name}: {len(library.claim_set(name).claims)} claims. OK")
    if len(samples) > 1:
        from survey.cells.shared.contradictions import sample_contradictions

        _refuse(sample_contradictions([one for one in samples if one is not None], library.questions), force)
    _check_waves(named, names, library, samples, quiet)
    if write_schemas is not None:
        _write_schemas(write_schemas, quiet)


def _with_claims(names: tuple[str, ...], library: Library) -> tuple[tuple[str, ...], Library]:
    """Claims in files outside the folder by the name of their file, with the library that has them."""
    found = []
    for name in names:
        if Path(name).suffix.lower() in (".yaml", ".yml"):
            from survey.studies.starting.claims_file import claims_file

            name, library = claims_file(name, library) or (name, library)
        found.append(name)
    return tuple(found), library


def _check_waves(
    named: tuple[str, ...], names: tuple[str, ...], library: Library, samples: list[SampleData | None], quiet: bool
) -> None:
    """Read the tables of polls that are named; print which waves of the series may be compared."""
    from survey.definitions.poll_tables import poll_tables

    tabled = poll_tables(named, library)
    alone = len(names) == 1 and names == named and samples == [None]
    if alone or not (names or tabled):  # a definition is held against others, not quickly, where a series is asked for
        return
    from survey.studies.waves.polls_in import polls_in
    from survey.studies.waves.study_held import study_held, unread_waves

    polled, tables = polls_in(tabled, library)
    if quiet:
        return
    for name, polls in tables.items():
        click.echo(f"{name}: {len(polls)} polls. OK")
    opened = {sample.name: sample for sample in samples if sample is not None}
    every = [*names, *(poll for polls in tables.values() for poll in polls)]
    found = study_held(every, polled, opened)
    if found:
        from survey.reports.documents.compared.waves_held import held_document
        from survey.reports.printing.render import render

        click.echo("\n" + render(held_document(found), "text", notes="figure").rstrip("\n"))
    if unread := unread_waves(every, polled, opened):
        click.echo(f"Not held against each other here: answers that stand in data alone ({', '.join(unread)}).")
        click.echo("survey compare reads them.")


def _members(names: tuple[str, ...], library: Library) -> tuple[str, ...]:
    """The names, each series among them replaced by its studies; its table of polls is read later."""
    from survey.definitions.poll_tables import poll_tables

    found: list[str] = []
    for name in names:
        is_path = "/" in name or "." in name
        other = not is_path and name not in library.studies and name not in library.claims
        members = [study.study for study in library.studies.values() if study.series == name] if other else []
        found += members or ([] if other and poll_tables((name,), library) else [name])
    return tuple(dict.fromkeys(found))


def _refuse(problems: list[Problem], force: bool) -> None:
    from survey.errors import ComparisonError, ComparisonWarning, warn

    if problems and not force:
        raise ComparisonError(problems)
    for problem in problems:
        warn(ComparisonWarning, str(problem))


def _check_study(name: str, library: Library, settings: dict[str, Any], quiet: bool) -> SampleData | None:
    from survey.studies.without_data import refuse_reading

    study, library = study_in(name, library)
    if library.bare:
        from survey.studies.find_study import of_all_columns

        study = of_all_columns(study, library)
    refuse_reading(study, settings)
    found, sample = f"{study.study}: {len(study.questions)} questions", None
    if study.data is not None or settings["data"] is not None:
        from survey.cells.opening.taken import taken_from_file
        from survey.estimation.statistics.share import design_faults
        from survey.studies.study_tables import made_of_all
        from survey.tables.ahead import check_banner
        from survey.weighting.plan.study_sample import study_sample

        sample = study_sample(study, library, **settings)
        taken = taken_from_file(study, sample, library)
        study = sample.study or study
        found = f"{study.study}: {len(study.questions)} questions"
        design_faults(sample, study.questions)
        if study.questions:
            made_of_all(study, sample)
        for by in study.across:
            check_banner(sample, by)
        found += f", {sample.n} respondents"
        if sample.calibration is not None:
            found += ", weights converge"
        found += _published(study, library, sample)
        found += f"; {taken}" if taken else ""
    if not quiet:
        _tell(found, study, library, sample)
    return sample


def _tell(found: str, study: Study, library: Library, sample: SampleData | None) -> None:
    """That the study is sound, what a trend of it will refuse, and the sets of its file that no question uses."""
    from survey.trends.foreseen import refused_trends

    click.echo("\n".join([f"{found}. OK", *refused_trends(study, library)]))
    if sample is not None and sample.opened is not None:
        from survey.cells.meanings.file_parts import file_parts
        from survey.cells.meanings.offered_sets import offered_sets

        own = [sample.questions[one] for one in study.questions if one in sample.questions]
        offer = offered_sets(file_parts(sample.opened, sample.opened.engine), own)
        click.echo(offer, nl=bool(offer))


def _published(study: Study, library: Library, sample: SampleData) -> str:
    """How many cells of the published table that the definition names can be held against the data."""
    from survey.studies.running.run_published import named_table

    made = named_table(study, library, sample)
    return f", published table: {len(made.judged)} of {len(made.cells)} cells can be judged" if made else ""


def _write_schemas(folder: Path, quiet: bool) -> None:
    from survey.definitions.reading.schema import schemas
    from survey.reports.files.write_weighting import write_together

    for path in write_together({folder.joinpath(name): text for name, text in schemas().items()}, {}):
        wrote(path, quiet)
