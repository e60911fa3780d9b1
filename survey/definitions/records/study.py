"""A study: one fielding of a questionnaire by one pollster."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Literal

from pydantic import Field, model_validator

from survey.definitions.records.presenting.banner import INSIDE, levels
from survey.definitions.records.presenting.disclosed import Disclosed
from survey.definitions.records.presenting.disclosure import Disclosure
from survey.definitions.records.presenting.picture import PictureHeads
from survey.definitions.records.presenting.presentation import Presentation
from survey.definitions.records.presenting.release import Release
from survey.definitions.records.published_table import PublishedTable
from survey.definitions.records.question import (
    Asked,
    Columns,
    Decimal,
    Net,
    Option,
    Question,
    QuestionType,
    Wording,
)
from survey.definitions.records.short_options import codes_as_names, with_lists, with_short_options
from survey.definitions.records.values import Code, Fieldwork, Figure, Id, Moe, Reading, Record, Text, short_form
from survey.definitions.records.weighting import Trim, Weighting
from survey.words import (
    Base,
    BookForm,
    DataPackage,
    LonelyPsu,
    MissingKind,
    PersonRows,
    Persons,
    PpsMethod,
    PpsVariance,
    Psus,
    ReplicateMethod,
    Rounding,
    RowOrder,
    SampleKind,
    Steps,
    say,
)

__all__ = [
    "Data",
    "Design",
    "Group",
    "Nested",
    "ReplicateWeights",
    "Sample",
    "Study",
    "StudyQuestion",
    "Trim",
    "Weighting",
]
# what a study may say otherwise than the shared question
REFINED = (
    *("type", "title", "text", "wording", "options", "nets", "blank", "column", "decimal", "columns", "multiple"),
    *("delimiter", "marked", "asked", "set", "ordered", "options_of", "missing"),
)
EVERY, REST = "all", "*"  # "questions: all", or beside questions of its own "'*': all"
Mode = Literal["face_to_face", "phone", "online", "mail", "mixed", "messenger", "unknown"]


class Nested(Record):
    """The base of a published figure inside another question: ``{question: religious, options: [religious]}``."""

    question: Id
    options: tuple[str, ...]

    @model_validator(mode="before")
    @classmethod
    def _codes(cls, data: Any) -> Any:
        if isinstance(data, dict) and isinstance(data.get("options"), (list, tuple)):
            data = {**data, "options": codes_as_names(data["options"])}
        return data


class Group(Record):
    """Published figures of a subgroup (``secondary education``), keyed by option."""

    label: Text | None = None
    published: dict[str, Figure] = Field(default_factory=dict)
    numbers: dict[Literal["mean", "median"], Figure] = Field(default_factory=dict)
    size: Figure | None = None


def group_of(by: str, which: str) -> dict[str, str]:
    """A subgroup as an answer to each question that it is of."""
    names = levels(by)
    parts = [part.strip() for part in which.split(INSIDE)] if len(names) > 1 else [which]
    return dict(zip(names, parts, strict=False))  # a part too many or too few is a fault of the definition


class StudyQuestion(Record):
    """A question as this study asked it: refinements of the shared question, and what was published."""

    # refinements; anything left out is the shared question's
    type: QuestionType | None = None
    title: Text | None = None
    text: Text | None = None
    wording: Wording | dict[str, Wording] | None = None
    options: dict[str, Option] | None = None
    options_of: str | None = None
    missing: dict[str, MissingKind] | None = None
    nets: dict[str, Net] | None = None
    ordered: Steps | Literal["none"] | None = None
    blank: MissingKind | None = None
    column: str | None = None
    decimal: Decimal | None = None
    columns: Columns | None = None
    delimiter: str | None = None
    marked: Code | tuple[Code, ...] | None = None
    asked: Asked | None = None
    set: str | None = None
    multiple: bool | Literal["unknown"] | None = None
    # about this fielding
    base: Base | None = None
    order: RowOrder | None = None  # of the rows of its tables: none, as it is defined, or size
    nested: Nested | None = None
    size: Figure | None = None  # base of the published figures, where it is not the study's
    after: str | None = None  # what was asked right before it, where that is known
    published: dict[str, Figure] = Field(default_factory=dict)
    numbers: dict[Literal["mean", "median"], Figure] = Field(default_factory=dict)  # of what the answers stand for
    by: dict[str, dict[str, Group]] = Field(default_factory=dict)  # domain question (or crossed) -> option -> figures
    decimals: int | None = None
    readings: tuple[Reading, ...] = ()
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if data is None:
            return {}
        if isinstance(data, str):
            return {"column": data}
        return with_lists(with_short_options(data)) if isinstance(data, dict) else data

    @property
    def groups(self) -> Iterator[tuple[dict[str, str], Group]]:
        """Each subgroup with figures: ``sex > age`` with ``woman > young`` is ``{sex: woman, age: young}``."""
        for by, groups in self.by.items():
            for which, group in groups.items():
                yield group_of(by, which), group

    def group(self, domain: Mapping[str, str]) -> Group | None:
        """The figures of a subgroup, whichever of its questions is named first; None where there are none."""
        return next((group for found, group in self.groups if found == dict(domain)), None)


class OptionList(Record):
    """Options, and nets of them, that several questions have: ``options_of`` names the list."""

    options: dict[str, Option]
    nets: dict[str, Net] = Field(default_factory=dict)

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        return with_short_options(data)


class Sample(Record):
    """How respondents were found. ``size`` may carry a qualifier and, in ``readings``, other sources' numbers."""

    kind: SampleKind = "unknown"
    size: Figure | None = None
    frame: Text | None = None
    stated: Text | None = None
    readings: tuple[Reading, ...] = ()

    @model_validator(mode="before")
    @classmethod
    def _unknown(cls, data: Any) -> Any:
        if isinstance(data, dict):
            return {key: value for key, value in data.items() if value != "unknown" or key == "kind"}
        return data


