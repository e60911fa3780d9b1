"""libyaml reads fast, ruamel.yaml reads YAML 1.2: what the first takes is what the second would have read."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st

from survey.definitions.records import yaml_events
from survey.definitions.records.read_yaml import Document, read_yaml

pytestmark = pytest.mark.property

ROOT = Path(__file__).resolve().parent.parent.parent
SHIPPED = sorted((ROOT / "questionnaires").rglob("*.yaml"))
SIGNS = [*" \n:-[]{},'\"#&*!|>?%@`~=\\/.<я", *"a01", "\u00a0", "\u2028", "\x85", "\ufeff", "\t"]
PARTS = ["key: ", "\n  ", "\n- ", ": ", "? "]
PARTS += ["\n---\n", "\n...\n", "\n\n", "\r\n", "\n \n", "&a ", "*a", "<<: ", "!!str "]
PARTS += ["|\n  ", ">-\n  ", "|2\n", "# note\n", "http://x", "a:b", "'' ", "'\\n'", '"\\u00e9"', '"\\/"', '"\\x41"']
PLAIN = ["012", "1_000", "1e3", "0x1F", "0o17", "12:30:45", "2.50", ".5", "-1", ".inf", "2022-03-16"]
PLAIN += ["yes", "on", "no", "null", "True"]
PIECES = st.sampled_from(SIGNS + PARTS + PLAIN)


def told(document: Document) -> tuple[Any, ...]:
    """All that is known of a document: values with their types, and how their digits are written."""
    return _typed(document.data), sorted(document.lines.items()), document.problems, document.broken


def _typed(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: (type(key).__name__, _typed(inner)) for key, inner in value.items()}
    if isinstance(value, list):
        return [_typed(inner) for inner in value]
    return type(value).__name__, value, getattr(value, "text", "")


def both(path: Path) -> tuple[Document, Document]:
    fast = read_yaml(path)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(yaml_events, "by_libyaml", lambda text: None)
        return fast, read_yaml(path)


@pytest.mark.parametrize("path", SHIPPED, ids=lambda path: path.stem)
def test_shipped_files_are_the_same_by_both(path: Path) -> None:
    fast, slow = both(path)
    assert told(fast) == told(slow) and not fast.problems


def test_nearly_all_shipped_files_are_read_by_libyaml() -> None:
    assert yaml.__with_libyaml__
    texts = [path.read_text(encoding="utf-8") for path in SHIPPED]
    slow = [text for text in texts if yaml_events.DOUBTFUL.search(text) or yaml_events.by_libyaml(text) is None]
    assert len(slow) <= len(texts) / 20


@given(st.lists(PIECES, max_size=14).map("".join))
@example("|\n\n...\n# a")
@example("&a:b")
@example(">#~\n")
@example("|\n \n  a\n")
@example("a: yes\nb: 012\nc: 12:30:45\nd: 0o17\ne: [on, No, ~]\n")
def test_any_text_is_the_same_by_both(tmp_path_factory: pytest.TempPathFactory, text: str) -> None:
    path = tmp_path_factory.getbasetemp() / "one.yaml"
    path.write_bytes(text.encode())
    fast, slow = both(path)
    assert told(fast) == told(slow)


@given(st.sampled_from(SHIPPED), st.data())
def test_a_damaged_file_is_the_same_by_both(tmp_path_factory: pytest.TempPathFactory, shipped: Path, data: Any) -> None:
    """Some lines of a file that people write, with something put in or taken out."""
    lines = shipped.read_text(encoding="utf-8").split("\n")
    first = data.draw(st.integers(0, len(lines) - 1))
    text = "\n".join(lines[first : first + 8])
    for _ in range(data.draw(st.integers(1, 3))):
        place, gone = data.draw(st.integers(0, len(text))), data.draw(st.integers(0, 2))
        text = text[:place] + data.draw(PIECES) + text[place + gone :]
    path = tmp_path_factory.getbasetemp() / "one.yaml"
    path.write_bytes(text.encode())
    fast, slow = both(path)
    assert told(fast) == told(slow)
