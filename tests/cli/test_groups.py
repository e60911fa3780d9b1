"""Help has the options of each command in groups."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click
import pytest

from survey.cli import cli
from survey.cli.shared.grouped import GROUPS, Grouped

pytestmark = pytest.mark.contract

PLACES = {  # options that mean the same wherever they stand, and where one looks for them
    "data": "Data",
    "questionnaires": "Data",
    "encoding": "Data",
    "weight": "Weighting",
    "psu": "Design",
    "stratum": "Design",
    "base": "Figures",
    "lang": "Output",
    "out": "Output",
    "overwrite": "Output",
    "quiet": "Output",
}


def commands(group: click.Group, above: click.Context) -> Iterator[tuple[click.Command, click.Context]]:
    for name in group.list_commands(above):
        command = group.get_command(above, name)
        assert command is not None
        context = click.Context(command, parent=above, info_name=name)
        if isinstance(command, click.Group):
            yield from commands(command, context)
        else:
            yield command, context


EVERY = list(commands(cli, click.Context(cli, info_name="survey", **cli.context_settings)))


def test_every_command_has_its_options_in_known_groups() -> None:
    for command, _ in EVERY:
        assert isinstance(command, Grouped), command.name
        options: list[Any] = [option for option in command.params if isinstance(option, click.Option)]
        for option in options:
            group = getattr(option, "group", None)
            assert group is None or group in GROUPS, (command.name, option.name)
            assert PLACES.get(option.name, group) == group, (command.name, option.name)


def test_help_tells_every_option_once_below_its_group(town: Any) -> None:
    told = town("crosstab", "--help").output
    heads = [line[:-1] for line in told.splitlines() if line.endswith(":") and not line.startswith(" ")]
    assert heads == ["Options", "Data", "Weighting", "Design", "Figures", "Tables", "Letters", "Output"]
    for command, context in EVERY:
        lines = command.get_help(context).splitlines()
        for option in command.params:
            if isinstance(option, click.Option):
                told_of = [line for line in lines if line.startswith(f"  {option.opts[0]}")]
                assert len([line for line in told_of if line.split()[0].strip(",") == option.opts[0]]) == 1, option.opts
