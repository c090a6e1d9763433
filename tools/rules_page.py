"""The rules' page of the documents, from their docstrings and values."""

import ast
from pathlib import Path

from gridcredit.decisions import ORDER, name_of
from gridcredit.policy import Value, load

RULES = Path(__file__).parent.parent / "gridcredit" / "rules"


def page() -> str:
    """A section a rule, those that decide first and in their order."""
    deciding = [name_of(rule) for rule in ORDER]
    others = sorted(file.stem for file in RULES.glob("*.toml") if file.stem not in deciding)
    return "\n".join(_section(name, position) for position, name in enumerate([*deciding, *others], start=1))


def _section(rule: str, position: int) -> str:
    docstring = ast.get_docstring(ast.parse((RULES / f"{rule}.py").read_text("utf-8"))) or ""
    lines = [
        f"## {position}. {rule}",
        "",
        docstring,
        "",
        "| value of | value | unit | from | issued | document | clause |",
    ]
    lines.append("|---|---|---|---|---|---|---|")
    for parameter in load().parameters:
        if parameter.rule == rule:
            for value in parameter.layers[0]:
                cells = (
                    f"{parameter.label} (`{parameter.name}`)",
                    _show(value),
                    parameter.unit,
                    value.since,
                    value.issued,
                )
                lines.append("| " + " | ".join(map(str, (*cells, value.document, value.clause))) + " |")
    return "\n".join([*lines, ""])


def _show(value: Value) -> str:
    setting = value.value
    if isinstance(setting, int):
        return f"{setting:,}" + (f", {value.bound}" if value.bound else "")
    words = [setting] if isinstance(setting, str) else [_row(item) for item in setting]
    return ", ".join(words).replace("|", " or ")


def _row(item: object) -> str:
    if not isinstance(item, dict):
        return str(item)
    cells = (f"{key} {' '.join(cell) if isinstance(cell, tuple) else cell}" for key, cell in item.items())
    return f"({', '.join(cells)})"
