"""The words that a disclosure document is read with: titles of tables, labels, phrases.

They are data: the national base lies beside these modules, a pack adds its own.
"""
