"""Arguments and options that are ids, completed by the shell: studies, questions, options, series, claims, targets."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import click
from click.shell_completion import CompletionItem

from survey.cli.shared.known_ids import Definitions, Known

Find = Callable[[Definitions, click.Context], Known]
SEVERAL = re.compile(r"[,>*+:]")  # what stands between ids
ASKED = ("study", "name", "names", "studies", "question", "questions", "asked", "by")  # what tells of what others are


class Ids(click.ParamType):
    """A text that is an id, or several with one of ``between`` between them. ``find``: those that it may be;
    ``files``: it may also be a file."""

    def __init__(self, name: str, find: Find, between: str = "", files: bool = False) -> None:
        self.name, self.find, self.between, self.files = name, find, between, files

    def get_metavar(self, param: click.Parameter, ctx: click.Context) -> str:
        """How the help writes it."""
        return self.name

    def shell_complete(self, ctx: click.Context, param: click.Parameter, incomplete: str) -> list[CompletionItem]:
        """Ids that go on from what is typed, after the last of several; else files, where it may be one."""
        start = max((incomplete.rfind(sign) + 1 for sign in self.between), default=0)
        before, last = incomplete[:start], incomplete[start:]
        try:
            known = self.find(Definitions(ctx.params.get("questionnaires")), ctx)
        except OSError:  # a folder that may not be read
            known = {}
        taken = SEVERAL.split(before)
        found = [one for one in known if one.startswith(last) and one not in taken]
        if not found and self.files:
            return [CompletionItem(incomplete, type="file")]
        return [CompletionItem(before + one, help=known[one] or None) for one in found]


def _typed(ctx: click.Context) -> Iterator[str]:
    """The ids that stand on the line already; where its end is not typed yet, click has them as arguments."""
    values: list[Any] = [ctx.params.get(name) for name in ASKED] + [ctx.args]
    for value in values:
        for text in (value,) if isinstance(value, str) else value or ():
            yield from SEVERAL.split(text)
            yield text


def _studies(known: Definitions, ctx: click.Context) -> Known:
    return dict.fromkeys(known.files("study"), "")


def _series(known: Definitions, ctx: click.Context) -> Known:
    return dict.fromkeys(known.series(), "")


def _claims(known: Definitions, ctx: click.Context) -> Known:
    return dict.fromkeys(known.files("claims"), "")


def _questions(known: Definitions, ctx: click.Context) -> Known:
    return known.questions(_typed(ctx))


def _options(known: Definitions, ctx: click.Context) -> Known:
    typed = list(dict.fromkeys(_typed(ctx)))
    return known.options(typed, typed)


def _targets(known: Definitions, ctx: click.Context) -> Known:
    return dict.fromkeys(known.files("targets"), "")


def _margins(known: Definitions, ctx: click.Context) -> Known:
    named = ctx.params.get("targets")
    return known.margins([named] if named else known.targets(_typed(ctx)))


def _either(*finds: Find) -> Find:
    return lambda known, ctx: {one: said for find in finds for one, said in find(known, ctx).items()}


STUDY = Ids("STUDY", _studies, files=True)
STUDIES = Ids("STUDY,…", _studies, ",")
STUDY_OR_SERIES = Ids("STUDY|SERIES", _either(_studies, _series), files=True)
STUDY_OR_CLAIMS = Ids("CLAIMS|STUDY", _either(_claims, _studies), files=True)
CHECKED = Ids("STUDY", _either(_studies, _series, _claims), files=True)
COMPARED = Ids("STUDY STUDY… QUESTION…", _either(_studies, _series, _questions), "+")
TWO_STUDIES = Ids("STUDY:STUDY", _studies, ":")
SERIES = Ids("NAME,…", _series, ",")
QUESTION = Ids("QUESTION", _questions)
QUESTIONS = Ids("QUESTION,…", _questions, ",>*")
OPTION = Ids("OPTION", _options)
OPTIONS = Ids("OPTION,…", _options, ",")
TARGETS = Ids("ID", _targets)
MARGINS = Ids("NAME,…", _margins, ",")
