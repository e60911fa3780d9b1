"""Options that are written once and said otherwise in part: one list laid over another, nets by codes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Any, TypeVar

if TYPE_CHECKING:
    from survey.definitions.records.question import Net, Option

FILE = "file"  # options_of: those that the data file gives
Part = TypeVar("Part", bound="Option")


def same_code(code: Any) -> Any:
    """A code made comparable: 2, 2.0 and "2" are one."""
    try:
        return float(code)
    except (TypeError, ValueError):
        return str(code)


def laid_over(below: Mapping[str, Part], own: Mapping[str, Part]) -> tuple[dict[str, Part], list[str]]:
    """``below`` with what ``own`` says otherwise, option by option and key by key, and the ids of ``own`` that name
    none of ``below``.

    An option is named by its id or a code. What is not written stays; one that joins several codes takes the place of
    the first, and their labels where it has none. One with a range is added.
    """
    made = dict(below)
    places = {same_code(code): key for key, option in below.items() for code in option.codes}
    unknown = []
    for key, option in own.items():
        written = option.code is not None
        named = [places.get(same_code(code)) for code in option.codes] if written else [key if key in below else None]
        if option.range is not None:
            made[key] = option
        elif None in named:
            unknown.append(key)
        else:
            over = [below[one] for one in dict.fromkeys(named) if one is not None and one in made]
            if over:
                made = _in_place(made, over, option)
    return made, unknown


def _in_place(options: dict[str, Part], over: list[Part], own: Part) -> dict[str, Part]:
    """``options`` in which ``own`` stands where the first of ``over`` was."""
    first = over[0]
    written = {key: getattr(own, key) for key in own.model_fields_set if getattr(own, key) is not None}
    if len(over) > 1 and "label" not in written and any(option.label for option in over):
        written["label"] = {tongue: " / ".join(_called(one, tongue) for one in over) for tongue in _of(over)}
    name = first.id if len(over) == 1 and same_code(own.id) in map(same_code, own.codes) else own.id
    joined = first.model_copy(update={**written, "id": name})
    gone = {option.id for option in over[1:]}
    return {
        (name if key == first.id else key): (joined if key == first.id else option)
        for key, option in options.items()
        if key not in gone
    }


def _of(options: Iterable[Option]) -> list[str]:
    return list(dict.fromkeys(language for option in options for language in option.label or {}))


def _called(option: Option, language: str) -> str:
    label = option.label or {}
    return label.get(language) or next(iter(label.values()), option.id)


def named_nets(nets: Mapping[str, Net], options: Mapping[str, Option]) -> dict[str, Net]:
    """``nets`` by the ids of options, where they name codes; what names neither stays as it is."""
    places: dict[Any, str] = {same_code(code): key for key, option in options.items() for code in option.codes}
    made = {}
    for name, net in nets.items():
        found = (part if part in options else places.get(same_code(part), part) for part in net.options)
        parts = tuple(dict.fromkeys(found))
        made[name] = net if parts == net.options else net.model_copy(update={"options": parts})
    return made
