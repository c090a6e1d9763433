"""``python -m gridcredit``."""

from gridcredit.cli import main

main()
