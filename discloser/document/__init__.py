"""The format-neutral document tree: what every writer prints."""
