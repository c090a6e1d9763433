"""The core banking system's exports recorded: whose loan it is, whole statements, arrears and what they hold."""

import re
from datetime import date, datetime
from pathlib import Path
from random import Random
from typing import Any

import pytest
from balances import by_hand
from forms.group import OFFICERS
from running import Runner
from stdnum.cn import ric
from workbooks import VILLAGE, write

from gridcredit.ledger.entries import Event
from gridcredit.ledger.store import Ledger
from gridcredit.loans import LOAN
from gridcredit.privacy import IdKey
from ledger.branch import Branch

HEADER = "借据号,证件号码,贷款余额,五级分类,逾期天数,拖欠本金,欠息,放款日期,放款金额,数据日期"
PROFILE = 'bank = "某行"\n[loans]\nevery_loan = true\nday_in_file_name = true\n'


def number(at: int) -> str:
    text = f"99999919{60 + at}0101{at:03d}?"
    return text[:-1] + str(ric.calc_check_digit(text))


IDS = {f"A{at}": number(at) for at in range(1, 6)}
"""Of the households' heads."""


def village(
    path: Path, amount: int = 50_000, name: str = "试验村", ids: dict[str, str] = IDS, day: str = "2016-05-03"
) -> Path:
    """Households A1 … whose line is ``amount``."""
    rated = "\n".join(f"| {key} | {officer} | {amount} | 是 |" for key in ids for officer in OFFICERS)
    listed = "\n".join(f"| {key} | 甲{key} | '{text} | 在家 | 一组 | {key}号 | 900000 |" for key, text in ids.items())
    people = "\n".join(f"| {key} | 甲{key} | 户主 | '{text} |" for key, text in ids.items())
    return write(
        path,
        f"{VILLAGE.replace('2016-05-03', day).replace('试验村', name)}"
        f"## 农户\n| 户号 | 户主 | 身份证号 | 居住状态 | 村组 | 地址 | 家庭年收入 |\n{listed}\n"
        f"## 成员\n| 户号 | 姓名 | 与户主关系 | 身份证号 |\n{people}\n"
        f"## 评议\n| 户号 | 网格员 | 建议额度 | 是否了解情况 |\n{rated}\n",
    )


class Bank(Branch):
    """With a key, and a profile that has lists of all loans."""

    def __init__(self, run: Runner, folder: Path, ledger: str, patch: pytest.MonkeyPatch) -> None:
        super().__init__(run, folder, ledger, patch)
        self.key, self.profile = folder / "id.key", folder / "某行.toml"
        run("ledger", "id-key", self.key)
        self.profile.write_text(PROFILE, "utf-8")

    def assess(self, path: Path, *words: object) -> None:
        done = self("assess", path, "-o", self.folder, "--id-key", self.key, *words)
        assert done.code == 0, done.err

    def take(
        self, name: str, *rows: str, header: str = HEADER, every_loan: bool = False, words: tuple[object, ...] = ()
    ) -> Any:
        """The file's JSON, and the codes of what was found."""
        path = self.folder / name
        path.write_bytes("\n".join((header, *rows)).encode("gb18030"))
        profile = ("--profile", self.profile) if every_loan else ()
        done = self("record", path, "--id-key", self.key, "--json", *profile, *words)
        (file,) = done.json["files"]
        return file | {"codes": re.findall(r"^([A-Z_]+) ×", done.err, re.MULTILINE), "code": done.code, "err": done.err}

    def owed(self, as_of: date = date(2016, 12, 31)) -> dict[str, int]:
        with Ledger(self.ledger) as ledger:
            return {household: yuan for _village, household, _signed, _carded, yuan in ledger.totals(as_of) if yuan}


@pytest.fixture
def bank(run: Runner, tmp_path: Path, place: str, monkeypatch: pytest.MonkeyPatch) -> Bank:
    """Five households with a line of 50,000."""
    bank = Bank(run, tmp_path, place, monkeypatch)
    bank.on("2016-05-04")
    bank.assess(village(tmp_path / "试验村.xlsx"))
    bank.on("2016-06-02")
    return bank


