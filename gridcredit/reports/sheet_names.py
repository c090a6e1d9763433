"""Names of sheets that come from data: within what Excel allows, no two the same."""

import re
from collections.abc import Collection, Iterable

LONGEST = 31
_FORBIDDEN = re.compile(r"[\x00-\x1f\[\]:*?/\\\ud800-\udfff\ufffe\uffff]|^'+|'+$")


def sheet_names(texts: Iterable[str], taken: Collection[str] = ()) -> list[str]:
    """A name for each text, none of them ``taken``; Excel does not tell capitals from small letters."""
    used = {name.casefold() for name in taken}
    names = []
    for text in texts:
        stem = _FORBIDDEN.sub("_", text).strip() or "_"
        name, number = _cut(stem, ""), 2
        while name.casefold() in used:
            name, number = _cut(stem, f" {number}"), number + 1
        used.add(name.casefold())
        names.append(name)
    return names


def _cut(stem: str, end: str) -> str:
    """Excel counts characters beyond the first plane twice."""
    while len((stem + end).encode("utf-16-le")) > 2 * LONGEST:
        stem = stem[:-1]
    return stem + end
