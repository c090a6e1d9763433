"""Checks across the cells of a household: what hardly fits together is told, and taken all the same (warnings).

Nothing is asked of health, marriage or disability, and relations outside ``schema.RELATIONS`` are not judged.
"""

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any, NamedTuple

from gridcredit.findings import Doubt
from gridcredit.people import age_on, born_by, male_by, male_in, relation_code
from gridcredit.policy import Limit, Values
from gridcredit.schema import HOUSEHOLDS, MEMBERS, RATINGS, VILLAGE, Columns

HEADERS = {column.name: column.header for column in (*RATINGS, *MEMBERS, *HOUSEHOLDS, *VILLAGE)}
# The columns with a limit, and the policy value that holds it.
LIMITS = {
    "income_yuan": "income_at_most_yuan",
    "assets_yuan": "assets_at_most_yuan",
    "liabilities_yuan": "liabilities_at_most_yuan",
    "farmland_mu": "farmland_at_most_mu",
    "floor_area_m2": "floor_area_at_most_m2",
}
SMALL = ("income_yuan", "expense_yuan", "assets_yuan", "liabilities_yuan")
# A figure, the one that it is compared with, the policy values of the percentage and of where the comparing begins.
PAIRS = (
    ("expense_yuan", "income_yuan", "expense_percent", "apart_from_yuan"),
    ("liabilities_yuan", "assets_yuan", "liabilities_percent", "apart_from_yuan"),
    ("other_loans_yuan", "liabilities_yuan", "other_loans_percent", None),
)
# Relation, the policy value of the years between it and the head, and whether it is the older of the two.
GENERATIONS = {
    "child": ("generation_years", False),
    "child_in_law": ("child_in_law_years", False),
    "grandchild": ("grandparent_years", False),
    "parent": ("generation_years", True),
    "grandparent": ("grandparent_years", True),
}
LEAST_AGES = {"head": "head_from_age", "spouse": "spouse_from_age"}


class _People(NamedTuple):
    """The members column by column: ``codes`` of relations, ``births`` by cell and ``id_births`` by ID number, ``ages``
    on the day by the better of these, or else as stated.
    """

    households: Sequence[str]
    codes: Sequence[str | None]
    births: Sequence[date | None]
    id_births: Sequence[date | None]
    stated: Sequence[int | None]
    ages: Sequence[int | None]

    def column(self, row: int) -> str:
        """Where the age comes from."""
        return "birth_date" if self.births[row] else "id_number" if self.id_births[row] else "age"


def doubts(
    households: Columns, members: Columns, ratings: Columns, values: Values, day: date, cap_yuan: int
) -> list[Doubt]:
    """What looks wrong in the tables of ``schema``, in households, then members, then ratings; ages are of ``day``.

    ``cap_yuan``: the largest line that a household of the village may have.
    """
    people = _people(members, day)
    heads = [_born(number) for number in households["id_number"]]
    return [
        *_figures(households, values),
        *_sizes(households, people),
        *_births("households", "id_number", heads, values, day),
        *_births("members", "id_number", people.id_births, values, day),
        *_births("members", "birth_date", people.births, values, day),
        *_ages(people, values),
        *_relations(dict(zip(households["household_id"], heads)), people, values, day),
        *_sexes(members),
        *_amounts(households, ratings, values, cap_yuan),
    ]


def _doubt(code: str, table: str, row: int, column: str, **params: object) -> Doubt:
    return Doubt(code, table, row, column, {"column": HEADERS[column], **params})


def _people(members: Columns, day: date) -> _People:
    codes = {word: relation_code(word) for word in set(members["relation"])}
    births, stated = members["birth_date"], members["age"]
    id_births = [_born(number) for number in members["id_number"]]
    known = [birth or id_birth for birth, id_birth in zip(births, id_births)]
    ages_of = {born: age_on(born, day) if born <= day else None for born in set(known) if born}
    ages = [ages_of[born] if born else age for born, age in zip(known, stated)]
    relations = [codes[word] for word in members["relation"]]
    return _People(members["household_id"], relations, births, id_births, stated, ages)


def _born(number: str | None) -> date | None:
    return born_by(number) if number else None


def _figures(households: Columns, values: Values) -> Iterator[Doubt]:
    for column, name in LIMITS.items():
        limit = values.limit(name)
        for row, _figure in _unless(households[column], limit.at_most):
            yield _doubt("FIGURE_LARGE", "households", row, column, limit=f"{limit.highest:,}")
    least = values.limit("least_yuan")
    for column in SMALL:
        for row, _figure in _unless(households[column], lambda figure: figure == 0 or least.at_least(figure)):
            yield _doubt("FIGURE_SMALL", "households", row, column, limit=f"{least.lowest:,}")
    for column, other, name, start in PAIRS:
        percent, begins = values.limit(name), values.limit(start) if start else _ALWAYS
        for row, (figure, beside) in enumerate(zip(households[column], households[other])):
            if figure is None or beside is None or not begins.at_least(figure):
                continue
            if not percent.at_most(figure * 100, beside * percent.value):
                yield _doubt("FIGURES_APART", "households", row, column, percent=percent.highest, other=HEADERS[other])


_ALWAYS = Limit(0, True)


def _unless(column: Sequence[Any], right: Callable[[Any], bool]) -> Iterator[tuple[int, Any]]:
    """The rows whose value is not right, with it, each different value judged once; blank is right."""
    found = {value for value in set(column) if value is not None and not right(value)}
    return ((row, value) for row, value in enumerate(column if found else ()) if value in found)


