"""How long personal data of a household is kept after all has ended between it and the bank."""

from datetime import date

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values


def ended_before(as_of: date, values: Values) -> date:
    """The last day on which a household must have ended for its personal data to be taken out on ``as_of``."""
    return as_of - relativedelta(years=values.number("retention_years"))
