"""The draw of households for a re-visit: the same for whoever has the seed, and each group by itself."""

from collections import Counter

from hypothesis import given, settings
from hypothesis import strategies as st
from rules.deciding import set_to

from gridcredit.forms.sampling import draw
from gridcredit.rules.revisit import size

VALUES = set_to("").values("revisit")
SEED, OTHER = "00" * 16, "01" * 16
amounts = st.dictionaries(
    st.text("ABC0123456789", min_size=1, max_size=4),
    st.lists(st.sampled_from([10_000, 20_000, 50_000, 100_000]), max_size=4),
    max_size=60,
)


def village(households: int) -> dict[str, list[int]]:
    return {f"A{number}": [50_000, 60_000, 55_000] for number in range(households)}


def test_the_same_seed_draws_the_same_and_another_draws_others() -> None:
    homes = village(400)
    assert draw(homes, SEED, VALUES) == draw(homes, SEED, VALUES)
    assert draw(homes, SEED, VALUES).keys() != draw(homes, OTHER, VALUES).keys()


def test_the_order_of_the_roster_decides_nothing() -> None:
    homes = village(400)
    turned = dict(reversed(homes.items()))
    assert draw(homes, SEED, VALUES).keys() == draw(turned, SEED, VALUES).keys()


@given(amounts)
@settings(max_examples=100)
def test_of_each_group_as_many_are_drawn_as_the_policy_says(homes: dict[str, list[int]]) -> None:
    drawn = draw(homes, SEED, VALUES)
    rated = {household: given for household, given in homes.items() if len(given) >= 2}
    equal = [household for household, given in rated.items() if len(set(given)) == 1]
    wide = [household for household, given in rated.items() if max(given) > 2 * min(given)]
    groups = Counter(why for reasons in drawn.values() for why in reasons)
    assert groups["random"] == size("random", len(rated), VALUES)
    assert groups["all_equal"] == size("all_equal", len(equal), VALUES)
    assert groups["wide_spread"] == size("wide_spread", len(wide), VALUES)
    assert set(drawn) <= set(rated)
    assert list(drawn) == [household for household in homes if household in drawn]


def test_what_is_drawn_by_chance_does_not_depend_on_what_the_ratings_look_like() -> None:
    plain = village(200)
    odd = plain | {f"A{number}": [50_000, 50_000, 50_000] for number in range(0, 200, 3)}
    by_chance = [{key for key, why in draw(homes, SEED, VALUES).items() if "random" in why} for homes in (plain, odd)]
    assert by_chance[0] == by_chance[1]


def test_every_household_has_the_same_chance() -> None:
    """Of 2,000 draws of 5 in 100, each is drawn about 100 times; 5 standard deviations are 49."""
    homes = village(100)
    times = Counter(key for number in range(2000) for key in draw(homes, f"{number:032x}", VALUES))
    assert all(51 <= times[household] <= 149 for household in homes)


def test_a_household_with_one_amount_cannot_be_drawn() -> None:
    assert draw({"A1": [50_000], "A2": [], "A3": [50_000, 50_000]}, SEED, VALUES).keys() == {"A3"}
