"""Codes as the words that people read."""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from string import Formatter
from typing import TYPE_CHECKING

from gridcredit.i18n import N_, _, translations
from gridcredit.policytools.headings import Codes

if TYPE_CHECKING:
    from gridcredit.rules.board import Step

STATUS: Mapping[str, str] = {
    "granted": N_("granted"),
    "referred": N_("collective review"),
    "declined": N_("not granted"),
    "no_conclusion": N_("no conclusion"),
    "excluded": N_("off the roster"),
}
BASIS: Mapping[str, str] = {
    "close_all": N_("all close"),
    "close_majority": N_("majority close"),
    "compromise": N_("compromise"),
    "median": N_("median"),
    "mean": N_("mean"),
    "minimum": N_("smallest"),
    "trimmed_mean": N_("trimmed mean"),
    "closest_group": N_("nearest majority"),
    "review": N_("collective review decided"),
}
REASON: Mapping[str, str] = {
    "LIST_BLACK": N_("on the black list"),
    "LIST_GREY": N_("on the grey list"),
    "TOO_FEW_RATINGS": N_("too few ratings count"),
    "REFUSED_BY_MAJORITY": N_("refused by a majority of officers"),
    "REFUSED_BY_SOME": N_("refused by some officers"),
    "REFUSED_BY_ONE": N_("refused by an officer"),
    "REFUSED_ON_HARD_GROUND": N_("refused on a hard ground"),
    "OWN_HOUSEHOLD": N_("rating of an officer's own household set aside"),
    "SPREAD_TOO_WIDE": N_("ratings too far apart"),
    "ABOVE_MODEL": N_("far above the base model figure"),
    "CAPPED_BY_MODEL": N_("capped by the base model figure"),
    "CAPPED": N_("capped"),
    "BELOW_MINIMUM": N_("below the smallest line"),
    "NO_BORROWER": N_("nobody of the household may borrow"),
    "EXPOSURE_OVER_CAP": N_("several loans together above the cap"),
}
# Headers of ballots, which are read again: each is a word of ``ingest.words`` in every language.
BALLOT: Mapping[str, str] = {
    "village": N_("Village"),
    "officer": N_("Officer"),
    "ballot": N_("Ballot number"),
    "amount_unit": N_("Unit"),
    "row_code": N_("Row code"),
    "group": N_("Group"),
    "head": N_("Head"),
    "id_number": N_("ID number"),
    "phone": N_("Phone"),
    "address": N_("Address"),
    "registration_status": N_("Registration status"),
    "residence_status": N_("Residence status"),
    "away_place": N_("Away place"),
    "return_time": N_("Return time"),
    "size": N_("Household size"),
    "labour_count": N_("Labour count"),
    "farmland_mu": N_("Farmland"),
    "floor_area_m2": N_("Floor area"),
    "income_yuan": N_("Annual income"),
    "expense_yuan": N_("Annual expense"),
    "assets_yuan": N_("Assets"),
    "liabilities_yuan": N_("Liabilities"),
    "business": N_("Business"),
    "knows": N_("Knows household"),
    "amount_yuan": N_("Suggested amount"),
    "refusal": N_("Refusal reason"),
    "house": N_("House value"),
    "town_house": N_("House in town"),
    "car": N_("Car"),
    "income_band": N_("Income band"),
    "deposits_yuan": N_("Deposits"),
    "at_home": N_("At home"),
    "reputation": N_("Reputation"),
    "work": N_("Work"),
    "lives_at": N_("Lives at"),
    "note": N_("Note"),
}
# Headers of forms, which are read again, too.
FORM: Mapping[str, str] = {
    "form": N_("Form number"),
    "village": N_("Village"),
    "household_id": N_("Household"),
    "met_on": N_("Meeting date"),
    "present": N_("Present"),
    "decision": N_("Review decision"),
    "line_yuan": N_("Line decided"),
    "votes_for": N_("Votes for"),
    "votes_against": N_("Votes against"),
    "votes_abstained": N_("Votes abstained"),
    "dissent": N_("Dissent"),
    "visited_on": N_("Visited on"),
    "visited_by": N_("Visited by"),
    "found_yuan": N_("Figure found"),
    "day": N_("Date"),
    "works": N_("Arrangement"),
    "whole_years": N_("Whole years"),
    "officer": N_("Officer"),
    "branch": N_("Branch"),
    "villages": N_("Villages served"),
    "per_day": N_("Per day"),
    "away_from": N_("Leave from"),
    "away_until": N_("Leave until"),
    "inspected_on": N_("Inspected on"),
    "inspected_by": N_("Inspected by"),
    "second_by": N_("Second inspector"),
    "use": N_("Use"),
    "purpose": N_("Actual purpose"),
    "trade": N_("Trade"),
    "income": N_("Income is"),
    "family": N_("Changes in the family"),
    "repayment": N_("Repayment"),
    "warning_signs": N_("Warning signs seen"),
    "new_loans_yuan": N_("New loans elsewhere"),
    "class_advice": N_("Class advised"),
    "measures": N_("Measures"),
    "contacted_on": N_("Contacted on"),
    "contacted_by": N_("Contacted by"),
    "channel": N_("Channel"),
    "outcome": N_("Outcome"),
    "agreed_on": N_("Agreed on"),
    "back_on": N_("Back on"),
    "file_refreshed": N_("File refreshed"),
    "note": N_("Note"),
}
CHANNEL: Mapping[str, str] = {
    "collective": N_("collective signing"),
    "door": N_("at the door"),
    "counter": N_("at the counter"),
    "phone": N_("by phone"),
    "wechat": N_("by WeChat"),
    "sms": N_("by text message"),
}
# What the forms of inspections and visits say, as they are read again.
SAID: Mapping[str, Mapping[str, str]] = {
    "use": {"yes": N_("as agreed"), "no": N_("otherwise"), "unclear": N_("unclear")},
    "trade": {"normal": N_("normal"), "falling": N_("falling"), "stopped": N_("stopped")},
    "income": {"more": N_("more"), "same": N_("the same"), "less": N_("less")},
    "repayment": {"in_time": N_("in time"), "late": N_("late"), "not_due": N_("not due yet")},
    "channel": {code: CHANNEL[code] for code in ("door", "phone", "wechat", "sms")},
    "outcome": {"success": N_("success"), "failed": N_("failed"), "moved": N_("moved"), "later": N_("later")},
    "file_refreshed": {"yes": N_("yes"), "no": N_("no")},
}
# What a day of a bank's own calendar is, as its sheet is read again.
DAY_IS: Mapping[str, str] = {"off": N_("off"), "work": N_("working")}
# What the collective review decides, as its form reads it again.
DECISION: Mapping[str, str] = {
    "granted": N_("grant"),
    "declined": N_("grant nothing"),
    "deferred": N_("put off"),
}
WHY_DRAWN: Mapping[str, str] = {
    "random": N_("by chance"),
    "all_equal": N_("ratings all the same"),
    "wide_spread": N_("ratings far apart"),
}
BORROWER: Mapping[str, str] = {
    "NAMED_DIFFER": N_("the officers meant different members"),
    "NAMED_NOT_LISTED": N_("the officers meant somebody who is not among the members"),
    "UNDER_AGE": N_("first choice under age"),
    "OVER_AGE_AT_EXPIRY": N_("first choice too old when the line expires"),
    "NO_LABOUR": N_("first choice not able to work"),
    "ON_LIST": N_("first choice on a list"),
    "AGE_UNKNOWN": N_("age not known"),
    "NO_CANDIDATE": N_("no member of a relation that may borrow"),
}
WAY: Mapping[str, str] = {
    "id_number": N_("the same ID number"),
    "spouse": N_("the same spouse"),
    "phone": N_("the same phone"),
    "address": N_("the same address"),
}
RULE: Mapping[str, str] = {
    "registration": N_("Registration"),
    "lists": N_("Lists"),
    "own_household": N_("Officers of the household"),
    "counting": N_("Ratings that count"),
    "refusals": N_("Refusals"),
    "reconcile": N_("Close or compromise"),
    "evidence": N_("Evidence of assets"),
    "base_model": N_("Base model figure"),
    "limits": N_("Cap and rounding"),
    "borrower": N_("Borrower"),
    "exposure": N_("Exposure of the household"),
    "validity": N_("Term of the line"),
    "ballots": N_("Ballots"),
    "review": N_("Decision of the collective review"),
    "revisit": N_("Re-visit"),
    "outcomes": N_("Outcomes"),
    "arrears": N_("Arrears"),
}
RATING: Mapping[str, str] = {
    "amount": N_("gives an amount"),
    "refuses": N_("refuses"),
    "unknowing": N_("does not know the household"),
    "abstains": N_("neither amount nor refusal"),
    "set_aside": N_("own household, set aside"),
}
OUTCOME: Mapping[str, str] = {
    "signed": N_("contract signed"),
    "carded": N_("card issued"),
    "drawdown": N_("drawdown"),
    "repayment": N_("repayment"),
    "inspection": N_("inspection done"),
    "visit": N_("visit"),
    "signing_refused": N_("signing declined by the household"),
    "listed": N_("put on a list"),
    "unlisted": N_("taken off a list"),
    "frozen": N_("line frozen"),
    "unfrozen": N_("line unfrozen"),
    "cancelled": N_("line cancelled"),
    "loan": N_("loan as the bank's core system states it"),
    "reviewed": N_("collective review decided"),
    "revisited": N_("re-visit"),
}
STATE: Mapping[str, str] = {
    "valid": N_("valid"),
    "review_due": N_("valid, review due"),
    "expired": N_("expired"),
    "frozen": N_("frozen"),
    "cancelled": N_("cancelled"),
}
LOAN_CLASS: Mapping[str, str] = {
    "normal": N_("normal"),
    "special_mention": N_("special mention"),
    "substandard": N_("substandard"),
    "doubtful": N_("doubtful"),
    "loss": N_("loss"),
}
ENTRY: Mapping[str, str] = {
    "run": N_("assessment"),
    "outcomes": N_("outcomes or a form"),
    "minutes": N_("minutes of ballots or forms"),
    "policies": N_("policies"),
    "closing": N_("closing of a month"),
    "purge": N_("purge of personal data"),
}
REGISTRATION: Mapping[str, str] = {
    "normal": N_("normal"),
    "vacant": N_("vacant"),
    "collective": N_("collective"),
    "deregistered": N_("deregistered"),
}
RESIDENCE: Mapping[str, str] = {
    "home": N_("at home"),
    "seasonal": N_("seasonal"),
    "away": N_("family away"),
}
CODE: Mapping[str, str] = (
    dict(BASIS)
    | {
        code: code
        for code in (
            N_("normal"),
            N_("deregistered"),
            N_("vacant"),
            N_("collective"),
            N_("away"),
            N_("white"),
            N_("grey"),
            N_("black"),
            N_("group"),
            N_("head"),
            N_("id_number"),
            N_("phone"),
            N_("address"),
            N_("registration_status"),
            N_("residence_status"),
            N_("income_yuan"),
            N_("collected_by"),
            N_("collected_on"),
            N_("consent"),
            N_("name"),
            N_("relation"),
            N_("birth_date"),
            N_("age"),
            N_("household_id"),
            N_("away_place"),
            N_("return_time"),
            N_("size"),
            N_("labour_count"),
            N_("farmland_mu"),
            N_("floor_area_m2"),
            N_("expense_yuan"),
            N_("assets_yuan"),
            N_("liabilities_yuan"),
            N_("other_loans_yuan"),
            N_("guarantees_yuan"),
            N_("list_status"),
            N_("list_reason"),
            N_("business"),
            N_("evidence"),
            N_("labour"),
            N_("age_band"),
            N_("note"),
            N_("seasonal"),
            N_("house"),
            N_("town_house"),
            N_("car"),
            N_("income_band"),
            N_("deposits_yuan"),
            N_("at_home"),
            N_("reputation"),
            N_("work"),
            N_("lives_at"),
            N_("counted_assets_yuan"),
        )
    }
    | {
        "home": N_("at home"),
        "close_or_compromise": N_("close or compromise"),
        "percent": N_("percent"),
        "yuan": N_("yuan"),
        "greater": N_("the greater of both"),
        "count": N_("counts"),
        "set_aside": N_("set aside"),
        "majority": N_("a majority"),
        "one": N_("a single refusal"),
        "hard_reason": N_("a hard ground"),
        "document": N_("a document"),
        "village_certificate": N_("a certificate of the village"),
        "own_statement": N_("the household's own statement"),
        "none": N_("no base model"),
        "additive": N_("yuan added up"),
        "points": N_("points to steps"),
        "checklist": N_("checklist"),
        "factor": N_("percentage of a fact"),
        "figure": N_("the officers' figure"),
        "highest_rating": N_("the highest rating"),
        "yes": N_("yes"),
        "no": N_("no"),
        "named": N_("whom the officers meant"),
        "spouse": N_("spouse"),
        "child": N_("child"),
        "child_in_law": N_("child-in-law"),
        "parent": N_("parent"),
        "grandchild": N_("grandchild"),
        "grandparent": N_("grandparent"),
        "other": N_("any other relation"),
        "may_borrow": N_("may borrow"),
        "may_not": N_("may not borrow"),
        "list": N_("is listed only"),
        "refer": N_("goes to collective review"),
        "line_for_signing": N_("a valid line before signing"),
        "signing_for_card": N_("signing before a card"),
        "signing_for_drawdown": N_("signing before a drawdown"),
        "line_for_drawdown": N_("a valid line before a drawdown"),
        "drawdown_within_line": N_("no more in use than the line"),
        **{code: text for code, text in LOAN_CLASS.items() if code != "normal"},
        "valid_line": N_("a valid line"),
        "complete_file": N_("a complete file"),
        "no_list_mark": N_("on no grey or black list"),
        "no_arrears": N_("in no arrears"),
        "month": N_("month"),
        "quarter": N_("quarter"),
        "done": N_("done"),
        "due": N_("due"),
        "days": N_("days"),
        "months": N_("months"),
        "arrears": N_("arrears"),
        "listed": N_("put on a list"),
        "off_purpose": N_("use off purpose"),
        "new_loans": N_("new loans elsewhere"),
        "officer": N_("officer"),
        "grid_manager": N_("grid manager"),
        "branch_manager": N_("branch manager"),
        "head_office": N_("head office"),
        "success": N_("success"),
        "failed": N_("failed"),
        "moved": N_("moved"),
        "later": N_("later"),
        "no_need": N_("no need of money"),
        "price": N_("the rate is too high"),
        "other_bank": N_("has another bank"),
        "distrust": N_("distrust"),
        "family_against": N_("the family is against it"),
        "other_reason": N_("another reason"),
        "other_result": N_("another result"),
        "door": N_("at the door"),
        "wechat": N_("by WeChat"),
        "sms": N_("by text message"),
        "half_year": N_("half year"),
        "year": N_("year"),
        "growth": N_("growth of the line"),
        "nothing": N_("nothing"),
        "left_free": N_("left free"),
        "used": N_("used as any working day"),
        "unsigned": N_("not signed yet"),
        "no_card": N_("signed without card"),
        "no_drawdown": N_("card and nothing in use"),
        "absent": N_("family away"),
        "refused": N_("declined to sign"),
        "stale_file": N_("file to be refreshed"),
        "revisit": N_("drawn for a re-visit"),
        "spring_festival": N_("home for the Spring Festival"),
        "agreed": N_("contact agreed on"),
    }
)
"""The words that policies may name."""
CHANGE: Mapping[str, str] = {
    "raise": N_("raised"),
    "hold": N_("held"),
    "lower": N_("lowered"),
    "end": N_("ended"),
    "new": N_("new"),
}
SEVERITY: Mapping[str, str] = {"error": N_("error"), "warning": N_("warning")}
INSPECTION: Mapping[str, str] = {"first": N_("first"), "recurring": N_("recurring"), "warning": N_("warning sign")}