class Data(Record):
    """Where the answers are: a file beside the definition, or a dataset inside an installed package."""

    file: str | None = None
    package: DataPackage | None = None
    dataset: str | None = None  # 'anes96', or 'carData/Chile'
    where: dict[str, Code] = Field(default_factory=dict)  # column -> the value its rows must have
    columns: dict[str, str] = Field(default_factory=dict)  # question -> column
    id: str | None = None  # column of the respondent's number
    persons: Persons = "same"  # whether the same number in another study is the same person
    rows: PersonRows | None = None  # whether one person may have several rows
    encoding: str | None = None
    sheet: str | None = None
    header_rows: int | None = Field(None, ge=1, le=9)  # rows above the answers; found where they are of known kinds
    licence: str | None = None
    synthetic: bool = False  # marked in every file, table and plot

    _short_form = short_form("file", str)


class ReplicateWeights(Record):
    """Columns of replicate weights, and how they add up
    (``survey.cells.opening.read_replicates.replicate_weights``)."""

    columns: str | tuple[str, ...]  # names, or a name's beginning, or a pattern with *
    method: ReplicateMethod
    rho: float | None = None
    scale: float | None = None
    rscales: float | tuple[float, ...] | None = None
    combined: bool = True
    mse: bool | None = None
    df: float | None = None


class PpsRecord(Record):
    """Sampling with unequal probabilities and without replacement (``survey.pps.Pps``), or, in place of a ``method``,
    the probabilities of all pairs: ``joint``, a file beside the definition with one row and column a respondent."""

    method: PpsMethod | None = None
    variance: PpsVariance = "Horvitz-Thompson"
    squares: float | None = None
    joint: str | None = None

    _short_form = short_form("method", str)


class Design(Record):
    """Columns of the sampling design; ``weight: none`` says that there are no weights in the data."""

    stratum: str | tuple[str, ...] | None = None
    psu: str | tuple[str, ...] | None = None
    fpc: str | tuple[str, ...] | None = None
    weight: str | None = None
    nest: bool = True
    lonely_psu: LonelyPsu = "fail"
    lonely_in_domain: bool = False
    psus: Psus = "own"  # whether the same PSU number in another study is the same PSU
    pps: PpsRecord | None = None
    replicates: ReplicateWeights | None = None

    @model_validator(mode="before")
    @classmethod
    def _none(cls, data: Any) -> Any:
        if isinstance(data, dict):
            data = {key: None if value == "none" else value for key, value in data.items()}
            return {key: tuple(value) if isinstance(value, list) else value for key, value in data.items()}
        return data


