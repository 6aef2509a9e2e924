"""Checks nothing."""
