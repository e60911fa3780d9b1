"""A scaffold of a file: every column a question, a part of one, a part of the design, or left out with the reason."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, Any

from survey.cells.meanings.file_parts import FilePart
from survey.cells.opening.personal import personal
from survey.errors import SurveyError
from survey.scaffold.beside import Left
from survey.scaffold.guessing.as_written import faults
from survey.scaffold.guessing.banner import banner_of
from survey.scaffold.guessing.coded import cell_question, mention_question
from survey.scaffold.guessing.columns import Column, columns_of
from survey.scaffold.guessing.flags import flag_question, heading_questions, unmarked
from survey.scaffold.guessing.grids import item_choices, with_grids
from survey.scaffold.guessing.mr_sets import DeclaredSet, set_question
from survey.scaffold.guessing.names import free_name, name_of
from survey.scaffold.guessing.one import one_column
from survey.scaffold.guessing.perhaps import with_flags_told
from survey.scaffold.guessing.programs import of_interview
from survey.scaffold.guessing.roles import called_id, is_number_of_respondents, role_columns, roles
from survey.scaffold.guessing.stems import families
from survey.scaffold.proposal import Choice, Proposal, Scaffold

if TYPE_CHECKING:
    from survey.cells.files.open import Opened

_PROGRAM = "of the interview, by the program that made the file"
TELLING = 0.9  # of the different rows, which one column tells apart
LONG = 30  # letters of a heading that is a name; longer ones are the question's text
Values = Callable[[str], Any]


@dataclass
class _Work:
    """What was found so far. ``at``: question by its first column, so that the order of the file stays."""

    columns: Mapping[str, Column]
    taken: set[str] = field(default_factory=set)
    used: set[str] = field(default_factory=set)
    at: dict[str, Proposal] = field(default_factory=dict)
    left: list[Left] = field(default_factory=list)

    def named(self, wanted: str) -> str:
        """A free name for a question, by that of its column; of a long heading by its place."""
        place = list(self.columns).index(wanted) + 1 if wanted in self.columns else 0
        short = name_of(wanted) if len(wanted) <= LONG or not place else ""
        return free_name(short, self.taken, f"q{place or len(self.taken) + 1}")

    def name(self, wanted: str) -> str:
        """The same, taken from now on."""
        made = self.named(wanted)
        self.taken.add(made)
        return made


def guess(
    opened: Opened,
    declared: Sequence[DeclaredSet] = (),
    taken: Sequence[str] = (),
    known: Sequence[tuple[Proposal, tuple[str, ...]]] = (),
    left: Sequence[Left] = (),
) -> Scaffold:
    """The scaffold of one file. ``declared``: the sets in the head of an .sav; ``taken``: names of questions that other
    studies share and this one must not use for its own; ``known``, ``left``: what is known of columns already.

    What cannot be read as proposed is proposed otherwise, or left out with the reason. Raises ``SurveyError`` for
    several files."""
    if opened.layouts:
        raise SurveyError("a scaffold is made of one file", where=opened.name, fix="Name one of them.")
    columns = columns_of(opened)
    work = _Work(columns, {*taken, *(one.name for one, _ in known)}, left=[*left])
    for one, names in known:
        _keep(work, names, one)
    work.used.update(one.column for one in left)
    found = roles({name: one for name, one in columns.items() if name not in work.used}, opened.layout.weight)
    gone = [name for name in of_interview(columns) if name not in role_columns(found) | work.used]
    work.left += [Left(name, _PROGRAM, columns[name].label) for name in gone]
    work.used.update(gone)
    rest = [name for name in columns if name not in role_columns(found) | work.used]
    parts = (FilePart(opened.name, opened.layout, opened.engine),)
    _sets(work, rest, declared, opened.engine.values, parts)
    loose = [name for name in rest if name not in work.used]
    items = {name: texts for names in families(loose).values() for name, texts in _items(work, names)}
    for name in loose:
        _one(work, columns[name], parts, items.get(name))
    questions = with_grids(with_flags_told([work.at[name] for name in columns if name in work.at]))
    banner, how = banner_of(questions)
    return Scaffold(
        questions,
        found,
        tuple(work.left),
        banner=banner,
        banner_guess=how,
        title={"und": opened.layout.title} if opened.layout.title.strip() else {},
        rows=opened.engine.n,
        doubles=_doubles(columns, opened),
        synthetic=opened.layout.synthetic,
    )


def _doubles(columns: Mapping[str, Column], opened: Opened) -> int:
    """Rows that are equal to an earlier one in every column, where a column tells most rows apart (the time of the
    interview): of a few questions many respondents give the same answers."""
    most = max((len(column.given) for column in columns.values()), default=0)
    if most < opened.engine.n / 2:
        return 0
    found = opened.engine.doubles()
    return found if most >= TELLING * (opened.engine.n - found) else 0


def _sets(
    work: _Work, rest: Sequence[str], declared: Sequence[DeclaredSet], values: Values, parts: Sequence[FilePart]
) -> None:
    for one in declared:
        if not set(one.columns) & work.used:
            made = set_question(one, work.columns, work.name(one.name))
            _put(work, one.columns, _counted(made, values), parts)
    for names, found in heading_questions([work.columns[name] for name in rest if name not in work.used], work.named):
        if _put(work, names, _counted(found, values), parts) and found is not None:
            work.taken.add(found.name)
    for stem, names in families([name for name in rest if name not in work.used]).items():
        members = [work.columns[name] for name in names]
        name = free_name(name_of(stem), work.taken)
        made = flag_question(members, name) or mention_question(members, values, name)
        if made is not None and _put(work, names, _counted(made, values), parts):
            work.taken.add(name)


def _put(work: _Work, names: Sequence[str], made: Proposal | None, parts: Sequence[FilePart]) -> bool:
    if made is None or faults(made, parts):
        return False
    _keep(work, names, made)
    return True


def _keep(work: _Work, names: Sequence[str], made: Proposal) -> None:
    work.used.update(names)
    work.at[next(name for name in names if name in work.columns)] = made


def _counted(made: Proposal | None, values: Values) -> Proposal | None:
    if made is None or not isinstance(made.columns, Mapping):
        return made
    none = unmarked(made.columns, {name: values(name) for name in made.columns.values()}, made.marked)
    if not none:
        return made
    said = f"{none} rows have no mark; 'asked: marked' if these were not asked"
    return replace(made, remarks=(*made.remarks, said))


def _items(work: _Work, names: Sequence[str]) -> list[tuple[str, dict[str, Choice]]]:
    texts = item_choices([work.columns[name] for name in names])
    return [(name, texts) for name in names] if texts else []


def _one(work: _Work, column: Column, parts: Sequence[FilePart], texts: Mapping[str, Choice] | None) -> None:
    """The column as one question, in the first way that the data can be read."""
    who = personal(column.name, (value for value, _ in column.answers.values()), column.labels)
    if who is not None:
        work.left.append(Left(column.name, who, column.label))
        return
    name = work.name(column.name)
    if called_id(column):
        work.left.append(Left(column.name, "numbers of respondents, of which some repeat or are missing", column.label))
        work.taken.discard(name)
        return
    made = cell_question(column, name) or one_column(column, name, texts)
    if isinstance(made, Left):
        why = "every row has another value" if is_number_of_respondents(column) and made.why[:4] == "open" else made.why
        work.left.append(replace(made, why=why))
        work.taken.discard(name)
        return
    problems = faults(made, parts)
    for other in (replace(made, kind="single"), replace(made, kind="number", options={})):
        if not problems:
            break
        made, problems = replace(other, guess=problems[0].message), faults(other, parts)
    if problems:
        work.left.append(Left(column.name, problems[0].message, column.label))
        work.taken.discard(name)
        return
    work.at[column.name] = made
