"""Calendar files, read back by another library: what stands in them, and that a phone updates instead of doubling."""

from datetime import date, timedelta
from typing import Any

import ics
import pytest
from hypothesis import given
from hypothesis import strategies as st

from gridcredit.reports.calendars import Appointment, calendar_bytes, uid

TODAY, DAY = date(2016, 5, 30), date(2016, 6, 1)
LI = Appointment(("visit", "李家村", "0001"), DAY, "走访 李＊", "李家村第3组", "李家村第3组18号")
GU = Appointment(("visit", "古岙村", "0001"), DAY, "走访 顾＊", "古岙村第1组")
LATER = Appointment(("visit", "古岙村", "0002"), DAY + timedelta(days=1), "走访 顾＊", "古岙村第1组")

texts = st.text(st.characters(blacklist_categories=["Cs", "Cc", "Zl", "Zp"], blacklist_characters="\ufffe\uffff"))
days = st.dates(date(2016, 1, 1), date(2030, 12, 31))


def read(*appointments: Appointment, as_of: date = TODAY, name: str = "陈＊", entries: int = 7) -> Any:
    return ics.Calendar(calendar_bytes(name, appointments, as_of, entries).decode())


def only(calendar: Any) -> Any:
    (event,) = calendar.events
    return event


def extra(container: Any) -> dict[str, str]:
    """What the other library has no names of its own for."""
    return {line.name: line.value for line in container.extra}


def lines(data: bytes) -> list[bytes]:
    return data.split(b"\r\n")


def test_an_appointment_is_read_as_it_was_written() -> None:
    event = only(read(LI))
    assert event.all_day
    assert (event.begin.date(), event.duration) == (DAY, timedelta(days=1))
    assert (event.name, event.description, event.location) == (LI.title, LI.text, LI.place)
    assert event.status is None


def test_its_day_stands_there_without_a_time_and_ends_before_the_next() -> None:
    data = lines(calendar_bytes("陈＊", [LI], TODAY, 7))
    assert b"DTSTART;VALUE=DATE:20160601" in data
    assert b"DTEND;VALUE=DATE:20160602" in data


def test_what_is_empty_is_left_out() -> None:
    event = only(read(Appointment(("a",), DAY, "走访", "")))
    assert (event.description, event.location) == (None, None)


def test_an_appointment_that_moves_or_is_told_otherwise_keeps_its_uid() -> None:
    moved = Appointment(LI.key, DAY + timedelta(days=9), "改期", "别的", "别处")
    event = only(read(moved, as_of=TODAY + timedelta(days=1), name="别人"))
    assert event.uid == only(read(LI)).uid == uid(LI.key)
    assert event.uid.endswith("@gridcredit")


def test_another_key_has_another_uid() -> None:
    keys = [
        ("visit", "李家村", "0001"),
        ("visit", "李家村", "0002"),
        ("visit", "李家村0", "001"),
        ("rota", "李家村", "0001"),
    ]
    assert len({uid(key) for key in keys}) == len(keys)


def test_two_appointments_with_one_key_are_refused() -> None:
    with pytest.raises(ValueError, match="one key"):
        calendar_bytes("陈＊", [LI, Appointment(LI.key, DAY, "另一个", "")], TODAY, 7)


def test_a_later_file_outranks_an_earlier_one() -> None:
    earlier, later = (int(extra(only(read(LI, as_of=day)))["SEQUENCE"]) for day in (TODAY, TODAY + timedelta(days=1)))
    assert later > earlier


def test_of_two_files_of_a_day_the_later_one_outranks_the_other_and_both_that_of_the_day_before() -> None:
    files = [(TODAY - timedelta(days=1), 7), (TODAY, 7), (TODAY, 8)]
    ranks = [int(extra(only(read(LI, as_of=day, entries=entries)))["SEQUENCE"]) for day, entries in files]
    assert ranks == sorted(set(ranks)) and max(ranks) < 2**31


def test_it_is_stamped_with_the_first_moment_of_the_day_in_china() -> None:
    assert b"DTSTAMP:20160529T160000Z" in lines(calendar_bytes("陈＊", [LI], TODAY, 7))


def test_what_is_cancelled_says_so_under_the_same_uid() -> None:
    event = only(read(Appointment(LI.key, LI.day, LI.title, LI.text, cancelled=True)))
    assert (event.status, event.uid) == ("CANCELLED", uid(LI.key))


def test_the_calendar_is_published_under_its_name_for_all_who_read_it_again() -> None:
    calendar = read(LI, name="陈＊，李家村")
    assert (calendar.method, calendar.creator) == ("PUBLISH", "-//gridcredit//calendars//EN")
    assert extra(calendar)["X-WR-CALNAME"] == "陈＊，李家村"
    assert b"REFRESH-INTERVAL;VALUE=DURATION:PT6H" in lines(calendar_bytes("陈＊", [LI], TODAY, 7))


def test_a_calendar_without_appointments_is_one() -> None:
    assert read().events == set()


def test_commas_semicolons_and_line_breaks_are_escaped() -> None:
    told = "李家村, 第3组; 门牌\\18\n带表格"
    data = calendar_bytes("甲,乙;丙", [Appointment(("a",), DAY, told, told, told)], TODAY, 7)
    escaped = "李家村\\, 第3组\\; 门牌\\\\18\\n带表格"
    for name in ("SUMMARY", "DESCRIPTION", "LOCATION"):
        assert f"{name}:{escaped}".encode() in lines(data)
    assert "X-WR-CALNAME:甲\\,乙\\;丙".encode() in lines(data)
    event = only(ics.Calendar(data.decode()))
    assert event.name == event.description == event.location == told


def test_long_chinese_lines_are_folded_between_characters() -> None:
    told = "走访未用信农户并更新档案，" * 40
    data = calendar_bytes("陈＊", [Appointment(("a",), DAY, told, told)], TODAY, 7)
    assert max(map(len, lines(data))) <= 75
    assert all(line.decode() for line in lines(data)[:-1])
    assert only(ics.Calendar(data.decode())).description == told


def test_no_control_character_gets_into_a_file() -> None:
    told = "走访\x00\x07\x0b\x0c\x1b\x85\u2028\u2029\ud800\ufffe\t完\r\n毕\r了"
    data = calendar_bytes(told, [Appointment(("a", told), DAY, told, told, told)], TODAY, 7).decode()
    assert data.splitlines() == data.removesuffix("\r\n").split("\r\n")
    assert only(ics.Calendar(data)).name.replace(" ", "") == "走访完\n毕了"


@given(texts, texts, days)
def test_whatever_is_told_comes_back(title: str, text: str, day: date) -> None:
    event = only(read(Appointment(("a",), day, "走访" + title, "说明" + text)))
    assert (event.name, event.description, event.begin.date()) == ("走访" + title, "说明" + text, day)


def test_equal_appointments_give_equal_bytes_in_whatever_order_they_come() -> None:
    assert calendar_bytes("陈＊", [LATER, LI, GU], TODAY, 7) == calendar_bytes("陈＊", [GU, LI, LATER], TODAY, 7)


def test_they_stand_in_the_order_of_their_days_and_keys() -> None:
    data = lines(calendar_bytes("陈＊", [LATER, LI, GU], TODAY, 7))
    assert [line for line in data if line.startswith(b"UID:")] == [
        f"UID:{uid(one.key)}".encode() for one in (GU, LI, LATER)
    ]
