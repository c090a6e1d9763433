"""Tables for people: builders make ``book.Book`` values, ``excel`` writes them, ``console`` prints tables."""
