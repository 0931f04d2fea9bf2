"""Damaged and hostile inputs and packs, many of them: ``make fuzz N=…``."""
