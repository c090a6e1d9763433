"""The commands that look after a ledger."""
