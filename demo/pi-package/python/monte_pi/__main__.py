"""Estimate pi in each language: python -m monte_pi [SAMPLES]."""

import math
import sys

import monte_pi
from monte_pi.libraries import LANGUAGES

SEED = 42


def main() -> None:
    """Print an estimate a language, and how far off such an estimate is as a rule."""
    samples = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000
    print(f"{samples:,} points, seed {SEED}:")
    for language, (name, package) in LANGUAGES.items():
        if language in monte_pi.languages():
            print(f"{name:<8} {monte_pi.estimate(samples, SEED, language):.6f}")
        else:
            print(f"{name:<8} not built; sudo apt install {package}, then install monte_pi again")
    # Each point is inside with probability pi / 4: the deviation of a count of such points.
    spread = math.sqrt(math.pi * (4 - math.pi) / samples)
    print(f"math.pi  {math.pi:.6f}, standard error {spread:.6f}")


if __name__ == "__main__":
    main()
