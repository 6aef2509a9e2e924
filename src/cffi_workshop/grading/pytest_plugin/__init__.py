"""Checks as pytest tests: the order, the points, the fixtures."""
