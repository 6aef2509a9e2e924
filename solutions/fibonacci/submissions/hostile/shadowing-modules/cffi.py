"""Stands in for cffi, should Python ever find it."""

raise SystemExit(0)
