"""``template``: workbooks to be filled in."""

from pathlib import Path

from gridcredit import errors, output
from gridcredit.commands.common import Common, book_of
from gridcredit.i18n import N_, _


def template(common: Common, kind: str, out: Path) -> int:
    """Contract §1, ``template``. A workbook of that name that is there already stays: it may be filled in."""
    book, name = {"policy": _policy, "calendar": _calendar, "staff": _staff}[kind](common)
    output.make_folder(out)
    path = out / name
    if path.exists():
        raise errors.OutputError(
            errors.CANNOT_CREATE,
            N_("{path} is there already; move it, or choose another folder with --out"),
            path=path,
        )
    output.write(path, book)
    common.terminal().line(_("wrote {path}").format(path=path))
    common.print_json({"kind": kind, "outputs": [str(path)]})
    return errors.DONE


def _policy(common: Common) -> tuple[bytes, str]:
    """The policy in force and to come; the files' own cases, or the contract's with what comes out under this policy."""
    from gridcredit.policytools.cases import cases_of, shipped_cases
    from gridcredit.policytools.trial import as_decided
    from gridcredit.reports import labels
    from gridcredit.reports.excel import to_bytes
    from gridcredit.reports.policy_template import policy_template

    codes = labels.codes()
    sources = common.policy_sources()
    book = book_of(sources)
    own = [case for source in sources for case in cases_of(source.cases, codes)]
    cases = own or as_decided(shipped_cases(codes), book.on(common.as_of))
    return to_bytes(policy_template(book, common.as_of, cases)), _("credit-policy.xlsx")


def _calendar(common: Common) -> tuple[bytes, str]:
    from gridcredit.reports.blank import calendar_template
    from gridcredit.reports.excel import to_bytes

    return to_bytes(calendar_template(common.as_of)), _("calendar.xlsx")


def _staff(common: Common) -> tuple[bytes, str]:
    from gridcredit.reports.blank import staff_template
    from gridcredit.reports.excel import to_bytes

    return to_bytes(staff_template(common.as_of)), _("staff.xlsx")
