#!/usr/bin/env python3
"""Writes questionnaires/data/example_wave_synthetic.csv: an invented wave to try weighting on.

No person answered anything here. Like many real samples it has too many women, older people and inhabitants of the
capital, so that weighting has something to mend. The same seed gives the same bytes.
"""

from __future__ import annotations

import csv
import random
from pathlib import Path

SEED, SIZE = 20190101, 800
REGIONS = {  # in the sample, not in the country
    "Brest region": 12,
    "Vitebsk region": 13,
    "Gomel region": 12,
    "Grodno region": 9,
    "Minsk city": 31,
    "Minsk region": 13,
    "Mogilev region": 10,
}
AGES = {(18, 24): 7, (25, 34): 13, (35, 44): 15, (45, 54): 17, (55, 64): 23, (65, 89): 25}


def main() -> None:
    """Draw the respondents and write the file."""
    draw = random.Random(SEED)
    out = Path(__file__).resolve().parent.parent / "questionnaires" / "data" / "example_wave_synthetic.csv"
    out.parent.mkdir(parents=True, exist_ok=True)
    with out.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file, lineterminator="\n")
        rows.writerow(["respondent", "sex", "age", "region", "alliance", "trust"])
        for number in range(1, SIZE + 1):
            low, high = draw.choices(list(AGES), list(AGES.values()))[0]
            age = draw.randint(low, high)
            region = draw.choices(list(REGIONS), list(REGIONS.values()))[0]
            # Answers lean on age and place, so that weighting moves them.
            lean = 30 + 0.5 * age - 10 * (region == "Minsk city")
            alliance = draw.choices(["Union with Russia", "European Union", "Hard to say"], [lean, 90 - lean, 12])[0]
            trust = draw.choices(["1", "2", "3", "4", "5", ""], [14, 20, 26, 22, 12, 6])[0]
            rows.writerow([number, draw.choices([1, 2], [40, 60])[0], age, region, alliance, trust])


if __name__ == "__main__":
    main()
