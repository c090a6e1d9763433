"""An officer with LibreOffice: opens a ballot, fills in rows, saves it with a password to open it.

Run by an interpreter that has LibreOffice's ``uno``: office.py PORT SOURCE TARGET PASSPHRASE COLUMN=TEXT …
"""

import sys
import time
from pathlib import Path
from typing import Any


def main(port: str, source: str, target: str, passphrase: str, *cells: str) -> None:
    import uno  # type: ignore[import-not-found]

    local = uno.getComponentContext()
    resolver = local.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", local)
    context = _connect(resolver, f"uno:socket,host=127.0.0.1,port={port};urp;StarOffice.ComponentContext")
    desktop = context.ServiceManager.createInstanceWithContext("com.sun.star.frame.Desktop", context)

    def setting(name: str, value: object) -> Any:
        found = uno.createUnoStruct("com.sun.star.beans.PropertyValue")
        found.Name, found.Value = name, value
        return found

    def key(name: str, value: str) -> Any:
        found = uno.createUnoStruct("com.sun.star.beans.NamedValue")
        found.Name, found.Value = name, value
        return found

    document = desktop.loadComponentFromURL(Path(source).as_uri(), "_blank", 0, (setting("Hidden", True),))
    sheet = document.Sheets.getByIndex(0)
    header = next(row for row in range(20) if sheet.getCellByPosition(1, row).String in ("Row code", "行码"))
    titles = {sheet.getCellByPosition(column, header).String: column for column in range(30)}
    row = header + 1
    while sheet.getCellByPosition(1, row).String:
        for cell in cells:
            title, _, text = cell.partition("=")
            target_cell = sheet.getCellByPosition(titles[title], row)
            if text.isdigit():
                target_cell.Value = int(text)
            else:
                target_cell.String = text
        row += 1
    # What the program's own dialogue makes of a password to open.
    named = (("CryptoType", "StrongEncryptionDataSpace"), ("OOXPassword", passphrase))
    keys = uno.Any("[]com.sun.star.beans.NamedValue", tuple(key(*pair) for pair in named))
    how = (setting("FilterName", "Calc MS Excel 2007 XML"), setting("EncryptionData", keys))
    document.storeToURL(Path(target).as_uri(), how)
    document.close(True)
    desktop.terminate()


def _connect(resolver: Any, url: str) -> Any:
    for _attempt in range(150):
        try:
            return resolver.resolve(url)
        except Exception:
            time.sleep(0.2)
    raise SystemExit("LibreOffice does not answer")


if __name__ == "__main__":
    main(*sys.argv[1:])
