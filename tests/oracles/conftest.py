"""Which oracle file is run, and the count of what it found."""

from __future__ import annotations

import os
import re
import sys
from collections import Counter
from pathlib import Path
from typing import Any

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE))  # the harness beside this file

REASON = re.compile(r"not implemented: (.*)")


def oracle_file() -> Path:
    """``SURVEY_ORACLE``, or the file that comes with the tests."""
    return Path(os.environ.get("SURVEY_ORACLE", HERE / "public.json")).resolve()


def pytest_terminal_summary(terminalreporter: Any) -> None:
    """Count what was reproduced, what differs and what is not implemented, by reason."""

    def mine(outcome: str, test: str) -> list[Any]:
        return [
            report
            for report in terminalreporter.stats.get(outcome, [])
            if getattr(report, "when", "") in ("call", "setup") and f"test_public.py::{test}[" in report.nodeid
        ]

    whole, part = "test_values_of_r_are_reproduced", "test_parts_that_are_not_implemented"
    counts = {outcome: len(mine(outcome, whole)) for outcome in ("passed", "failed", "error", "skipped")}
    if not sum(counts.values()):
        return
    terminalreporter.section(f"oracle: {oracle_file().name}")
    terminalreporter.write_line(
        f"{counts['passed']} cases reproduced, {counts['failed'] + counts['error']} differ, "
        f"{counts['skipped']} not implemented"
    )
    for title, test in (("cases", whole), ("parts of reproduced cases", part)):
        reasons = Counter(
            found.group(1)
            for report in mine("skipped", test)
            if (found := REASON.search(str(report.longrepr[2] if isinstance(report.longrepr, tuple) else "")))
        )
        if reasons:
            terminalreporter.write_line(f"not implemented, {title}:")
        for reason, count in sorted(reasons.items(), key=lambda item: (-item[1], item[0])):
            terminalreporter.write_line(f"  {count:4d}  {reason}")
