"""A workbook's package (.xlsx, .xlsm), edited in place: all that is not touched stays as it is.

Libraries that load and save a workbook lose what they do not know, the stored results of formulas
among it. Here only the parts that are changed are written anew: a sheet's cells, the styles.
"""
