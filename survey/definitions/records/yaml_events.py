"""The events of a YAML text: by libyaml where it says what ruamel.yaml says, else by ruamel.yaml.

libyaml is some twenty times as fast and reads YAML 1.1; ruamel.yaml reads 1.2. What the two take differently, and every
text that libyaml refuses, goes to ruamel.yaml, so that values, lines and what is said of faults are its own. Scalars
are texts here; what they mean is decided by ``read_yaml`` alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from types import ModuleType
from typing import Any

# Tabs; line breaks of 1.1 that are none in 1.2, and a lone carriage return; a mark of byte order inside; directives
# and marks of a document's begin and end; a line of spaces, which a block of text may begin with; a comment that
# touches the sign of such a block.
DOUBTFUL = re.compile(r"[\t\x85\u2028\u2029\ufeff]|\r(?!\n)|^(?:%|---|\.\.\.| +\r?$)|[|>][-+0-9]*#", re.MULTILINE)
_SYNTAX = (  # what the parser says -> what to try
    ("\\t", "Indent with spaces; YAML does not allow tabs there."),
    ("mapping values are not allowed", "A text that holds ': ' must stand in quotes; else look at the indentation."),
    ("expected ',' or '}'", "Close the brace, put a comma between two keys, or put the text in quotes."),
    ("expected ',' or ']'", "Close the bracket, put a comma between two items, or put the text in quotes."),
    ("expected <block end>", "Keys of one mapping start in the same column; look at the indentation."),
    ("could not find expected ':'", "Write 'key: value'; a text of several lines must stand in quotes."),
    ("unexpected end of stream", "A quote is opened and not closed."),
    ("cannot start any token", "A text that begins with this sign must stand in quotes."),
    ("undefined alias", "Put a text that begins with '*' in quotes."),
    ("expected alphabetic or numeric", "Put a text that begins with '*' or '&' in quotes."),
)


class BrokenYaml(Exception):
    """Reading stops at a line: what is wrong there, and what to try."""

    def __init__(self, line: int, said: str, fix: str) -> None:
        super().__init__(said)
        self.line, self.said, self.fix = line, said, fix


def yaml_events(text: str) -> tuple[Iterator[Any], ModuleType]:
    """Events, and the module that has their classes. The iterator raises ``BrokenYaml``."""
    found = None if DOUBTFUL.search(text) else by_libyaml(text)
    if found is not None:
        from yaml import events as fast

        return iter(found), fast
    from ruamel.yaml import events as slow

    return _by_ruamel(text), slow


def _by_ruamel(text: str) -> Iterator[Any]:
    from ruamel.yaml import YAML
    from ruamel.yaml.error import MarkedYAMLError
    from ruamel.yaml.reader import ReaderError

    try:
        yield from YAML(typ="safe", pure=True).parse(text)
    except MarkedYAMLError as error:
        said = str(error.problem or error.context)
        marks = [mark.line + 1 for mark in (error.context_mark, error.problem_mark) if mark is not None] or [1]
        line = marks[0] if "unexpected end of stream" in said else marks[-1]  # a quote that is not closed: its start
        begun = f", in what begins on line {marks[0]}" if marks[0] != line else ""
        fix = next((fix for part, fix in _SYNTAX if part in said), "")
        raise BrokenYaml(line, f"not valid YAML: {said}{begun}", fix) from None
    except ReaderError as error:
        line = text[: error.position].count("\n") + 1
        said = f"holds a character that no text file has ({error.character:#04x})"
        raise BrokenYaml(line, said, "Remove it, or write the text in double quotes with an escape.") from None


def by_libyaml(text: str) -> list[Any] | None:
    """All events; None where the text is not valid YAML to libyaml, has anchors, aliases or tags (of which signs they
    may consist is another rule in 1.2), or where PyYAML was built without libyaml."""
    import yaml

    if not yaml.__with_libyaml__:
        return None
    found = []
    try:
        for event in yaml.parse(text, yaml.CLoader):
            if getattr(event, "anchor", None) or getattr(event, "tag", None):
                return None
            found.append(event)
    except yaml.YAMLError:
        return None
    return found
