"""Read what the tasks print, a line each, and estimate pi from all of their points."""

import sys


def main() -> None:
    """Print the tasks in order, whichever was first, and the estimate."""
    rows = sorted([int(word) for word in line.split()] for line in sys.stdin)
    if not rows:
        sys.exit(
            "pi_sum.py got no line to read: no task has come to its end; look at what they said "
            "above"
        )
    for task, seed, samples, inside in rows:
        print(f"task {task}, seed {seed}: {inside:,} of {samples:,} points are inside")
    total = sum(samples for _, _, samples, _ in rows)
    estimate = 4 * sum(inside for *_, inside in rows) / total
    print(f"{len(rows)} tasks, {total:,} points: pi is about {estimate:.6f}")


if __name__ == "__main__":
    main()
