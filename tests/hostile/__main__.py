"""``scripts/fuzz``: tries seeded cases until the time is up, below a temporary folder, and counts what came of them."""

from __future__ import annotations

import argparse
import sys
import tempfile
import time
import warnings
from collections import Counter
from pathlib import Path

from tests.hostile.cases import KINDS, case
from tests.hostile.conftest import load_all
from tests.hostile.ground import make_ground
from tests.hostile.harness import try_case


def main() -> int:
    """0 where no case has a fault."""
    options = argparse.ArgumentParser()
    options.add_argument("--from", dest="first", type=int, default=1000)
    options.add_argument("--cases", type=int, default=sys.maxsize)
    options.add_argument("--seconds", type=float, default=3600)
    given = options.parse_args()
    warnings.simplefilter("ignore")
    load_all()
    ends, tried, faults = Counter[tuple[str, str]](), 0, 0
    longest, largest = 0.0, 0
    until = time.monotonic() + given.seconds
    with tempfile.TemporaryDirectory(prefix="hostile-") as above:
        sound = Path(above) / "sound"
        make_ground(sound)
        for seed in range(given.first, given.first + given.cases):
            if time.monotonic() > until:
                break
            made = case(seed, sound)
            found = try_case(made, sound, Path(above) / "case")
            tried += 1
            longest, largest = max(longest, found.seconds), max(largest, found.memory)
            ends[KINDS[seed % len(KINDS)], "fault" if found.fault else f"exit {found.code}"] += 1
            if found.fault:
                faults += 1
                print(f"{seed}: survey {' '.join(map(repr, made[0]))[:300]}: {found.fault}", flush=True)
    for (kind, end), count in sorted(ends.items()):
        print(f"{kind:15}{end:10}{count:6}")
    print(f"{tried} cases, {faults} faults; longest {longest:.1f} s, largest {largest >> 20} MiB")
    return int(bool(faults))


if __name__ == "__main__":
    sys.exit(main())
