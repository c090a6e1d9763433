"""The pack for a collective review (集体评议): a blank decision for each referred household, what is known of it, minutes.

No officer is named: figures stand there in rising order, facts with how many officers say so.
"""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from gridcredit.codes import grouped
from gridcredit.forms.decided import Reviewed
from gridcredit.forms.issued import Form
from gridcredit.i18n import _
from gridcredit.policy import Policy
from gridcredit.privacy import without_numbers
from gridcredit.reports import labels
from gridcredit.reports.book import ANY_DAY, Book, Cell, Column, Entry, Format, Sheet, Table
from gridcredit.reports.settings import word
from gridcredit.reports.shared import form_column
from gridcredit.rules.cap import cap_of
from gridcredit.rules.review import DECLINED, DEFERRED, GRANTED
from gridcredit.schema import STATED

Home = Mapping[str, Any]
ROW_HEIGHT = 26
MEMBERS_SHOWN, DISSENT_SHOWN = 9, 5
MOST_VOTES = 99
ITEM, SAID = 23, 30
"""The widths of a household's card."""


def review_book(form: Form, homes: Sequence[Home], policy: Policy) -> Book:
    """``homes``: those of the form, in its order, as ``Ledger.assessed`` gives them with ``cap_yuan``."""
    title = _("{village}: collective review").format(village=form.village)
    return Book(title, [_decisions(form, homes, policy), _cards(form, homes), _minutes(form)], form.day)


def _decisions(form: Form, homes: Sequence[Home], policy: Policy) -> Sheet:
    cap = max((cap_of(policy.values("limits"), home["cap_yuan"]) for home in homes), default=0)
    votes = Entry(least=0, most=MOST_VOTES)
    columns = [
        Column(_("No."), Format.CENTRED, 13),
        Column(labels.word(labels.FORM, "household_id"), width=11),
        Column(_("Group"), width=8),
        Column(_("Head"), width=10),
        Column(_("Reason"), width=22),
        Column(_("Ratings, low to high (yuan)"), width=28),
        Column(_("Suggested line (yuan)"), Format.YUAN, 11),
        form_column("decision", 11, Entry(_decision_words())),
        form_column("line_yuan", 11, Entry(least=0, most=cap, prompt=_("A whole number of yuan, such as 50000.")), Format.YUAN),
        form_column("votes_for", 8, votes, Format.INT),
        form_column("votes_against", 8, votes, Format.INT),
        form_column("votes_abstained", 9, votes, Format.INT),
        form_column("dissent", 20, Entry(prompt=_("Who is of another opinion, and why."))),
        form_column("note", 14, Entry()),
    ]  # fmt: skip
    blank = [None] * 7
    rows = [
        (
            number,
            home["household_id"],
            home["group"],
            home["head"],
            labels.reasons(home["reason_codes"]),
            given(home),
            home["suggested_line_yuan"] or None,
            *blank,
        )
        for number, home in enumerate(homes, start=1)
    ]
    met_on, present = (labels.word(labels.FORM, name) for name in ("met_on", "present"))
    return Sheet(
        _("Decisions of the group"),
        _("{village}: decisions of the collective review").format(village=form.village),
        tables=[Table(columns, rows)],
        warning=_("Internal: for the credit group only"),
        notes=[
            _("Fill in yellow cells only, then take the file in with gridcredit record. A row that is left blank stays open."),
            _rules(policy),
        ],
        facts=[
            (labels.word(labels.FORM, "form"), grouped(form.number)),
            (labels.word(labels.FORM, "village"), form.village),
            (_("Run"), form.run),
            (_("Policy SHA-256"), policy.sha256),
            (met_on, None),
            (present, None),
        ],
        entries={
            met_on: ANY_DAY,
            present: Entry(prompt=_("The names of all members present, with a comma between them.")),
        },
        landscape=True,
        row_height=ROW_HEIGHT,
        protected=True,
    )  # fmt: skip


def _decision_words() -> tuple[str, ...]:
    """The decisions as they are read again."""
    return tuple(labels.word(labels.DECISION, code) for code in (GRANTED, DECLINED, DEFERRED))


def _rules(policy: Policy) -> str:
    """What the policy asks of a decision."""
    review, limits = policy.values("review"), policy.values("limits")
    members, votes = review.limit("members_present"), review.limit("votes_percent")
    text = (
        _("A decision needs {members} members present and at least {percent} % of their votes; a line is a multiple of {step} yuan.")
        if votes.inclusive
        else _("A decision needs {members} members present and more than {percent} % of their votes; a line is a multiple of {step} yuan.")
    )  # fmt: skip
    least = members.value if members.inclusive else members.value + 1
    return text.format(members=least, percent=votes.value, step=f"{limits.number('rounding_yuan'):,}")


def given(home: Home) -> str:
    """What its officers gave, refusals first, then amounts in rising order, without names: ``50,000 / 55,000``."""
    amounts = [
        0 if rating.get("refusal") is not None else rating["amount_yuan"]
        for rating in home["ratings"]
        if rating.get("knows") != "no" and (rating.get("refusal") is not None or rating.get("amount_yuan") is not None)
    ]
    return " / ".join(f"{amount:,}" if amount else _("refuses") for amount in sorted(amounts))


def _cards(form: Form, homes: Sequence[Home]) -> Sheet:
    return Sheet(
        _("Households under review"),
        _("{village}: households before the collective review").format(village=form.village),
        tables=[_card(home) for home in homes],
        warning=_("Internal: for the credit group only"),
        notes=[labels.no_promise()],
    )


