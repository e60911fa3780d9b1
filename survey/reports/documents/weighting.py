"""The report of a weighting as a document: margins before and after, what the weights cost, and the statement."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from typing import Any

from survey.reports.documents.balance import balance_rows
from survey.reports.documents.document import Document
from survey.reports.documents.grid import Grid, Head, Note, Row
from survey.weighting.record.calibration import Calibration, WeightDiagnostics
from survey.weighting.record.diagnose import efficiency
from survey.weighting.told.balance import Balance, MarginBalance
from survey.weighting.told.names import margin_head
from survey.weighting.told.report import WeightingReport, calibration_report
from survey.wording.figures import number, whole
from survey.wording.lines import Capital, OneLine, one_line
from survey.wording.message import Message, message
from survey.wording.worded import Part, joined, same
from survey.words import LANGUAGES, Text

COLUMNS = ("margin", "options", "target", "before", "after", "n", "used", "asmd_before", "asmd_after")
HEADS = ("target", "before", "after", "gap", "asmd_before", "asmd_after")
_MET = 9  # decimals of a standardised difference: what weights meet to 1e-12 is 0 on every machine


def calibrations_document(several: Sequence[Calibration]) -> Document:
    """What the record of a weighting says by itself."""
    return weightings_document([calibration_report(made) for made in several])


def diagnostics_document(several: Sequence[WeightDiagnostics]) -> Document:
    """What weights look like and cost."""
    (told,) = several
    report = WeightingReport(study="", weight="", base_weight=None, text="", balance=Balance(()), diagnostics=told)
    rows = tuple(Row(Capital(label), (value,)) for label, value in _weights(report))
    figures = {key: getattr(told, key) for key in told.__dataclass_fields__}
    title, heads = message("reports.weights"), (Head(message("reports.value")),)
    return Document(
        title=title,
        grids=(Grid(title, heads, rows, (Note(message("reports.multiples")),), name="weights"),),
        columns=(*figures, "efficiency"),
        rows=({**figures, "efficiency": efficiency(told)},),
    )


def weightings_document(several: Sequence[WeightingReport]) -> Document:
    """The margins, the weights, and the statement where there is one."""
    (found,) = several
    margins = Grid(
        title=one_line(joined((message("reports.weighting"), ": ", _done(found)))),
        heads=(*(Head(message(f"reports.{head}")) for head in HEADS), Head(same("n"))),
        rows=balance_rows(found.balance),
        notes=_margin_notes(found),
        name="margins",
    )
    weights = Grid(
        title=joined((message("reports.weights"), f": {found.weight}")),
        heads=(Head(message("reports.value")),),
        rows=tuple(Row(Capital(label), (value,)) for label, value in _weights(found)),
        notes=_weight_notes(found),
        name="weights",
    )
    words = {language: found.statement.text(language) for language in LANGUAGES}
    told = Grid(message("reports.statement"), notes=(Note(OneLine(words, fixed=True)),), name="statement")
    grids = (margins, weights, told) if found.statement.parts else (margins, weights)
    last = ("synthetic",) if found.synthetic else ()
    return Document(
        title=margins.title,
        grids=tuple(replace(grid, synthetic=found.synthetic) for grid in grids),
        columns=(*COLUMNS, *last),
        rows=_rows(found),
        notes=_notes(found, (*weights.notes, *margins.notes), one_line(words)),
    )


def _done(found: WeightingReport) -> Text:
    """What was done, in a line; what the statement says is not said here, too. The record's own line is English."""
    margins = [margin for margin in found.balance.margins if margin.used]
    if found.method and margins and found.statement.parts:
        heads = joined([margin_head(margin, margins) for margin in margins], ", ")
        return message(f"weighting.short_{found.method}", margins=heads)
    if not found.method:
        return {language: found.statement.part("method", language) or found.text for language in LANGUAGES} | {
            "en": found.text
        }
    parts: list[Part] = [message(f"plots.method_{found.method}")]
    if margins:
        parts.append(joined([margin_head(margin, margins) for margin in margins], ", "))
    if found.targets:
        parts.append(message("plots.targets", name=found.title or found.targets))
    return {language: joined(parts, "; ")[language] for language in LANGUAGES} | {"en": found.text}


