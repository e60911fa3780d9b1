"""Calls of the public functions: what is asked for that isn't there is one of our errors, before any work.

``checked`` hands a function on as it is, with its signature, its defaults and its words; so a method of ``Sample`` is
the function itself, and neither says twice what the other says."""

from __future__ import annotations

import inspect
import typing
from collections.abc import Callable, Mapping
from functools import cache, wraps
from inspect import Parameter
from typing import Any, ParamSpec, TypeVar, cast, get_type_hints

from survey.cells.filters.within import within
from survey.cells.samples.sample import SampleData
from survey.errors import CallError
from survey.front.kinds import fits
from survey.front.wrong import wrong_kind, wrong_number
from survey.words import LANGUAGES, nearest

P = ParamSpec("P")
R = TypeVar("R")
BY_PLACE = (Parameter.POSITIONAL_ONLY, Parameter.POSITIONAL_OR_KEYWORD)


def checked(work: Callable[P, R], *, like: tuple[Callable[..., Any], ...] = (), closed: bool = False) -> Callable[P, R]:
    """``work``, whose calls are looked at first. ``like``: the functions that its ``**options`` go to, for the defaults
    that are shown. ``closed``: words of closed lists are looked at too; functions that do so themselves know more.

    Raises ``CallError`` for an option that it does not have, one that is missing, and a value of another kind, all
    before ``work`` is run."""

    plain = getattr(work, "confines", None)

    @wraps(work)
    def call(*args: P.args, **options: P.kwargs) -> R:
        check_call(work, args, options, closed)
        if plain is None:
            return work(*args, **options)
        where = cast(str | None, options.pop("where", None))
        samples = [one for one in (*args, *options.values()) if isinstance(one, SampleData)]
        inside = {id(one): within(one, where) for one in samples}  # one given twice stays one
        placed = [inside.get(id(one), one) for one in args]
        return cast(R, plain(*placed, **{name: inside.get(id(one), one) for name, one in options.items()}))

    call.__signature__ = spelled_out(work, like)  # type: ignore[attr-defined]
    return call


def checked_like(*known: Callable[..., Any]) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """``checked`` for a function whose ``**options`` go to those of ``known``."""
    return lambda work: checked(work, like=known)


def check_call(
    work: Callable[..., Any], args: tuple[Any, ...], options: Mapping[str, Any], closed: bool = False
) -> None:
    """Raise ``CallError`` where ``work`` cannot be called so."""
    signature, hints, extra = _asked(work)
    name = work.__qualname__.removesuffix(".__init__")
    named = [one.name for one in signature.parameters.values() if one.kind is not Parameter.VAR_KEYWORD]
    unknown = [option for option in options if option not in named and option not in extra]
    open_end = any(one.kind is Parameter.VAR_KEYWORD for one in signature.parameters.values()) and not extra
    if unknown and not open_end:
        raise CallError(f"has no option '{unknown[0]}'", where=name, fix=nearest(unknown[0], [*named[1:], *extra]))
    try:
        bound = signature.bind(*args, **options)
    except TypeError as error:
        raise CallError(f"{error}", where=name, fix=f"Call {name}{_short(signature)}.") from None
    for option, value in {**bound.arguments, **options}.items():
        hint = extra.get(option, hints.get(option, Any))
        if option in named and value is signature.parameters[option].default:
            continue
        if not fits(value, hint):
            raise wrong_kind(name, option, value, hint, args[0] if args else None)
        if (wrong := wrong_number(name, option, value)) is not None:
            raise wrong
        words = LANGUAGES if option == "language" else typing.get_args(hint) if closed and _is_closed(hint) else ()
        if words and value not in words:
            raise CallError(f"unknown '{value}'", where=f"{name}: {option}", fix=nearest(str(value), words))


def spelled_out(work: Callable[..., Any], like: tuple[Callable[..., Any], ...] = ()) -> inspect.Signature:
    """The signature of ``work`` with the options that stand in its ``**options`` one by one."""
    signature = inspect.signature(work)
    *others, last = signature.parameters.values()
    if last.kind is not Parameter.VAR_KEYWORD:
        return signature
    defaults = {
        one.name: one.default for known in reversed(like) for one in inspect.signature(known).parameters.values()
    }
    behind = typing.get_args(get_type_hints(work)[last.name])[0].__annotations__
    made = [
        Parameter(option, Parameter.KEYWORD_ONLY, default=defaults.get(option, ...), annotation=hint.__forward_arg__)
        for option, hint in behind.items()
    ]
    return signature.replace(parameters=[*others, *made])


@cache
def _asked(work: Callable[..., Any]) -> tuple[inspect.Signature, dict[str, Any], dict[str, Any]]:
    """The signature, the kind of each value, and that of each option behind ``**options``."""
    signature, hints = inspect.signature(work), get_type_hints(work)
    extra: dict[str, Any] = {}
    for one in signature.parameters.values():
        if one.kind is Parameter.VAR_KEYWORD and typing.get_origin(hints.get(one.name)) is typing.Unpack:
            extra = get_type_hints(typing.get_args(hints.pop(one.name))[0])
    return signature, hints, extra


def _short(signature: inspect.Signature) -> str:
    """The part of a signature that is given by place."""
    first = [one.replace(annotation=Parameter.empty) for one in signature.parameters.values() if one.kind in BY_PLACE]
    options = len(first) < len(signature.parameters)
    return f"({', '.join(str(one) for one in first if one.name not in ('self', 'sample'))}{', …' if options else ''})"


def _is_closed(hint: Any) -> bool:
    return typing.get_origin(hint) is typing.Literal
