"""The data of a study, as its definition describes them."""

from __future__ import annotations

from collections import ChainMap
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import cast

from survey.cells.files.open import Opened, open_data, open_dataset
from survey.cells.files.layout import Reading
from survey.cells.files.unused import refuse_unused
from survey.cells.meanings.check_data import absent_columns, bad_weights, no_rows
from survey.cells.meanings.file_parts import file_parts
from survey.cells.meanings.file_sets import file_set
from survey.cells.meanings.meaning import meanings, raise_problems
from survey.cells.meanings.set_columns import set_columns
from survey.cells.opening.persons import person_faults, with_persons
from survey.cells.opening.read_replicates import replicate_columns, replicate_weights
from survey.cells.samples.design_weights import with_design_weights
from survey.cells.samples.own_weight import unused_weight
from survey.cells.samples.sample import Said, SampleData
from survey.cells.samples.sized_weights import with_sized_weights
from survey.definitions.records.library import Library
from survey.definitions.records.question import Question
from survey.definitions.records.study import ReplicateWeights, Study
from survey.design import SurveyDesign
from survey.errors import DataError, Problem, SurveyError, WeightingWarning, warn
from survey.words import say
from survey.wording.message import Message, message


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
    library's folder); ``weight``, ``stratum`` and ``psu`` that of the columns of its design. With ``weight`` the
    study's own weighting is not prepared, and with any of the three its replicate weights are not used. ``encoding``,
    ``sheet``, ``engine``, ``memory_limit``, ``master``: see ``survey.cells.files.open.open_data``.

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
    design = _design(study, weight, stratum, psu)
    expected = _expected(study, library, design, own_weighting=weight is None)
    given = Reading(encoding=encoding, sheet=sheet, memory_limit=memory_limit, master=master, columns=expected)
    opened = _opened(study, library, data, engine, given)
    refuse_unused(opened, encoding=encoding, sheet=sheet, memory_limit=memory_limit, master=master)
    file = opened.name
    questions, published = _questions(study, library, opened, own_weighting=weight is None)
    used = opened.engine
    conditions = dict(study.data.where) if study.data else {}
    replicates, notes = _replicates(study, weight=weight, stratum=stratum, psu=psu)
    wanted = [*_columns(study, design, questions, own_weighting=weight is None)]
    if replicates is not None:
        wanted += [(column, "replicate weights") for column in replicate_columns(used.columns, replicates.columns)]
    problems = absent_columns(file_parts(opened, used), wanted, file)
    gone = {problem.key for problem in problems}
    others = [sheet for sheet in opened.layout.sheets if sheet != opened.layout.sheet]
    if gone and others:
        fix = f"Name the sheet of the answers with --sheet: {', '.join(others)}."
        problems.append(Problem(file, 0, "--sheet", f"the sheet '{opened.layout.sheet}' was read", fix))
    if conditions and not gone & set(conditions):
        used = used.where(dict(conditions))
        if not used.n:
            raise DataError([*problems, no_rows(opened.engine, dict(conditions), file)])
    number, several = study.data.id if study.data else None, False
    if number is not None and number not in gone:
        faults, several = person_faults(used, number, study.data.rows if study.data else None, file)
        problems += faults
    base = study.weighting.base_weight if weight is None else None
    for column, what in dict.fromkeys(((design.weight, "weight"), (base, "base weight"))):
        if column is not None and column not in gone:
            problems += bad_weights(file_parts(opened, used), used, column, what)
            notes += [message("data.decimal_commas", column=column)] if column in opened.layout.commas else []
    found, faults = meanings(questions, opened, used)
    raise_problems([*problems, *faults])
    sample = SampleData(
        used,
        design,
        found.questions,
        study=study,
        notes=(*opened.layout.said, *notes, *unused_weight(file, opened.layout, design, study)),
        synthetic=_synthetic(study, library, opened),
        opened=opened,
        sources=library.sources,
        library=library,
        question_notes=ChainMap(dict(published), cast("dict[str, tuple[Said, ...]]", found.notes)),
        refused=found.refused,
    )
    sample = with_sized_weights(with_design_weights(sample))
    sample = sample if replicates is None else replicate_weights(sample, **dict(replicates))
    return with_persons(sample, several)


def data_file(study: Study, library: Library) -> Path | None:
    """The file that the study names: beside its definition, else in the library's folder; None where it names none."""
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
    place = Path(data) if data is not None else data_file(study, library)
    if place is None:
        raise SurveyError("has no microdata", where=study.study, fix="Name a data file with --data, or under 'data:'.")
    return open_data(place, engine=engine, **how)


def _expected(study: Study, library: Library, design: SurveyDesign, *, own_weighting: bool) -> list[str]:
    """Columns that the study may ask for, whether its data have them or not."""
    questions = {name: library.question(study, name) for name in _used(study, library, own_weighting=own_weighting)}
    return [column for column, _ in _columns(study, design, questions, own_weighting=own_weighting)]


