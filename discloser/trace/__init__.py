"""How the numbers of a document arise, and where the fields of an input go to."""

from discloser.trace.printed import PrintedNumber, printed_numbers
from discloser.trace.search import explain_figure, explain_number, like, trace_back, trace_from

__all__ = [
    "PrintedNumber",
    "explain_figure",
    "explain_number",
    "like",
    "printed_numbers",
    "trace_back",
    "trace_from",
]
