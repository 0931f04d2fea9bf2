"""The clerk's side: the entry workbook, last year carried over, one form turned into the other."""
