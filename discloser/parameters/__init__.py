"""Dated values with their ground, and those of them that the checks hold documents to."""
