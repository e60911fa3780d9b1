"""The sampling design: names of columns, no data."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property, wraps
from typing import Any, TypedDict, get_args

from survey.errors import CallError, DesignError
from survey.pps import Pps, given_pps
from survey.words import LonelyPsu, PersonRows, Persons, Psus, nearest


class DesignColumns(TypedDict, total=False):
    """The parts of ``SurveyDesign`` by name, for those who take them one by one (``survey.Sample``)."""

    stratum: str | Sequence[str] | None
    psu: str | Sequence[str] | None
    fpc: str | Sequence[str] | None
    weight: str | None
    nest: bool
    lonely_psu: LonelyPsu
    lonely_in_domain: bool
    person: str | None
    persons: Persons
    rows: PersonRows | None
    psus: Psus
    pps: Pps | str | Mapping[str, Any] | None


CLOSED: dict[str, tuple[Any, ...]] = {  # part -> what it may be
    "lonely_psu": get_args(LonelyPsu),
    "persons": get_args(Persons),
    "rows": (None, "one", "several"),
    "psus": get_args(Psus),
    "nest": (True, False),
    "lonely_in_domain": (True, False),
}


def _names(value: Any, part: str) -> tuple[str, ...]:
    if value is None or isinstance(value, str):
        return () if value is None else (value,)
    if isinstance(value, Mapping) or hasattr(value, "columns"):  # a frame gives all its columns as names
        raise _no_name(value, part)
    names = tuple(value) if isinstance(value, Iterable) else (value,)
    if not all(isinstance(name, str) for name in names):
        raise _no_name(value, part)
    return names


def _no_name(value: Any, part: str) -> DesignError:
    return DesignError(
        f"must be the name of a column of the data, not a {type(value).__name__}",
        where=f"design.{part}",
        fix=f"Add the values to the data as a column, and name it: {part}='…'.",
    )


@dataclass(frozen=True)
class SurveyDesign:
    """How the sample was drawn, as columns of the data (R: ``svydesign``).

    ``stratum``: column(s) whose crossing is the first-stage stratum. ``psu``: column(s) of the
    cluster, outermost stage first; empty means that every row is its own PSU. ``fpc``: one column
    a stage, the number of units in the population (or, at most 1, the sampling fraction).
    ``weight``: the weight column; ``None`` weighs every row 1, or, with ``fpc``, by the inverse
    sampling fraction. PSU numbers may repeat from stratum to stratum (R: ``nest=TRUE``); a PSU is
    identified within its stratum unless ``nest`` is False, when a PSU found in two strata is an
    error. ``lonely_psu``: what to do with a stratum of one PSU; ``collapse`` joins it with a neighbour
    (``survey.cells.samples.collapsed_strata``). ``lonely_in_domain``: with ``adjust`` and ``average``
    treat strata so of which a domain has one PSU only (R: ``options(survey.adjust.domain.lonely=TRUE)``).

    ``person``: the column of the respondent's number. The same number in another sample is the same person, unless
    ``persons`` is ``independent``: then numbers say nothing across samples. Who has several rows is one PSU; ``rows``
    says whether persons may have them (``several``) or not (``one``), see ``survey.cells.opening.persons``. ``psus``:
    ``shared`` says that a PSU of the same number (and stratum) in another sample is the same PSU. ``pps``: the units
    were drawn with unequal probabilities, which stand in ``fpc``, and without replacement: ``brewer``, ``overton`` or
    ``HR``, or a mapping of the parts of ``survey.pps.Pps`` (R: ``svydesign(pps=, variance=)``).

    Raises ``DesignError`` for what is no name of a column, and for words that are not among those of a part.
    """

    stratum: str | Sequence[str] | None = None
    psu: str | Sequence[str] | None = None
    fpc: str | Sequence[str] | None = None
    weight: str | None = None
    nest: bool = True
    lonely_psu: LonelyPsu = "fail"
    lonely_in_domain: bool = False
    person: str | None = None
    persons: Persons = "same"
    rows: PersonRows | None = None
    psus: Psus = "own"
    pps: Pps | str | Mapping[str, Any] | None = None

    def __post_init__(self) -> None:
        for part in ("stratum", "psu", "fpc"):
            object.__setattr__(self, part, _names(getattr(self, part), part))
        for part in ("weight", "person"):
            if not isinstance(getattr(self, part), str | None):
                raise _no_name(getattr(self, part), part)
        for part, known in CLOSED.items():
            value = getattr(self, part)
            if not isinstance(value, str | bool | None) or value not in known:
                raise DesignError(f"unknown '{value}'", where=f"design.{part}", fix=nearest(str(value), known))
        if len(self.fpc_columns) > max(1, len(self.psu_columns)):
            raise DesignError(
                f"fpc has {len(self.fpc_columns)} columns for {max(1, len(self.psu_columns))} stage(s)",
                where="design.fpc",
                fix="Give one population size a stage, outermost first.",
            )
        object.__setattr__(self, "pps", given_pps(self.pps, len(self.fpc_columns)))

    @property
    def unequal(self) -> Pps | None:
        """How the probabilities of pairs are approximated; None for equal probabilities, or with replacement."""
        return given_pps(self.pps, len(self.fpc_columns))

    @cached_property
    def stratum_columns(self) -> tuple[str, ...]:
        return _names(self.stratum, "stratum")

    @cached_property
    def psu_columns(self) -> tuple[str, ...]:
        return _names(self.psu, "psu")

    @cached_property
    def fpc_columns(self) -> tuple[str, ...]:
        return _names(self.fpc, "fpc")

    @property
    def columns(self) -> tuple[str, ...]:
        """Every column that strata, PSUs, finite populations and weights stand in, each once."""
        names = (*self.stratum_columns, *self.psu_columns, *self.fpc_columns, *_names(self.weight, "weight"))
        return tuple(dict.fromkeys(names))


def _of_known_parts(make: Callable[..., None]) -> Callable[..., None]:
    """``make`` that says which part a design does not have, and which is meant."""

    @wraps(make)
    def made(design: SurveyDesign, *args: Any, **parts: Any) -> None:
        known = tuple(DesignColumns.__annotations__)
        for part in parts:
            if part not in known:
                raise CallError(f"has no part '{part}'", where="SurveyDesign", fix=nearest(part, known))
        if len(args) > len(known):
            raise CallError(f"has {len(known)} parts, not {len(args)}", where="SurveyDesign", fix="Name each part.")
        make(design, *args, **parts)

    return made


SurveyDesign.__init__ = _of_known_parts(SurveyDesign.__init__)  # type: ignore[method-assign]
