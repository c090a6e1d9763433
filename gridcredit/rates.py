"""The rates of contract §5: what each divides by what, and the division."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from gridcredit.i18n import N_

BY = ("village", "group", "grid", "branch", "officer", "batch", "township")
"""What a row of the coverage report may be (contract §1, ``--by``)."""
Rates = dict[str, dict[str, float | int | None]]


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate's name and, in words, what is divided by what; the two name counts of ``coverage``'s table."""

    label: str
    definition: str
    numerator: str
    denominator: str


RATES: Mapping[str, Rate] = {
    "coverage": Rate(
        N_("Coverage"), N_("households with a valid line ÷ households on the roster"), "credited", "roster"
    ),
    "coverage_net": Rate(
        N_("Net coverage"),
        N_("households with a valid line ÷ roster less empty and collective registrations, families away, listed"),
        "credited",
        "net_roster",
    ),
    "filing": Rate(N_("Filing"), N_("complete household files ÷ households on the roster"), "filed", "roster"),
    "filing_of_credited": Rate(
        N_("Filing of the credited"), N_("complete files among the credited ÷ credited"), "filed_credited", "credited"
    ),
    "rating": Rate(
        N_("Rating"),
        N_("households with enough ratings or settled by a list ÷ households on the roster"),
        "rated",
        "roster",
    ),
    "signing": Rate(N_("Signing"), N_("credited with a contract in force ÷ credited"), "signed", "credited"),
    "card": Rate(N_("Card"), N_("credited with a card ÷ credited"), "carded", "credited"),
    "drawdown": Rate(N_("Drawdown"), N_("credited with a balance in use ÷ credited"), "drawn", "credited"),
    "line_use": Rate(N_("Line use"), N_("balance in use ÷ valid lines"), "balance_yuan", "line_yuan"),
}

# Those that are known when a village is assessed, before anything happened.
AT_ASSESSMENT = ("coverage", "coverage_net", "filing", "filing_of_credited", "rating")


def rates(counts: Mapping[str, int], keys: Iterable[str] = tuple(RATES)) -> Rates:
    """The rates ``keys`` with numerator and denominator; None where there is nothing to divide by."""
    found: Rates = {}
    for key in keys:
        above, below = int(counts[RATES[key].numerator]), int(counts[RATES[key].denominator])
        found[key] = {"numerator": above, "denominator": below, "rate": round(above / below, 6) if below else None}
    return found