def _design(study: Study, weight: str | None, stratum: str | None, psu: str | None) -> SurveyDesign:
    said = study.design
    return SurveyDesign(
        stratum=stratum if stratum is not None else said.stratum,
        psu=psu if psu is not None else said.psu,
        fpc=said.fpc,
        weight=weight if weight is not None else said.weight,
        nest=said.nest,
        lonely_psu=said.lonely_psu,
        lonely_in_domain=said.lonely_in_domain,
        person=study.data.id if study.data else None,
        persons=study.data.persons if study.data else "same",
        rows=study.data.rows if study.data else None,
        psus=said.psus,
    )


def _replicates(study: Study, **given: str | None) -> tuple[ReplicateWeights | None, list[Message]]:
    """The study's replicate weights, unless a column of its design was replaced by another; and what to say then."""
    replaced = [name for name, column in given.items() if column is not None]
    if study.design.replicates is None or not replaced:
        return study.design.replicates, []
    said = message("data.replicates_not_used", given=", ".join(replaced))
    warn(WeightingWarning, f"{study.study}: {say(said)}")
    return None, [said]


def _weighting_variables(study: Study, library: Library) -> list[str]:
    found: list[str] = []
    for targets, names in study.weighting.calibrations:
        if isinstance(targets, str) and targets not in library.targets:
            continue
        margins = (library.target(targets) if isinstance(targets, str) else targets).margins
        found += [item for name in names or margins if name in margins for item in margins[name].variables]
    return list(dict.fromkeys(found))


def _used(study: Study, library: Library, *, own_weighting: bool) -> dict[str, bool]:
    """Questions of the study and of its tables and weighting, and whether these need them. Plain columns, and names
    that are an error of the definition said elsewhere, are none."""
    needed = [*study.banner, *study.tables, *(_weighting_variables(study, library) if own_weighting else ())]
    names = dict.fromkeys((*study.questions, *needed))
    for name in [name for name in names if name in study.questions or name in library.questions]:
        asked = library.question(study, name).asked
        needed += [*asked] if isinstance(asked, dict) else []  # a routing
    names |= dict.fromkeys(needed)
    return {name: name in needed for name in names if name in study.questions or name in library.questions}


def _questions(
    study: Study, library: Library, opened: Opened, *, own_weighting: bool
) -> tuple[dict[str, Question], dict[str, tuple[Message, ...]]]:
    """The questions that the study and its weighting use, and notes on those that only have published figures."""
    found: dict[str, Question] = {}
    notes: dict[str, tuple[Message, ...]] = {}
    for name, needed in _used(study, library, own_weighting=own_weighting).items():
        question = library.question(study, name)
        published = name in study.questions and bool(study.questions[name].published)
        said = (question.column, question.columns or None, question.delimiter, question.set)
        named = any(one is not None for one in said)
        if published and not named and not needed and name not in opened.engine.columns:
            notes[name] = (message("data.published_used", question=name),)
            continue
        found[name], _ = file_set(question, file_parts(opened, opened.engine))
    return found, notes


def _columns(
    study: Study, design: SurveyDesign, questions: dict[str, Question], *, own_weighting: bool
) -> Iterator[tuple[str, str]]:
    """Every column that is asked for, and what for."""
    if study.data is not None:
        for column in study.data.where:
            yield column, "data.where"
        if study.data.id is not None:
            yield study.data.id, "data.id"
        for name, column in study.data.columns.items():
            yield column, "" if name == column else f"question '{name}'"
    for name, question in questions.items():
        if question.type == "multiple":
            for column in set_columns(question, questions):  # without any it is told what to write
                yield column, f"question '{name}'"
        else:
            column = question.column or name
            yield column, "" if column == name else f"question '{name}'"
    for column in design.stratum_columns:
        yield column, "stratum"
    for column in design.psu_columns:
        yield column, "psu"
    for column in design.fpc_columns:
        yield column, "fpc"
    if design.weight is not None:
        yield design.weight, "weight"
    if own_weighting and study.weighting.is_given and study.weighting.base_weight is not None:
        yield study.weighting.base_weight, "base weight"
    for column in study.weighting.asked if own_weighting else ():
        if column not in questions:
            yield column, "a step of weighting"


def _synthetic(study: Study, library: Library, opened: Opened) -> bool:
    """Invented answers: the study says so, the file says so, or it is the file that the study calls invented."""
    if study.synthetic or opened.layout.synthetic:
        return True
    if study.data is None or not study.data.synthetic:
        return False
    own = data_file(study, library)
    return opened.path is None or own is None or (own.exists() and own.samefile(opened.path))
