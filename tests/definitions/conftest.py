"""A small folder of definitions that is right, to be spoilt one fault at a time."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from textwrap import dedent

import pytest

GOOD = {
    "sources.yaml": """\
        census_2019: {title: Census of 2019, date: 2019}
        newspaper:
          title: A newspaper
        """,
    "questions/alliance.yaml": """\
        question: alliance
        text: {en: With whom?, ru: С кем?}
        wording: {ru: exact, en: translation}
        options:
          russia: {code: 1, label: {en: With Russia, ru: С Россией}}
          eu: {code: 2, label: {en: With the EU}}
          hard_to_say: {code: 99, label: Hard to say, missing: dont_know}
        nets: {either: [russia, eu]}
        sources: [newspaper]
        """,
    "questions/sex.yaml": """\
        question: sex
        options: {male: {code: 1}, female: {code: 2}}
        """,
    "targets/census.yaml": """\
        targets: census
        population: residents
        sources: [census_2019]
        margins:
          sex:
            variables: [sex]
            shares: {male: 46, female: 54}
        """,
    "studies/poll.yaml": """\
        study: poll
        series: polls
        fieldwork: {start: 2022-03-16, end: 2022-03-26}
        mode: phone
        sample: {kind: quota, size: 1000}
        questions:
          alliance:
            published: {russia: 61.8, eu: 29}
            readings:
              - source: newspaper
                published: {russia: 62}
          sex: {}
        data: {file: poll.csv, columns: {alliance: q17}}
        weighting:
          method: rake
          targets: census
          margins: [sex]
        banner: [sex]
        tables: [alliance]
        sources: [newspaper]
        """,
    "claims/article.yaml": """\
        id: article
        publication: {title: An article, date: 2023}
        claims:
          - id: two_thirds
            quote: two-thirds are for Russia
            study: poll
            question: alliance
            option: russia
            says: two-thirds
          - id: women
            quote: 40% of women
            series: polls
            question: alliance
            option: eu
            base: {sex: [female]}
            says: 40
        """,
}


@pytest.fixture
def write(tmp_path: Path) -> Callable[[Mapping[str, str | bytes]], Path]:
    """Writes files (path in the folder -> indented text or bytes) and gives the folder."""

    def put(files: Mapping[str, str | bytes]) -> Path:
        for name, text in files.items():
            path = tmp_path / "questionnaires" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(text if isinstance(text, bytes) else dedent(text).encode("utf-8"))
        return tmp_path / "questionnaires"

    return put


@pytest.fixture
def good(write: Callable[[Mapping[str, str | bytes]], Path]) -> Path:
    """The folder without faults."""
    return write(GOOD)


@pytest.fixture
def spoil(write: Callable[[Mapping[str, str | bytes]], Path]) -> Callable[..., Path]:
    """The folder with one file rewritten: each ``(old, new)`` must stand in it once."""

    def put(file: str, *changes: tuple[str, str]) -> Path:
        text = dedent(GOOD[file])
        for old, new in changes:
            assert text.count(old) == 1, f"'{old}' stands {text.count(old)} times in {file}"
            text = text.replace(old, new)
        return write({**GOOD, file: text})

    return put
