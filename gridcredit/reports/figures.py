"""Figures as texts."""

from gridcredit.reports.book import Format


def percent(rate: float) -> str:
    return f"{rate:.1%}".replace("%", " %")


def figure(value: float, kind: Format) -> str:
    """A number of a column; whole ones with commas, changes with their sign."""
    match kind:
        case Format.RATE:
            return percent(value)
        case Format.POINTS:
            return f"{value:+.1f}" if round(value, 1) else "0.0"
        case Format.CHANGE:
            return f"{round(value):+,}" if round(value) else "0"
    return f"{value:,}"
