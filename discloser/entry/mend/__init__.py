"""A filled-in entry workbook as a person sees it and mends it, cell by cell, outside Excel.

Each mending gives a new version of the file's bytes; all else in the file stays as it is. What the
cells are is said by the declarations that the workbook is made from.
"""
