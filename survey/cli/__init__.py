"""The command line: ``survey COMMAND …``.

Commands are loaded when they are called, so that ``survey --help`` starts without pandas and its kin; their
one-line help stands here and a test holds it against each command's own. Errors become exit code 1 here.
"""

from __future__ import annotations

import gc
import importlib
import os
import sys
import warnings
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import click

from survey.cli.shared.colour import tell
from survey.errors import SurveyError, SurveyWarning
from survey.inside import tells_answers

FAILED, NOT_REPRODUCED = 1, 3  # exit codes; click's own 2 is misuse

# name, which its module has and its function -> first line of its help
COMMANDS = {
    "run": "Write the results of studies: tables, pictures, verdicts.",
    "new": "Write a first definition of a study from its data file.",
    "check": "Check definitions, and data against them.",
    "weight": "Weight a data file to the study's population targets.",
    "simulate": "Make an invented wave of a study, to rehearse and to teach with.",
    "plan": "Say how many respondents a figure needs, and spread them over strata.",
    "topline": "Print shares of single questions, with intervals and bases.",
    "crosstab": "Print questions by banner variables.",
    "estimate": "Print one statistic: a mean, a ratio, a test, a model, …",
    "codebook": "Write what each question is, and how often each answer was given.",
    "compare": "Compare waves: what may be compared, then what changed.",
    "trend": "Print one question over the waves of a series.",
    "line": "Draw one line out of many polls.",
    "verify": "Say whether published figures hold (exit code 3: one does not).",
    "disclose": "Print how a study was made, and what is not known.",
    "release": "Write answers that may be given away, and say how risky that is.",
    "report": "Write one page in which a reader chooses what to see.",
    "plot": "Draw the same tables as pictures, or a chart book.",
}


class LazyGroup(click.Group):
    """Commands by name, imported when called (click's documented pattern, with the help text kept here)."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        command = getattr(importlib.import_module(f"survey.cli.{cmd_name}"), cmd_name)
        assert isinstance(command, click.Command)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("Commands"):
            formatter.write_dl(list(COMMANDS.items()))

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        try:
            return super().resolve_command(ctx, args)
        except click.UsageError:
            from survey.words import nearest

            if not args or args[0] in COMMANDS or args[0].startswith("-"):
                raise
            raise click.UsageError(f"there is no command '{args[0]}'. {nearest(args[0], COMMANDS)}", ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run the command; warnings go to stderr once each, the library's errors become exit code 1."""
        from survey.cli.shared.scan_bar import scans_shown
        from survey.inputs import files_noted
        from survey.leaving import inside_command
        from survey.reports.files.place import replacing

        with _warnings_on_stderr(), scans_shown(), files_noted(), replacing(False), inside_command():
            try:
                return super().invoke(ctx)
            except SurveyError as error:
                tell("Error", str(error), "red")
            except BrokenPipeError:
                raise
            except OSError as error:
                place = f"{error.filename}: " if error.filename else ""
                tell("Error", f"{place}{error.strerror or error}", "red")
            ctx.exit(FAILED)


@contextmanager
def _warnings_on_stderr() -> Iterator[None]:
    said: set[str] = set()

    def show(message: Any, category: type[Warning], filename: str, lineno: int, *rest: Any, **more: Any) -> None:
        if not issubclass(category, SurveyWarning):
            before(message, category, filename, lineno, *rest, **more)
        elif str(message) not in said:
            said.add(str(message))
            tell("Warning", str(message if tells_answers() else message.published), "yellow")

    with warnings.catch_warnings():
        before = warnings.showwarning
        warnings.simplefilter("always", SurveyWarning)
        warnings.showwarning = show
        yield


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(package_name="opinion-survey", prog_name="survey")
def cli() -> None:
    """Weight, tabulate and check public-opinion surveys from one written definition.

    STUDY is the id of a study under ./questionnaires (else of those that the program carries), or the path of a
    definition file.

    Exit codes: 0 done, 1 an error in definitions or data (nothing is half-written), 2 misuse, 3 a published
    figure is not reproduced.
    """


def main() -> None:
    """Entry point of the ``survey`` command."""
    for stream in (sys.stdout, sys.stderr):  # a terminal without Cyrillic prints "?" and does not stop
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace")
    os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")  # looking for them reads what all packages say of them
    # one thread of linear algebra: the same digits whatever the number of cores, and a tenth of a second less to start
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(100_000, 20, 100)  # most that is made lives to the end: seldom look for garbage
    if "_SURVEY_COMPLETE" in os.environ:
        from survey.cli.shared.fish import use

        use()
    try:
        cli(prog_name="survey")
    finally:
        gc.freeze()  # the interpreter would look through all of it once more before it ends
