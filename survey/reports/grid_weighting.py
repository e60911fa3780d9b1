"""The report of a weighting as it is printed: margins before and after, and what the weights cost."""

from __future__ import annotations

from survey.plots.lettering import clean
from survey.plots.texts import number, points
from survey.reports.grid import Grid, Head, Row
from survey.reports.printed import share
from survey.reports.report_texts import word
from survey.weighting.calibration import Calibration, MarginGap
from survey.words import say, whole


def weighting_grids(found: Calibration, language: str, *, synthetic: bool = False) -> list[Grid]:
    """Two tables: the margins, and the weights."""
    title = clean(f"{word('weighting', language)}: {found.text}")
    heads = tuple(Head(word(key, language)) for key in ("target", "before", "after", "gap"))
    margins = Grid(
        title=title,
        heads=(*heads, Head("n")),
        rows=tuple(_margins(found, language)),
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
    return [margins, weights]


def _margins(found: Calibration, language: str) -> list[Row]:
    rows = []
    for name in dict.fromkeys(gap.margin for gap in found.gaps):
        variables = found.margins[name].variables if name in found.margins else (name,)
        rows.append(Row(" × ".join(_variable(found, variable, language) for variable in variables), kind="section"))
        rows += [_gap(found, gap, variables, language) for gap in found.gaps if gap.margin == name]
    return rows


def _gap(found: Calibration, gap: MarginGap, variables: tuple[str, ...], language: str) -> Row:
    named = zip(variables, gap.options, strict=False)
    labels = [_option(found, variable, option, language) for variable, option in named]
    cells = (
        share(gap.target, language),
        share(gap.before, language),
        share(round(gap.after, 9), language),  # met to 1e-12: 14.75 and 14.7499999 are printed alike
        points(gap.after - gap.target, language),
        whole(gap.n, language),
    )
    return Row(" × ".join(labels), cells)


def _variable(found: Calibration, name: str, language: str) -> str:
    question = found.variables.get(name)
    return clean(say(question.heading if question else None, language, name))


def _option(found: Calibration, variable: str, option: str, language: str) -> str:
    question = found.variables.get(variable)
    return clean(say(question.label(option) if question else None, language, option))


def _weights(found: Calibration, language: str) -> list[Row]:
    told = found.diagnostics
    mean = told.mean or 1.0
    moe = f"±{number(100 * told.moe, language, 1)}"
    lines = [
        (word("n", language), whole(told.n, language)),
        (word("minimum", language), number(told.minimum / mean, language, 2)),
        (word("maximum", language), number(told.maximum / mean, language, 2)),
        (word("deff", language), number(told.deff, language, 2)),
        (word("n_eff", language), whole(told.n_eff, language)),
        (word("moe", language, level=f"{100 * told.level:g}"), word("points", language, value=moe)),
        (word("trimmed", language), whole(told.trimmed, language)),
    ]
    if told.zero:
        lines.append((word("zero", language), whole(told.zero, language)))
    if found.method == "rake":
        lines.append((word("iterations", language), whole(told.iterations, language)))
    return [Row(head[:1].upper() + head[1:], (value,)) for head, value in lines]


def _figures(found: Calibration, name: str, language: str) -> str:
    """What the targets say of a margin's figures: whether they were printed or worked out, and how."""
    margin = found.margins[name]
    head = " × ".join(_variable(found, variable, language) for variable in margin.variables)
    status = word("derived_figures", language) if margin.status == "derived" else ""
    said = [clean(text) for text in (margin.how, margin.note) if text]
    return f"{head}: {' '.join([status, *said]).strip()}"


def _notes(found: Calibration, language: str) -> tuple[str, ...]:
    start = "base_weight" if found.base_weight else "no_base_weight"
    lines = [word(start, language, name=found.base_weight), word("multiples", language)]
    lines += [clean(note) for note in found.notes]
    lines += [_figures(found, name, language) for name, margin in found.margins.items() if margin.how or margin.note]
    if found.sources:
        lines.append(f"{word('sources_are', language)}: {', '.join(found.sources)}")
    return tuple(lines)
