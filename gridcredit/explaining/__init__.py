"""Why a household got its line: the recorded decision, and the rules applied once more to what they decided on.

The arithmetic shown is that of the rules themselves (``explain`` of each), on the run's own policy and the run's whole
village, since some rules look at several households. It is compared with what was recorded: an explanation that does
not lead there says so.
"""
