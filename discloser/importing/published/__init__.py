"""Last year's published document, for this year's input: figures by name, texts, targets.

Everything is marked 待确认: a document says what was true a year ago, and it is read, not typed.
"""
