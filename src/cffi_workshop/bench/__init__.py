"""Benchmarks: what is fast, shown as ratios on the reader's own machine."""
