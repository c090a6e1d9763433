"""Many workbooks: found (``places``), read and decided in worker processes (``pool``, ``jobs``), recorded and put in place
one after the other (``villages``).
"""
