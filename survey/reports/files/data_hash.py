"""What the record of a run says of its data: enough to see that they changed, nothing to guess them by."""

from __future__ import annotations

import hmac
import os

from survey.errors import SurveyError

KEY = "SURVEY_DATA_KEY"  # the environment has it, results never
_SHORTEST = 16  # letters of a key, fewer of which are guessed


def data_hash(sha256: str, *, public: bool) -> str | None:
    """``sha256`` of data as the record may show it: as it is where anybody may have them (``public``: of a package,
    invented, released by their owner), since a plain hash lets who guesses the answers of the few in a file see
    that the guess is right. Of other data HMAC-SHA-256 of it under the key in ``SURVEY_DATA_KEY``, which a team
    shares and no result holds; None without a key. Raises ``SurveyError`` for a key of fewer than 16 letters."""
    if public or not sha256:
        return sha256
    key = os.environ.get(KEY, "")
    if not key:
        return None
    if len(key) < _SHORTEST:
        said = f"the key in {KEY} has {len(key)} letters and is soon guessed"
        raise SurveyError(said, where=KEY, fix=f"Take {_SHORTEST} or more, such as those of: openssl rand -hex 32.")
    return f"hmac-sha256:{hmac.new(key.encode(), sha256.encode(), 'sha256').hexdigest()}"
