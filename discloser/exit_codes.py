"""What a command ends with."""

CLEAN, FINDINGS, MISUSE, INTERRUPTED = 0, 1, 2, 130
