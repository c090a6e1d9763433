"""What each command does: calls ``batch`` and ``pipeline``, prints, and returns the exit code."""
