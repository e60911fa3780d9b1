"""Small hand-made polls, and a way to ask for the verdict on one statement about them."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from survey.cells.samples.sample import SampleData
from survey.claims.answers.verdict import Verdict
from survey.claims.study_checks import check_published
from survey.claims.verify import verify_claims
from survey.definitions.reading.load import load_library
from survey.definitions.records.library import Library

FILES = {
    "questions/vote.yaml": """\
question: vote
text: {en: Whom would you vote for?, ru: За кого бы вы проголосовали?}
wording: {en: exact, ru: translation}
options:
  red: {code: 1, label: Red}
  blue: {code: 2, label: Blue}
  green: {code: 3, label: Green}
  hard_to_say: {code: 99, label: Hard to say, missing: dont_know}
nets: {left: {options: [red, green], label: Left}}
""",
    "questions/faith.yaml": """\
question: faith
options: {religious: Religious, other: Other}
""",
    "questions/church.yaml": """\
question: church
options: {east: Eastern, west: Western}
""",
    "sources.yaml": """\
herald: {title: "The Herald, on the poll"}
times: {title: The Times (morning)}
""",
}


class Polls:
    """A folder of definitions; claims are written in it one by one."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        for name, text in FILES.items():
            self.write(name, text)

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def poll(self, name: str, questions: str, more: str = "sample: {kind: probability, size: 1000}") -> None:
        """A study with the given ``questions:`` (one line of YAML)."""
        self.write(f"studies/{name}.yaml", f"study: {name}\n{more}\nquestions: {questions}\n")

    @property
    def library(self) -> Library:
        return load_library(self.folder)

    def verdict(
        self,
        claim: str,
        open_sample: Callable[[str], SampleData | None] | None = None,
        publication: str = "",
        level: float = 0.95,
    ) -> Verdict:
        """The verdict on one claim, given as the inside of a mapping in one line of YAML."""
        claims = f"claims:\n  - {{id: it, quote: as they say, {claim}}}\n"
        self.write("claims/paper.yaml", f"publication: {{title: The Paper}}\n{publication}\n{claims}")
        library = self.library
        (found,) = verify_claims(library.claim_set("paper"), library, open_sample=open_sample, level=level)
        return found

    def checks(self, study: str) -> dict[str, Verdict]:
        """The checks of a study's own figures, by name."""
        library = self.library
        return {verdict.claim: verdict for verdict in check_published(library.study(study), library)}


@pytest.fixture
def polls(tmp_path: Path) -> Polls:
    """A folder without studies."""
    return Polls(tmp_path / "questionnaires")


@pytest.fixture(scope="session")
def polls_in() -> type[Polls]:
    """The same in a folder that several tests share."""
    return Polls
