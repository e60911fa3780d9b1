"""``scripts/load``: a study is run many times in a row, and several times at once into one folder."""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
import warnings
from pathlib import Path

from tests.hostile.conftest import load_all
from tests.hostile.ground import make_ground
from tests.hostile.harness import attempt

RUN = ("run", "town", "--out", "results", "--jobs", "1", "--quiet")


def results(folder: Path) -> dict[str, bytes]:
    """All files of a run, hidden ones too."""
    files = [path for path in sorted((folder / "results").rglob("*")) if path.is_file()]
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in files}


def in_a_row(folder: Path, times: int) -> tuple[dict[str, bytes], list[int]]:
    """What the first run wrote, as all others did (``AssertionError`` otherwise), and the memory each took."""
    first, memory = {}, []
    for _ in range(times):
        made = attempt(RUN, folder)
        assert made.code in (0, 3), made.err
        found = results(folder)
        first = first or found
        assert found == first
        memory.append(made.memory)
    return first, memory


def at_once(folder: Path, times: int) -> dict[str, bytes]:
    """What is there after so many runs at the same time into one folder; each of them ends well."""
    children = []
    for place in range(times):
        child = os.fork()
        if not child:
            code = 1
            try:
                inner = folder / f".run{place}"
                inner.mkdir()
                line = ("run", "town", "--out", "../results", "--questionnaires", "../questionnaires", *RUN[4:])
                made = attempt(line, inner)
                code = 0 if made.code in (0, 3) else 1
                if code:
                    print(made.err[-1500:], file=sys.stderr, flush=True)
            finally:
                os._exit(code)
        children.append(child)
    ends = [os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]) for child in children]
    assert ends == [0] * times, ends
    return results(folder)


def main() -> int:
    """0 where all runs agree."""
    options = argparse.ArgumentParser()
    options.add_argument("--row", type=int, default=100)
    options.add_argument("--once", type=int, default=8)
    given = options.parse_args()
    warnings.simplefilter("ignore")
    load_all()
    with tempfile.TemporaryDirectory(prefix="load-") as above:
        folder = Path(above)
        make_ground(folder)
        begun = time.monotonic()
        first, memory = in_a_row(folder, given.row)
        part = max(len(memory) // 10, 1)
        early, late = (sum(some) / len(some) / 2**20 for some in (memory[:part], memory[-part:]))
        each = (time.monotonic() - begun) / given.row
        told = f"{len(first)} files, equal; {early:.0f} MiB at first, {late:.0f} MiB at last; {each:.1f} s each"
        print(f"{given.row} in a row: {told}", flush=True)
        assert at_once(folder, given.once) == first
        print(f"{given.once} at once: equal, nothing else left")
    return 0


if __name__ == "__main__":
    sys.exit(main())