def loan(
    household: str,
    name: str = "",
    owed: object = 30_000,
    loan_class: str = "正常",
    days: object = 0,
    day: str = "2016-05-31",
    **more: object,
) -> str:
    """A row of the list."""
    told = {
        "overdue": 0,
        "interest": 0,
        "drawn": "2016-05-10",
        "lent": 30_000,
        "id": IDS.get(household, household),
    } | more
    figures = (owed, loan_class, days, told["overdue"], told["interest"], told["drawn"], told["lent"], day)
    return ",".join(map(str, (name or f"J{household}", told["id"], *figures)))


# whose loan it is


def test_a_loan_is_its_household_s_by_the_id_number(bank: Bank) -> None:
    file = bank.take("贷款.csv", loan("A1"), loan("A2", owed="12,345.60".replace(",", "")))
    assert (file["code"], file["new"], file["rows"]["accepted"], file["codes"]) == (0, 2, 2, [])
    assert bank.owed() == {"A1": 30_000, "A2": 12_346}


def test_the_same_list_again_changes_nothing(bank: Bank) -> None:
    rows = loan("A1"), loan("A2")
    bank.take("贷款.csv", *rows)
    assert bank.take("贷款.csv", *rows)["new"] == 0
    assert bank.take("又名.csv", *reversed(rows))["new"] == 0


def test_an_old_id_number_finds_the_person_of_the_new_one(bank: Bank) -> None:
    old = IDS["A1"][:6] + IDS["A1"][8:17]
    assert bank.take("贷款.csv", loan("A1", id=old))["new"] == 1


def test_a_hash_in_place_of_the_id_number_finds_the_household(bank: Bank) -> None:
    key = IdKey(bytes.fromhex(bank.key.read_text("ascii")))
    header = HEADER.replace("证件号码", "证件号码摘要")
    file = bank.take(
        "贷款.csv",
        loan("A1", id=key.hashed(IDS["A1"]).upper()),
        loan("A2", "J2", id="0" * 63),
        loan("A3", "J3", id="f" * 64),
        header=header,
    )
    assert (file["new"], sorted(file["codes"])) == (1, ["ID_HASH_UNREADABLE", "PERSON_UNKNOWN"])
    assert bank.owed() == {"A1": 30_000}


def test_a_hash_that_is_not_of_the_number_beside_it_is_refused(bank: Bank) -> None:
    file = bank.take("贷款.csv", f"{'a' * 64},{loan('A1')}", header=f"证件号码摘要,{HEADER}")
    assert (file["new"], file["codes"]) == (0, ["ID_HASH_DIFFERS"])


def test_a_person_whom_no_household_has_is_told_and_no_failure(bank: Bank) -> None:
    file = bank.take("贷款.csv", loan("A1"), loan("别人", "J9", id=number(9)))
    assert (file["code"], file["new"], file["codes"]) == (0, 1, ["PERSON_UNKNOWN"])
    assert file["rows"] == {"read": 2, "accepted": 1, "rejected": 1}
    assert number(9) not in file["err"] + str(file)


def test_a_person_of_two_households_is_ambiguous_and_refused(bank: Bank, tmp_path: Path) -> None:
    bank.on("2016-06-02")
    both = {"B1": IDS["A1"], "B2": number(8)}
    bank.assess(village(tmp_path / "邻村.xlsx", name="邻村", ids=both))
    file = bank.take("贷款.csv", loan("A1"), loan("A2"))
    assert (file["code"], file["new"], file["codes"]) == (3, 1, ["MATCH_AMBIGUOUS"])
    assert bank.owed() == {"A2": 30_000}
    file = bank.take("带村.csv", f"邻村,{loan('A1')}", header=f"村,{HEADER}")
    assert (file["new"], file["codes"]) == (1, [])


