"""gridcredit: whole-village credit granting (整村授信) from blind ratings.

``gridcredit.pipeline`` shows the stages in order and is the first file to read.
"""

__version__ = "0.1.0"
