"""Who has to do what: how many households wait for each next step."""

from collections.abc import Collection

import pandas as pd

from gridcredit.coverage import KEY, group_names

ACTIONS = ("file", "rate", "review", "sign", "card", "draw", "renew", "arrears")


def waiting(households: pd.DataFrame, late: Collection[tuple[str, str]], by: str) -> pd.DataFrame:
    """By the name of a group how many of its households wait for each of ``ACTIONS``, in order of appearance; one household may
    wait for several. ``households``: ``coverage.standing``; ``late``: those in arrears.
    """
    homes = households
    flags = {
        "file": homes["filed"] == 0,
        "rate": homes["status"] == "no_conclusion",
        "review": homes["status"] == "referred",
        "sign": (homes["credited"] > 0) & (homes["signed"] == 0),
        "card": (homes["signed"] > 0) & (homes["carded"] == 0),
        "draw": (homes["carded"] > 0) & (homes["drawn"] == 0),
        "renew": homes["state"].isin(["review_due", "expired"]),
        "arrears": pd.MultiIndex.from_frame(homes[KEY]).isin(list(late)) if late else False,
    }
    table = pd.DataFrame(flags, index=homes.index).astype("int64").assign(name=group_names(homes, by))
    return table.groupby("name", sort=False)[list(ACTIONS)].sum()
