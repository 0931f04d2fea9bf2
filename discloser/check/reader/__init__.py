"""The reader: what a disclosure document says, understood as a person does.

It needs the document alone, with a vocabulary; neither a pack nor a ledger nor the figures that a
composed document carries. So it reads a document that anybody made.
"""
