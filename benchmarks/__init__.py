"""Measurements of discloser and of other ways to the same documents."""
