"""Packs: what a template maintainer edits, read from ``templates/`` into specs."""
