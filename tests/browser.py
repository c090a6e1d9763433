"""A headless Chromium, from the system's packages, spoken to by its debugging protocol over a pipe; no driver is needed."""

import fcntl
import json
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Timer
from typing import Any

SECONDS = 180
"""After which the browser is ended, so that no test waits for it for ever."""

_START = (
    "import os, sys; os.dup2(int(sys.argv[1]), 3); os.dup2(int(sys.argv[2]), 4); os.execvp(sys.argv[3], sys.argv[3:])"
)


def program() -> str | None:
    return next(filter(None, map(shutil.which, ("chromium", "google-chrome"))), None)


class Page:
    """A tab; ``events`` is all that the browser told of it so far."""

    def __init__(self, commands: int, answers: int) -> None:
        self._commands = os.fdopen(commands, "wb", buffering=0)
        self._answers = os.fdopen(answers, "rb")
        self._count = 0
        self._session: str | None = None
        self.events: list[dict[str, Any]] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Network", "Log", "Runtime"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> dict[str, Any]:
        self._count += 1
        message: dict[str, Any] = {"id": self._count, "method": method, "params": parameters}
        if self._session:
            message["sessionId"] = self._session
        self._commands.write(json.dumps(message).encode() + b"\0")
        while (answer := self._read()).get("id") != self._count:
            self.events.append(answer)
        assert "error" not in answer, answer
        result: dict[str, Any] = answer["result"]
        return result

    def open(self, file: Path, width: int, height: int = 900) -> None:
        """The file in a window of that size, as a phone shows it where it is narrow; returns when it is loaded."""
        self.call(
            "Emulation.setDeviceMetricsOverride", width=width, height=height, deviceScaleFactor=1, mobile=width < 700
        )
        self.events.clear()
        self.call("Page.navigate", url=file.as_uri())
        while not self.told("Page.loadEventFired"):
            self.events.append(self._read())

    def told(self, method: str) -> list[dict[str, Any]]:
        return [event["params"] for event in self.events if event["method"] == method]

    def ask(self, expression: str) -> Any:
        """The value of an expression of JavaScript in the page."""
        found = self.call("Runtime.evaluate", expression=expression, returnByValue=True)
        assert "exceptionDetails" not in found, found
        return found["result"].get("value")

    def close(self) -> None:
        self._session = None
        with suppress(OSError, EOFError):
            self.call("Browser.close")
        with suppress(OSError):
            self._commands.close()
        self._answers.close()

    def _read(self) -> dict[str, Any]:
        message = bytearray()
        while (byte := self._answers.read(1)) != b"\0":
            if not byte:
                raise EOFError("the browser has ended")
            message += byte
        answer: dict[str, Any] = json.loads(message)
        return answer


@contextmanager
def browser() -> Iterator[Page]:
    """A tab of a browser of its own, which is gone afterwards."""
    chromium = program()
    assert chromium is not None
    (to_read, commands), (answers, to_write) = os.pipe(), os.pipe()
    given = [fcntl.fcntl(one, fcntl.F_DUPFD, 10) for one in (to_read, to_write)]
    folder = tempfile.mkdtemp(prefix="gridcredit-chromium-")
    options = ["--headless=new", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--no-first-run"]
    options += [
        "--disable-background-networking",
        "--disable-component-update",
        "--hide-scrollbars",
        "--remote-debugging-pipe",
    ]
    started = subprocess.Popen(
        [sys.executable, "-c", _START, *map(str, given), chromium, *options, f"--user-data-dir={folder}"],
        pass_fds=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    for one in (to_read, to_write, *given):
        os.close(one)
    watch = Timer(SECONDS, started.kill)
    watch.start()
    try:
        page = Page(commands, answers)
        yield page
        page.close()
        started.wait(20)
    finally:
        watch.cancel()
        started.kill()
        started.wait()
        shutil.rmtree(folder, ignore_errors=True)