def _weights(found: WeightingReport) -> list[tuple[Message, Text]]:
    """What the weights look like, as multiples of their mean, and what they cost."""
    told = found.diagnostics
    mean = told.mean or 1.0
    moe = joined(("±", number(100 * told.moe, 1)))
    trimmed = sum(step.counts.get("trimmed", 0) for step in found.steps) if found.steps else told.trimmed
    lines: list[tuple[Message, Text]] = [
        (message("reports.n"), whole(told.n)),
        (message("plots.minimum"), number(told.minimum / mean, 2)),
        *((message("reports.percentile", percent=at), number(value, 2)) for at, value in found.percentiles.items()),
        (message("plots.maximum"), number(told.maximum / mean, 2)),
        (message("reports.deff"), number(told.deff, 2)),
        (message("reports.n_kish"), whole(told.n_kish)),
        (message("reports.efficiency"), number(efficiency(told), 1)),
        (message("plots.moe", level=f"{100 * told.level:g}"), message("plots.points", value=moe)),
        (message("plots.trimmed"), whole(trimmed)),
    ]
    if told.zero:
        lines.append((message("reports.zero_weights"), whole(told.zero)))
    if found.method == "rake":
        lines.append((message("plots.iterations"), whole(told.iterations)))
    return lines


def _margin_notes(found: WeightingReport) -> tuple[Note, ...]:
    has_target = any(margin.has_target for margin in found.balance.margins)
    lines: list[Text] = [message("reports.asmd_is")] if has_target else []
    for name, reason in found.balance.left_out.items():
        lines.append(
            one_line(message("reports.margin_left_out", name=found.balance.called.get(name, name), reason=reason))
        )
    if withheld := found.balance.withheld:
        names = joined([found.balance.called.get(name, name) for name in withheld], ", ")
        said = message("reports.margins_withheld", names=names, least=found.balance.least)
        lines.append(one_line(said))
    return tuple(Note(line) for line in lines)


def _weight_notes(found: WeightingReport) -> tuple[Note, ...]:
    base = found.base_weight
    lines: list[Text] = [message("reports.base_weight", name=base) if base else message("reports.no_base_weight")]
    lines.append(message("reports.multiples"))
    lines += [one_line(note) for note in found.notes]
    lines += [line for margin in found.balance.margins if (line := _origin(margin, found)) is not None]
    cited = found.cited or tuple(same(name) for name in found.sources)
    sources = [Note(joined((message("reports.sources_are"), ": ", joined(cited, "; "))), "rest")] if cited else []
    return (*(Note(line, "method") for line in lines), *sources)


def _origin(margin: MarginBalance, found: WeightingReport) -> Text | None:
    """What the targets say of a margin's figures: whether they were printed or worked out, and how."""
    figures = margin.figures
    if figures is None or not (figures.how or figures.note):
        return None
    status: list[Part] = [message("reports.derived_figures")] if figures.status == "derived" else []
    said = [one_line(text) for text in (figures.how, figures.note) if text]
    return joined((margin_head(margin, found.balance.margins), ": ", joined([*status, *said], " ")))


def _rows(found: WeightingReport) -> tuple[dict[str, Any], ...]:
    """One row a cell of a margin; shares are proportions, and a mean has no options."""
    last = {"synthetic": True} if found.synthetic else {}
    return tuple(
        {
            "margin": margin.margin,
            "used": margin.used,
            **{name: getattr(level, name) for name in ("options", "target", "before", "after", "n")},
            **{name: round(getattr(level, name), _MET) for name in ("asmd_before", "asmd_after")},
            **last,
        }
        for margin in found.balance.margins
        for level in margin.levels
    )


def _notes(found: WeightingReport, notes: Sequence[Note], statement: Text) -> dict[str, Any]:
    """What was done and what the weights look like."""
    told = found.diagnostics
    figures = {key: getattr(told, key) for key in told.__dataclass_fields__}
    steps = [
        {"step": step.step, "weight": step.weight, "text": step.text, "counts": dict(step.counts)}
        for step in found.steps
    ]
    return {
        **({"synthetic": True} if found.synthetic else {}),
        "weighting": found.text,
        "weight": found.weight,
        "base_weight": found.base_weight,
        "diagnostics": figures | {"efficiency": efficiency(told)},
        "percentiles": {str(percent): value for percent, value in found.percentiles.items()},
        **({"steps": steps} if steps else {}),
        "sources": list(found.sources),
        "notes": [note.text for note in notes],
        **({"statement": statement} if found.statement.parts else {}),
    }
