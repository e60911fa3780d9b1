"""The report of a weighting as it is printed: margins before and after, what the weights cost, and the statement."""

from __future__ import annotations

import math
from collections.abc import Sequence

from survey.plots.lettering import clean
from survey.plots.texts import number, points
from survey.reports.printing.grid import Grid, Head, Row
from survey.reports.printing.printed import share
from survey.reports.printing.report_texts import word
from survey.weighting.record.calibration import Calibration
from survey.weighting.record.diagnose import efficiency
from survey.weighting.told.balance import LevelBalance, MarginBalance
from survey.weighting.told.profiles import Profiles
from survey.weighting.told.report import WeightingReport, calibration_report
from survey.words import DASH, say, whole

MEAN_DECIMALS = 2
FIXED = "\u00a0"  # between thousands: a number is not to be broken into two lines


def weighting_grids(found: Calibration | WeightingReport, language: str, *, synthetic: bool = False) -> list[Grid]:
    """The margins, the weights, and the statement where there is one."""
    if isinstance(found, Calibration):
        found = calibration_report(found, synthetic)
    synthetic = synthetic or found.synthetic
    keys = ("target", "before", "after", "gap", "asmd_before", "asmd_after")
    margins = Grid(
        title=clean(f"{word('weighting', language)}: {_done(found, language)}"),
        heads=(*(Head(word(key, language)) for key in keys), Head("n")),
        rows=tuple(_margins(found, language)),
        notes=_margin_notes(found, language),
        language=language,
        synthetic=synthetic,
        name="margins",
    )
    weights = Grid(
        title=f"{word('weights', language)}: {found.weight}",
        heads=(Head(word("value", language)),),
        rows=tuple(_weights(found, language)),
        notes=_notes(found, language),
        language=language,
        synthetic=synthetic,
        name="weights",
    )
    if not found.statement.parts:
        return [margins, weights]
    return [margins, weights, statement_grid(found, language, synthetic)]


def _done(found: WeightingReport, language: str) -> str:
    """What was done, in a line; the record's own line is English."""
    if language == "en":
        return found.text
    if not found.method:
        return found.statement.part("method", language) or found.text
    margins = [margin for margin in found.balance.margins if margin.used]
    targets = word("targets", language, name=found.targets) if found.targets else ""
    names = ", ".join(margin_head(margin, margins, language) for margin in margins)
    return "; ".join(part for part in (word(f"method_{found.method}", language), names, targets) if part)


def statement_grid(found: WeightingReport, language: str, synthetic: bool = False) -> Grid:
    """The statement as a grid of words only."""
    return Grid(
        title=word("statement", language),
        heads=(),
        rows=(),
        notes=(FIXED.join(clean(part) for part in found.statement.text(language).split(FIXED)),),
        language=language,
        synthetic=synthetic,
        name="statement",
    )


def profile_grid(found: Profiles, language: str) -> Grid:
    """Combinations of the weighting variables with the most extreme weights; marked, and refused by pages."""
    heads = (*(Head(heading(question, language), prose=True) for question in found.questions),)
    figures = tuple(Head(word(key, language)) for key in ("times_mean", "weight_head"))
    rows = [
        Row(
            str(place),
            (
                *(label(question, option, language) for question, option in zip(found.questions, row.options)),
                number(row.times, language, 2),
                f"{row.weight:.6g}",
                whole(row.n, language),
            ),
        )
        for place, row in enumerate(found.rows, start=1)
    ]
    return Grid(
        title=f"{word('internal', language)} {word('profiles', language)}: {found.weight}",
        heads=(*heads, *figures, Head("n")),
        rows=tuple(rows),
        language=language,
        synthetic=found.synthetic,
        name="profiles",
        internal=True,
    )


def heading(question: object, language: str) -> str:
    """What a question is called in ``language``."""
    return clean(say(getattr(question, "heading", None), language, getattr(question, "question", "")))


def label(question: object, option: str, language: str) -> str:
    """What an option is called in ``language``."""
    named = {"_blank": "no_answer", "_unknown": "unknown_code"}.get(option)
    if named is not None:
        return word(named, language)
    return clean(say(question.label(option), language, option)) if hasattr(question, "label") else option


def margin_head(margin: MarginBalance, margins: Sequence[MarginBalance], language: str) -> str:
    """The variables of a margin; its id too where another is of the same variables."""
    head = " × ".join(heading(question, language) for question in margin.questions)
    twins = [other for other in margins if other.variables == margin.variables]
    return f"{head} ({margin.margin})" if len(twins) > 1 else head


