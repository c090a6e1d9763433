"""The rules' page of the documents, from their docstrings and values."""

import ast
from pathlib import Path

from gridcredit.decisions import ORDER
from gridcredit.policy import Setting, load

RULES = Path(__file__).parent.parent / "gridcredit" / "rules"


def page() -> str:
    """A section a rule, those that decide first and in their order."""
    deciding = [name for name, _ in ORDER]
    others = sorted(file.stem for file in RULES.glob("*.toml") if file.stem not in deciding)
    return "\n".join(_section(name, position) for position, name in enumerate([*deciding, *others], start=1))


def _section(rule: str, position: int) -> str:
    docstring = ast.get_docstring(ast.parse((RULES / f"{rule}.py").read_text("utf-8"))) or ""
    lines = [f"## {position}. {rule}", "", docstring, "", "| value of | value | unit | from | source | clause |"]
    lines.append("|---|---|---|---|---|---|")
    for parameter in load().parameters:
        if parameter.rule == rule:
            for value in parameter.layers[0]:
                cells = (f"{parameter.label} (`{parameter.name}`)", _show(value.value), parameter.unit, value.since)
                lines.append("| " + " | ".join(map(str, (*cells, value.source, value.clause))) + " |")
    return "\n".join([*lines, ""])


def _show(value: Setting) -> str:
    return f"{value:,}" if isinstance(value, int) else ", ".join(value).replace("|", " or ")
