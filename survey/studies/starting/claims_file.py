"""A file of claims outside the folder of definitions, and a first one to write on."""

from __future__ import annotations

import re
from pathlib import Path

from survey.definitions.reading.load import with_claims
from survey.definitions.records.library import Library
from survey.definitions.records.read_yaml import read_yaml
from survey.errors import SurveyError
from survey.reports.files.write import write_text

TEMPLATE = """\
# What one publication says of surveys. Fill it in, then: survey check {name}, survey verify {name} --out page.html
# Every key stands in questionnaires/README.md, under Claims.
publication:
  title: Title of the article
  # publisher: Who printed it
  # date: '2026-01-31'
  # url: example.org/article
  language: en          # of the article
claims:
  # One entry a sentence. 'quote' keeps its words; 'study', 'question' and 'option' say what it is about; 'says' is what
  # it states. Without 'study' (or 'series', for all its waves) nothing can be compared, and the verdict says so.
  - id: first
    quote: the words of the article, short and literal
    says:
      qualitative: Replace this line by what is stated; below are the forms.

  # A figure, a phrase, or both:
  # - id: opposed
  #   quote: 62 percent, almost two-thirds, are against
  #   study: my_poll_2026
  #   question: my_question
  #   option: against          # or options: [rather_against, against], added up
  #   # domain: {{sex: woman}}   # of a group
  #   # base: {{voted: [yes]}}    # of those who said so;  {{trust: answered}} of those who answered
  #   says: [62, almost two-thirds]
  #
  # Other forms of 'says', one or several:
  #   shares: {{yes: 52, no: 41}}
  #   leads: yes                               # order: [yes, no, other]    rank: {{option: no, place: 2}}
  #   lead: {{option: yes, points: 11}}          # tie: [yes, no]             divided: [yes, no]
  #   difference: {{points: 9, against: no}}     # against: {{sex: man}} for another group
  #   ratio: {{phrase: twice as many, against: no}}
  #   change: {{points: 5, direction: down, start: my_poll_2025, end: my_poll_2026}}
  #   unchanged: {{start: my_poll_2025, end: my_poll_2026}}
  #   mean: 3.4                                # median, total, sum
  #   n: 1000                                  # moe: 3.1    deff: 1.4    std_error: 1.5    interval: [58, 64]
  #   wording: Are you for or against?
# sources: [the_article]   # its own entry in sources.yaml (found by 'url', too), so that it cannot confirm itself
"""


def claims_file(name: str, library: Library) -> tuple[str, Library] | None:
    """The claims in the file ``name``, by the name of the file, with the library that has them; None for another file.

    A file is one of claims where it has the key ``claims``."""
    path = Path(name)
    if not path.is_file() or path.suffix.lower() not in (".yaml", ".yml"):
        return None
    data = read_yaml(path).data
    return with_claims(path, library) if isinstance(data, dict) and "claims" in data else None


def new_claims(name: str, library: Library, out: Path | None = None) -> Path:
    """Write the template for the article ``name``: to ``out``, to the file that ``name`` is, or among the claims of the
    library. Raises ``SurveyError`` for a name that no file of claims may have, and where there is one already."""
    path = out or (Path(name) if Path(name).suffix else library.folder / "claims" / f"{name}.yaml")
    if not re.fullmatch(r"[a-z0-9][a-z0-9_]{0,79}", path.stem):
        fix = "Write small Latin letters, digits and _: 'herald_2026_01'."
        raise SurveyError(f"'{path.stem}' can't be the name of a file of claims", where="--new", fix=fix)
    if path.exists():
        raise SurveyError(f"{path} is there already", where="--new", fix="Choose another name, or delete it first.")
    write_text(path, TEMPLATE.format(name=path.stem if not Path(name).suffix else path))
    return path
