"""A bank's profile: what it adds to the words, and what is refused in it with file, place and remedy."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from gridcredit.errors import BAD_POLICY, PolicyError
from gridcredit.ingest import profile
from gridcredit.ingest.words import Vocabulary
from gridcredit.schema import HOUSEHOLDS, MEMBERS, RATINGS, STATED

ROOT = Path(__file__).parent.parent.parent
GOOD = """
bank = "某某农商银行"
unit = "万元"

[sheets]
ratings = ["第*轮*", "Round *"]
ignored = ["已用信（全部）"]

[headers]
amount_yuan = ["评议员意见\\n（万元）"]
income_yuan = ["家庭收入"]
ignored = ["客户经理意见"]

[options.residence_status]
home = ["在村"]
away = ["人户分离", "Moved"]

[[refusals]]
code = "GAMBLES"
texts = ["1.有赌博行为", "赌博"]
hard = true
source = "办法第八条"

[[refusals]]
code = "MOVED"
texts = ["10.全家迁走或两年以上未返"]
hard = false
source = "办法第九条"
"""
ALL = (*HOUSEHOLDS, *RATINGS, *STATED)
RESIDENCE = next(column for column in HOUSEHOLDS if column.name == "residence_status")


def load(tmp_path: Path, text: str) -> Vocabulary:
    path = tmp_path / "某行.toml"
    path.write_text(text, "utf-8")
    return profile.load(path)


def refused(tmp_path: Path, text: str) -> str:
    with pytest.raises(PolicyError) as problem:
        load(tmp_path, text)
    assert problem.value.exit_code == BAD_POLICY
    message = problem.value.message.format(**problem.value.params)
    assert message.startswith("某行.toml")
    return message.removeprefix("某行.toml")


def test_a_profile_adds_its_words_to_the_standard_ones(tmp_path: Path) -> None:
    words = load(tmp_path, GOOD)
    assert (words.bank, words.unit) == ("某某农商银行", "ten_thousand")
    assert words.meaning("评议员意见", ALL) == "amount_yuan"
    assert words.meaning("建议额度", ALL) == "amount_yuan"
    assert words.options_of(RESIDENCE)["人户分离"] == "away"
    assert words.options_of(RESIDENCE)["举家外出"] == "away"


def test_the_banks_meaning_of_a_header_goes_before_ours(tmp_path: Path) -> None:
    words = load(tmp_path, GOOD)
    assert words.meaning("家庭收入", ALL) == "income_yuan"
    assert "家庭收入" not in words.of("income_band")
    assert "家庭收入" in Vocabulary().of("income_band")


@pytest.mark.parametrize(
    ("sheet", "roles"),
    [
        ("第一轮评议表", ["ratings"]),
        (" 第１轮", ["ratings"]),
        ("ROUND 2", ["ratings"]),
        ("第一次评议", []),
        ("已用信（全部）", ["ignored"]),
        ("已用信", ["ignored"]),  # ours
        ("农户", ["households"]),
    ],
)
def test_sheets_get_their_role_by_pattern(tmp_path: Path, sheet: str, roles: list[str]) -> None:
    assert load(tmp_path, GOOD).roles_of(sheet) == roles


def test_a_name_in_full_goes_before_a_pattern_and_two_patterns_clash(tmp_path: Path) -> None:
    words = load(tmp_path, 'bank = "甲"\n[sheets]\nratings = ["第*轮*"]\nignored = ["第三轮（作废）", "*草稿"]')
    assert words.roles_of("第三轮（作废）") == ["ignored"]
    assert words.roles_of("第二轮草稿") == ["ratings", "ignored"]
    assert not words.ignores("第二轮草稿")


@pytest.mark.parametrize(
    ("cell", "codes"),
    [
        ("1.有赌博行为", ["GAMBLES"]),
        ("１．有赌博行为。", ["GAMBLES"]),
        ("赌 博", ["GAMBLES"]),
        ("moved", ["MOVED"]),
        ("1.有赌博行为；10.全家迁走或两年以上未返", ["GAMBLES", "MOVED"]),
        ("赌博、赌博", ["GAMBLES"]),
        ("1", None),
        ("10", None),
        ("1.", None),
        ("10.有赌博行为", None),
        ("1.全家迁走或两年以上未返", None),
        ("全家迁走或两年以上未返", None),
        ("1.有赌博行为；其他", None),
    ],
)
def test_a_reason_is_matched_whole(tmp_path: Path, cell: str, codes: list[str] | None) -> None:
    found = load(tmp_path, GOOD).refusals_in(cell)
    assert (None if found is None else [reason.code for reason in found]) == codes


def test_a_reason_keeps_its_weight_and_its_source(tmp_path: Path) -> None:
    gambles, moved = load(tmp_path, GOOD).refusals
    assert (gambles.hard, gambles.source) == (True, "办法第八条")
    assert not moved.hard


def test_a_profile_may_name_the_bank_alone(tmp_path: Path) -> None:
    assert load(tmp_path, 'bank = "甲"') == Vocabulary(bank="甲")


def test_a_byte_order_mark_is_no_fault(tmp_path: Path) -> None:
    assert load(tmp_path, '\ufeffbank = "甲"').bank == "甲"


def test_officers_and_villages_may_share_a_label_but_two_columns_no_header(tmp_path: Path) -> None:
    words = load(tmp_path, 'bank = "甲"\n[headers]\nassessed_on = ["填表时间"]\nrated_on = ["填表时间"]')
    assert words.meaning("填表时间", RATINGS) == "rated_on"
    assert refused(tmp_path, 'bank = "甲"\n[headers]\nage = ["岁数"]\nage_band = ["岁数"]').startswith(
        " headers.age_band"
    )


HEAD = 'bank = "甲"\n'
REASON = '[[refusals]]\ncode = "A"\ntexts = ["一"]\nhard = true\nsource = "办法"\n'


@pytest.mark.parametrize(
    ("text", "place", "why"),
    [
        ("", " bank", "not an empty one"),
        ('bank = " "', " bank", "not an empty one"),
        ("bank = 1", " bank", "a text in quotes"),
        ("bank = ", "", "not a TOML file"),
        (HEAD + "[" * 5000, "", "not a TOML file"),
        (HEAD + 'units = "元"', "", "“units” is not known"),
        (HEAD + 'unit = "千元"', " unit", "one of 元, 万元"),
        (HEAD + "unit = 1", " unit", "one of 元, 万元"),
        (HEAD + 'sheets = "评议"', " sheets", "as a table"),
        (HEAD + '[sheets]\nrating = ["评议"]', " sheets", "“rating” is not known"),
        (HEAD + '[sheets]\nratings = "评议"', " sheets.ratings", "a list of texts"),
        (HEAD + "[sheets]\nratings = []", " sheets.ratings", "a list of texts"),
        (HEAD + '[sheets]\nratings = [""]', " sheets.ratings", "not an empty one"),
        (HEAD + '[sheets]\nratings = ["*"]', " sheets.ratings", "no pattern"),
        (HEAD + '[sheets]\nratings = ["第[一"]', " sheets.ratings", "no pattern"),
        (HEAD + '[sheets]\nratings = ["轮"]\nignored = ["轮 "]', " sheets.ignored", "means ratings already"),
        (HEAD + '[headers]\namount = ["额"]', " headers", "“amount” is not known"),
        (HEAD + "[headers]\nnote = [1]", " headers.note", "a text in quotes"),
        (HEAD + '[headers]\nnote = ["（备注）"]', " headers.note", "no header"),
        (HEAD + '[headers]\nnote = ["万元"]', " headers.note", "no header"),
        (HEAD + '[headers]\nnote = ["附注", "附 注："]', " headers.note", "means note already"),
        (HEAD + '[headers]\nignored = ["名单"]', " headers.ignored", "cannot be ignored"),
        (HEAD + '[headers]\nignored = ["户号"]', " headers.ignored", "cannot be ignored"),
        (HEAD + '[headers]\nnote = ["附注"]\nignored = ["附注"]', " headers.ignored", "means note already"),
        (HEAD + '[options.head]\nx = ["甲"]', " options", "“head” is not known"),
        (HEAD + '[options.car]\nmaybe = ["也许"]', " options.car", "“maybe” is not known"),
        (HEAD + "[options.car]\nyes = []", " options.car.yes", "a list of texts"),
        (HEAD + '[options.car]\nyes = ["自备"]\nno = ["自备"]', " options.car.no", "means yes already"),
        (HEAD + '[options.car]\nyes = ["没有"]', " options.car.yes", "means no already"),
        (HEAD + '[options.car]\nyes = ["NO"]', " options.car.yes", "means no already"),
        (HEAD + 'refusals = "甲"', " refusals", "[[refusals]]"),
        (HEAD + "[refusals]", " refusals", "[[refusals]]"),
        (HEAD + REASON.replace("hard = true\n", ""), " refusals 1", "code, texts, hard, source"),
        (HEAD + REASON + "weight = 1", " refusals 1", "code, texts, hard, source"),
        (HEAD + REASON.replace("true", '"yes"'), " refusals 1", "true or false"),
        (HEAD + REASON.replace('"A"', '"7.A"'), " refusals 1", "short name"),
        (HEAD + REASON.replace('"办法"', '""'), " refusals A source", "not an empty one"),
        (HEAD + REASON.replace('"一"', '"无"'), " refusals A", "no reason"),
        (HEAD + REASON.replace('"一"', '"。"'), " refusals A", "no reason"),
        (HEAD + REASON + REASON.replace('"A"', '"B"'), " refusals B", "means A already"),
        (HEAD + REASON + REASON.replace('"一"', '"二"'), " refusals A", "means A already"),
        (HEAD + REASON + REASON.replace('"一"', '"a"').replace('"A"', '"B"'), " refusals B", "means A already"),
    ],
)
def test_a_fault_is_named_with_its_place(tmp_path: Path, text: str, place: str, why: str) -> None:
    message = refused(tmp_path, text)
    assert message.startswith(f"{place}:")
    assert why in message


def test_a_profile_that_is_not_there_or_not_utf8_is_told(tmp_path: Path) -> None:
    with pytest.raises(PolicyError, match="cannot be opened"):
        profile.load(tmp_path / "无.toml")
    (tmp_path / "某行.toml").write_bytes('bank = "甲"'.encode("gb18030"))
    with pytest.raises(PolicyError, match="not a TOML file"):
        profile.load(tmp_path / "某行.toml")


@pytest.mark.parametrize("column", [*HOUSEHOLDS, *MEMBERS, *RATINGS, *STATED], ids=lambda column: column.name)
def test_every_column_may_be_given_a_header_of_the_banks(tmp_path: Path, column: object) -> None:
    name = getattr(column, "name", "")
    words = load(tmp_path, f'{HEAD}[headers]\n{name} = ["本行叫法"]')
    assert "本行叫法" in words.of(name)


def test_the_page_on_profiles_lists_every_name_that_may_be_used_and_shows_one_that_loads(tmp_path: Path) -> None:
    page = ROOT / "docs" / "profiles.md"
    cog = Path(sys.executable).with_name("cog")
    done = subprocess.run([cog, "--check", page], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, "run: make docs\n" + done.stdout
    shown = re.search("```toml\n(.*?)```", page.read_text("utf-8"), re.DOTALL)
    assert shown is not None
    assert load(tmp_path, shown[1]).refusals[0].code == "MOVED_AWAY"
