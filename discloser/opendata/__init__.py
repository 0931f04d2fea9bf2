"""The document's numbers and the ledger behind them as open data: tidy CSV in a data package."""
