"""Many inputs at once: one outcome each, in worker processes here or on a cluster."""