def test_a_number_and_a_person_that_do_not_belong_together_are_refused(bank: Bank) -> None:
    file = bank.take("贷款.csv", f"试验村,A2,{loan('A1')}", f"试验村,A3,{loan('A3')}", header=f"村,户号,{HEADER}")
    assert (file["new"], file["codes"]) == (1, ["MATCH_DISAGREES"])
    assert bank.owed() == {"A3": 30_000}


def test_a_household_number_alone_will_do_while_one_village_has_it(bank: Bank, tmp_path: Path) -> None:
    header = HEADER.replace("证件号码", "户号")
    assert bank.take("一.csv", loan("A1", id="A1"), header=header)["new"] == 1
    bank.assess(village(tmp_path / "邻村.xlsx", name="邻村", ids={"A1": number(8)}))
    file = bank.take("二.csv", loan("A1", "J5", id="A1"), loan("A7", id="A7"), header=header)
    assert (file["new"], sorted(file["codes"])) == (0, ["HOUSEHOLD_NOT_ASSESSED", "MATCH_AMBIGUOUS"])


def test_a_person_of_one_household_named_with_another_number_is_refused(bank: Bank) -> None:
    file = bank.take("一.csv", f"A2,{loan('A1')}", header=f"户号,{HEADER}")
    assert (file["code"], file["new"], file["codes"]) == (3, 0, ["MATCH_DISAGREES"])
    file = bank.take("二.csv", f"试验村委,{loan('A1')}", header=f"村,{HEADER}")
    assert (file["new"], file["codes"]) == (0, ["MATCH_DISAGREES"])


def test_who_left_is_not_looked_for_in_the_family_that_has_the_number_now(bank: Bank, tmp_path: Path) -> None:
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", ids={**IDS, "A1": number(8)}, day="2016-06-30"))
    assert bank.take("六月.csv", loan("A1", day="2016-06-30"))["codes"] == ["PERSON_UNKNOWN"]


def test_who_left_the_roster_with_the_household_is_still_found(bank: Bank, tmp_path: Path) -> None:
    left = {key: text for key, text in IDS.items() if key != "A1"}
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", ids=left, day="2016-06-30"))
    assert bank.take("六月.csv", loan("A1", day="2016-06-30"))["new"] == 1


def test_a_row_that_leaves_the_village_out_is_looked_for_by_its_number(bank: Bank) -> None:
    header = f"村,{HEADER.replace('证件号码', '户号')}"
    rows = f"试验村,{loan('A1', id='A1')}", f",{loan('A2', id='A2')}", f"试验村,{loan('A3', id='')}"
    file = bank.take("带村.csv", *rows, header=header)
    assert (file["new"], file["codes"], bank.owed()) == (2, ["VALUE_MISSING"], {"A1": 30_000, "A2": 30_000})


def test_without_the_key_id_numbers_cannot_be_looked_up(bank: Bank, run: Runner) -> None:
    path = bank.folder / "贷款.csv"
    path.write_bytes("\n".join((HEADER, loan("A1"))).encode("gb18030"))
    done = run("record", path, "--ledger", bank.ledger, "--json")
    assert "ID_KEY_MISSING" in done.err and done.code == 65
    assert bank.owed() == {}


def test_another_key_than_the_villages_were_assessed_with_is_noticed(bank: Bank, run: Runner) -> None:
    run("ledger", "id-key", bank.folder / "other.key")
    bank.key = bank.folder / "other.key"
    assert sorted(bank.take("贷款.csv", loan("A1"))["codes"]) == ["PERSON_UNKNOWN", "VILLAGES_WITHOUT_IDS"]


def test_a_key_file_is_private_and_never_written_over(run: Runner, tmp_path: Path) -> None:
    path = tmp_path / "id.key"
    assert run("ledger", "id-key", path).code == 0
    before = path.read_bytes()
    assert path.stat().st_mode & 0o077 == 0
    assert run("ledger", "id-key", path).code == 73
    assert path.read_bytes() == before


