import pytest

from acs_abm.analysis.findings.measured import Measured
from acs_abm.analysis.words import capital, condition, count, listed, number, percent


@pytest.mark.parametrize(
    ("n", "said"),
    [(0, "no systems"), (1, "1 system"), (2, "2 systems"), (7436, "7,436 systems"),
     (0.4, "0.4 systems"), (1.2, "1.2 systems")],
)  # fmt: skip
def test_a_noun_follows_its_number(n, said):
    assert count(n, "system") == said


def test_irregular_plurals_can_be_given():
    assert count(2, "is a body", "are bodies") == "2 are bodies"


@pytest.mark.parametrize(
    ("share", "said"),
    [(0, "0%"), (0.0001, "under 0.1%"), (0.012, "1.2%"), (0.0996, "10%"), (0.51, "51%"),
     (0.997, "over 99%"), (1, "100%")],
)  # fmt: skip
def test_only_nothing_is_zero_and_only_everything_is_a_hundred_per_cent(share, said):
    assert percent(share) == said


def test_decimals_are_written_only_where_they_say_something():
    assert (number(18.0), number(18.43), number(1234.56)) == ("18", "18.4", "1,235")


@pytest.mark.parametrize(
    ("names", "said"),
    [([], ""), (["Devon"], "Devon"), (["Devon", "Dorset"], "Devon and Dorset"),
     (["A", "B", "C", "D", "E"], "A, B, C, D and E"),
     (["A", "B", "C", "D", "E", "F"], "A, B, C, D and 2 more")],
)  # fmt: skip
def test_long_lists_name_a_few_and_count_the_rest(names, said):
    assert listed(names) == said


def test_names_that_hold_an_and_are_kept_apart_by_semicolons():
    assert listed(["Devon", "Kent and Medway"]) == "Devon, and Kent and Medway"
    three = ["Devon", "Kent and Medway", "Bath, Swindon and Wiltshire"]
    assert listed(three) == "Devon; Kent and Medway; and Bath, Swindon and Wiltshire"


def test_a_condition_is_named_with_its_threshold_unless_it_is_a_yes_or_no():
    assert condition("relationships", 0.4, is_at_most=False) == "relationships (R) ≥ 0.4"
    assert condition("control_total_shortfall", 0.02, is_at_most=True).endswith("≤ 0.02")
    assert condition("selected", 0.5, is_at_most=False) == "selected by NHS England"


def test_a_condition_nobody_put_into_words_keeps_its_name():
    assert condition("number_of_bridges", 3, is_at_most=False) == "number of bridges ≥ 3"


def test_a_capital_leaves_abbreviations_alone():
    assert capital("aCO contract") == "ACO contract"


def test_one_replicate_is_said_plainly():
    assert Measured.of([18]).count("system") == "18 systems"
    assert Measured.of([0.513]).percent() == "51%"


def test_several_replicates_are_said_with_their_band():
    several = Measured.of([10, 20, 30])
    assert several.count("system") == "20 systems (12–28)"
    assert (several / Measured.of([100, 100, 100])).percent() == "20% (12–28%)"
    assert (several / Measured.of([100, 100, 100])).percent(is_in_brackets=True) == "20%, 12–28%"


def test_replicates_that_agree_need_no_band():
    assert Measured.of([4, 4, 4]).count("system") == "4 systems"


def test_a_gap_says_its_size_and_shows_where_replicates_turn_it_round():
    gap = Measured.of([0.3, 0.3]) - Measured.of([0.2, 0.35])
    assert gap.points() == "2.5 percentage points (−3.5 to 8.5)"
    other_way = Measured.of([0.2, 0.35]) - Measured.of([0.3, 0.3])
    assert other_way.points() == gap.points()


def test_nothing_of_nothing_is_nothing():
    assert (Measured.of([0]) / Measured.of([0])).percent() == "0%"