def _card(home: Home) -> Table:
    """What is known of a household, two facts a row."""
    facts = [(label, value) for label, value in _facts(home) if value not in (None, "")]
    facts += [("", "")] * (len(facts) % 2)
    rows = [(*one, *other) for one, other in zip(facts[::2], facts[1::2])]
    columns = [
        Column(_("Fact"), width=ITEM),
        Column(_("What is known"), Format.ANY, SAID),
        Column(_("Fact"), width=ITEM),
        Column(_("What is known"), Format.ANY, SAID),
    ]
    title = " ".join(filter(None, (home["household_id"], home["head"], home["group"])))
    return Table(columns, rows, title)


def _facts(home: Home) -> Iterator[tuple[str, Cell]]:
    yield _("Reason"), labels.reasons(home["reason_codes"])
    yield _("Ratings, low to high (yuan)"), given(home)
    yield _("Suggested line (yuan)"), home["suggested_line_yuan"] or None
    yield _("Base model figure (yuan)"), home.get("model_yuan")
    yield _("Exposure (yuan)"), home.get("exposure_yuan")
    yield _("Reasons for refusing"), _refusals(home)
    yield _("ID number"), home.get("id_masked")
    yield _("Address"), home.get("address")
    yield _("Residence"), labels.word(labels.RESIDENCE, home.get("residence_status"))
    yield _("Borrower"), home.get("borrower")
    known = home.get("facts", {})
    for name in _KNOWN:
        if name in known:
            yield labels.word(labels.CODE, name), known[name]
    yield _("Its tier"), word(home["evidence_tier"]) if home.get("evidence_tier") else None
    for column in STATED:
        if said := _said(home, column.name):
            yield _("{fact} (officers)").format(fact=labels.word(labels.BALLOT, column.name)), said


_KNOWN = (
    *("size", "labour_count", "income_yuan", "expense_yuan", "assets_yuan", "liabilities_yuan", "other_loans_yuan"),
    *("guarantees_yuan", "farmland_mu", "floor_area_m2", "business", "evidence"),
)


def _refusals(home: Home) -> str:
    return _("; ").join(without_numbers(rating["refusal"]) for rating in home["ratings"] if rating.get("refusal"))


def _said(home: Home, fact: str) -> str:
    """``yes × 2 / no × 1``; figures are shown as they are."""
    if fact not in labels.BALLOT:
        return ""
    said = Counter(
        str(rating[fact]) for rating in home["ratings"] if rating.get(fact) is not None and rating.get("knows") != "no"
    )
    words = {"yes": _("yes"), "no": _("no")}
    return " / ".join(f"{words.get(value, value)} × {count}" for value, count in said.most_common())


def _minutes(form: Form) -> Sheet:
    """To be written by hand and signed: who was present, what came out, who disagrees."""
    present = [
        Column(_("No."), Format.CENTRED, 16),
        Column(_("Name"), Format.BLANK, 20),
        Column(_("Role"), Format.BLANK, 22),
        Column(_("Signature"), Format.BLANK, 28),
    ]
    result = [
        Column(_("No."), Format.CENTRED, 16),
        Column(labels.word(labels.FORM, "decision"), width=20),
        Column(_("Households"), Format.BLANK, 22),
        Column(_("Lines in all (yuan)"), Format.BLANK, 28),
    ]
    dissent = [
        Column(_("No."), Format.CENTRED, 16),
        Column(_("Household"), Format.BLANK, 20),
        Column(_("Member"), Format.BLANK, 22),
        Column(_("Opinion and signature"), Format.BLANK, 28),
    ]
    decisions = [(number, text, None, None) for number, text in enumerate(_decision_words(), start=1)]
    return Sheet(
        _("Minutes of the review"),
        _("{village}: minutes of the collective review").format(village=form.village),
        tables=[
            Table(present, [(number, None, None, None) for number in range(1, MEMBERS_SHOWN + 1)], _("Present")),
            Table(result, decisions, _("Result")),
            Table(dissent, [(number, None, None, None) for number in range(1, DISSENT_SHOWN + 1)], _("Dissent")),
        ],
        facts=[
            (labels.word(labels.FORM, "form"), grouped(form.number)),
            (_("Run"), form.run),
            (_("Households before the review"), len(form.households)),
            (_("Date and place"), None),
            (_("Chair and recorder"), None),
        ],
        notes=[
            _("The group read each household's ratings, facts and suggestion without the names of officers, and voted on it."),
            labels.no_promise(),
        ],
        warning=_("Internal: for the credit group only"),
        row_height=ROW_HEIGHT,
    )  # fmt: skip


def review_line(found: Reviewed) -> str:
    """What a review has decided, in a sentence."""
    text = _(
        "{village}: collective review of {day}, {present} present: {granted} granted with {line} yuan, "
        "{declined} not granted, {deferred} put off; {missing} of {count} not decided yet"
    )
    return text.format(
        village=found.form.village,
        day=found.met_on,
        present=found.present,
        granted=found.granted,
        line=f"{found.line_yuan:,}",
        declined=found.declined,
        deferred=found.deferred,
        missing=found.missing,
        count=len(found.form.households),
    )


def review_json(found: Reviewed) -> dict[str, Any]:
    names = ("met_on", "present", "granted", "declined", "deferred", "line_yuan", "missing")
    return {"form": found.form.number, "village": found.form.village} | {name: getattr(found, name) for name in names}
