"""The approval sheet for several loans in one household (一户多贷审批表): a form a household, with room to decide it."""

from collections.abc import Mapping, Sequence

from gridcredit.assessment import Assessment
from gridcredit.i18n import N_, _
from gridcredit.reports import labels
from gridcredit.reports.book import Cell, Column, Format, Sheet, Table
from gridcredit.rules.exposure import GUARANTEES, LINE, LOANS, Exposures, Item
from gridcredit.schema import Columns

SIGNATURE_HEIGHT = 30
_LOANS: Mapping[str, str] = {
    LINE: N_("Credit line of this assessment"),
    LOANS: N_("Loans at other banks"),
    GUARANTEES: N_("Guarantees given"),
}


def exposure_sheet(assessment: Assessment) -> Sheet | None:
    """A form for each household with a line, or a suggested one, whose exposure is above the cap, the largest first; then
    those that would be above it if suggested relations hold. None where there is no such household.
    """
    values = assessment.policy.values("exposure")
    cap = values.limit("exposure_cap_yuan")
    households = assessment.households
    lines = [max(line, suggested) for line, suggested in zip(*(households[name] for name in _LINES))]
    kept = [status != "excluded" for status in households["status"]]
    exposures = Exposures(households, assessment.members, lines, kept, values)
    above: list[tuple[int, int, Sequence[Item]]] = []
    perhaps: list[tuple[int, Sequence[Item]]] = []
    for row, line in enumerate(lines):
        items = exposures.items(row) if line else []
        total = sum(item.counted for item in items)
        if not cap.at_most(total):
            above.append((-total, row, items))
        elif not cap.at_most(_if_related(items)):
            perhaps.append((row, items))
    if not above and not perhaps:
        return None
    forms = [table for _total, row, items in sorted(above) for table in _form(households, row, items)]
    return Sheet(
        _("Approval of several loans"),
        _("{village}: approval of several loans in one household").format(village=assessment.facts.village),
        [*forms, *([_suggestions(households, perhaps)] if perhaps else [])],
        notes=[
            _("Each household's line, loans at other banks, guarantees and related households, added up line by line."),
            _("An amount that is not known counts nothing here: ask before you decide."),
            _("What one couple states for two households counts once, with the larger figure."),
        ],
        facts=[
            (_("Cap of the exposure (yuan)"), cap.value),
            (_("Guarantees count with (percent)"), values.number("guarantee_percent")),
        ],
        warning=_("Internal: for the credit group only"),
        landscape=True,
    )


def _if_related(items: Sequence[Item]) -> int:
    """The exposure if the suggested relations hold."""
    return sum(item.counted if item.joined else item.worth for item in items)


_LINES = ("credit_line_yuan", "suggested_line_yuan")


def _form(households: Columns, row: int, items: Sequence[Item]) -> list[Table]:
    """What a household's exposure is made of, and below it room for opinions and signatures."""
    total = sum(item.counted for item in items)
    title = _("{household} {head}: {total} yuan").format(
        household=households["household_id"][row], head=households["head"][row], total=f"{total:,}"
    )
    columns = [
        Column(_("Loan"), width=34),
        Column(_("Household"), width=13),
        Column(_("Head"), width=13),
        Column(_("Why it is counted"), width=34),
        Column(_("Amount (yuan)"), Format.YUAN, 16),
        Column(_("Counts (yuan)"), Format.YUAN, 16),
        Column(_("Remarks"), width=34),
    ]
    shown = [item for item in items if _is_shown(item, row)]
    rows: list[Sequence[Cell]] = [_line(households, item, row) for item in shown]
    rows.append((_("total"), None, None, None, None, total, None))
    roles = (_("Head of the credit group"), _("Grid manager"), _("Branch manager"))
    room = [
        Column(_("Role"), width=34),
        Column(_("Name"), Format.BLANK, 13),
        Column(_("Date"), Format.BLANK, 13),
        Column(_("Opinion"), Format.BLANK, 34),
        Column(_("Line decided (yuan)"), Format.BLANK, 16),
        Column(_("Signature"), Format.BLANK, 16),
    ]
    by_hand = [(role, None, None, None, None, None) for role in roles]
    return [Table(columns, rows, title, totals=True), Table(room, by_hand, row_height=SIGNATURE_HEIGHT)]


def _suggestions(households: Columns, found: Sequence[tuple[int, Sequence[Item]]]) -> Table:
    """A row a pair of households that may be related, at the one that stands first."""
    columns = [
        Column(_("May be related to"), width=34),
        Column(_("Household"), width=13),
        Column(_("Head"), width=13),
        Column(_("Why"), width=34),
        Column(_("Exposure (yuan)"), Format.YUAN, 16),
        Column(_("If related (yuan)"), Format.YUAN, 16),
        Column(_("One household? Signature"), Format.BLANK, 34),
    ]
    keys, heads = households["household_id"], households["head"]
    rows: list[Sequence[Cell]] = []
    pairs: set[frozenset[int]] = set()
    for row, items in found:
        total, more = sum(item.counted for item in items), _if_related(items)
        for item in items:
            pair = frozenset({row, item.household})
            if not item.joined and pair not in pairs:
                pairs.add(pair)
                other = f"{keys[item.household]} {heads[item.household]}"
                rows.append((other, keys[row], heads[row], labels.words(labels.WAY, item.ways), total, more, None))
    return Table(columns, rows, _("Above the cap only if the suggested relations hold"))


def _is_shown(item: Item, row: int) -> bool:
    """Of others, what is nothing is left out, but for the line, by which it is seen that they were looked at."""
    return item.household == row or item.kind == LINE or item.stated is None or item.stated > 0


def _line(households: Columns, item: Item, row: int) -> Sequence[Cell]:
    at = item.household
    return (
        _(_LOANS[item.kind]),
        households["household_id"][at],
        households["head"][at],
        _("the household itself") if at == row else labels.words(labels.WAY, item.ways),
        item.stated,
        item.counted if item.joined else None,
        _remark(households, item),
    )


def _remark(households: Columns, item: Item) -> str:
    remarks = []
    if item.stated is None:
        remarks.append(_("not known"))
    if item.kind == LINE and not households["credit_line_yuan"][item.household]:
        suggested = households["suggested_line_yuan"][item.household]
        status = labels.word(labels.STATUS, households["status"][item.household])
        remarks.append(_("suggested only: {status}").format(status=status) if suggested else status)
    if item.once is not None:
        remarks.append(
            _("of one couple with {household}, counted there").format(household=households["household_id"][item.once])
        )
    if not item.joined:
        remarks.append(_("may be related, not counted"))
    return _("; ").join(remarks)
