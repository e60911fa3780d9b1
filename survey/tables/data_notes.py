"""Notes of tables made from microdata."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from survey.cells.samples.declared import is_invented
from survey.cells.samples.sample import SampleData
from survey.cells.table.apart import unnamed_apart
from survey.cells.table.encoding import printed, publishable
from survey.cells.table.named import kinds_of
from survey.definitions.records.question import Question
from survey.definitions.source_text import source_text
from survey.estimation.result.estimates import Method
from survey.tables.notes import counted, filter_note, listed, remarks, several_notes, study_notes, wording_note
from survey.tables.rules.interval_notes import bases_listed, exceptions, named, widest
from survey.tables.shape.nested import heading_of
from survey.tables.small_base import SMALL, TOO_SMALL, is_too_small
from survey.tables.stub import label_of
from survey.tables.table import NO_SHARES, Column, Note, RowBase, StubRow
from survey.tables.weighting_note import design_note, weighting_note
from survey.wording.figures import number, whole
from survey.wording.message import Message, message, plural
from survey.wording.worded import Part, joined
from survey.words import UNKNOWN, Text


@dataclass(frozen=True)
class Made:
    """A table before its notes are written. ``figures``: rows × columns by name; ``counts``: respondents outside the
    base by level; ``unknown``: codes that no option names; ``empty``: combinations of answers without a column, by part
    of the banner; ``mean``: None where the question can have none, False where its options lack values."""

    sample: SampleData
    question: Question
    method: Method
    counts: Mapping[str, int]
    unknown: Mapping[str, int]
    stub: tuple[StubRow, ...]
    columns: tuple[Column, ...]
    banner: tuple[str, ...]
    figures: Mapping[str, NDArray[np.float64]]
    empty: Mapping[str, int] = field(default_factory=dict)
    mean: bool | None = None

    def shares(self, name: str, columns: slice = slice(None)) -> NDArray[np.float64]:
        """A figure without the row of means."""
        rows = [i for i, row in enumerate(self.stub) if row.kind not in NO_SHARES]
        return self.figures[name][rows, columns]


def data_notes(made: Made) -> tuple[Note, ...]:
    """Every note of the table, in the order in which they are printed."""
    sample, study = made.sample, made.sample.study
    found = [*study_notes(study), wording_note(made.question), *filter_note(sample), _base(made), _n(made)]
    found += [*_several(made), *_missing(made), *_empty(made), *_small(made)]
    found += [weighting_note(sample), design_note(sample), *_method(made), _moe(made)]
    found += exceptions(made.stub, made.columns, made.figures, made.method.percent == "row")
    if is_invented(sample):
        found.append(Note("synthetic", message("tables.synthetic")))
    if told := (*sample.notes_on(made.question.question, *made.banner), *_apart(made)):
        found.append(Note("data", joined(told, "; ")))
    own = study.questions.get(made.question.question) if study is not None else None
    return (*found, *remarks(made.question, own, study), sources_note(made.sample, made.question.question))


def _apart(made: Made) -> tuple[Message, ...]:
    """Codes that are rows of the table and may stand for no answer."""
    found = unnamed_apart(made.sample.engine.encoding(made.question))
    shown = ", ".join(f"{printed(code)}: {rows:,}" for code, rows in found.items())
    return (message("data.apart", question=made.question.question, answers=shown),) if found else ()


def _base(made: Made) -> Note:
    whom = message("tables.base", whom=message(f"tables.base_{made.method.base}"))
    parts: list[Part] = [whom, message(f"tables.percent_{made.method.percent}")] if made.banner else [whom]
    return Note("base", joined(parts))


def _n(made: Made) -> Note:
    total = made.columns[0]
    return Note(
        "n", message("tables.n", n=whole(total.n), weighted=whole(total.n_weighted), effective=whole(total.n_kish))
    )


def _several(made: Made) -> list[Note]:
    """What the answers of a question of several make, and which columns overlap."""
    marked = [made.figures["count"][i, 0] for i, row in enumerate(made.stub) if row.kind == "option"]
    nets = any(row.kind == "net" for row in made.stub)
    banner = [made.sample.question(name) for name in made.banner]
    return several_notes(made.question, banner, made.method.base, float(sum(marked)), nets=nets)


def _empty(made: Made) -> list[Note]:
    """Combinations of nested columns that nobody is in."""
    return [
        Note("empty", plural("shape.empty", count, count=whole(count), banner=heading_of(made.sample, by)))
        for by, count in made.empty.items()
    ]


def _missing(made: Made) -> list[Note]:
    """Who is outside the base, codes that no option names, and who has no answer to the banner variables."""
    aside = {name: f"{name}: " for name in made.banner}  # counts of the banner's answers that percents leave out
    out = [
        counted(label_of(made.question, level), count, whole)
        for level, count in made.counts.items()
        if not level.startswith(tuple(aside.values()))
    ]
    parts: list[Part] = [
        message("tables.left_out", list=listed(list(out))) if out else message("tables.nobody_left_out")
    ]
    if made.unknown:
        aside_too = UNKNOWN in made.counts  # else they are a row of the table, and in its base
        parts.append(message("tables.codes" if aside_too else "tables.codes_within", list=_codes(made.unknown)))
    found = [Note("missing", joined(parts, "; "))]
    for name in made.banner:
        question = made.sample.question(name)
        encoding = made.sample.engine.encoding(question)
        kinds = kinds_of(encoding)
        without: list[Part] = [
            counted(column.label, column.n, whole)
            for column in made.columns
            if column.group == name and kinds.get(column.id)
        ]
        if any(column.group == name and column.id == UNKNOWN for column in made.columns):
            without.append(message("tables.codes", list=_codes(publishable(encoding))))
        without += [
            counted(message("tables.outside", label=label_of(question, level.removeprefix(aside[name]))), count, whole)
            for level, count in made.counts.items()
            if level.startswith(aside[name])
        ]
        if without:
            found.append(
                Note(f"missing_{name}", message("tables.banner", variable=question.heading, list=listed(without)))
            )
    return found


def _codes(unknown: Mapping[str, int]) -> Text:
    shown: list[Part] = [counted(code, count, whole) for code, count in list(unknown.items())[:10]]
    return listed([*shown, "…"] if len(unknown) > 10 else shown)


def _small(made: Made) -> list[Note]:
    based: list[tuple[Text, Column | RowBase]] = [(named(one), one) for one in made.columns if one.small]
    for row in made.stub:
        for base in row.bases:
            if base.small:
                name = joined([heading_of(made.sample, base.group), ": ", row.label]) if base.group else row.label
                based.append((name, base))
    if not based:
        return []
    parts: list[Part] = [message("tables.small", small=SMALL, list=bases_listed(based))]
    worse = [(name, base) for name, base in based if is_too_small(base.n, base.n_kish)]
    if worse:
        parts.append(message("tables.too_small", floor=TOO_SMALL, list=bases_listed(worse)))
    return [Note("small", joined(parts))]


def _method(made: Made) -> list[Note]:
    method = made.method
    rule = f"df_{method.df_rule}" if method.df_rule in ("domain", "design") else "df_given"
    if made.sample.replicates is not None and rule != "df_given":
        rule = "df_replicates"
    found = [
        Note(
            "method",
            message(
                "tables.method",
                interval=message(f"tables.{method.interval}"),
                level=number(100 * method.level),
                df=_degrees(made),
                rule=message(f"tables.{rule}"),
                variance=message(f"tables.{method.variance}"),
            ),
        )
    ]
    if made.mean is not None:
        found.append(Note("mean", message("tables.mean_row" if made.mean else "tables.no_mean")))
    if {"median", "sd"} & {row.id for row in made.stub if row.kind == "mean"}:
        found.append(Note("statistics", message("shape.statistics")))
    design, linear = made.sample.design, made.sample.replicates is None
    if linear and method.lonely_psu != "fail" and (design.stratum_columns or design.psu_columns):
        found.append(Note("lonely_psu", message("tables.lonely", rule=method.lonely_psu)))
    return found


def _degrees(made: Made) -> Text:
    """Those of everybody; of row percents those of each row, from the fewest to the most."""
    df = made.shares("df", slice(0, 1))
    df = df[np.isfinite(df)]
    if made.method.percent != "row" or len(set(df)) < 2:
        return message("tables.df_of_all", df=whole(float(made.figures["df"][0, 0])))
    return message("tables.df_of_rows", least=whole(float(df.min())), most=whole(float(df.max())))


def _moe(made: Made) -> Note:
    """The widest interval of the total column; of the whole table where that column is 100 % by definition."""
    row = made.method.percent == "row"
    half = widest(made.stub, made.figures, row)
    if np.isnan(half):
        return Note("moe", message("tables.no_moe"))
    study = made.sample.study
    return Note(
        "moe",
        message(
            "tables.moe" if study is not None and study.sample.kind == "probability" else "tables.moe_model",
            level=number(100 * made.method.level),
            moe=number(100 * half, 1),
            where=message("tables.in_table" if row else "tables.in_total"),
        ),
    )


def sources_note(sample: SampleData, question: str) -> Note:
    """Where the data are from, and the sources of study and question."""
    study = sample.study
    parts: list[Part] = []
    opened = sample.opened
    data = study.data if study is not None else None
    where = (data.file or "").rsplit("/", 1)[-1] if data is not None else ""
    if opened is not None and opened.path is not None and opened.name != where:
        parts.append(opened.name)  # given in place of the study's own
    elif data is not None:
        where = f"{data.dataset} ({data.package})" if data.package else where
        licence = message("tables.licence", name=data.licence) if data.licence else ""
        parts.append(joined([where or message("tables.source_data"), licence]))
    if study is not None:
        own = study.questions.get(question)
        names = dict.fromkeys((*study.sources, *(own.sources if own is not None else ())))
        parts += [source_text(name, sample.sources) for name in names]
    return Note("sources", message("tables.sources", list=joined(parts or [message("tables.source_data")], "; ")))
