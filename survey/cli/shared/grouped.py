"""Options of a command by what they are for, in its help."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

Made = TypeVar("Made", bound=Callable[..., Any])
OWN = "Options"
# in the order of the help, after those that only this command has
GROUPS = ("Data", "Weighting", "Design", "Figures", "Tests", "Models", "Tables", "Letters", "Picture", "Output")
WIDEST = 30  # what an option is called beyond this has its help on the next line


def together(*made: Callable[[Any], Any], group: str = "") -> Callable[[Made], Made]:
    """Several options as one decorator, in their order. ``group``: of ``GROUPS``, for those that have none yet."""

    def put_on(command: Made) -> Made:
        before = len(_options(command))
        for option in reversed(made):
            command = option(command)
        for option in _options(command)[before:] if group else ():
            option.group = getattr(option, "group", group)
        return command

    return put_on


def grouped(*names: str, group: str, **how: Any) -> Callable[[Made], Made]:
    """One option, as ``click.option`` takes it, in a group of ``GROUPS``."""
    return together(click.option(*names, **how), group=group)


def _options(command: Callable[..., Any]) -> list[Any]:
    """Those that click has put on the function so far."""
    return list(getattr(command, "__click_params__", ()))


class Grouped(click.Command):
    """A command whose help has its options in groups; ``together`` says which."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Each group under its name, the help of all in one column."""
        groups: dict[str, list[tuple[str, str]]] = {name: [] for name in (OWN, *GROUPS)}
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx) if isinstance(option, click.Option) else None
            if record is not None:
                groups[getattr(option, "group", OWN)].append(record)
        terms = [len(term) for rows in groups.values() for term, _ in rows]
        wide = min(max(terms), WIDEST)
        for name, rows in groups.items():
            if rows:
                with formatter.section(name):
                    formatter.write_dl([(term.ljust(wide), said) for term, said in rows], col_max=WIDEST)
