"""What an office already has, as an input: exports of the budget system become ledger lines.

Files are recognised by what stands in them, never by their names. The result is a draft with the
places of its values, as the readers of inputs give it, and a proof: every total that the files
print, beside what the lines give.
"""
