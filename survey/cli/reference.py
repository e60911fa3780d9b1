"""The reference of all commands, ``docs/cli.md``; ``python -m survey.cli.reference`` prints it."""

from __future__ import annotations

import click

from survey.cli import cli

HEAD = """# Commands

What `--help` prints, command by command (`python -m survey.cli.reference` prints this page).
"""


def reference() -> str:
    """The page as Markdown."""
    parts = [HEAD]
    settings = {**cli.context_settings, "terminal_width": 100, "max_content_width": 100}
    context = click.Context(cli, info_name="survey", **settings)
    _describe(cli, context, parts)
    return "\n".join(parts)


def _describe(command: click.Command, context: click.Context, parts: list[str]) -> None:
    parts.append(f"## {context.command_path}\n\n```text\n{command.get_help(context)}\n```\n")
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            inner = command.get_command(context, name)
            if inner is not None:
                below = click.Context(inner, parent=context, info_name=name, terminal_width=100, max_content_width=100)
                _describe(inner, below, parts)


if __name__ == "__main__":
    click.echo(reference(), nl=False)
