"""How often intervals of changes hold the true one: clustering, a panel, re-weighting, make-up. Prints a table."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterator

import numpy as np
import pandas as pd

import survey

LEVEL = 0.95
QUESTIONS = {"vote": {"options": {"left": {"code": 1}, "right": {"code": 0}}}}
Draw = Callable[[np.random.Generator], tuple[survey.Sample, survey.Sample, float]]


def population(rng: np.random.Generator, n: int, lean: float, men: float) -> pd.DataFrame:
    """Men and women, who differ by 20 points; ``lean``: how far both have moved."""
    man = rng.random(n) < men
    return pd.DataFrame({"sex": np.where(man, "man", "woman"), "p": 0.35 + 0.2 * man + lean})


def answered(rng: np.random.Generator, frame: pd.DataFrame, shift: np.ndarray | float = 0.0) -> pd.DataFrame:
    return frame.assign(vote=(rng.random(len(frame)) < frame.p + shift).astype(int))


def clustered(rng: np.random.Generator) -> tuple[survey.Sample, survey.Sample, float]:
    """Forty PSUs of twelve persons in each wave, of four strata; PSUs differ by 8 points (sd)."""
    waves = []
    for lean in (0.0, 0.05):
        frame = population(rng, 480, lean, 0.5)
        psu = np.repeat(np.arange(40), 12)
        frame = answered(rng, frame.assign(psu=psu, stratum=psu % 4), rng.normal(0, 0.08, 40)[psu])
        waves.append(survey.Sample(frame, questions=QUESTIONS, stratum="stratum", psu="psu"))
    return waves[0], waves[1], 0.05


def panel(rng: np.random.Generator) -> tuple[survey.Sample, survey.Sample, float]:
    """Of 600 persons 400 are in both waves, and two thirds of these answer as before."""
    persons = population(rng, 800, 0.0, 0.5).assign(id=np.arange(800))
    first = answered(rng, persons)
    again = answered(rng, persons.assign(p=persons.p + 0.05))
    kept = (rng.random(800) < 2 / 3) & (rng.random(800) < 0.9)
    again["vote"] = np.where(kept, first.vote, again.vote)
    true = 0.05 * (1 - 0.6)
    waves = [survey.Sample(frame, questions=QUESTIONS, person="id") for frame in (first[:600], again[200:])]
    return waves[0], waves[1], true


def reweighted(rng: np.random.Generator) -> tuple[survey.Sample, survey.Sample, float]:
    """Women answer twice as often as men in the second wave; both are raked to a half each."""
    waves = []
    for lean, men in ((0.0, 0.5), (0.05, 1 / 3)):
        frame = answered(rng, population(rng, 500, lean, men))
        sample = survey.Sample(frame, questions=QUESTIONS)
        waves.append(survey.rake(sample, {"sex": {"man": 0.5, "woman": 0.5}}))
    return waves[0], waves[1], 0.05


CASES: dict[str, Draw] = {"clustering": clustered, "panel overlap": panel, "re-weighting": reweighted}


def make_up(rng: np.random.Generator) -> tuple[float, float, float]:
    """The part at the same make-up of two waves whose make-up differs; the true one is 5 points."""
    waves = [
        survey.Sample(answered(rng, population(rng, 500, lean, men)), questions=QUESTIONS)
        for lean, men in ((0.0, 0.5), (0.05, 0.35))
    ]
    found = survey.decompose(*waves, "vote", ["sex"], level=LEVEL)
    row = list(zip(found.option, found.domain_levels, strict=True)).index(("left", ("opinion",)))
    return float(found.conf_low[row]), float(found.conf_high[row]), 0.05


def intervals(name: str, rng: np.random.Generator, times: int) -> Iterator[tuple[float, float, float]]:
    """Interval and true change of so many draws."""
    for _ in range(times):
        if name == "make-up":
            yield make_up(rng)
            continue
        one, two, true = CASES[name](rng)
        made = survey.compare(one, two, "vote", level=LEVEL)
        row = made.option.index("left")
        yield float(made.conf_low[row]), float(made.conf_high[row]), true


def coverage(name: str, times: int, seed: int) -> float:
    """The part of intervals that hold the true change."""
    found = [low <= true <= high for low, high, true in intervals(name, np.random.default_rng(seed), times)]
    return float(np.mean(found))


def main() -> None:
    """Print the coverage of each case."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=2000)
    parser.add_argument("--seed", type=int, default=1)
    asked = parser.parse_args()
    error = np.sqrt(LEVEL * (1 - LEVEL) / asked.times)
    print(f"{asked.times} draws, nominal {LEVEL:.3f}, standard error of a coverage {error:.4f}")
    for name in (*CASES, "make-up"):
        print(f"{name:15} {coverage(name, asked.times, asked.seed):.3f}")


if __name__ == "__main__":
    main()
