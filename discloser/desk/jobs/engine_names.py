"""The names of the files that the engine's work gives to the desk."""

FINDINGS, PAGE, NUMBERS = "findings.json", "page.html", "numbers.json"
SHEETS = "sheets.json"
