"""Draw the points of your points(), and look at how the error of your estimate() shrinks.

Prints estimates of pi, each with its error and with what such an error is as a rule, and draws a
few thousand points inside and outside of the quarter circle. It is given; there is nothing to edit.

    python samples.py                       through libpi
    python samples.py --language fortran    through libpi_fortran (or cpp: libpi_cpp)
    python samples.py --mode api            through _pi, the module of pi_build.py
    python samples.py --help                seed, threads, points drawn, name of the picture
"""

import argparse
import importlib
import math
import sys
from pathlib import Path

import numpy as np

BUILD = {"abi": "Run `make`", "api": "Run `make` and `python pi_build.py`"}
SAMPLES = [10**power for power in (2, 4, 6, 8)]


def main() -> None:
    options = read_options()
    script = f"pi_{options.mode}"
    try:
        pi = importlib.import_module(script)
        tell(pi.estimate, options)
        xy = pi.points(options.points, options.seed, options.language)
    except NotImplementedError as todo:
        sys.exit(f"{script}.py is not finished: {todo}")
    except (AttributeError, KeyError) as error:
        sys.exit(f"{script}.py is not finished, TODO 1: {error}")
    except (OSError, ImportError) as error:
        here = Path(__file__).resolve().parent
        sys.exit(f"{error}.\n{BUILD[options.mode]} in {here} first, and read what it says.")
    draw(xy, options.picture)


def read_options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        description="Estimate pi from random points, and draw some of them."
    )
    parser.add_argument("--language", choices=("c", "cpp", "fortran"), default="c")
    parser.add_argument("--mode", choices=("abi", "api"), default="abi")
    parser.add_argument("--seed", type=int, default=42)
    parser.add_argument("--threads", type=int, default=4)
    parser.add_argument("--points", type=int, default=3000, help="points in the picture")
    parser.add_argument("--picture", type=Path, default=Path("samples.png"), help="PNG to write")
    return parser.parse_args()


def tell(estimate, options: argparse.Namespace) -> None:
    """Print a row a number of samples. A point is inside with probability pi / 4, or it is not."""
    print(f"{options.threads} threads, seed {options.seed}, language {options.language}")
    print(f"{'samples':>11}  estimate     error  as a rule")
    for samples in SAMPLES:
        found = estimate(samples, options.seed, options.threads, options.language)
        rule = math.sqrt(math.pi * (4 - math.pi) / samples)
        print(f"{samples:11,}  {found:.6f} {found - math.pi:+.6f}   {rule:.6f}")


def draw(xy: np.ndarray, picture: Path) -> None:
    """Write the points to a PNG, those inside in another colour, where matplotlib is installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        print("No picture: `python -m pip install matplotlib` brings matplotlib, which draws it.")
        return
    inside = np.square(xy).sum(axis=1) < 1
    angle = np.linspace(0, math.pi / 2, 200)
    figure = Figure(figsize=(5, 5), layout="constrained")
    panel = figure.subplots()
    panel.plot(*xy[inside].T, ".", markersize=3, color="tab:blue", label=f"{inside.sum()} inside")
    panel.plot(
        *xy[~inside].T, "x", markersize=3, color="tab:orange", label=f"{(~inside).sum()} outside"
    )
    panel.plot(np.cos(angle), np.sin(angle), color="black", linewidth=1)
    panel.set(aspect="equal", xlim=(0, 1), ylim=(0, 1), xlabel="x", ylabel="y")
    panel.set_title(f"4 * {inside.sum()} / {len(xy)} = {4 * inside.mean():.4f}")
    panel.legend(loc="lower left", framealpha=1)
    figure.savefig(picture, dpi=120)
    print(f"{picture} shows {len(xy)} points.")


if __name__ == "__main__":
    main()
