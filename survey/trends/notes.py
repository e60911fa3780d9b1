"""The notes under a trend: all that a reader needs to judge its figures, and every wave that is not on the line."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from itertools import groupby

from survey.definitions.comparing.base import base_text
from survey.definitions.published_base import published_base
from survey.definitions.records.question import Question
from survey.definitions.records.sources import Source
from survey.definitions.records.study import Study
from survey.definitions.records.values import is_limit
from survey.definitions.records.when import called
from survey.definitions.source_text import source_text
from survey.maths.published import largest_moe
from survey.maths.rounded_sums import rounding_explains
from survey.tables.table import Note
from survey.trends.breaks import knows_wording, translated
from survey.trends.phrases import mode_text, share_text
from survey.trends.published import other_readings, size_of
from survey.trends.series import Break, TrendPoint
from survey.trends.waves import MANY, Wave, grouped, listed, which
from survey.wording.figures import number, short
from survey.wording.message import message, word
from survey.wording.worded import joined
from survey.words import LANGUAGES, Text, say

FEW = 6  # waves that a note names one by one


def trend_notes(
    shared: Question,
    waves: Sequence[Wave],
    breaks: Sequence[Break],
    unlike: Sequence[tuple[Study, Text]],
    never: Sequence[Text],
    sources: dict[str, Source],
    level: float,
) -> tuple[Note, ...]:
    """``waves``: all that asked the same question, those without figures too; ``never``: answers without any figure."""
    shown = [wave for wave in waves if wave.points]
    found = [
        *_who(waves, shown),
        *_wording(shared, shown),
        *_design(shown, level),
        *_steps(shown, breaks),
        *_figures(shown, waves, sources),
    ]
    disputed = [wave for wave in waves if not wave.points and _disputed(wave)]
    if disputed:
        found.append(("disputed", message("trends.disputed", waves=listed(disputed))))
    silent = [wave for wave in waves if not wave.points and not _disputed(wave)]
    if silent:
        found.append(("asked", message("trends.asked", waves=listed(silent))))
    undated = [wave for wave in waves if wave.day is None]
    if undated:
        found.append(("undated", message("trends.undated", waves=listed(undated))))
    if unlike:
        parts = (message("trends.study_reason", study=called(study), reason=text) for study, text in unlike)
        found.append(("unlike", message("trends.unlike", studies=joined(parts, "; ", once=True))))
    if never:
        found.append(("never", message("trends.never", names=joined(never, ", ", once=True))))
    names = dict.fromkeys(name for wave in shown for name in wave.own.sources or wave.study.sources)
    names |= dict.fromkeys(reading.source for wave in waves for reading in wave.own.readings)  # the notes name them
    if names:
        found.append(
            (
                "sources",
                message(
                    "trends.sources", names=joined((source_text(name, sources) for name in names), "; ", once=True)
                ),
            )
        )
    return tuple(Note(key, text) for key, text in found)


def _who(waves: Sequence[Wave], shown: Sequence[Wave]) -> Iterator[tuple[str, Text]]:
    named = {wave.study.house or wave.line: wave.study.pollster or _unsaid(wave) for wave in waves}
    names = list(named.values())
    yield "pollster", joined(names, "; ") if len(names) <= MANY else _told(names)
    dated = sorted((wave for wave in shown if wave.day), key=lambda wave: (wave.day, wave.name))
    if dated:
        yield "fieldwork", message("trends.period", first=dated[0].when, last=dated[-1].when, count=str(len(shown)))
    groups = dict.fromkeys(say(wave.study.population) for wave in waves)
    if len(groups) == 1 and waves[0].study.population:
        yield "population", waves[0].study.population


def _unsaid(wave: Wave) -> Text:
    """A line without a pollster: the id of its series, else what its one study is called."""
    return {"und": wave.line} if wave.study.series else called(wave.study)


def _wording(shared: Question, shown: Sequence[Wave]) -> Iterator[tuple[str, Text]]:
    texts: dict[str, tuple[Text, Question, list[Wave]]] = {}
    for wave in shown:
        if knows_wording(wave) and wave.asked.text:
            texts.setdefault(say(wave.asked.text), (wave.asked.text, wave.asked, []))[2].append(wave)
    for text, asked, members in texts.values():
        names = which(members, shown) if len(members) < len(shown) else {}
        yield "wording", message("trends.wording", text=text, how=_in_brackets(asked, text, names))
    unknown = [wave for wave in shown if not knows_wording(wave)]
    if not texts and shared.text:
        yield "wording", message("trends.wording", text=shared.text, how="")
    if unknown:
        yield "wording", message("trends.wording_unknown", waves=which(unknown, shown))
    for _, line in groupby(shown, key=lambda wave: wave.line):
        pairs = translated([wave for wave in line if wave.day])
        if pairs:
            names = joined((listed(pair) for pair in pairs), "; ", once=True)
            yield "wording", message("trends.wording_translated", waves=names)


def _in_brackets(asked: Question, text: Text, names: Text) -> Text:
    """`` (translation, 2016)``: how sure the text is, and whose it is."""
    parts = {language: [_known(asked, text, language), names.get(language, "")] for language in LANGUAGES}
    return {key: f" ({', '.join(filter(None, words))})" if any(words) else "" for key, words in parts.items()}


def _known(asked: Question, text: Text, language: str) -> str:
    """How sure the text is that readers of ``language`` see: the English one where there is none in theirs."""
    used = next((key for key in (language, "en", "und", *text) if key in text), language)
    kind = asked.wording_in(used)
    if kind == "unknown":
        return ""
    return word("trends.exact" if kind == "exact" else f"general.{kind}", language)


def _design(shown: Sequence[Wave], level: float) -> Iterator[tuple[str, Text]]:
    if not shown:
        return
    unstated = message("general.unstated")
    published = [wave for wave in shown if wave.points[0].status != "microdata"]
    yield "base", message("trends.base", groups=grouped(shown, [base_text(wave) or unstated for wave in shown]))
    if any(wave.asked.type == "multiple" for wave in shown):
        yield "several", message("tables.several")
    yield from _of_whom(shown)
    sized = sorted((one for wave in shown for one in wave.points if one.n_eff > 0), key=lambda one: one.n_eff)
    if sized:
        sizes = [number(end(point.n for point in sized), 0) for end in (min, max)]
        errors = [number(100 * largest_moe(point.n_eff, 1.0, level), 1) for point in (sized[0], sized[-1])]
        yield "n", message("trends.n", n=_span(*sizes), moe=_span(*errors))
    known = [size_of(wave.study, wave.own).known for wave in published]
    for key in ("unknown", "limit", "assumed"):
        members = [wave for wave, own in zip(published, known, strict=True) if own == key]
        if members:
            yield "n", message(f"trends.n_{key}", waves=which(members, shown))
    yield "weighting", message("trends.weighting", groups=grouped(shown, [wave.weighting for wave in shown]))
    per_cent = short(100 * level)
    if any(wave.points[0].n > 0 for wave in published):
        yield "method", message("trends.method_published", level=per_cent)
    if len(published) < len(shown):
        yield "method", message("trends.method_microdata", level=per_cent)
    data = [wave for wave in shown if wave.points[0].status == "microdata"]
    plain = [wave for wave in data if not (wave.study.design.stratum or wave.study.design.psu)]
    if plain:
        yield "method", message("trends.method_plain", waves=which(plain, shown))
    kinds = [wave.study.sample.kind for wave in shown]
    words = [unstated if kind == "unknown" else message(f"trends.{kind}") for kind in kinds]
    key = "sample_probability" if set(kinds) == {"probability"} else "sample"
    yield "sample", message(f"trends.{key}", groups=grouped(shown, words))


def _of_whom(shown: Sequence[Wave]) -> Iterator[tuple[str, Text]]:
    """Respondents of the data who are not in the percentages, and figures that were brought to another base."""
    outside = outside_note(shown)
    if outside:
        yield "outside", outside
    moved = [wave for wave in shown if wave.rebased]
    if moved:
        whole = [published_base(wave.asked, wave.own).answered for wave in moved]
        told: Text
        if len(moved) <= FEW:
            pairs = zip(moved, whole, strict=True)
            told = joined(
                (message("trends.rebased_part", wave=wave.when, part=short(100 * part)) for wave, part in pairs),
                ", ",
                once=True,
            )
        else:
            ends = message("trends.span", low=short(100 * min(whole)), high=short(100 * max(whole)))
            told = message("trends.rebased_part", wave=which(moved, shown), part=ends)
        yield "rebased", message("trends.rebased", waves=told)


def outside_note(shown: Sequence[Wave]) -> Text | None:
    """How many respondents of which wave are not in the percentages, by reason; None where all are."""
    kinds = dict.fromkeys(kind for wave in shown for kind in wave.outside)
    groups = []
    told: Text
    for kind in kinds:
        counts = [(wave.outside[kind], wave) for wave in shown if wave.outside.get(kind)]
        if len(counts) <= FEW:
            told = joined(
                (message("trends.count_of", count=number(count, 0), wave=wave.when) for count, wave in counts),
                ", ",
                once=True,
            )
        else:
            ends = [number(end(count for count, _ in counts), 0) for end in (min, max)]
            told = message(
                "trends.counts", low=ends[0], high=ends[1], total=number(sum(count for count, _ in counts), 0)
            )
        groups.append(message("trends.outside_of", kind=message(f"trends.kind_{kind.lstrip('_')}"), counts=told))
    return message("trends.outside", groups=joined(groups, "; ", once=True)) if groups else None


def _span(low: Text, high: Text) -> Text:
    return low if low == high else message("trends.span", low=low, high=high)


def _steps(shown: Sequence[Wave], breaks: Sequence[Break]) -> Iterator[tuple[str, Text]]:
    if not shown:
        return
    yield "mode", message("trends.mode", groups=grouped(shown, [mode_text(wave.study.mode) for wave in shown]))
    modes = {wave.study.mode for wave in shown}
    if "unknown" in modes and len(modes) > 1:
        yield "mode_unknown", message("trends.mode_beside")
    place = {wave.name: at for at, wave in enumerate(shown)}
    parts = []
    for step in breaks:
        if step.what == ("series",):
            continue
        start, end = place[step.after], place[step.before]
        inside = shown[start + 1 : end]
        fields = {"start": shown[start].when, "end": shown[end].when, "what": step.text}
        parts.append(
            message("trends.break_open", waves=listed(inside), **fields)
            if inside
            else message("trends.break", **fields)
        )
    if parts:
        yield "breaks", message("trends.breaks", breaks=_told(parts))
    if len({wave.line for wave in shown}) > 1:
        yield "breaks", message("trends.lines")


def _figures(shown: Sequence[Wave], waves: Sequence[Wave], sources: dict[str, Source]) -> Iterator[tuple[str, Text]]:
    kinds: dict[str, Callable[[TrendPoint], bool]] = {
        "bounds": lambda one: is_limit(one.bound),
        "approximate": lambda one: one.bound == "about",
        "derived": lambda one: one.status in ("derived", "inferred"),
    }
    for key, wanted in kinds.items():
        parts = [
            message("trends.figure_of", wave=wave.when, option=wave.asked.label(one.option), value=_printed(one))
            for wave in shown
            for one in wave.points
            if wanted(one)
        ]
        if parts:
            yield key, message(f"trends.{key}", figures=_told(parts))
    parts = [message("trends.label_of", label=wave.when, waves=share_text(total)) for wave, total in _odd_sums(shown)]
    if parts:
        yield "sums", message("trends.sums", waves=_told(parts))
    parts = [
        message(
            "trends.reading",
            wave=wave.when,
            option=wave.asked.label(option),
            other=other,
            source=source_text(source, sources),
        )
        for wave in waves
        for option in dict.fromkeys(key for reading in wave.own.readings for key in reading.published)
        for source, other in other_readings(wave.own, option)
    ]
    if parts:
        yield "readings", message("trends.readings", figures=_told(parts))


def _told(parts: Sequence[Text]) -> Text:
    """Parts one after the other; of very many the first, and how many there are."""
    if len(parts) <= MANY:
        return joined(parts, "; ", once=True)
    return joined([*parts[:FEW], message("trends.and_more", count=str(len(parts) - FEW))], "; ", once=True)


def _printed(point: TrendPoint) -> Text:
    return share_text(point.estimate, point.bound)


def _odd_sums(shown: Sequence[Wave]) -> Iterator[tuple[Wave, float]]:
    """Waves whose answers are all printed as numbers and whose sum rounding cannot explain."""
    for wave in shown:
        printed = [wave.own.published.get(option) for option in wave.asked.options]
        exact = [one for one in printed if one is not None and one.qualifier == "exact"]
        values = [one.value for one in exact if one.value is not None]
        if wave.asked.several or len(values) < len(printed) or not values or wave.points[0].status == "microdata":
            continue
        decimals = [max(wave.own.decimals or 0, one.digits) for one in exact]
        if not rounding_explains(decimals, abs(sum(values) - 100)):
            yield wave, sum(values) / 100


def _disputed(wave: Wave) -> bool:
    """True for a wave without a chosen figure whose sources print different ones: the note on readings has it."""
    return any(reading.published for reading in wave.own.readings)
