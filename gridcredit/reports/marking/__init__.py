"""Marks a copy of a workbook with its findings, in a child process (``child``): the only place that changes a workbook."""
