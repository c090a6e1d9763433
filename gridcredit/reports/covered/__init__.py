"""The coverage report: its summary page, and a module for each of its sheets."""
