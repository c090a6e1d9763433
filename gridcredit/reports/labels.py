"""Codes as the words that people read."""

from collections.abc import Mapping

from gridcredit.i18n import N_, _

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
    "CAPPED": N_("capped"),
    "BELOW_MINIMUM": N_("below the smallest line"),
}
RESIDENCE: Mapping[str, str] = {
    "home": N_("at home"),
    "seasonal": N_("seasonal"),
    "away": N_("family away"),
}
CODE: Mapping[str, str] = {
    code: code
    for code in (
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
    )
}
SEVERITY: Mapping[str, str] = {"error": N_("error"), "warning": N_("warning")}
INSPECTION: Mapping[str, str] = {"first": N_("first"), "recurring": N_("recurring")}


NOTHING = "—"
"""What is shown where a rate has nothing to divide by."""


def word(table: Mapping[str, str], code: object) -> str:
    """The word for ``code`` in the user's language; '' for none."""
    return _(table[code]) if isinstance(code, str) and code else ""


def reasons(codes: str) -> str:
    """``"LIST_BLACK;TOO_FEW_RATINGS"`` in words."""
    return _("; ").join(word(REASON, code) for code in codes.split(";") if code)


def no_promise() -> str:
    """What stands on every list that a household may see (field guide, Rates and lists)."""
    return _("A pre-approved line is no promise of a loan; each loan is decided when it is applied for.")
