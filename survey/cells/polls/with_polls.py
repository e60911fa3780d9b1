"""Polls of a table as studies like others."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace

from survey.cells.polls.poll_rows import poll_rows
from survey.definitions.reading.given import given_record
from survey.definitions.records.library import Library
from survey.definitions.records.series import Series, with_series
from survey.definitions.records.study import Study
from survey.errors import DefinitionError, Problem


class Polled(Mapping[str, Study]):
    """Studies with files of their own, and polls of tables."""

    def __init__(self, written: Mapping[str, Study], polls: Mapping[str, Study]) -> None:
        self._written, self._polls = written, polls

    def __getitem__(self, name: str) -> Study:
        return self._polls[name] if name in self._polls else self._written[name]

    def __iter__(self) -> Iterator[str]:
        yield from self._written
        yield from self._polls

    def __len__(self) -> int:
        return len(self._written) + len(self._polls)

    def __contains__(self, name: object) -> bool:
        return name in self._polls or name in self._written


def with_polls(
    library: Library, question: str, series: Collection[str] = (), studies: Collection[str] = ()
) -> Library:
    """``library`` with the polls of every table that is asked for: of the named ``series``, of those that a name of
    ``studies`` begins with; without either, of all that have ``question``. The library as it is where there are none.

    A poll is called after its series and its row (``brexit_polls_017``), or the column ``id``. Raises ``DataError``
    with all faults of a table and ``DefinitionError`` where a poll has the id of a study."""
    polls: dict[str, Study] = {}
    for name in library.common:
        wanted = name in series or any(one.startswith(f"{name}_") and one not in library.studies for one in studies)
        if (series or studies) and not wanted:
            continue
        above = library.common[name]
        if above.polls is not None and (wanted or question in above.polls.shares):
            polls |= _studies(above, library)
    if not polls:
        return library
    twice = [name for name in polls if name in library.studies]
    if twice:
        fix = "Rename one, or name the polls by a column: polls.id."
        raise DefinitionError([Problem(twice[0], 0, "study", "a poll of a table has the id of a study", fix)])
    return replace(library, studies=Polled(library.studies, polls))


def _studies(above: Series, library: Library) -> dict[str, Study]:
    """The polls of one table, by id."""
    table = above.polls
    assert table is not None
    options = {}
    for name in table.shares:
        if name in above.questions or name in library.questions:
            asked, _ = library.asked(above, name)
            options[name] = (*asked.options, *asked.nets)
    found: dict[str, Study] = {}
    rows = list(poll_rows(table, library.folder, options))
    digits = len(str(max(row["row"] for row in rows)))
    for row in rows:
        number, own = row.pop("row"), row.pop("id")
        name = f"{above.series}_{own or format(number, f'0{digits}d')}"
        if "sample" in row:
            row["sample"] = {**above.sample.model_dump(exclude_unset=True, exclude={"size"}), **row["sample"]}
        if name in found:
            fix = "Give each its own, or leave 'polls.id' out."
            raise DefinitionError([Problem(above.series, 0, "polls.id", f"two polls are called '{own}'", fix)])
        study = given_record(Study, {"study": name, "series": above.series, **row}, f"{above.series}: row {number}")
        found[name] = with_series(study, above)
    return found
