"""Checks: one rule, one function; they look at figures and say findings."""
