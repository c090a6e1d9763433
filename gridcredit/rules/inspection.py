"""When a customer in use is inspected after the loan (贷后检查; contract §4, inspections).

Months are calendar months counted from the anchor: 31 January and one month is the last day of February.
"""

from datetime import date, timedelta

from dateutil.relativedelta import relativedelta

from gridcredit.policy import Values


def first_due(drawn_on: date, balance_yuan: int, values: Values) -> date:
    """The last day for the inspection that follows a drawdown after which ``balance_yuan`` is in use."""
    if values.limit("small_balance_yuan").at_most(balance_yuan):
        return drawn_on + relativedelta(months=values.number("small_within_months"))
    return drawn_on + timedelta(days=values.number("large_within_days"))


def recurring_due(inspected_on: date, values: Values) -> date:
    """The last day for the inspection after one done on ``inspected_on``, while a balance is in use."""
    return inspected_on + relativedelta(months=values.number("recurring_months"))
