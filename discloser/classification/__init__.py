"""The state's classifications of receipts and expenditure, as dated data."""
