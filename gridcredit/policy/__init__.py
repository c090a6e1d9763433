"""A bank's policy: the rules' numbers, words and tables as dated values with their sources.

``model`` says what a policy is, ``entries`` what an entry must be, ``bands`` how the rows of a table fit together,
``files`` where entries come from.
"""

from gridcredit.policy.files import Source, load, read_toml
from gridcredit.policy.model import (
    Kind,
    Limit,
    Parameter,
    Policy,
    PolicyBook,
    Row,
    Setting,
    Value,
    Values,
)

__all__ = [
    "Kind",
    "Limit",
    "Parameter",
    "Policy",
    "PolicyBook",
    "Row",
    "Setting",
    "Source",
    "Value",
    "Values",
    "load",
    "read_toml",
]
