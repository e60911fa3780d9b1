"""The record of a run says nothing of raw data that a guess could be held against."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path

import pytest

from survey.errors import SurveyError
from survey.reports.files.data_hash import KEY, data_hash
from tests.hostile.harness import STUDY, attempt

pytestmark = pytest.mark.contract


def test_a_record_has_no_hash_of_answers_but_under_a_key_outside_of_it(
    ground: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    definition = STUDY.replace("study: town", "study: kept").replace("questions:", "data: ../../town.csv\nquestions:")
    (ground / "questionnaires" / "studies" / "kept.yaml").write_text(definition)
    plain = hashlib.sha256((ground / "town.csv").read_bytes()).hexdigest()
    found = []
    for key in (None, "a key of the team, long", "another key of the team"):
        if key:
            monkeypatch.setenv(KEY, key)
        made = attempt(["run", "kept", "--out", "kept", "--jobs", "1", "--overwrite"], ground)
        assert made.code == 0, made.err
        text = (ground / "kept" / "kept" / "run.json").read_text()
        assert plain not in text and str(ground) not in text and (key is None or key not in text)
        found.append(json.loads(text)["data"]["town.csv"])
    assert found[0] is None and found[1].startswith("hmac-sha256:") and found[1] != found[2]


def test_data_that_anybody_has_keep_their_hash_and_a_short_key_is_none(monkeypatch: pytest.MonkeyPatch) -> None:
    assert data_hash("ab", public=True) == "ab"
    monkeypatch.setenv(KEY, "short")
    with pytest.raises(SurveyError, match="soon guessed"):
        data_hash("ab", public=False)
