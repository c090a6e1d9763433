"""The append-only record of what was decided and what happened: ``entries`` (shapes), ``store``, ``outcomes``."""
