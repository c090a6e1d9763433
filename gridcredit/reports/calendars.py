"""Calendar files (.ics, RFC 5545): the only user of icalendar. A phone that reads one again updates what it has."""

import hashlib
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import TYPE_CHECKING

from gridcredit.ledger.entries import CHINA

if TYPE_CHECKING:
    from icalendar import Event

ONE_DAY = timedelta(days=1)
READ_AGAIN = timedelta(hours=6)
"""After so long a phone that has subscribed should look for a new file: lists are written each morning."""

_UNWRITABLE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Appointment:
    """Something to be done on a day. ``key``: what it is, whatever is told of it; an appointment that moves, or is told in other
    words, keeps it, and so does one that is ``cancelled``. It holds no reason and nothing secret: whoever guesses a key can tell
    whether it is the one.
    """

    key: tuple[str, ...]
    day: date
    title: str
    text: str
    place: str = ""
    cancelled: bool = False


def calendar_bytes(name: str, appointments: Sequence[Appointment], as_of: date, entries: int) -> bytes:
    """The file of a calendar called ``name``, as things stand on ``as_of`` after so many ``entries`` of the ledger, so that of two
    files of a day, too, phones take the later one; equal inputs in any order give equal bytes. Raises
    ``ValueError`` for two appointments with one key: a phone would show one of them.
    """
    from icalendar import Calendar, vText

    if len({one.key for one in appointments}) < len(appointments):
        raise ValueError("two appointments with one key")
    calendar = Calendar()
    calendar.add("version", "2.0")
    calendar.add("prodid", "-//gridcredit//calendars//EN")
    calendar.add("method", "PUBLISH")
    calendar.add("x-wr-calname", vText(_clean(name)))
    calendar.add("refresh-interval", READ_AGAIN, {"value": "DURATION"})
    for one in sorted(appointments, key=lambda one: (one.day, one.key)):
        calendar.add_component(_event(one, as_of, entries))
    return bytes(calendar.to_ical())


def uid(key: tuple[str, ...]) -> str:
    """By which phones know an appointment again."""
    return hashlib.sha256("\0".join(key).encode(errors="surrogatepass")).hexdigest()[:32] + "@gridcredit"


def _event(one: Appointment, as_of: date, entries: int) -> "Event":
    from icalendar import Event

    event = Event()
    event.add("uid", uid(one.key))
    event.add("dtstamp", (datetime.combine(as_of, time()) - CHINA).replace(tzinfo=UTC))
    event.add("sequence", as_of.toordinal() + entries)
    event.add("dtstart", one.day)
    event.add("dtend", one.day + ONE_DAY)
    event.add("summary", _clean(one.title))
    if one.text:
        event.add("description", _clean(one.text))
    if one.place:
        event.add("location", _clean(one.place))
    if one.cancelled:
        event.add("status", "CANCELLED")
    event.add("transp", "TRANSPARENT")  # a day with households to visit is not a day that is taken
    return event


def _clean(text: str) -> str:
    """Line breaks stay, and are escaped; other control characters would end a line for some readers, or break the file."""
    return _UNWRITABLE.sub(" ", text.replace("\r\n", "\n"))
