"""Of the ledger itself."""

from collections.abc import Mapping

from gridcredit.findings.kinds import ERROR, FindingKind
from gridcredit.i18n import N_

KINDS: Mapping[str, FindingKind] = {
    "ENTRY_CHAIN": FindingKind(
        ERROR,
        N_("entry {number} ({kind}, {day}) is not as it was recorded, or one before it is gone"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_ROWS": FindingKind(
        ERROR,
        N_(
            "what was recorded with entry {number} ({kind}, {day}) was changed, added to or taken from (rows: {detail})"
        ),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_PERSONAL": FindingKind(
        ERROR,
        N_(
            "personal data recorded with entry {number} ({kind}, {day}) was changed, or is gone without a purge: {detail}"
        ),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_MISSING": FindingKind(
        ERROR,
        N_("the entries {detail} before entry {number} ({kind}, {day}) are gone"),
        N_("restore the ledger from a backup and find out who had access to it"),
    ),
    "ENTRY_UNREADABLE": FindingKind(
        ERROR,
        N_("entry {number} ({kind}, {day}), or what was recorded with it, cannot be read"),
        N_("restore the ledger from a backup; its file is damaged"),
    ),
    "BALANCE_NEGATIVE": FindingKind(
        ERROR,
        N_("by the drawdowns and repayments recorded, less than nothing is in use: {detail}"),
        N_("compare with the core banking system, and correct the outcomes file"),
    ),
    "DATABASE_DAMAGED": FindingKind(
        ERROR,
        N_("the database finds its own file damaged: {detail}"),
        N_("restore the ledger from a backup"),
    ),
    "HEAD_UNKNOWN": FindingKind(
        ERROR,
        N_("no entry has the digest {head}…: what a report rested on is not all there, or the digest is mistyped"),
        N_("compare the digest with the report; if it is the same, restore the ledger from a backup"),
    ),
}
