"""A folder of many departments' documents: audited side by side, each with a record of its own."""
