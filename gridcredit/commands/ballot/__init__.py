"""``ballot``: blind ratings issued, received, opened and proved."""
