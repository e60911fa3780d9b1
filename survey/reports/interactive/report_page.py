"""The page of an interactive report: one file that asks nothing of any other place."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib.resources import files

from survey.reports.documents.table import table_grid
from survey.reports.interactive.contents import report_text
from survey.reports.interactive.report import Report
from survey.reports.interactive.report_words import report_words
from survey.reports.printing.grid_words import GridWords, grid_words
from survey.wording.lines import clean
from survey.wording.message import Message, word
from survey.words import Text, say


@dataclass(frozen=True)
class PlainStudy:
    """A study for readers without scripts: its facts and a table a question."""

    title: str
    facts: tuple[tuple[str, str], ...]
    grids: tuple[GridWords, ...]


def report_page(report: Report, language: str, above: Sequence[tuple[Text, str]] = ()) -> str:
    """The whole page. Its policy lets it run its own script and wear its own style, both known by their hashes, show
    pictures that it drew itself, and nothing else: no request leaves it. ``above``: the pages over it, with their
    addresses.

    Raises ``SurveyError`` for a part that is internal.
    """
    from jinja2 import Environment, StrictUndefined
    from markupsafe import Markup

    css, script = _asset("report.css"), _asset("report.js")
    own = (f"style-src '{_digest(css)}'", f"script-src '{_digest(script)}'")
    rules = ("default-src 'none'", *own, "img-src data: blob:", "base-uri 'none'", "form-action 'none'")
    template = Environment(autoescape=True, undefined=StrictUndefined).from_string(_asset("report.html.j2"))
    words = report_words(report.level)[language] | {"noscript": word("interactive.noscript", language)}
    made = template.render(
        language=language,
        title=clean(say(report.title, language)),
        synthetic=report.synthetic,
        words=words,
        css=Markup(css),
        js=Markup(script),
        policy="; ".join(rules),
        above=[(isinstance(said, Message), say(said, language), link) for said, link in above],
        data=Markup(report_text(report, language)),
        studies=[_plain(report, at, language) for at in range(len(report.studies))],
    )
    return made.strip("\n") + "\n"


def _plain(report: Report, at: int, language: str) -> PlainStudy:
    study = report.studies[at]
    grids = tuple(grid_words(table_grid(table), language) for table in study.plain)
    return PlainStudy(clean(say(study.title, language)), study.facts[language], grids)


def _asset(name: str) -> str:
    path = files("survey.reports.interactive").joinpath("assets", name)
    return path.read_text(encoding="utf-8").replace("\r\n", "\n")


def _digest(text: str) -> str:
    return "sha256-" + base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()
