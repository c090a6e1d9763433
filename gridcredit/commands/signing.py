"""``signing``."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from gridcredit import errors, output, printing
from gridcredit.commands.common import Common
from gridcredit.i18n import _

if TYPE_CHECKING:
    from gridcredit.signing import Plan
    from gridcredit.ways import Way


def signing(common: Common, villages: Sequence[str], out: Path) -> int:
    """The plan of the door-to-door signing of ``villages``, or of all, and the ways to sign side by side."""
    from gridcredit import scheduling
    from gridcredit.reports.signing import overview_table
    from gridcredit.reports.ways import ways_table

    policies, calendar, officers = common.policy_book(), common.working_days(), common.officers()
    path = out / _("signing-{day}.xlsx").format(day=common.as_of)
    with common.existing_ledger() as ledger, output.alone_in(out), ledger.reading():
        plans, ways, findings, workbook = scheduling.signing_report(
            ledger, villages, common.as_of, policies, calendar, officers, common.noted
        )
        output.write(path, workbook)
    terminal = common.terminal()
    terminal.table(overview_table(plans))
    terminal.line()
    terminal.table(ways_table([way for way in ways if way.village is None]))
    printing.print_findings(terminal, findings)
    terminal.line(_("wrote {path}").format(path=path))
    common.print_json(
        {
            "as_of": common.as_of,
            "villages": [_plan_json(plan) for plan in plans],
            "ways": [_way_json(way) for way in ways],
            "outputs": [str(path)],
        }
    )
    return errors.DONE


def _plan_json(plan: "Plan") -> dict[str, Any]:
    """Households by number and code alone; officers by the number of their team."""
    from gridcredit.signing import TASKS

    return {
        "village": plan.village,
        "households": len(plan.doors),
        **{task: plan.count(task) for task in TASKS},
        "walks": [
            {
                "day": walk.day,
                "team": walk.team,
                "doors": [
                    {"household_id": door.household_id, "code": door.code, "task": door.task} for door in walk.doors
                ],
            }
            for walk in plan.walks
        ],
    }


def _way_json(way: "Way") -> dict[str, Any]:
    return {
        "village": way.village,
        "channel": way.channel,
        "signed": way.signed,
        "declined": way.declined,
        "median_days": way.median_days,
        "rates": {
            "success": _rate(way.signed, way.asked),
            "card_in_time": _rate(way.in_time, way.judged),
            "drawn": _rate(way.drawn, way.signed),
        },
    }


def _rate(above: int, below: int) -> dict[str, float | int | None]:
    return {"numerator": above, "denominator": below, "rate": round(above / below, 6) if below else None}