_NAMELESS = re.compile(r"#\d+")
"""What stands for a name that the ledger does not keep (``ledger.standins``)."""
NOTHING = "—"
"""What is shown where a rate has nothing to divide by."""


def or_nothing(value: float | None) -> float | str:
    """A rate as it is shown: NOTHING where there is none."""
    return NOTHING if value is None else value


def share(above: float, below: float) -> float | str:
    """A quotient as it is shown: NOTHING where there is nothing to divide by."""
    return above / below if below else NOTHING


def word(table: Mapping[str, str], code: object) -> str:
    """The word for ``code`` in the user's language; '' for none."""
    return _(table[code]) if isinstance(code, str) and code else ""


def codes() -> Codes:
    """The words of every language for what policies and cases name."""
    tables = (CODE, STATUS, BASIS, REASON)
    return Codes(*({code: (*translations(text), code) for code, text in table.items()} for table in tables))


def reasons(codes: str) -> str:
    """``"LIST_BLACK;TOO_FEW_RATINGS"`` in words."""
    return _("; ").join(word(REASON, code) for code in codes.split(";") if code)


def join(texts: Iterable[str]) -> str:
    """In a row, as the language has it."""
    return _("; ").join(filter(None, texts))


def words(table: Mapping[str, str], codes: Iterable[str]) -> str:
    """The words for ``codes`` in a row."""
    return _("; ").join(word(table, code) for code in codes)


def rule(name: str) -> str:
    """The rule's name for people; one that has none is called as its file is."""
    return word(RULE, name) if name in RULE else name


def sentence(step: "Step") -> str:
    """A step of a rule in the user's language, codes as words."""
    return _(step.text).format(**{name: _shown(value) for name, value in named(step).items()})


def named(step: "Step") -> dict[str, object]:
    """Those of a step's params that its text speaks of."""
    places = {name for _before, name, _format, _conversion in Formatter().parse(step.text) if name}
    return {name: value for name, value in step.params.items() if name in places}


def _shown(value: object) -> str:
    if isinstance(value, int):
        return f"{value:,}"
    if isinstance(value, date):
        return value.isoformat()
    text = str(value or NOTHING)
    if _NAMELESS.fullmatch(text):
        return _("a member")
    return _(STATUS.get(text) or CODE.get(text) or text)


def no_promise() -> str:
    """What stands on every list that a household may see (field guide, Rates and lists)."""
    return _("A pre-approved line is no promise of a loan; each loan is decided when it is applied for.")