@pytest.mark.parametrize("text", ["", "abc", "zz" * 32, "ab" * 31])
def test_a_file_that_is_no_key_is_refused(bank: Bank, text: str) -> None:
    bank.key.write_text(text, "ascii")
    done = bank("record", bank.profile, "--id-key", bank.key)
    assert done.code == 2 and "id.key is no key" in done.err


# statements are whole


def test_the_last_statement_is_what_is_owed(bank: Bank) -> None:
    bank.record("台账.xlsx", "A1 | 签约 | 2016-05-09 | | | | ", "A1 | 用信 | 2016-05-10 | 40000 | | | ")
    bank.take("五月.csv", loan("A1", owed=35_000))
    assert bank.owed() == {"A1": 35_000}
    assert bank.owed(date(2016, 5, 30)) == {"A1": 40_000}
    bank.record("六月.xlsx", "A1 | 还款 | 2016-06-01 | 35000 | | | ")
    assert bank.owed() == {}
    assert bank("ledger", "verify").code == 0


@pytest.mark.parametrize(("repaid", "taken"), [(35_000, 1), (35_001, 0)])
def test_a_repayment_after_a_statement_is_of_what_it_says(bank: Bank, repaid: int, taken: int) -> None:
    bank.take("五月.csv", loan("A1", owed=35_000))
    assert bank.record("六月.xlsx", f"A1 | 还款 | 2016-06-01 | {repaid} | | | ")["new"] == taken


def test_a_household_of_which_a_row_is_refused_is_not_taken_in_part(bank: Bank) -> None:
    file = bank.take("贷款.csv", loan("A1", "J1"), loan("A1", "J2", owed="约三万"), loan("A2"))
    assert (file["new"], sorted(file["codes"])) == (1, ["AMOUNT_ABOUT", "LOAN_OF_REFUSED"])
    assert bank.owed() == {"A2": 30_000}


