"""Measurements: an invented corpus of any size, the naive way to do the same work, and the figures of both."""
