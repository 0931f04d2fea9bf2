"""Check published documents, whoever made them: files in, findings with their places out.

It reads them by :mod:`discloser.read.document` and runs the checks that need nothing beside the
document; it has no rule of a budget of its own.
"""