def test_a_loan_that_is_owed_and_not_named_any_more_holds_its_household(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A1", "J2"), loan("A2"))
    file = bank.take("六月.csv", loan("A1", "J1", 20_000, day="2016-06-01"), loan("A2", owed=9, day="2016-06-01"))
    assert (file["new"], file["codes"]) == (1, ["LOAN_NOT_NAMED"])
    assert bank.owed() == {"A1": 60_000, "A2": 9}
    paid = loan("A1", "J2", 0, day="2016-06-01")
    assert bank.take("六月二.csv", loan("A1", "J1", 20_000, day="2016-06-01"), paid)["new"] == 2
    assert bank.owed() == {"A1": 20_000, "A2": 9}


def test_in_a_list_of_all_loans_one_that_is_gone_is_paid_off(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A1", "J2"), loan("A2"), every_loan=True)
    june = loan("A1", "J1", 20_000, day="2016-06-01")
    file = bank.take("六月.csv", june, every_loan=True)
    assert (file["new"], file["settled"], file["codes"]) == (1, 2, ["LOANS_SETTLED"])
    assert bank.owed() == {"A1": 20_000}
    again = bank.take("六月.csv", june, every_loan=True)
    assert (again["new"], again["settled"]) == (0, 0)


def test_nothing_is_paid_off_while_a_refused_row_may_be_that_loan(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    nameless = loan("A2", "J2", day="2016-06-01").removeprefix("J2")
    file = bank.take("六月.csv", loan("A1", "J1", day="2016-06-01"), nameless, every_loan=True)
    assert sorted(file["codes"]) == ["SETTLED_HELD", "VALUE_MISSING"]
    assert (file["settled"], bank.owed()) == (0, {"A1": 30_000, "A2": 30_000})


def test_a_loan_of_a_refused_row_is_not_paid_off(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    june = [loan("A1", "J1", 9, day="2016-06-01"), loan("A2", "J2", "约三万", day="2016-06-01")]
    assert bank.take("六月.csv", *june, every_loan=True)["settled"] == 0
    assert bank.owed() == {"A1": 9, "A2": 30_000}


def june(household: str, name: str = "", owed: object = 30_000, **more: Any) -> str:
    return loan(household, name, owed, day="2016-06-01", **more)


def test_a_list_is_of_one_day(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    file = bank.take("六月.csv", june("A1", "J1"), loan("A2", "J2", day="2016-06-21"), every_loan=True)
    assert (file["code"], file["codes"]) == (65, ["LOANS_OF_SEVERAL_DAYS"])
    assert bank.owed() == {"A1": 30_000, "A2": 30_000}


def test_a_list_that_names_nobody_here_pays_nothing_off(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    file = bank.take("别支行.csv", june("别人", "J9", id=number(9)), every_loan=True)
    assert (file["settled"], sorted(file["codes"])) == (0, ["PERSON_UNKNOWN", "SETTLED_ELSEWHERE"])
    assert bank.owed() == {"A1": 30_000, "A2": 30_000}


def test_what_is_taken_as_paid_off_is_told(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    assert bank.take("六月.csv", june("A1", "J1"), every_loan=True)["codes"] == ["LOANS_SETTLED"]


@pytest.mark.parametrize(("person", "found"), [(number(9), "LOAN_PERSON_DIFFERS"), ("12345", "ID_LENGTH")])
def test_a_household_of_which_one_loan_is_refused_keeps_its_balance(bank: Bank, person: str, found: str) -> None:
    bank.take("五月.csv", loan("A1", "J1", days=100), loan("A1", "J2", 5_000), loan("A2"), every_loan=True)
    file = bank.take("六月.csv", june("A1", "J1", days=130, id=person), june("A2"), every_loan=True)
    assert found in file["codes"] and file["code"] == 3
    assert bank.owed() == {"A1": 35_000, "A2": 30_000}
    file = bank.take("六月二.csv", june("A1", "J1", id=person), june("A1", "J2", 4_000), every_loan=True)
    assert "LOAN_NOT_NAMED" in file["codes"] and bank.owed()["A1"] == 35_000


def test_a_loan_does_not_become_another_household_s_on_a_later_day(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), every_loan=True)
    file = bank.take("六月.csv", june("A2", "J1"), every_loan=True)
    assert (file["codes"], bank.owed()) == (["LOAN_ELSEWHERE"], {"A1": 30_000})


def test_a_loan_follows_its_person_to_a_household_s_new_number(bank: Bank, tmp_path: Path) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"))
    renumbered = {key.replace("A", "H"): text for key, text in IDS.items()}
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", ids=renumbered, day="2016-06-30"))
    file = bank.take("六月.csv", loan("A1", "J1", 20_000, day="2016-07-01"))
    assert (file["new"], file["settled"], bank.owed()) == (1, 1, {"H1": 20_000, "A2": 30_000})


def test_an_owner_is_corrected_with_replace(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A3", "J3"))
    moved = loan("A2", "J1"), loan("A3", "J3")
    assert bank.take("五月.csv", *moved)["codes"] == ["EVENT_DROPPED"]
    bank.take("五月.csv", *moved, words=("--replace",))
    assert bank.owed() == {"A2": 30_000, "A3": 30_000}
    swapped = loan("A3", "J1", 10_000), loan("A2", "J3")
    assert "LOAN_ELSEWHERE" in bank.take("五月.csv", *swapped)["codes"]
    bank.take("五月.csv", *swapped, words=("--replace",))
    assert bank.owed() == {"A3": 10_000, "A2": 30_000}


def test_lists_are_recorded_in_the_order_of_their_days(bank: Bank) -> None:
    folder = bank.folder / "lists"
    folder.mkdir()
    for name, rows in (("10月.csv", [june("A1", "J1")]), ("9月.csv", [loan("A1", "J1"), loan("A2", "J2")])):
        (folder / name).write_bytes("\n".join((HEADER, *rows)).encode("gb18030"))
    assert bank("record", folder, "--id-key", bank.key, "--profile", bank.profile).code == 0
    assert bank.owed() == {"A1": 30_000}


def test_an_earlier_list_says_that_a_later_one_is_there(bank: Bank) -> None:
    later = june("A1", "J1")
    bank.take("六月.csv", later, every_loan=True)
    file = bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    assert file["codes"] == ["LATER_LIST_RECORDED"]
    bank.take("六月.csv", later, every_loan=True)
    assert bank.owed() == {"A1": 30_000}


def test_a_total_below_the_list_holds_nothing(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"), loan("A2", "J2"), every_loan=True)
    file = bank.take("六月.csv", june("A1", "J1"), "合计,,30000,,,,,,,2016-06-01", every_loan=True)
    assert (file["settled"], bank.owed()) == (1, {"A1": 30_000})


def test_an_export_of_events_withdraws_no_statement_of_its_name(bank: Bank) -> None:
    bank.record("台账.xlsx", "A1 | 签约 | 2016-05-09 | | | | ")
    bank.take("0531.csv", loan("A2"))
    header = "证件号码,事项,日期,金额"
    file = bank.take("0531.csv", f"{IDS['A1']},用信,2016-05-10,20000", header=header, words=("--replace",))
    assert (file["withdrawn"], bank.owed()) == (0, {"A1": 20_000, "A2": 30_000})


def test_a_later_statement_explains_what_was_repaid(bank: Bank) -> None:
    bank.take("六月.csv", june("A1", "J1", 0))
    bank.record("台账.xlsx", "A1 | 签约 | 2016-05-09 | | | | ")
    assert bank.take("五月.csv", loan("A1", "J1", 10_000))["codes"] == []


def test_interest_that_is_overdue_counts_where_nothing_else_is_owed(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", owed=0, days=30, interest=50))
    (group,) = bank.coverage("2016-06-02")["loans"]
    assert (group["households"], group["arrears"], group["overdue_yuan"]) == (0, 1, 50)


def test_a_corrected_list_asks_for_replace_and_then_counts(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1"), loan("A2"))
    changed = loan("A1", owed=28_000), loan("A2")
    file = bank.take("五月.csv", *changed)
    assert (file["code"], file["codes"], bank.owed()["A1"]) == (65, ["EVENT_CHANGED"], 30_000)
    file = bank.take("五月.csv", *changed, words=("--replace",))
    assert (file["changed"], file["codes"], bank.owed()["A1"]) == (1, ["EVENT_CORRECTED"], 28_000)
    file = bank.take("五月.csv", changed[0], words=("--replace",))
    assert (file["withdrawn"], bank.owed()) == (1, {"A1": 28_000})
    assert bank("ledger", "verify").code == 0


def test_another_file_that_tells_a_loan_otherwise_changes_nothing(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1"))
    file = bank.take("别表.csv", loan("A1", owed=1))
    assert (file["codes"], bank.owed()) == (["LOAN_DIFFERS"], {"A1": 30_000})


def test_a_loan_that_stands_as_another_household_s_is_refused(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "J1"))
    assert bank.take("别表.csv", loan("A2", "J1"))["codes"] == ["LOAN_ELSEWHERE"]


def test_a_statement_of_the_future_is_refused(bank: Bank) -> None:
    assert bank.take("贷款.csv", loan("A1", day="2016-06-03"))["codes"] == ["DATE_TOO_LATE"]
    assert bank.take("贷款.csv", loan("A1", day="2016-06-02"))["codes"] == []


def test_more_repaid_since_than_a_statement_says_was_owed_is_doubted(bank: Bank) -> None:
    signed = "A1 | 签约 | 2016-05-09 | | | | ", "A1 | 用信 | 2016-05-10 | 40000 | | | "
    bank.record("台账.xlsx", *signed, "A1 | 还款 | 2016-06-01 | 40000 | | | ")
    assert bank.take("五月.csv", loan("A1", owed=39_999))["codes"] == ["LOANS_CONTRADICT"]


def test_a_dry_run_records_nothing(bank: Bank) -> None:
    assert bank.take("五月.csv", loan("A1"), words=("--dry-run",))["new"] == 1
    assert bank.owed() == {}


def test_the_number_of_a_loan_is_not_kept(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", "6222-SECRET"))
    bank("ledger", "export", "-o", bank.folder / "tables")
    kept = b"".join(path.read_bytes() for path in (bank.folder / "tables").iterdir())
    assert b"SECRET" not in kept and b"loan" in kept and IDS["A1"].encode() not in kept


# exports of what happened, one event a row


def test_an_export_of_what_happened_finds_its_households_by_id_number(bank: Bank) -> None:
    bank.profile.write_text(
        'bank = "某行"\n[headers]\nkind = ["交易类型"]\n[options.kind]\ndrawdown = ["放款"]\nrepayment = ["收回"]\n',
        "utf-8",
    )
    bank.record("台账.xlsx", "A1 | 签约 | 2016-05-09 | | | | ")
    file = bank.take(
        "流水.csv",
        f"{IDS['A1']},放款,2016-05-10,20000.00",
        f"{IDS['A1']},收回,2016-05-20,5000",
        f"{number(9)},放款,2016-05-10,20000",
        header="证件号码,交易类型,日期,金额",
        every_loan=True,
    )
    assert (file["new"], file["codes"], bank.owed()) == (2, ["PERSON_UNKNOWN"], {"A1": 15_000})


# balances


def test_the_database_adds_up_balances_as_a_person_would(place: str) -> None:
    chance = Random(20160531)
    kinds = "drawdown", "repayment", "inspection", LOAN
    told: list[dict[str, Any]] = [
        {
            "household_id": f"A{at}",
            "kind": chance.choice(kinds[: 3 + at % 2]),
            "effective": date(2016, 5, chance.randint(1, 6)),
            "amount_yuan": chance.randint(0, 9),
        }
        for at in range(1, 151)
        for _ in range(chance.randint(1, 8))
    ]
    events = [
        Event(
            village="试验村",
            source_file="a",
            source_sha256="f",
            source_sheet="",
            source_cell="",
            occurrence=at,
            detail={"loan": f"L{at}"},
            **one,
        )
        for at, one in enumerate(told)
    ]
    with Ledger(place) as ledger:
        ledger.record_events(lambda: events, datetime(2016, 6, 1))
        for as_of in (date(2016, 5, day) for day in range(1, 7)):
            totals = {household: yuan for _village, household, _signed, _carded, yuan in ledger.totals(as_of)}
            for household in {one["household_id"] for one in told}:
                own = [one for one in told if one["household_id"] == household and one["effective"] <= as_of]
                assert totals.get(household, 0) == by_hand(own)


# arrears


def test_a_household_in_arrears_keeps_the_line_it_had(bank: Bank, tmp_path: Path) -> None:
    bank.take("五月.csv", loan("A1", days=12, overdue=500, interest=36), loan("A2"))
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", 80_000, day="2016-06-30"))
    funnel = bank.coverage("2016-07-01")
    (late,) = funnel["arrears"]
    assert {name: late[name] for name in ("household_id", "days", "owed_yuan", "decided_yuan", "line_yuan")} == {
        "household_id": "A1",
        "days": 12,
        "owed_yuan": 536,
        "decided_yuan": 80_000,
        "line_yuan": 50_000,
    }
    assert funnel["total"]["line_yuan"] == 50_000 + 4 * 80_000
    drawn = "A1 | 用信 | 2016-07-01 | 20001 | | | "
    bank.record("七月.xlsx", "A1 | 签约 | 2016-06-30 | | | | ", "A2 | 签约 | 2016-06-30 | | | | ")
    assert bank.record("七月二.xlsx", drawn)["new"] == 0
    assert bank.record("七月三.xlsx", drawn.replace("20001", "20000"), drawn.replace("A1", "A2"))["new"] == 2


def test_once_arrears_are_paid_the_new_line_counts(bank: Bank, tmp_path: Path) -> None:
    bank.take("五月.csv", loan("A1", days=12, overdue=500))
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", 80_000, day="2016-06-30"))
    bank.take("六月.csv", loan("A1", owed=9_000, day="2016-06-30"))
    assert bank.coverage("2016-07-01")["arrears"] == []
    bank.record("七月.xlsx", "A1 | 签约 | 2016-06-30 | | | | ")
    assert bank.record("七月二.xlsx", "A1 | 用信 | 2016-07-01 | 71000 | | | ")["new"] == 1


def test_a_bank_may_hold_nothing(bank: Bank, tmp_path: Path) -> None:
    bank.take("五月.csv", loan("A1", days=12))
    bank.on("2016-07-01").assess(village(tmp_path / "试验村.xlsx", 80_000, day="2016-06-30"))
    letter = tmp_path / "本行.toml"
    letter.write_text(
        '[arrears]\nholds = [{ from = 2000-01-01, issued = 2016-01-01, value = "nothing", document = "letter", clause = "1" }]\n',
        "utf-8",
    )
    (late,) = bank.coverage("2016-07-01", "--policy", letter)["arrears"]
    assert (late["decided_yuan"], late["line_yuan"]) == (80_000, 80_000)


def test_a_household_in_arrears_stands_in_the_next_lists(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", loan_class="次级", days=100), loan("A2"))
    due = bank.json("inspections", "-o", bank.folder, "--as-of", "2016-06-02", "--until", "2016-06-30")
    assert [one["household_id"] for one in due["arrears"]] == ["A1"]
    assert {one["household_id"] for one in due["rows"]} == {"A1", "A2"}
    told = bank.json("explain", "试验村", "A1", "--as-of", "2016-06-02")
    assert told["arrears"]["loan_class"] == "substandard"
    assert bank.json("explain", "试验村", "A2", "--as-of", "2016-06-02")["arrears"] is None


def test_the_changes_of_an_assessment_tell_of_held_lines(bank: Bank, tmp_path: Path) -> None:
    bank.take("五月.csv", loan("A1", days=12))
    done = bank.on("2016-07-01")(
        "assess", village(tmp_path / "试验村.xlsx", 80_000, day="2016-06-30"), "-o", tmp_path, "--id-key", bank.key
    )
    assert "held by arrears 1" in done.out


def test_coverage_tells_of_loans_by_class(bank: Bank) -> None:
    bank.take("五月.csv", loan("A1", loan_class="损失", days=400), loan("A2"), loan("A3", loan_class=""))
    (group,) = bank.coverage("2016-06-02")["loans"]
    assert {
        name: group[name] for name in ("households", "balance_yuan", "normal", "loss", "unclassified", "arrears")
    } == {
        "households": 3,
        "balance_yuan": 90_000,
        "normal": 30_000,
        "loss": 30_000,
        "unclassified": 30_000,
        "arrears": 1,
    }


# what is kept of persons


def test_hashes_of_persons_go_when_their_household_ends(bank: Bank, tmp_path: Path) -> None:
    bank.on("2016-07-01").assess(
        village(tmp_path / "试验村.xlsx", ids={key: text for key, text in IDS.items() if key != "A5"}, day="2016-06-30")
    )
    key = IdKey(bytes.fromhex(bank.key.read_text("ascii")))

    def known() -> set[str]:
        with Ledger(bank.ledger) as ledger:
            return set(ledger.persons({key.hashed(IDS[one]) for one in ("A4", "A5")}, key.name, date(2030, 1, 1)))

    assert len(known()) == 2
    assert bank.on("2022-01-01")("ledger", "purge").code == 0
    assert known() == {key.hashed(IDS["A4"])}
    assert bank("ledger", "verify").code == 0