def _margins(found: WeightingReport, language: str) -> list[Row]:
    rows: list[Row] = []
    margins = found.balance.margins
    for margin in margins:
        head = margin_head(margin, margins, language)
        rows.append(Row(head if margin.used else f"{head} – {word('unused', language)}", kind="section"))
        rows += [_level(margin, level, language) for level in margin.levels]
        if margin.missing:
            cells = (*[""] * 6, whole(margin.missing, language))
            rows.append(Row(word("outside_margin", language), cells, "missing"))
        if margin.has_target and len(margin.levels) > 1:
            figures = [_asmd(value, language) for value in (margin.asmd_before, margin.asmd_after)]
            rows.append(Row(word("mean_asmd", language), (*[""] * 4, *figures, ""), "net"))
    return rows


def _level(margin: MarginBalance, level: LevelBalance, language: str) -> Row:
    if margin.is_mean:
        head = word("mean_of", language)
        figures = [number(value, language, MEAN_DECIMALS) for value in (level.target, level.before, level.after)]
        gap = number(level.gap, language, MEAN_DECIMALS)
    else:
        labels = (label(q, option, language) for q, option in zip(margin.questions, level.options, strict=True))
        head = " × ".join(labels)
        # met to 1e-12: 14.75 and 14.7499999 are printed alike
        figures = [share(value, language) for value in (level.target, level.before, round(level.after, 9))]
        gap = points(level.gap, language)
    asmds = [_asmd(value, language) for value in (level.asmd_before, level.asmd_after)]
    return Row(head, (*figures, gap, *asmds, whole(level.n, language)))


def _asmd(value: float, language: str) -> str:
    return number(value, language, 3) if math.isfinite(value) else DASH


def _weights(found: WeightingReport, language: str) -> list[Row]:
    told = found.diagnostics
    mean = told.mean or 1.0
    moe = f"±{number(100 * told.moe, language, 1)}"
    trimmed = sum(step.counts.get("trimmed", 0) for step in found.steps) if found.steps else told.trimmed
    lines = [(word("n", language), whole(told.n, language))]
    lines.append((word("minimum", language), number(told.minimum / mean, language, 2)))
    lines += [
        (word("percentile", language, percent=percent), number(value, language, 2))
        for percent, value in found.percentiles.items()
    ]
    lines += [
        (word("maximum", language), number(told.maximum / mean, language, 2)),
        (word("deff", language), number(told.deff, language, 2)),
        (word("n_kish", language), whole(told.n_kish, language)),
        (word("efficiency", language), number(efficiency(told), language, 1)),
        (word("moe", language, level=f"{100 * told.level:g}"), word("points", language, value=moe)),
        (word("trimmed", language), whole(trimmed, language)),
    ]
    if told.zero:
        lines.append((word("zero_weights", language), whole(told.zero, language)))
    if found.method == "rake":
        lines.append((word("iterations", language), whole(told.iterations, language)))
    return [Row(head[:1].upper() + head[1:], (value,)) for head, value in lines]


def _margin_notes(found: WeightingReport, language: str) -> tuple[str, ...]:
    lines = [word("asmd_is", language)] if any(margin.has_target for margin in found.balance.margins) else []
    for name, reason in found.balance.left_out.items():
        lines.append(clean(word("margin_left_out", language, name=name, reason=reason)))
    return tuple(lines)


def _figures(margin: MarginBalance, found: WeightingReport, language: str) -> str:
    """What the targets say of a margin's figures: whether they were printed or worked out, and how."""
    figures = margin.figures
    if figures is None or not (figures.how or figures.note):
        return ""
    head = margin_head(margin, found.balance.margins, language)
    status = word("derived_figures", language) if figures.status == "derived" else ""
    said = [clean(text) for text in (figures.how, figures.note) if text]
    return f"{head}: {' '.join([status, *said]).strip()}"


def _notes(found: WeightingReport, language: str) -> tuple[str, ...]:
    start = word("base_weight", language, name=found.base_weight) if found.base_weight else ""
    lines = [start or word("no_base_weight", language), word("multiples", language)]
    lines += [clean(say(note, language)) for note in found.notes]
    lines += [line for margin in found.balance.margins if (line := _figures(margin, found, language))]
    if found.sources:
        lines.append(f"{word('sources_are', language)}: {', '.join(found.sources)}")
    return tuple(lines)
