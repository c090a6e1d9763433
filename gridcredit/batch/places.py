"""Which files are workbooks of villages, and how those are called that are made beside them."""

import re
from pathlib import Path

from gridcredit.i18n import _

WORKBOOK_ENDINGS = (".xlsx", ".xlsm", ".xls", ".xlsb", ".et", ".ods", ".csv")
_LISTS = ("贷后检查-", "走访-", "inspections-", "visits-")
_REPORTS = ("覆盖面-", "日程-", "驻勤-", "上门签约-", "coverage-", "plan-", "rota-", "signing-")
_MARKED = re.compile(r"-(检查|checked)(\d{0,4})$")


def find_workbooks(place: Path, with_lists: bool = False) -> list[Path]:
    """A file as given, a folder as the workbooks in it; results of ours and lock files (``~$``) are passed over. ``with_lists``: but
    not those that come back filled in.
    """
    if not place.is_dir():
        return [place]
    inside = sorted(entry for entry in place.iterdir() if entry.suffix.lower() in WORKBOOK_ENDINGS)
    return [
        entry for entry in inside if not entry.name.startswith((".", "~$")) and not is_result(entry.name, with_lists)
    ]


def find_others(place: Path) -> list[Path]:
    """What else a folder holds that may belong to its villages: files of other kinds, and subfolders with workbooks.

    Passed over in silence are hidden files, lock files, results of ours, profiles and ledgers.
    """
    inside = sorted(place.iterdir()) if place.is_dir() else []
    inside = [entry for entry in inside if not entry.name.startswith((".", "~$")) and not is_result(entry.name)]
    ours = (".toml", ".db", ".db-wal", ".db-shm")
    return [
        entry
        for entry in inside
        if (find_workbooks(entry) if entry.is_dir() else entry.suffix.lower() not in (*WORKBOOK_ENDINGS, *ours))
    ]


def is_marked_copy(path: Path) -> bool:
    """Whether a workbook is one of ``check --annotate``, which in a folder stands beside the workbook it was made of."""
    return _MARKED.search(path.stem) is not None


def copy_name(path: Path) -> str:
    """The name of a workbook's marked copy; a copy that is marked again gives the next one, 甲-检查2.xlsx."""
    marked = _MARKED.search(path.stem)
    if marked is None:
        return _("{stem}-checked.xlsx").format(stem=path.stem)
    return f"{path.stem[: marked.start()]}-{marked[1]}{int(marked[2] or 1) + 1}.xlsx"


def is_result(name: str, with_lists: bool = False) -> bool:
    """Whether a file is called as our results are; ``with_lists``: lists that come back filled in are none."""
    if with_lists and name.startswith(_LISTS):
        return False
    return name.endswith(("-授信结果.xlsx", "-assessment.xlsx")) or (
        name.startswith((*_LISTS, *_REPORTS)) and name.endswith(".xlsx")
    )
