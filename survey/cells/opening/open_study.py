"""The data of a study, as its definition describes them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Sequence
from pathlib import Path
from typing import TypeVar, cast

from survey.cells.engines.engine import Engine
from survey.cells.files.layout import Reading
from survey.cells.files.open import Opened, open_data, open_dataset
from survey.cells.files.unused import refuse_unused
from survey.cells.meanings.check_data import absent_columns, bad_weights, no_rows
from survey.cells.meanings.file_parts import file_parts
from survey.cells.meanings.kinds import StudyKinds
from survey.cells.meanings.meaning import meanings, raise_problems
from survey.cells.opening.asked_columns import asked_columns, asked_questions, used_questions
from survey.cells.opening.every_column import with_every_column
from survey.cells.opening.own_files import own_files
from survey.cells.opening.pairs import with_pairs
from survey.cells.opening.persons import SHEET, person_faults, warn_of_totals, with_persons
from survey.cells.opening.read_replicates import replicate_columns, replicate_weights
from survey.cells.samples.collapsed_strata import with_collapsed_strata
from survey.cells.samples.design_weights import with_design_weights
from survey.cells.samples.own_weight import unused_weight
from survey.cells.samples.sample import Said, SampleData
from survey.cells.samples.sized_weights import with_sized_weights
from survey.definitions.reading.where_written import at_its_line
from survey.definitions.records.library import Library
from survey.definitions.records.study import ReplicateWeights, Study
from survey.design import SurveyDesign
from survey.errors import DataError, Problem, SurveyError, WeightingWarning, warn
from survey.wording.message import Message, message
from survey.words import say

NONE = "none"  # --weight none: no weights, whatever the definition says
Column = TypeVar("Column", str | None, str | tuple[str, ...] | None)


def open_study(
    study: Study,
    library: Library,
    *,
    data: str | Path | Sequence[str | Path] | None = None,
    weight: str | None = None,
    stratum: str | None = None,
    psu: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    engine: str = "auto",
    memory_limit: str | None = None,
    master: str | None = None,
) -> SampleData:
    """Read the data of ``study`` and check them against its definition.

    ``data``, one file or several, takes the place of the file the study names (found beside its definition, else in the
    library's folder); ``weight``, ``stratum`` and ``psu`` that of the columns of its design, ``none`` that there is
    none. With ``weight`` the study's own weighting is not prepared, and with any of the three its replicate weights are
    not used. ``encoding``, ``sheet``, ``engine``, ``memory_limit``, ``master``: see
    ``survey.cells.files.open.open_data``.

    A question stands in the column that the study or the question names, else in the column called like it. It must
    be there, except for a question whose figures the study publishes and for which no column was named: that one is
    left to its published figures, and the notes say so. Other columns that the file labels are questions too, under
    their own names.

    Raises one ``DataError`` with everything that does not fit: absent columns (with the nearest name), numbers of
    respondents that repeat, weights that are words, missing, negative or all 0, codes whose label in the file is
    another option's, questions none of whose answers is an option, whatever ``survey.cells.meanings.meaning`` finds in
    one of the files; ``DesignError`` for replicate weights that cannot be used. Persons of several rows: see
    ``survey.cells.opening.persons``. Warns of answers that no option names (``UnknownCodeWarning``, with counts).
    Raises ``SurveyError`` for a study without microdata, and for a ``sheet``, ``encoding``, ``memory_limit`` or
    ``master`` that has no effect on its data.
    """
    if library.bare and data is not None:
        raise SurveyError("the study is a data file already", where="--data", fix="Name one of the two.")
    design, own = _design(study, weight, stratum, psu), weight is None
    expected = None if study.every else _expected(study, library, design, own_weighting=own)
    given = Reading(encoding=encoding, sheet=sheet, memory_limit=memory_limit, master=master, columns=expected)
    opened = _opened(study, library, data, engine, given)
    refuse_unused(opened, encoding=encoding, sheet=sheet, memory_limit=memory_limit, master=master)
    study = with_every_column(study, library, opened, own_weighting=own)
    questions, published = asked_questions(study, library, opened, own_weighting=own)
    replicates, notes = _replicates(study, weight=weight, stratum=stratum, psu=psu)
    wanted = [*asked_columns(study, library, design, questions, own_weighting=own)]
    if replicates is not None:
        columns = replicate_columns(opened.engine.columns, replicates.columns)
        wanted += [(column, "replicate weights") for column in columns]
    problems = _absent(opened, wanted)
    gone = {problem.key for problem in problems}
    used = _rows(study, opened, problems)
    faults, several = _persons(study, opened, used, gone)
    for part in file_parts(opened, used) if used.n <= SHEET else ():
        warn_of_totals(part.engine, study.data.id if study.data else None, part.name)
    base = study.weighting.base_weight if own else None
    for column, what in ((design.weight, "weight"), (base, "base weight")):
        if column is not None and column not in gone:
            faults += bad_weights(file_parts(opened, used), used, column, what)
            notes += [message("data.decimal_commas", column=column)] if column in opened.layout.commas else []
    kinds = StudyKinds(study.missing, library.bare)
    found, unlike = meanings(questions, opened, used, kinds)
    raise_problems(at_its_line([*problems, *faults, *unlike], study, library))
    kinds.tell(study.study)
    said = weight == NONE or "weight" in study.design.model_fields_set
    weighed = None if weight == NONE else study
    unused = unused_weight(opened.name, opened.layout, design, weighed, said=said, bare=library.bare)
    sample = SampleData(
        used,
        design,
        found.questions,
        study=study,
        notes=(*opened.layout.said, *notes, *unused),
        synthetic=_synthetic(study, library, opened),
        opened=opened,
        sources=library.sources,
        library=library,
        question_notes=ChainMap(dict(published), cast("dict[str, tuple[Said, ...]]", found.notes)),
        refused=found.refused,
    )
    sample = with_sized_weights(with_design_weights(sample))
    sample = with_pairs(sample, library)
    sample = sample if replicates is None else replicate_weights(sample, **dict(replicates))
    return with_collapsed_strata(with_persons(sample, several))


def _absent(opened: Opened, wanted: Sequence[tuple[str, str]]) -> list[Problem]:
    """Columns that the data do not have; of a workbook also which sheet was read."""
    problems = absent_columns(file_parts(opened, opened.engine), wanted, opened.name)
    others = [sheet for sheet in opened.layout.sheets if sheet != opened.layout.sheet]
    if problems and others:
        fix = f"Name the sheet of the answers with --sheet: {', '.join(others)}."
        problems.append(Problem(opened.name, 0, "--sheet", f"the sheet '{opened.layout.sheet}' was read", fix))
    return problems


def _rows(study: Study, opened: Opened, problems: list[Problem]) -> Engine:
    """The rows of the study; where there are none, there is nothing more to look at than ``problems``."""
    conditions = dict(study.data.where) if study.data else {}
    if not conditions or {problem.key for problem in problems} & set(conditions):
        return opened.engine
    used = opened.engine.where(dict(conditions))
    if not used.n:
        raise DataError([*problems, no_rows(opened.engine, dict(conditions), opened.name)])
    return used


def _persons(study: Study, opened: Opened, used: Engine, gone: set[str]) -> tuple[list[Problem], bool]:
    """What is wrong with the numbers of respondents, and whether a person may have several rows."""
    number = study.data.id if study.data else None
    if number is None or number in gone:
        return [], False
    return person_faults(used, number, study.data.rows if study.data else None, opened.name)


def data_file(study: Study, library: Library) -> Path | None:
    """The file that the study names: beside its definition, else in the library's folder; None where it names none.
    Whether the definition may read it ``own_files`` says."""
    if study.data is None or study.data.file is None:
        return None
    named = Path(study.data.file)
    definition = library.files.get(f"study/{study.study}")
    places = [folder / named for folder in (definition.parent if definition else None, library.folder) if folder]
    return next((place for place in places if place.exists()), places[0])


def _opened(
    study: Study, library: Library, data: str | Path | Sequence[str | Path] | None, engine: str, given: Reading
) -> Opened:
    own = study.data
    how = given.copy()
    how["header_rows"] = own.header_rows if own else None  # of the wave that comes next too: one questionnaire
    if own is not None and data is None:
        how["encoding"] = given["encoding"] or own.encoding
        how["sheet"] = given["sheet"] or own.sheet
    if data is None and own is not None and own.package and own.dataset:
        return open_dataset(own.package, own.dataset, engine)
    if data is not None and not isinstance(data, (str, Path)):
        return open_data(list(data), engine=engine, **how)
    if data is not None:
        return open_data(Path(data), engine=engine, **how)
    place = data_file(study, library)
    if place is None or own is None:
        raise SurveyError("has no microdata", where=study.study, fix="Name a data file with --data, or under 'data:'.")
    definition = library.files.get(f"study/{study.study}")
    homes = (definition.parent if definition else None, library.folder)
    own_files(place, own.file or "", homes, (str(definition or study.study), "data.file"))
    return open_data(place, engine=engine, **how)


def _expected(study: Study, library: Library, design: SurveyDesign, *, own_weighting: bool) -> list[str]:
    """Columns that the study may ask for, whether its data have them or not."""
    used = used_questions(study, library, own_weighting=own_weighting)
    questions = {name: library.question(study, name) for name in used}
    return [column for column, _ in asked_columns(study, library, design, questions, own_weighting=own_weighting)]


def _design(study: Study, weight: str | None, stratum: str | None, psu: str | None) -> SurveyDesign:
    said = study.design
    return SurveyDesign(
        stratum=_given(stratum, said.stratum),
        psu=_given(psu, said.psu),
        fpc=said.fpc,
        weight=_given(weight, said.weight),
        nest=said.nest,
        lonely_psu=said.lonely_psu,
        lonely_in_domain=said.lonely_in_domain,
        person=study.data.id if study.data else None,
        persons=study.data.persons if study.data else "same",
        rows=study.data.rows if study.data else None,
        psus=said.psus,
        pps=said.pps.model_dump(include={"method", "variance", "squares"}) if said.pps and said.pps.method else None,
    )


def _given(column: str | None, said: Column) -> str | Column:
    """The column that an option names, ``none`` for no column, else that of the definition."""
    return None if column == NONE else column if column is not None else said


def _replicates(study: Study, **given: str | None) -> tuple[ReplicateWeights | None, list[Message]]:
    """The study's replicate weights, unless a column of its design was replaced by another; and what to say then."""
    replaced = [name for name, column in given.items() if column is not None]
    if study.design.replicates is None or not replaced:
        return study.design.replicates, []
    said = message("data.replicates_not_used", given=", ".join(replaced))
    warn(WeightingWarning, f"{study.study}: {say(said)}")
    return None, [said]


def _synthetic(study: Study, library: Library, opened: Opened) -> bool:
    """Invented answers: the study says so, the file says so, or it is the file that the study calls invented."""
    if study.synthetic or opened.layout.synthetic:
        return True
    if study.data is None or not study.data.synthetic:
        return False
    own = data_file(study, library)
    return opened.path is None or own is None or (own.exists() and own.samefile(opened.path))
