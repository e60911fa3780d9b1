"""How the labels of a published table were matched, those that were not exactly."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

from survey.claims.published.check import PublishedCheck
from survey.claims.published.names import Match
from survey.reports.documents.grid import Grid, Head, Row
from survey.wording.lines import clean, one_line
from survey.wording.message import message
from survey.wording.worded import joined, same
from survey.words import Text

WORDLESS = ("exact",)  # ways of matching that are counted and not listed


def matches_grid(check: PublishedCheck) -> Grid:
    """Labels that mean nothing first; one of several questions once."""
    every = [match for match in check.matches if match.how not in WORDLESS]
    alike = Counter((match.kind, match.printed, match.found) for match in every)
    once = {key for key, count in alike.items() if count == 1}
    told = [one if (one.kind, one.printed, one.found) in once else replace(one, within="") for one in every]
    told = sorted(dict.fromkeys(told), key=lambda match: bool(match.found))
    return Grid(
        title=message("published.matched"),
        heads=tuple(Head(message(f"published.match_{head}"), prose=True) for head in ("what", "found", "how")),
        rows=tuple(Row(one_line(same(clean(match.printed) or "–")), _match(match)) for match in told),
        corner=message("published.printed"),
        name="matches",
    )


def _match(match: Match) -> tuple[Text, ...]:
    kind: Text = message(f"published.kind_{match.kind}")
    how: Text = message(f"published.how_{match.how.replace(' ', '_')}")
    if not match.found and match.nearest:
        near = message("published.nearest" if match.how == "not found" else "published.could_be", names=match.nearest)
        how = joined((how, near), "; ")
    within = joined((kind, match.within), ": ") if match.within else kind
    return within, same(match.found or "–"), how
