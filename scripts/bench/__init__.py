"""The parts of ``scripts/benchmark.py``; none of them computes a statistic for the package."""