class Study(Record):
    """One fielding: who asked whom, when and how, what was published, and where the data are."""

    study: Id
    title: Text | None = None
    series: Id | None = None
    wave: str | None = None  # the study's name in its series
    pollster: Text | None = None
    sponsor: Text | None = None
    fieldwork: Fieldwork = Field(default_factory=Fieldwork)
    mode: Mode = "unknown"
    mode_stated: Text | None = None
    population: Text | None = None
    sample: Sample = Field(default_factory=Sample)
    moe: Moe | None = None  # the margin of error the pollster printed, in points
    weighting: Weighting = Field(default_factory=Weighting)
    questions: dict[str, StudyQuestion] = Field(default_factory=dict)
    every: bool = False  # "questions: all": each labelled column of the data that no question names is one, too
    lists: dict[Id, OptionList] = Field(default_factory=dict)  # options that several questions have
    missing: dict[str, MissingKind] = Field(default_factory=dict)  # of every question that says none itself
    base: Base | None = None  # of every question that says none itself
    data: Data | None = None
    design: Design = Field(default_factory=Design)
    banner: tuple[str, ...] = ()  # "region > settlement": one inside the other
    tables: tuple[str, ...] = ()  # questions that `survey run` tabulates; all but the banner if empty
    book: BookForm | None = None  # of all questions by the banner, which `survey run` writes
    figures: dict[str, PictureHeads] = Field(default_factory=dict)  # titles of pictures, by question
    presentation: Presentation | None = None  # which figures of its data are not shown or marked
    disclosure: Disclosure | None = None  # of how few respondents no figure is published
    disclosed: Disclosed = Field(default_factory=Disclosed)  # what `survey disclose` prints beside the rest
    release: Release | None = None  # what `survey release` gives away of its answers
    published: PublishedTable | None = None  # a whole published table, held against the data by `survey verify`
    rounding: Rounding | None = None  # of printed figures; half_up where nothing is said
    synthetic: bool = False
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        data = {key: value for key, value in data.items() if value != "unknown" or key == "mode"}
        asked = data.get("questions")
        if isinstance(asked, (list, tuple)):
            asked = {name: {} for name in asked}
        elif asked == EVERY:
            asked = {REST: EVERY}
        if isinstance(asked, dict) and asked.get(REST) == EVERY:
            asked = {name: own for name, own in asked.items() if name != REST}
            data["every"] = True
        return data if asked is None else {**data, "questions": asked}

    @model_validator(mode="after")
    def _of_all(self) -> Study:
        if self.base is not None:
            self.__dict__["questions"] = {name: self.with_base(own) for name, own in self.questions.items()}
        return self

    def with_base(self, own: StudyQuestion) -> StudyQuestion:
        """``own`` on the base of the study, where it says none itself."""
        return own if own.base is not None or self.base is None else own.model_copy(update={"base": self.base})

    @property
    def across(self) -> tuple[str, ...]:
        """The questions of the banner, each once, also those that stand inside others."""
        return tuple(dict.fromkeys(name for by in self.banner for name in levels(by)))

    @property
    def house(self) -> str:
        """The pollster, by which its polls are known to be of one: its English name, else the first there is."""
        return say(self.pollster)

    @property
    def heading(self) -> Text:
        """Its title, or its id."""
        return self.title or {"und": self.study}

    @property
    def is_synthetic(self) -> bool:
        """True where the answers are invented: those of the whole study, or those of its data file."""
        return self.synthetic or (self.data is not None and self.data.synthetic)

    def ask(self, name: str, shared: Question | None = None) -> Question:
        """The question ``name`` as this study asked it: the shared one with this study's refinements."""
        own = self.questions.get(name, StudyQuestion())
        fields: dict[str, Any] = {} if shared is None else {key: getattr(shared, key) for key in Question.model_fields}
        written = {"question"} if shared is None else set(shared.model_fields_set)
        for key in REFINED:
            value = getattr(own, key)
            if value is not None:
                fields[key] = value
                written.add(key)
        if own.options is not None and own.options_of is None:
            fields["options_of"] = None  # a list written whole
        elif own.options_of is not None and own.options is None:
            fields["options"] = {}
        fields["question"] = name
        fields["sources"] = tuple(dict.fromkeys((*fields.get("sources", ()), *own.sources)))
        if self.data and name in self.data.columns:
            fields["column"] = self.data.columns[name]
        asked = Question.model_construct(
            written,  # a file's labels decide only what nobody wrote down
            **{
                key: fields.get(key, field.get_default(call_default_factory=True))
                for key, field in Question.model_fields.items()
            },
        )
        asked.__dict__.update(asked.settled())  # frozen for everybody else
        return asked