def _sizes(households: Columns, people: _People) -> Iterator[Doubt]:
    """The head is a person of the household also where only the others are listed."""
    listed = Counter(people.households)
    headed = {key for key, code in zip(people.households, people.codes) if code == "head"}
    columns = (households[name] for name in ("household_id", "size", "labour_count"))
    for row, (key, size, labour) in enumerate(zip(*columns)):
        persons = listed[key] + (key not in headed) if key in listed else size
        if size is not None and size != persons:
            yield _doubt("SIZE_DIFFERS", "households", row, "size", listed=persons)
        if labour is not None and persons is not None:
            count = persons if size is None else min(size, persons)
            if labour > count:
                yield _doubt("LABOUR_ABOVE_MEMBERS", "households", row, "labour_count", count=count)


def _births(table: str, column: str, births: Sequence[date | None], values: Values, day: date) -> Iterator[Doubt]:
    oldest = values.limit("oldest_age")
    for row, born in _unless(births, lambda born: born <= day and oldest.at_most(age_on(born, day))):
        if born > day:
            yield _doubt("BIRTH_LATE", table, row, column, day=day)
        else:
            yield _doubt("AGE_HIGH", table, row, column, years=oldest.highest)


def _ages(people: _People, values: Values) -> Iterator[Doubt]:
    """Ages beyond any, and ages and birth dates that do not agree."""
    oldest, years, days = (values.limit(name) for name in ("oldest_age", "age_apart_years", "birth_apart_days"))
    high = {stated for stated in set(people.stated) if stated is not None and not oldest.at_most(stated)}
    differing = {
        (stated, age)
        for stated, age in set(zip(people.stated, people.ages))
        if stated is not None and age is not None and not years.at_most(abs(stated - age))
    }
    columns = zip(people.births, people.id_births, people.stated, people.ages)
    for row, (birth, id_birth, stated, age) in enumerate(columns):
        if birth and id_birth and birth != id_birth and not days.at_most(abs((birth - id_birth).days)):
            yield _doubt("BIRTH_DIFFERS", "members", row, "birth_date", days=days.highest)
        if stated in high:
            yield _doubt("AGE_HIGH", "members", row, "age", years=oldest.highest)
        if (stated, age) in differing:
            yield _doubt("AGE_DIFFERS", "members", row, "age", years=years.highest)


def _relations(births: Mapping[str, date | None], people: _People, values: Values, day: date) -> Iterator[Doubt]:
    """Ages that do not go with the relation to the head; ``births``: the heads' by household."""
    heads = {key: age_on(born, day) for key, born in births.items() if born and born <= day}
    columns = (people.households, people.codes, people.ages)
    heads |= {key: age for key, code, age in zip(*columns) if code == "head" and age is not None}
    least_ages = {relation: values.limit(name) for relation, name in LEAST_AGES.items()}
    generations = {relation: (values.limit(name), older) for relation, (name, older) in GENERATIONS.items()}

    def doubt(relation: str | None, age: int | None, head: int | None) -> tuple[str, int] | None:
        """The finding, and the years that there should be at least."""
        if age is None or relation is None:
            return None
        if relation in least_ages:
            least = least_ages[relation]
            return None if least.at_least(age) else ("RELATION_UNDER_AGE", least.lowest)
        if relation not in generations or head is None:
            return None
        years, older = generations[relation]
        if years.at_least(age - head if older else head - age):
            return None
        return "RELATION_NOT_OLDER" if older else "RELATION_NOT_YOUNGER", years.lowest

    entries = list(zip(people.codes, people.ages, map(heads.get, people.households)))
    doubtful = {entry: told for entry in set(entries) if (told := doubt(*entry))}
    for row, entry in enumerate(entries) if doubtful else ():
        if entry in doubtful:
            code, years = doubtful[entry]
            yield _doubt(code, "members", row, people.column(row), years=years)


def _sexes(members: Columns) -> Iterator[Doubt]:
    """An ID number that stands in somebody else's row, as far as it shows."""
    males = {word: male_in(word) for word in set(members["relation"])}
    for row, (word, number) in enumerate(zip(members["relation"], members["id_number"])):
        if number and males[word] is not None and males[word] != male_by(number):
            yield _doubt("ID_NOT_OF_RELATION", "members", row, "id_number")


def _amounts(households: Columns, ratings: Columns, values: Values, cap_yuan: int) -> Iterator[Doubt]:
    """Suggested amounts so far from anything that the unit may be wrong: 50000 in a sheet of 万元, 5 in one of 元."""
    least, of_income, of_cap = (
        values.limit(name) for name in ("rating_least_yuan", "rating_times_income", "rating_times_cap")
    )
    incomes = dict(zip(households["household_id"], households["income_yuan"]))
    amounts = set(ratings["amount_yuan"]) - {None, 0}
    above_cap = {amount for amount in amounts if not of_cap.at_most(amount, of_cap.value * cap_yuan)}
    small = {amount for amount in amounts if not least.at_least(amount)}
    for row, (key, amount) in enumerate(zip(ratings["household_id"], ratings["amount_yuan"])):
        if not amount:
            continue
        if amount in above_cap:
            yield _large(row, of_cap, "cap_yuan")
        elif (income := incomes[key]) and not of_income.at_most(amount, of_income.value * income):
            yield _large(row, of_income, "income_yuan")
        if amount in small:
            yield _doubt("FIGURE_SMALL", "ratings", row, "amount_yuan", limit=f"{least.lowest:,}")


def _large(row: int, times: Limit, other: str) -> Doubt:
    return _doubt("RATING_LARGE", "ratings", row, "amount_yuan", times=times.highest, other=HEADERS[other])
