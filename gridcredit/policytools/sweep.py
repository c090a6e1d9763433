"""``--vary closeness=0.1:0.5:0.05``: which value is meant, and the values that it takes one after the other."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal, InvalidOperation

from gridcredit.errors import PolicyError, UsageError
from gridcredit.i18n import N_
from gridcredit.policy import Kind, Parameter, Policy, Value
from gridcredit.policy.entries import BOUND, value_of

MOST_STEPS = 200


def sweep(text: str, policy: Policy) -> tuple[Parameter, list[Value]]:
    """The parameter, and its values from the first to the last; all else of a value as it is in ``policy``.

    ``text`` is NAME=FIRST:LAST:STEP. NAME is ``rule.name`` or any part of it that means one number alone, or one alone
    of those that have an effect under the policy; a percentage may be given as a fraction. Raises ``UsageError``.
    """
    name, equals, numbers = text.partition("=")
    parts = [_decimal(part) for part in numbers.split(":")]
    if not name or not equals or len(parts) != 3 or None in parts:
        raise UsageError(N_("--vary {text}: write NAME=FIRST:LAST:STEP, such as closeness_percent=10:50:5"), text=text)
    first, last, step = (part for part in parts if part is not None)
    if step <= 0 or last < first:
        raise UsageError(N_("--vary {text}: STEP is above 0, and LAST not below FIRST"), text=text)
    if (last - first) // step >= MOST_STEPS:
        raise UsageError(N_("--vary {text}: more than {count} steps; take a larger STEP"), text=text, count=MOST_STEPS)
    fractions = any(part != part.to_integral_value() for part in (first, last, step))
    parameter, value = _meant(text, name.strip(), policy, fractions)
    times = 100 if fractions else 1
    found = [first * times + step * times * number for number in range(int((last - first) // step) + 1)]
    return parameter, [_value(text, parameter, value, number) for number in found]


def with_value(policy: Policy, parameter: Parameter, value: Value) -> Policy:
    """The policy with this value of the parameter in force."""
    return Policy(
        policy.day,
        tuple(
            replace(one, layers=((replace(value, since=policy.day),),)) if one.key == parameter.key else one
            for one in policy.parameters
        ),
    )


def _meant(text: str, name: str, policy: Policy, fractions: bool) -> tuple[Parameter, Value]:
    numbers = {parameter.key: (parameter, value) for parameter, value in policy.rows() if parameter.kind is Kind.NUMBER}
    if fractions:
        numbers = {key: one for key, one in numbers.items() if one[0].unit.startswith("percent")}
    ways = (
        [key for key in numbers if key == name],
        [key for key, (parameter, _value) in numbers.items() if parameter.name == name],
        [key for key in numbers if name in key],
    )
    keys = next((found for found in ways if found), [])
    if len(keys) > 1:
        keys = [key for key in keys if _has_effect(numbers[key][0], policy)] or keys
    if len(keys) == 1:
        return numbers[keys[0]]
    if keys:
        raise UsageError(
            N_("--vary {text}: {name} may be {names}; name one"), text=text, name=name, names=", ".join(keys)
        )
    if fractions:
        raise UsageError(N_("--vary {text}: no percentage is called {name}; see policy show"), text=text, name=name)
    raise UsageError(N_("--vary {text}: no number is called {name}; see policy show"), text=text, name=name)


def _has_effect(parameter: Parameter, policy: Policy) -> bool:
    """Whether the other values of the rule let it have one."""
    return all(
        not set(words).isdisjoint(_words(policy, parameter.rule, other))
        for other, words in parameter.applies_when.items()
    )


def _words(policy: Policy, rule: str, name: str) -> Iterator[str]:
    for parameter, value in policy.rows():
        if (parameter.rule, parameter.name) == (rule, name):
            yield from (value.value,) if isinstance(value.value, str) else policy.values(rule).words(name)


def _value(text: str, parameter: Parameter, value: Value, number: Decimal) -> Value:
    if number != number.to_integral_value():
        raise UsageError(
            N_("--vary {text}: {name} takes whole numbers ({unit}), and {number} is none"),
            text=text,
            name=parameter.key,
            unit=parameter.unit,
            number=format(number.normalize(), "f"),
        )
    entry = {
        "from": value.since,
        "issued": value.issued,
        "value": int(number),
        "document": value.document,
        "clause": value.clause,
        **({BOUND: value.bound} if parameter.threshold else {}),
    }
    try:
        return value_of(f"--vary {parameter.key}", entry, parameter)
    except PolicyError as error:
        raise UsageError(error.message, **error.params) from None


def _decimal(text: str) -> Decimal | None:
    try:
        number = Decimal(text.strip())
    except InvalidOperation:
        return None
    return number if number.is_finite() else None
