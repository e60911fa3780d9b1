"""Results of many studies, of trends and of claims, over a few processes."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor, as_completed
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

from survey.definitions.reading.load import load_library, refuse_faults
from survey.definitions.records.library import Library
from survey.errors import SurveyError, SurveyWarning, warn
from survey.inside import is_for_release, kept_inside, telling_answers, tells_answers
from survey.leaving import leaving_house
from survey.outside import is_allowed, outside_allowed
from survey.reports.files.place import check_place, is_forced, replacing
from survey.studies.absent_data import absent_data, warn_of_absent_data
from survey.studies.find_study import find_study
from survey.studies.running.run_index import write_index
from survey.studies.running.run_questions import questions_of, run_questions
from survey.studies.study_trend import trends_of


@dataclass(frozen=True)
class Step:
    """One folder of results."""

    kind: Literal["study", "trends", "questions", "claims"]
    name: str  # id or path of the study; the folder's name for the others
    rule: str | None = None  # of presentation, instead of the study's
    language: str = "en"  # of what people read
    pages: frozenset[str] = frozenset()  # of studies and questions (``questions/<id>``) that stand beside it

    @property
    def folder(self) -> str:
        """Its place under the results folder."""
        return Path(self.name).stem if self.kind == "study" else self.kind


def plan(names: Sequence[str], library: Library) -> list[Step]:
    """The folders to write for the studies called ``names``; without names everything in ``library``, less what needs
    a data package that is not installed, which a warning counts.

    Definitions are checked first, so that nothing is written when one cannot be used.
    """
    if names:
        return _apart([Step("study", name) for name in dict.fromkeys(names) if find_study(name, library)])
    refuse_faults(library)
    if not library.studies:
        raise SurveyError("holds no studies", where=str(library.folder), fix="Name another folder.")
    # What takes longest goes first, so that both processes end together.
    with_data = {name for name, study in library.studies.items() if study.data is not None}
    without = set(library.studies) - with_data
    absent = absent_data(library)
    warn_of_absent_data(absent)
    steps = [Step("study", name) for name in sorted(with_data - set(absent))]
    steps += [Step("trends", "trends")] if trends_of(library) else []
    steps += [Step("questions", "questions")] if questions_of(library) else []
    steps += [Step("claims", "claims")] if library.claims else []
    return _apart(steps + [Step("study", name) for name in sorted(without)])


def _apart(steps: list[Step]) -> list[Step]:
    """The steps, no two of which write one folder."""
    taken: dict[str, str] = {"index.html": "the list of all results"}
    for step in steps:
        folder = step.folder.casefold()
        if folder in taken:
            said = f"'{step.name}' and {taken[folder]} would be written to one place, {step.folder}"
            raise SurveyError(said, where="run", fix="Rename the study, or run them apart with --out.")
        taken[folder] = f"'{step.name}'"
    return steps


def run_all(
    steps: Sequence[Step],
    library: Library,
    folder: Path,
    *,
    jobs: int = 2,
    rule: str | None = None,
    language: str = "en",
    step_done: Callable[[str], None] = lambda name: None,
) -> list[Path]:
    """Write ``folder/<step>/…`` for every step and ``folder/index.html``; paths of all files written.

    ``rule``: of presentation, instead of each study's. ``language``: of pages and pictures. ``jobs`` steps are worked
    on at once. A step that fails leaves its earlier results as they were, and does not stop the others; all errors are
    raised together at the end. Nothing is written where ``folder`` has an index that no run wrote.
    """
    check_place(folder / "index.html")
    written: list[Path] = []
    errors: list[SurveyError] = []
    pages = _pages(steps, library, folder)
    asked = [
        replace(step, rule=rule, language=language, pages=pages if step.kind == "study" else frozenset())
        for step in steps
    ]
    for step, paths, said, error in _results(asked, library, folder, jobs):
        written += paths
        for text in said:
            warn(SurveyWarning, text if text.startswith(f"{step.folder}: ") else f"{step.folder}: {text}")
        if error is not None:
            errors.append(error)
        step_done(step.folder)
    if len(errors) == 1:
        raise errors[0]
    if errors:
        raise SurveyError("\n".join(str(error) for error in errors))
    written.append(write_index(library, folder, language))
    return sorted(written)


def _pages(steps: Sequence[Step], library: Library, folder: Path) -> frozenset[str]:
    """Pages that the steps will write, and those of earlier runs."""
    pages = {step.folder for step in steps if step.kind == "study"}
    if any(step.kind == "questions" for step in steps):
        pages |= {f"questions/{name}" for name in questions_of(library)}
    pages |= {path.parent.name for path in folder.glob("*/index.html")}
    return frozenset(pages | {f"questions/{path.stem}" for path in folder.glob("questions/*.html")})


Result = tuple[Step, list[Path], list[str], SurveyError | None]


def _results(steps: Sequence[Step], library: Library, folder: Path, jobs: int) -> Iterator[Result]:
    if jobs == 1 or len(steps) < 4:  # starting processes costs more than three polls
        yield from (_one(step, library, folder) for step in steps)
        return
    import multiprocessing

    context = multiprocessing.get_context("spawn")  # a forked process inherits threads of the data engines
    asked = Asked(is_forced(), tells_answers(), is_for_release(), is_allowed())
    with ProcessPoolExecutor(jobs, context, _open, (library.folder, asked)) as pool:
        waiting = [pool.submit(_in_process, step, folder, asked) for step in steps]
        try:
            yield from (item.result() for item in as_completed(waiting))
        finally:
            pool.shutdown(cancel_futures=True)


@dataclass(frozen=True)
class Asked:
    """What the command asked for, which a process that works for it has to be told: to replace files of others, to tell
    answers, that the results are for readers, that definitions may name files outside."""

    force: bool
    told: bool
    released: bool
    outside: bool

    @contextmanager
    def holds(self) -> Iterator[None]:
        """Inside the block all of it is as in the process that asks."""
        with replacing(self.force), nullcontext() if self.released else kept_inside(), telling_answers(self.told):
            with outside_allowed() if self.outside else nullcontext():
                yield


_library: Library | None = None


def _open(folder: Path, asked: Asked) -> None:
    global _library
    with asked.holds():
        _library = load_library(folder)


def _in_process(step: Step, folder: Path, asked: Asked) -> Result:
    assert _library is not None
    with asked.holds():
        return _one(step, _library, folder)


def _one(step: Step, library: Library, folder: Path) -> Result:
    """One step; an error of the library or of the file system is returned, a fault of the program is raised."""
    with warnings.catch_warnings(record=True) as caught, leaving_house():
        warnings.simplefilter("always", SurveyWarning)
        paths: list[Path] = []
        error = None
        try:
            paths = _write(step, library, folder / step.folder)
        except SurveyError as failed:
            error = SurveyError(failed.message, where=failed.where or step.folder, fix=failed.fix)
        except OSError as failed:
            error = SurveyError(failed.strerror or str(failed), where=str(failed.filename or step.folder))
    told = [item.message for item in caught if isinstance(item.message, SurveyWarning)]
    said = [str(one) if tells_answers() else one.published for one in told]
    return step, paths, said, error


def _write(step: Step, library: Library, folder: Path) -> list[Path]:
    from survey.studies.running import run_claims, run_study, run_trends

    if step.kind == "trends":
        return run_trends.run_trends(library, folder, step.language)
    if step.kind == "questions":
        return run_questions(library, folder, step.language)
    if step.kind == "claims":
        return run_claims.run_claims(library, folder, step.language)
    study, known = find_study(step.name, library)
    return run_study.run_study(study, known, folder, step.rule, step.language, step.pages)
