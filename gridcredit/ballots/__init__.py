"""Blind ratings on ballots: what is issued to officers, what comes back, and the proof that none was seen before."""
