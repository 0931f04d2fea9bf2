"""Made-up departments: valid inputs to try packs with, to test with, and to fill a city with."""
