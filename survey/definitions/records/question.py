"""A question: what was asked, and the options it was answered with."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field, model_validator
from pydantic_core import PydanticCustomError

from survey.definitions.records.laid_over import named_nets
from survey.definitions.records.missing_kinds import with_missing
from survey.definitions.records.short_options import codes_as_names, with_lists, with_short_options
from survey.definitions.records.values import Code, Id, Record, Text
from survey.words import MissingKind, Steps

Wording = Literal["exact", "translation", "paraphrase", "unknown"]
Decimal = Literal[".", ","]
Asked = Literal["marked"] | dict[str, tuple[Code, ...]]
Columns = dict[str, str] | tuple[str, ...]
POINTS = 11  # a scale of at most so many whole points, whose ends are named, has them all
QuestionType = Literal["single", "multiple", "scale", "number", "open"]


class Option(Record):
    """One answer. ``code`` is what stands in the data (several codes make one option); a number
    question is cut into options with ``range: [from, to]``, both ends included, null for open."""

    id: str
    code: Code | tuple[Code, ...] | None = None
    range: tuple[float | None, float | None] | None = None
    label: Text | None = None
    missing: MissingKind | None = None
    value: float | None = None  # scale value; the code where it is a number and none is given
    exclusive: bool = False  # multiple: "none of these"; a kind of missing is exclusive by nature
    reworded: bool = False  # the same answer as under this name elsewhere, in other words
    note: Text | None = None

    @property
    def codes(self) -> tuple[Code, ...]:
        """The codes of this option in the data; its id where no code was given."""
        if self.code is None:
            return () if self.range else (self.id,)
        return self.code if isinstance(self.code, tuple) else (self.code,)


class Net(Record):
    """Options summed under one name."""

    options: tuple[str, ...]
    label: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_form(cls, data: Any) -> Any:
        data = {"options": data} if isinstance(data, (list, tuple)) else data
        if isinstance(data, dict) and isinstance(data.get("options"), (list, tuple)):
            data = {**data, "options": codes_as_names(data["options"])}
        return data


def with_points(kind: str, options: dict[str, Option]) -> dict[str, Option]:
    """The options with the whole points between, where those of a scale name its two ends only (0 and 10): every number
    between is an answer of it. Points that another option takes (5 for "don't know") are none; ends with a ``value`` of
    their own, and scales of more than ``POINTS``, are left as they are."""
    ends = [option for option in options.values() if option.missing is None]
    if kind != "scale" or len(ends) != 2 or any(option.value is not None or option.range for option in ends):
        return options
    codes = [option.codes[0] for option in ends if len(option.codes) == 1]
    whole = [int(code) for code in codes if not isinstance(code, str) and code == int(code)]
    low, high = min(whole, default=0), max(whole, default=0)
    if len(whole) < 2 or not 1 < high - low < POINTS:
        return options
    taken = {code for option in options.values() for code in option.codes}
    free = [point for point in range(low + 1, high) if point not in taken and str(point) not in options]
    between = {str(point): Option(id=str(point), code=point) for point in free}
    middle = between if whole[0] == low else dict(reversed(between.items()))
    return {ends[0].id: ends[0], **middle, ends[1].id: ends[1], **options}


class Question(Record):
    """What was asked. Options keep the order in which they are written; a scale of which two ends are named has the
    points between (``with_points``)."""

    question: Id
    type: QuestionType = "single"
    title: Text | None = None  # short name for heads of tables and axes
    text: Text | None = None
    wording: Wording | dict[str, Wording] = "unknown"
    options: dict[str, Option] = Field(default_factory=dict)
    options_of: str | None = None  # whose options: the data file's ("file"), another question's, a list's
    missing: dict[str, MissingKind] = Field(default_factory=dict)  # code or label -> the kind of missing it is
    nets: dict[str, Net] = Field(default_factory=dict)
    ordered: Steps | Literal["none"] | None = None  # are the answers steps? as type, values and nets say, where None
    blank: MissingKind = "no_answer"  # what an empty cell means
    column: str | None = None  # column in the data; the question's id where none is given
    decimal: Decimal | None = None  # how numbers are written in a text file, where the column leaves it open
    # multiple: option id -> its column of flags; or columns of codes (first, second, third mention)
    columns: Columns = Field(default_factory=dict)
    delimiter: str | None = None  # multiple: what stands between the answers in one column
    marked: Code | tuple[Code, ...] | None = None  # multiple: what in a column of flags means that the option was named
    asked: Asked | None = None  # multiple: of whom; all with any value where nothing is written
    set: str | None = None  # multiple: a set in the head of an .sav file, which has its columns, $languages
    multiple: bool | Literal["unknown"] | None = None  # published only: could more than one option be named?
    sources: tuple[Id, ...] = ()
    note: Text | None = None

    @model_validator(mode="before")
    @classmethod
    def _short_forms(cls, data: Any) -> Any:
        if not isinstance(data, dict):
            return data
        return with_lists(with_short_options(dict(data)))

    @model_validator(mode="after")
    def _consistent(self) -> Question:
        self.__dict__.update(self.settled())  # frozen for everybody else
        seen: dict[Code, str] = {}
        for option in self.options.values():
            if option.id.startswith("_"):
                raise PydanticCustomError(
                    "option_name",
                    "Option '{option}' begins with '_', a name kept for the program",
                    {"option": option.id},
                )
            for code in option.codes:
                if code in seen:
                    raise PydanticCustomError(
                        "option_code",
                        "Options '{first}' and '{second}' share the code {code}",
                        {"first": seen[code], "second": option.id, "code": repr(code)},
                    )
                seen[code] = option.id
        for name, net in self.nets.items() if self.lists_options else ():
            for part in net.options:
                if part not in self.options:
                    raise PydanticCustomError(
                        "net_option", "Net '{net}' names '{part}', which is not an option", {"net": name, "part": part}
                    )
        return self

    @property
    def substantive(self) -> tuple[str, ...]:
        """Ids of the options that are answers, not kinds of missing."""
        return tuple(key for key, option in self.options.items() if option.missing is None)

    @property
    def lists_options(self) -> bool:
        """Whether its options are all written down; else they, or what is not said of them, come from the data."""
        return self.options_of is None and bool(self.substantive)

    def settled(self) -> dict[str, Any]:
        """Its ``options`` and ``nets``, as far as it says them itself: with the points of a scale, the kinds of missing
        under ``missing``, and nets by the names of options."""
        if not self.lists_options:
            return {}
        options = with_points(self.type, with_missing(self.options, self.missing, Option))
        return {"options": options, "nets": named_nets(self.nets, options)}

    @property
    def several(self) -> bool | Literal["unknown"]:
        """Whether one respondent could give more than one answer."""
        return self.multiple if self.multiple is not None else self.type == "multiple"

    @property
    def heading(self) -> Text:
        """The short name, else the text, else the id."""
        return self.title or self.text or {"und": self.question}

    @property
    def name(self) -> Text:
        """Its title, or its id: for a sentence, which a wording is too long for."""
        return self.title or {"und": self.question}

    def label(self, option: str) -> Text:
        """The label of an option or a net, else its id."""
        found = self.options.get(option) or self.nets.get(option)
        return (found.label if found is not None else None) or {"und": option}

    def wording_in(self, language: str) -> str:
        """How sure the text in ``language`` is: exact, translation, paraphrase or unknown."""
        return self.wording if isinstance(self.wording, str) else self.wording.get(language, "unknown")
