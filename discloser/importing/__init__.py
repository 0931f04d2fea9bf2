"""What an office already has, as an input: exports of the budget system become ledger lines.

Files are recognised by what stands in them, never by their names. The result is a draft, how the
values came about that no file says, and a proof: every number that the files print, beside what the
lines give. What is wrong is told at its cell.
"""
