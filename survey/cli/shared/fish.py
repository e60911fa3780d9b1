"""Completion in fish of values with a comma in them or an option's name before them, which click's own cuts."""

from __future__ import annotations

import os

from click.shell_completion import CompletionItem, FishComplete, add_completion_class


class Fish(FishComplete):
    """``sex,age`` is one value and so is a label "Trust (4, 5)": only the first comma of a line parts its kind from it.
    What follows ``--banner=`` is offered with it, as fish replaces the whole word."""

    source_template = FishComplete.source_template.replace('string split ","', 'string split --max 1 ","')

    def format_completion(self, item: CompletionItem) -> str:
        name, sign, _ = os.environ.get("COMP_CWORD", "").partition("=")
        if sign and name.startswith("-") and item.type == "plain":
            item = CompletionItem(f"{name}={item.value}", help=item.help)
        return super().format_completion(item)


def use() -> None:
    """Take it in place of click's."""
    add_completion_class(Fish)
