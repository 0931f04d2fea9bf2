"""What people and workers do: each function one transaction, with its entry in the log."""
